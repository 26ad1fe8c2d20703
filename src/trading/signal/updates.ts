import { dec } from '../money.ts';
import {
  hasPrice,
  highestDone,
  isPrice,
  isReplaced,
  partOf,
  priceAfter,
  pricesAfter,
  pricesIn,
  targetNumber,
} from './amounts.ts';
import { clausesOf, distinct, type Segment, segmentsOf, tickersIn } from './clauses.ts';
import { isCandleClose } from './fields.ts';
import { isFraction } from './listNumbers.ts';
import type { Provenance, Side, Span, StopLevel, Target, Update, UpdateAction } from './reading.ts';
import type { SpanOf } from './signals.ts';
import { placeOf, type Term } from './terms.ts';
import type { Ticker } from './tickers.ts';
import { isWithoutSpaces } from './tokens.ts';
import type { Role } from './vocabulary/roles.ts';

/** What an update may take from outside its own words. */
export type UpdateContext = {
  /** The coin and side of the message that this one replies to, when that is a signal. */
  repliedTo: { symbol: string | null; side: Side | null; isSignal: boolean } | null;
  prices?: Readonly<Record<string, string>>;
};

type Draft = {
  action: UpdateAction;
  /** Only a target's label stands there, no word that says what became of it. */
  bare?: boolean;
  /** The places of the part of the clause that it was read from. */
  within: { start: number; end: number };
  terms: Term[];
  side: Side | null;
  all?: boolean;
  price?: string;
  percent?: string;
  target?: number;
  entries?: string[];
  addedEntries?: string[];
  targets?: Target[];
  stop?: StopLevel;
};

/** A message with more words is an article. */
const MOST_WORDS = 60;
/** Target labels that are a verb as well: "take profit 50%", "止盈50%". */
const TAKES_PROFIT: ReadonlySet<string> = new Set([
  'take profit',
  'take profits',
  '止盈',
  '分批止盈',
  'chot',
  'chot loi',
  'tp',
  '익절',
  '利確',
  'ambil untung',
  'ambil profit',
  'kar al',
  'tomar ganancias',
  'tomar beneficios',
]);
/** How many terms behind an instruction its coin may still be named. */
const NEAR = 4;

/** Reads the instructions about earlier signals, clause by clause. */
export function readUpdates(
  terms: readonly Term[],
  context: UpdateContext,
  spanOf: SpanOf,
): Update[] {
  const clauses = clausesOf(terms);
  const updates: Update[] = [];
  const adLines = new Set(terms.filter((t) => t.role === 'ad').map((t) => t.line));
  const isAd = adLines.size > 0;
  const isLong = terms.filter((t) => t.kind === 'word').length > MOST_WORDS;
  let waiting: { ticker: Ticker; term: Term }[] = [];
  let named: { ticker: Ticker; term: Term } | null = null;
  const anywhere = tickersIn(terms);
  const hasLevels = saysLevels(terms);
  const hasResult = terms.some(
    (t, at) =>
      t.role === 'result' &&
      terms[at + 1]?.text === ':' &&
      terms.slice(at + 1, at + 4).some((n) => n.number?.unit === 'percent'),
  );

  for (const clause of clauses) {
    const tickers = tickersIn(clause);
    const drafts = draftsOf(
      clause,
      tickers,
      context.repliedTo?.symbol != null || named !== null || waiting.length > 0,
    )
      // A bare "TP2" beside levels is a label, not a report.
      .filter((draft) => !(draft.bare && hasLevels))
      // What is cancelled with a profit or a loss was open.
      .map((draft) =>
        draft.action === 'cancel_entry' && draft.terms.length === 1 && hasResult
          ? { ...draft, action: 'close' as const }
          : draft,
      );
    if (drafts.length === 0) {
      if (tickers.length > 0) {
        named = tickers[0] ?? null;
        waiting.push(...tickers);
      }
      continue;
    }
    for (const draft of drafts) {
      const close = subjectsOf(tickers, draft);
      const carried = waiting.length > 0 ? waiting : named ? [named] : [];
      const inReply = context.repliedTo?.symbol != null;
      const subjects =
        draft.all &&
        close.length === 0 &&
        draft.action !== 'target_hit' &&
        draft.action !== 'stop_hit'
          ? []
          : close.length > 0
            ? close
            : inReply
              ? []
              : carried.length > 0
                ? carried
                : tickers.length > 0
                  ? tickers
                  : anywhere.slice(0, 1);
      // In an article the coin of one sentence is not that of the next.
      if (isLong && close.length === 0 && !inReply && draft.action !== 'target_hit') continue;
      if (subjects.some((t) => t.ticker.notCrypto)) continue;
      const symbols = distinct(subjects);
      if (symbols.length === 0 && !inReply && isAd) continue;
      if (!inReply && draft.terms.some((t) => adLines.has(t.line))) continue;
      // "Close all" under one coin's message, or with its name, is all of that one.
      const everything =
        draft.all === true &&
        symbols.length === 0 &&
        !inReply &&
        draft.action !== 'target_hit' &&
        draft.action !== 'stop_hit';
      const of = symbols.length === 0 ? [null] : symbols;
      for (const symbol of of)
        updates.push(finish({ ...draft, all: everything }, symbol, context, spanOf));
    }
    named = tickers[0] ?? named;
    waiting = [];
  }
  return merge(updates);
}

function areNeighbours(a: { term: Term } | undefined, b: { term: Term } | undefined): boolean {
  return a !== undefined && b !== undefined && b.term.at - a.term.at <= 2;
}

/** The coins of a clause that a draft is about: those in its own part, else those named before it, else one right behind. */
function subjectsOf(
  tickers: readonly { ticker: Ticker; term: Term }[],
  draft: Draft,
): { ticker: Ticker; term: Term }[] {
  const { within } = draft;
  const inside = tickers.filter(({ term }) => term.at >= within.start && term.at <= within.end);
  const last = Math.max(...draft.terms.map((term) => term.at));
  const near = inside.filter(({ term }) => term.at <= last + NEAR);
  const [first] = near;
  if (first) {
    // "BTC, ETH: …" and "… for ETH and SOL": coins in a row belong together.
    const from = tickers.indexOf(first);
    let start = from;
    let until = from;
    while (start > 0 && areNeighbours(tickers[start - 1], tickers[start])) start--;
    while (until + 1 < tickers.length && areNeighbours(tickers[until], tickers[until + 1])) until++;
    return tickers.filter((t, i) => (i >= start && i <= until) || near.includes(t));
  }
  const earlier = tickers.filter(({ term }) => term.at < within.start);
  if (earlier.length > 0) return earlier;
  return tickers.filter(({ term }) => term.at > last && term.at <= last + NEAR);
}

/** A price stands behind a label somewhere in the message. */
function saysLevels(terms: readonly Term[]): boolean {
  return terms.some((term, at) => {
    if (term.role !== 'stop' && term.role !== 'target' && term.role !== 'entry') return false;
    return terms
      .slice(at + 1, at + 4)
      .some(
        (t, i) =>
          isPrice(terms, at + 1 + i) && t.line === term.line && !(t.glued && t.number?.whole),
      );
  });
}

function draftsOf(
  clause: readonly Term[],
  tickers: readonly { term: Term }[],
  namedBefore: boolean,
): Draft[] {
  if (clause.some((t) => t.text === '?')) return [];
  const drafts: Draft[] = [];
  let heldOnly = false;
  for (const segment of segmentsOf(clause)) {
    const upTo = segment.terms.at(-1)?.at ?? 0;
    const draft = draftsOfSegment(
      segment,
      namedBefore || tickers.some(({ term }) => term.at <= upTo),
      heldOnly,
    );
    drafts.push(...draft);
    if (segment.terms.some((t) => t.role === 'hold' && t.text.startsWith('still'))) heldOnly = true;
  }
  // "Close half at 65k and the rest at 67k": for when the price gets there.
  if (tickers.length <= 1 && isAtSeveralPrices(clause))
    return drafts.filter((draft) => draft.action !== 'close' && draft.action !== 'close_part');
  return drafts;
}

function draftsOfSegment(
  { terms, conditional }: Segment,
  hasSubject: boolean,
  status: boolean,
): Draft[] {
  const has = (...roles: Role[]): boolean =>
    terms.some(
      (t) =>
        t.role !== undefined &&
        roles.includes(t.role) &&
        !(t === terms[0] && t.ticker !== undefined),
    );
  // What stands in brackets is a remark, unless the whole segment does.
  const outside = Math.min(...terms.map((t) => t.depth));
  const find = (...roles: Role[]): Term | undefined =>
    terms.find((t) => t.role !== undefined && roles.includes(t.role) && t.depth === outside);
  const side = sideIn(terms);
  const base = (action: UpdateAction, ...cited: (Term | undefined)[]): Draft => ({
    action,
    side,
    within: { start: terms[0]?.at ?? 0, end: terms.at(-1)?.at ?? 0 },
    terms: cited.filter((t) => t !== undefined),
    ...(has('all') || terms.some((t) => t.role === 'close' && saysAll(t.text))
      ? { all: true }
      : {}),
  });
  if (has('ad')) return [];
  const stop = find('stop');
  const hit = find('hit');
  const target = find('target');
  const breakeven = terms.find((t, at) => t.role === 'breakeven' && isPlace(terms, at));
  const close =
    terms.find((t, at) => t.role === 'close' && t.depth === outside && !isCandleClose(terms, at)) ??
    exitVerb(terms);
  const cancel = find('cancel');
  // "Update" heads a report as often as a change.
  const move = terms.find(
    (t) => t.role === 'move' && t.depth === outside && !t.text.startsWith('updat'),
  );
  const isUpdate = terms.some((t) => t.role === 'move' && t.text.startsWith('updat'));
  const reduce = find('reduce', 'secure');
  const held = find('hold');
  const isHolding =
    status ||
    (held !== undefined &&
      !move &&
      !close &&
      !reduce &&
      !hit &&
      !find('sell') &&
      !(stop && placeOf(terms, held) > placeOf(terms, stop) + 1));
  /** A word that takes the instruction back stands before the term that carries it. */
  const hedgedBefore = (trigger: Term | undefined, ...roles: Role[]): boolean =>
    conditional ||
    terms.some(
      (t) =>
        t.role !== undefined && roles.includes(t.role) && (!trigger || t.start < trigger.start),
    );
  const done = terms.find((t, at) => t.mark === 'done' && at > 0);
  const drafts: Draft[] = [];

  const flip = find('flip');
  if (flip && !hedgedBefore(flip, 'if', 'not', 'later', 'past'))
    return [{ ...base('close', flip), side: null }];

  // What happened: reports count even beside a plan, but not inside a condition.
  if (
    stop &&
    close &&
    between(terms, close, stop, 'at') &&
    !hedgedBefore(close, 'if', 'not', 'later')
  )
    return [base('stop_hit', close, stop)];
  if (!hedgedBefore(hit ?? done ?? target ?? stop, 'if', 'later', 'not', 'maybe')) {
    if (
      stop &&
      hit &&
      Math.abs(placeOf(terms, stop) - placeOf(terms, hit)) <= 4 &&
      !move &&
      !isStatusOfStop(terms, hit)
    )
      return [base('stop_hit', stop, hit)];
    const stoppedOut = find('stoppedOut');
    if (stoppedOut) return [base('stop_hit', stoppedOut)];
    if (stop && close && isWithoutSpaces(stop.text) && followsDirectly(terms, stop, close))
      return [base('stop_hit', stop, close)];
    if (breakeven && hit && !stop && !move && !has('entry'))
      return [base('stop_hit', hit, breakeven)];
    if (stop && !target && terms.some((t) => t.mark === 'failed') && !hasPrice(terms) && !move)
      return [base('stop_hit', stop)];
    if (target && (hit || done) && !move) {
      const n = highestDone(terms) ?? targetNumber(terms, target);
      drafts.push({
        ...base('target_hit', target, hit ?? done),
        ...(n === null ? {} : { target: n }),
      });
    } else if (
      target &&
      !stop &&
      !move &&
      !close &&
      !reduce &&
      (hasSubject || terms.some((t) => t.role === 'result' && t.start > target.start)) &&
      targetNumber(terms, target) !== null &&
      !hasPrice(terms) &&
      terms.filter((t) => t.kind === 'word').length <= 4 &&
      !has('entry', 'new', 'add', 'at', 'to')
    ) {
      drafts.push({
        ...base('target_hit', target),
        bare: true,
        target: targetNumber(terms, target) ?? 1,
      });
    }
  }
  const entry =
    find('entry', 'limit') ?? terms.find((t) => t.role === 'market' && t.text.startsWith('entry'));
  const firstVerb = [move, close, reduce, cancel, stop, target, entry]
    .filter((t) => t !== undefined)
    .sort((x, y) => x.start - y.start)[0];
  if (hedgedBefore(firstVerb, 'later', 'not', 'past', 'maybe') || has('if') || conditional)
    return drafts;

  const replaces = terms.some(
    (t, at) => isReplaced(t) && terms.slice(at + 1, at + 4).some((n) => n.number),
  );

  // The stop.
  const place = breakeven ?? (stop ? entryPlace(terms, stop) : undefined);
  if (stop && place && !isHolding && placeOf(terms, place) !== placeOf(terms, stop)) {
    const price = priceAfter(terms, place);
    drafts.push({
      ...base('stop_to_entry', stop, move, place),
      ...(price ? { price: price.value } : {}),
    });
  } else if (
    !stop &&
    breakeven &&
    (move ||
      breakeven.text.includes('损') ||
      breakeven.text.includes('保') ||
      (hasSubject && terms.length <= 5 && !close)) &&
    !close &&
    !isHolding &&
    !target
  ) {
    drafts.push(base('stop_to_entry', move, breakeven));
  } else if (stop && !isHolding) {
    const to = targetPlace(terms, stop);
    const price = priceAfter(terms, stop);
    if (to !== null && (move || has('to', 'at')))
      drafts.push({ ...base('move_stop', stop, move), target: to });
    else if (price && (move || isUpdate || has('new') || replaces))
      drafts.push({ ...base('move_stop', stop, move, price.term), price: price.value });
    else if (
      price &&
      has('to', 'at') &&
      !has('entry', 'buy', 'sell') &&
      !orders(terms) &&
      !stop.text.startsWith('invalid')
    )
      drafts.push({ ...base('move_stop', stop, price.term), price: price.value });
  }

  // New targets, other entries.
  const changes = move ?? (replaces ? terms.find(isReplaced) : undefined);
  const stopIsMoved =
    stop &&
    move &&
    placeOf(terms, stop) > placeOf(terms, move) &&
    placeOf(terms, stop) < placeOf(terms, target ?? stop);
  if (target && !hit && (changes ? !stopIsMoved : has('new') && !stop)) {
    const prices = pricesAfter(terms, target);
    const number = targetNumber(terms, target);
    if (prices.length > 0)
      drafts.push({
        ...base('amend', target, changes, ...prices.map((p) => p.term)),
        ...(number !== null && prices.length === 1 ? { target: number } : {}),
        targets: prices.map((p) => ({ price: p.value })),
      });
  }
  if (entry && changes && !stop && !target && !find('add', 'average', 'cancel', 'close')) {
    const prices = pricesAfter(terms, entry);
    // "Wait for 58000, then long": what comes behind the price is a plan.
    const planned = terms.some(
      (t) => (t.role === 'long' || t.role === 'short') && t.start > (prices[0]?.term.start ?? 0),
    );
    if (prices.length > 0 && !planned)
      drafts.push({
        ...base('amend', entry, changes, ...prices.map((p) => p.term)),
        entries: prices.map((p) => p.value),
      });
  }
  const add = find('add', 'average');
  if (add && !stop && !target && !cancel && !close) {
    const prices = pricesIn(terms);
    if (prices.length > 0 && !has('entry'))
      drafts.push({
        ...base('amend', add, ...prices.map((p) => p.term)),
        addedEntries: prices.map((p) => p.value),
      });
  }

  // Orders that wait.
  if (cancel && !stop && (!target || has('order', 'limit'))) {
    const object = find('limit', 'entry', 'order', 'average');
    if (object || ((hasSubject || terms.length <= 4) && !has('later')))
      drafts.push(base('cancel_entry', cancel, object));
  }

  // Part or all of what is open.
  const taking = terms.find(
    (t) =>
      (t.text === 'take' && t.role === undefined) || (t.text === 'took' && t.role === 'entered'),
  );
  const part = partOf(terms, close ?? reduce ?? find('sell') ?? taking ?? target);
  const sell = !close && !reduce ? (find('sell') ?? taking) : undefined;
  if ((close || reduce || (sell && part)) && !cancel) {
    const verb = close ?? reduce ?? sell;
    const foreign = !hasSubject && !has('all') && isForeignSubject(terms, verb);
    if (isAtTarget(terms)) return drafts;
    const oneLeg = close !== undefined && isLeg(directObject(terms, close)) && !has('at');
    if (foreign || isHolding) return drafts;
    if (part?.percent !== undefined && dec(part.percent).lt(100))
      drafts.push({ ...base('close_part', verb, part.term), percent: part.percent, all: false });
    else if (reduce && !close) {
      if (!has('target') || reduce.role === 'reduce' || reduce.role === 'secure')
        drafts.push({ ...base('close_part', verb), all: false });
    } else if (oneLeg || has('some')) drafts.push({ ...base('close_part', verb), all: false });
    else if (close && isWholeClose(terms, close, hasSubject)) {
      if (has('can') && !has('all')) return drafts;
      const price = priceAfter(terms, close);
      drafts.push({ ...base('close', close), ...(price ? { price: price.value } : {}) });
    }
  } else if (
    target &&
    part?.percent !== undefined &&
    !hit &&
    !done &&
    !stop &&
    !has('entry') &&
    // "Long BTC, TP 50%" is a signal; "BTC long 절반 익절" takes half of it.
    (!has('long', 'short') || (hasSubject && part.term.number === undefined)) &&
    (followsDirectly(terms, target, part.term) || followsDirectly(terms, part.term, target)) &&
    TAKES_PROFIT.has(target.text) &&
    !(!hasSubject && isForeignSubject(terms, target))
  ) {
    drafts.push({ ...base('close_part', target, part.term), percent: part.percent, all: false });
  }
  return drafts;
}

/** "be" is break-even at the end of the clause ("sl to be"), and a verb before a word ("to be moved"). */
function isPlace(terms: readonly Term[], at: number): boolean {
  const term = terms[at];
  if (term?.text !== 'be') return true;
  const next = terms[at + 1];
  if (next?.role === 'stop') return true;
  const before = terms[at - 1];
  const placed =
    before?.role === 'to' ||
    before?.role === 'at' ||
    before?.role === 'stop' ||
    before?.role === 'hit' ||
    before?.text === '→' ||
    before?.role === 'move';
  return (
    placed &&
    (next === undefined ||
      next.kind !== 'word' ||
      next.role === 'market' ||
      next.role === 'and' ||
      (next.role === 'at' && terms[at + 2]?.kind !== 'number'))
  );
}

/** "Short BTC stop at 68200" begins with its side, as an order does; "SL on the BTC short" names a trade that is on. */
function orders(terms: readonly Term[]): boolean {
  const first = terms.find((t) => t.kind === 'word' && t.role !== 'filler');
  return first?.role === 'long' || first?.role === 'short';
}

function saysAll(text: string): boolean {
  return text.split(' ').includes('all');
}

/** "Stop activated: at the entry": the stop stands there, it was not hit. */
function isStatusOfStop(terms: readonly Term[], hit: Term): boolean {
  const after = terms.slice(placeOf(terms, hit) + 1);
  return after[0]?.text === ':' && after.some((t) => t.role === 'breakeven' || t.role === 'entry');
}

/** "Exit LINK", "exit the trade": a target's label that is a verb when no price follows it. */
function exitVerb(terms: readonly Term[]): Term | undefined {
  return terms.find(
    (t) =>
      t.role === 'target' &&
      t.text.startsWith('exit') &&
      (isFraction(terms, placeOf(terms, t) + 1) ||
        ((pricesAfter(terms, t).length === 0 ||
          terms[placeOf(terms, t) + 1]?.number?.unit === 'percent') &&
          targetNumber(terms, t) === null)),
  );
}

/** "At TP1 close half": an instruction for when the price gets there. */
function isAtTarget(terms: readonly Term[]): boolean {
  return terms.some(
    (term, at) =>
      term.role === 'target' &&
      targetNumber(terms, term) !== null &&
      terms.slice(Math.max(0, at - 2), at).some((t) => t.role === 'at'),
  );
}

function isAtSeveralPrices(terms: readonly Term[]): boolean {
  const prices = pricesIn(terms).filter(
    ({ term }) => terms[placeOf(terms, term) - 1]?.role === 'at',
  );
  return prices.length > 1;
}

function sideIn(terms: readonly Term[]): Side | null {
  const sides = new Set(
    terms.filter((t) => t.role === 'long' || t.role === 'short').map((t) => t.role as Side),
  );
  return sides.size === 1 ? ([...sides][0] ?? null) : null;
}

/** Between `first` and `second` stands a term of `role`, and they are near. */
function between(terms: readonly Term[], first: Term, second: Term, role: Role): boolean {
  const [from, to] = [placeOf(terms, first), placeOf(terms, second)];
  return (
    to > from &&
    to - from <= 4 &&
    (terms.slice(from, to).some((t) => t.role === role) || to - from === 1)
  );
}

function followsDirectly(terms: readonly Term[], first: Term, second: Term): boolean {
  return placeOf(terms, second) - placeOf(terms, first) === 1;
}

/** "stop to entry", "sl entry", "стоп на точку входа": the entry as a place, with no price of its own to set. */
function entryPlace(terms: readonly Term[], stop: Term): Term | undefined {
  const at = placeOf(terms, stop);
  const entry = terms.findIndex(
    (t, i) =>
      i > at &&
      (t.role === 'entry' ||
        ((t.role === 'limit' || t.role === 'market') && t.text.startsWith('entry'))),
  );
  if (entry < 0) return undefined;
  const gap = terms
    .slice(at + 1, entry)
    .filter((t) => t.kind === 'word' && t.role !== 'filler').length;
  return gap <= 4 &&
    !terms.slice(at + 1, entry).some((t) => t.kind === 'number' && t.number?.unit !== 'percent')
    ? terms[entry]
    : undefined;
}

/** "stop to TP1", "стоп на 1 тейк": which target. */
function targetPlace(terms: readonly Term[], stop: Term): number | null {
  const at = placeOf(terms, stop);
  const target = terms.find((t, i) => i > at && t.role === 'target');
  return target ? targetNumber(terms, target) : null;
}

/** What the verb acts on: the role of the first word behind it. */
function directObject(terms: readonly Term[], verb: Term): Term | undefined {
  return terms
    .slice(placeOf(terms, verb) + 1)
    .find((t) => t.kind === 'word' && t.role !== 'filler');
}

/** "close entry 1", "close entry market": one of the orders that make up the position. */
function isLeg(object: Term | undefined): boolean {
  return (
    object?.role === 'entry' ||
    (object !== undefined &&
      (object.role === 'limit' || object.role === 'market') &&
      object.text.startsWith('entry'))
  );
}

/** "Private take profit 50%": someone else does it. */
function isForeignSubject(terms: readonly Term[], verb: Term | undefined): boolean {
  if (!verb) return false;
  const before = terms[placeOf(terms, verb) - 1];
  return (
    before?.kind === 'word' &&
    before.role === undefined &&
    before.text.length >= 3 &&
    !before.ticker?.notCrypto &&
    !isWithoutSpaces(before.text)
  );
}

const MOST_WORDS_OF_A_CLOSE = 9;

/** A close without a part is an order to close when the segment is little more than that. */
function isWholeClose(terms: readonly Term[], close: Term, hasSubject: boolean): boolean {
  const words = terms.filter((t) => t.kind === 'word' && !t.ticker);
  const unknown = words.filter((t) => !t.role);
  const object = directObject(terms, close)?.role;
  const named =
    hasSubject ||
    object === 'order' ||
    object === 'all' ||
    object === 'long' ||
    object === 'short' ||
    object === 'market' ||
    words.length <= 3 ||
    (object === undefined && isWithoutSpaces(close.text));
  return (
    named &&
    unknown.length <= 3 &&
    words.length <= MOST_WORDS_OF_A_CLOSE &&
    !terms.some((t) => t.role === 'candle' || t.role === 'above' || t.role === 'below')
  );
}

function finish(
  draft: Draft,
  subject: { ticker: Ticker; term: Term } | null,
  context: UpdateContext,
  spanOf: SpanOf,
): Update {
  const symbol = subject?.ticker.base ?? (draft.all ? null : (context.repliedTo?.symbol ?? null));
  const provenance: Record<string, Span[]> = {};
  if (subject) provenance.symbol = [spanOf(subject.term.start, subject.term.end)];
  provenance.action = draft.terms.map((term) => spanOf(term.start, term.end));
  const side = draft.side ?? (draft.all ? null : (context.repliedTo?.side ?? null));
  const { action, all, price, percent, target, entries, addedEntries, targets, stop } = draft;
  return {
    kind: 'update',
    action,
    symbol,
    side,
    ...(all ? { all } : {}),
    ...(price === undefined ? {} : { price }),
    ...(percent === undefined ? {} : { percent }),
    ...(target === undefined ? {} : { target }),
    ...(entries ? { entries } : {}),
    ...(addedEntries ? { addedEntries } : {}),
    ...(targets ? { targets } : {}),
    ...(stop ? { stop } : {}),
    provenance: provenance as Provenance,
  };
}

/** One update of a kind for a coin; a stop moved to a price that is called the entry is a stop to entry. */
function merge(updates: readonly Update[]): Update[] {
  const merged: Update[] = [];
  for (const update of updates) {
    const same = merged.findIndex(
      (other) => other.symbol === update.symbol && other.action === update.action,
    );
    const moved = merged.findIndex(
      (other) => other.symbol === update.symbol && other.action === 'move_stop',
    );
    if (update.action === 'target_hit' && same >= 0) {
      const other = merged[same];
      if (other && (update.target ?? 0) > (other.target ?? 0)) merged[same] = update;
    } else if (update.action === 'stop_to_entry' && moved >= 0) {
      const price = merged[moved]?.price;
      merged[moved] = { ...update, ...(price === undefined ? {} : { price }) };
    } else if (same >= 0 && update.action !== 'amend') {
      if (merged[same]?.percent === undefined && update.percent !== undefined)
        merged[same] = update;
    } else merged.push(update);
  }
  // What was stopped out needs no closing; a part without a size says nothing beside one with a size.
  return merged.filter((update) => {
    const beside = (action: UpdateAction): Update | undefined =>
      merged.find(
        (other) => other !== update && other.symbol === update.symbol && other.action === action,
      );
    if (
      update.action === 'close' ||
      update.action === 'close_part' ||
      update.action === 'stop_to_entry'
    )
      return beside('stop_hit') === undefined;
    if (update.action === 'target_hit') return beside('cancel_entry') === undefined;
    return true;
  });
}

/** Levels alone, in reply to a signal or under a coin's name with "new": what they replace. */
export function amendmentOf(
  levels: {
    entries: readonly string[];
    addedEntries?: readonly string[];
    stops: readonly string[];
    targets: readonly Target[];
  },
  subject: { symbol: string | null; side: Side | null },
  provenance: Provenance,
): Update | null {
  const { entries, addedEntries = [], stops, targets } = levels;
  const [stop] = stops;
  const enters = entries.length > 0 || addedEntries.length > 0;
  if (!enters && targets.length === 0 && stop === undefined) return null;
  if (stops.length > 1) return null;
  if (!enters && targets.length === 0 && stop !== undefined) {
    return { kind: 'update', action: 'move_stop', ...subject, price: stop, provenance };
  }
  return {
    kind: 'update',
    action: 'amend',
    ...subject,
    ...(entries.length > 0 ? { entries } : {}),
    ...(addedEntries.length > 0 ? { addedEntries } : {}),
    ...(targets.length > 0 ? { targets } : {}),
    ...(stop === undefined ? {} : { stop: { price: stop } }),
    provenance,
  };
}
