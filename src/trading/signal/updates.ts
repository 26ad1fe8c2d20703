import { dec } from '../money.ts';
import { isPrice } from './amounts.ts';
import { clausesOf, distinct, segmentsOf, tickersIn } from './clauses.ts';
import { type Draft, draft } from './draft.ts';
import { instructionsIn, isAtSeveralPrices } from './instructions.ts';
import type { Provenance, Side, Span, Target, Unclear, Update, UpdateAction } from './reading.ts';
import { listedResults, recapClauses } from './recaps.ts';
import { stopReportIn, targetReportIn } from './reports.ts';
import { settleAlone } from './scale.ts';
import { type SegmentWords, wordsOf } from './segmentWords.ts';
import type { SpanOf } from './signals.ts';
import { isAboutDoing, isHeadedAsTale } from './tales.ts';
import { isName, placeOf, type Term } from './terms.ts';
import type { Ticker } from './tickers.ts';
import { trustIn } from './trust.ts';
import { WORD_TICKERS } from './vocabulary/assets.ts';

/** What an update may take from outside its own words. */
export type UpdateContext = {
  /** The coin and side of the message that this one replies to, when that is a signal. */
  repliedTo: {
    symbol: string | null;
    side: Side | null;
    isSignal: boolean;
    /** Where it stands, when the message itself quotes it. */
    span?: Span;
  } | null;
  /** About where a coin's trade lies, if that is known; settles the scale of a price that stands alone. */
  priceOf: (symbol: string | null) => string | undefined;
};

/** A message with more words is an article. */
const MOST_WORDS = 60;
/** More instructions than this in a message are none. */
const MOST_UPDATES = 60;
/** How many terms behind an instruction its coin may still be named. */
const NEAR = 4;

/** What a message says about earlier signals; `asked` when it gives nothing for sure that it may ask for. */
export type Updates = { updates: Update[]; asked: Unclear | null };

/** Reads the instructions about earlier signals, clause by clause. */
export function readUpdates(
  terms: readonly Term[],
  context: UpdateContext,
  spanOf: SpanOf,
): Updates {
  // Where no word means anything and nothing is named, nothing is asked for.
  const means = terms.some(
    (t) => (t.role !== undefined && t.role !== 'filler') || t.number || isName(t),
  );
  if (!means || isHeadedAsTale(terms)) return { updates: [], asked: null };
  const clauses = clausesOf(terms);
  const updates: Update[] = [];
  const doubted: { update: Update; why: string }[] = [];
  const adLines = new Set(
    terms.filter((t) => t.role === 'ad' || t.role === 'unreal').map((t) => t.line),
  );
  const isAd = adLines.size > 0;
  const isLong = terms.filter((t) => t.kind === 'word').length > MOST_WORDS;
  /** "Had I held SOL, …": the coin that waits was named for what might have been, or has been. */
  let supposed = false;
  let waiting: { ticker: Ticker; term: Term }[] = [];
  let named: { ticker: Ticker; term: Term } | null = null;
  const anywhere = tickersIn(terms);
  const hasLevels = saysLevels(terms);
  const recap = recapClauses(terms);
  const listed = listedResults(terms);
  const hasResult = terms.some(
    (t, at) =>
      t.role === 'result' &&
      terms[at + 1]?.text === ':' &&
      terms.slice(at + 1, at + 4).some((n) => n.number?.unit === 'percent'),
  );

  for (const clause of clauses) {
    if (updates.length + doubted.length > MOST_UPDATES) break;
    const tickers = tickersIn(clause);
    const drafts = draftsOf(
      clause,
      tickers,
      context.repliedTo?.symbol != null || named !== null || waiting.length > 0,
    )
      // A bare "TP2" beside levels is a label, not a report.
      .filter(
        (draft) =>
          !(draft.bare && hasLevels) && (isReport(draft) || !recap.has(clause[0]?.clause ?? -1)),
      )
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
        supposed = clause.some((t) => t.role === 'date' || t.text.startsWith('had '));
      }
      continue;
    }
    for (const draft of drafts) {
      const close = subjectsOf(clause, tickers, draft);
      const carried = waiting.length > 0 ? waiting : named ? [named] : [];
      const inReply = context.repliedTo?.symbol != null;
      const subjects =
        draft.all && close.length === 0 && !isReport(draft)
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
      const symbols = distinct(withoutWords(subjects));
      if (symbols.length === 0 && !inReply && isAd) continue;
      if (!inReply && draft.terms.some((t) => adLines.has(t.line))) continue;
      // "Close all" under one coin's message, or with its name, is all of that one.
      const everything = draft.all === true && symbols.length === 0 && !inReply && !isReport(draft);
      const of = symbols.length === 0 ? [null] : symbols;
      // "Closed, BTC calm": a coin of the next sentence is meant only when it stands for itself.
      const later =
        subjects === carried ? [] : subjects.filter(({ term }) => term.at > draft.within.end);
      const advises = isAdvice(draft, clause) && later.length === symbols.length;
      const pair = draft.all === true && close.length === 2;
      const apart = pair || later.every(({ term }) => isSetApart(terms, term));
      const doubt =
        draft.doubted ??
        (listed.has(clause[0]?.clause ?? -1)
          ? 'it lists what several trades have brought'
          : null) ??
        (supposed && subjects === carried && !inReply
          ? 'its coin stands in a supposition'
          : null) ??
        (advises && !inReply ? 'it does not say which trade, or how much of it' : null) ??
        (apart || isReport(draft) ? null : 'the coin stands in another sentence');
      for (const symbol of of) {
        const update = finish({ ...draft, all: everything }, symbol, context, spanOf);
        const replied = subjects.length === 0 ? context.repliedTo?.side : null;
        const contradicts = replied && besideSide(draft) && draft.side !== replied;
        const why =
          doubt ?? (contradicts ? OTHER_SIDE : null) ?? (isFar(update, context) ? FAR : null);
        if (why === null) updates.push(update);
        else if (!isAd || inReply) doubted.push({ update, why });
      }
    }
    named = tickers[0] ?? named;
    waiting = [];
    supposed = false;
  }
  const merged = merge(updates);
  const unanswered = doubted.find(
    ({ update: { symbol, action } }) =>
      !merged.some((u) => u.symbol === symbol && (u.action === action || u.action === 'stop_hit')),
  );
  return {
    updates: merged,
    asked: unanswered ? askAbout(unanswered.update, unanswered.why) : null,
  };
}

export const FAR = 'its price is far from where the coin trades';
const OTHER_SIDE = 'its side is not that of the trade it replies to';

/** The question whether an update is meant as it was read. */
export function askAbout({ symbol, provenance }: Update, doubt: string): Unclear {
  return {
    kind: 'unclear',
    why: `it may ask for something to be done with a trade, but ${doubt}`,
    about: 'action',
    ...(symbol === null ? {} : { partial: { symbol } }),
    provenance,
  };
}

/** "Take some profits", "cut the rest": without a coin and a part, it is advice. */
function isAdvice({ action, percent, within }: Draft, clause: readonly Term[]): boolean {
  const rest = clause.some((t) => t.role === 'rest' && t.at >= within.start && t.at <= within.end);
  return percent === undefined && (action === 'close_part' || (action === 'close' && rest));
}

/** A side stands beside the words that carry it. */
function besideSide({ terms, cites }: Draft): boolean {
  const last = Math.max(...terms.map((t) => t.at));
  return (cites.side ?? []).some((t) => Math.abs(t.at - last) <= NEAR);
}

/** No stop and no exit lies further from where the coin trades, and no target. */
const FURTHEST_PRICE = 3;
const FURTHEST_TARGET = 15;

/** One of its prices can't be meant of this coin: "exit 50" of a trade at 1.62. */
export function isFar(update: Update, { priceOf }: Pick<UpdateContext, 'priceOf'>): boolean {
  const known = priceOf(update.symbol);
  if (known === undefined) return false;
  const isBeyond = (price: string, furthest: number): boolean => {
    const ratio = dec(price).div(known);
    // "SL 96.8k" in reply to "short 95.2": its author left the thousands out there.
    const inThousands = ratio.div(1000);
    return [ratio, inThousands].every((r) => r.gt(furthest) || r.mul(furthest).lt(1));
  };
  const { price, stop, entries = [], addedEntries = [], targets = [] } = update;
  const near = [
    price,
    stop && 'price' in stop ? stop.price : undefined,
    ...entries,
    ...addedEntries,
  ];
  const goals = targets.map((target) => ('price' in target ? target.price : undefined));
  return (
    near.some((p) => p !== undefined && isBeyond(p, FURTHEST_PRICE)) ||
    goals.some((p) => p !== undefined && isBeyond(p, FURTHEST_TARGET))
  );
}

const isReport = ({ action }: { action: UpdateAction }): boolean =>
  action === 'target_hit' || action === 'stop_hit';

/** "Close it. 3,344 $SOL", "ETH price: 3110": beside the coin stand no words of another sentence. */
function isSetApart(terms: readonly Term[], coin: Term): boolean {
  const at = placeOf(terms, coin);
  const isField = terms.some((t) => t.text === ':' && t.clause === coin.clause && t.at > coin.at);
  const isWord = (t: Term | undefined): boolean =>
    t?.kind === 'word' &&
    t.clause === coin.clause &&
    (!t.ticker || t.ticker.form === 'word') &&
    t.role !== 'and';
  return isField || !(isWord(terms[at - 1]) || isWord(terms[at + 1]));
}

/** Between two coins stands nothing but a mark or a word ("ETH and SOL"), or what is in brackets ("ETH (+3%), SOL"). */
function areNeighbours(
  clause: readonly Term[],
  a: { term: Term } | undefined,
  b: { term: Term } | undefined,
): boolean {
  if (!a || !b) return false;
  const gap = clause.slice(placeOf(clause, a.term) + 1, placeOf(clause, b.term));
  return gap.filter((t) => t.depth === 0).length <= 1;
}

/** "On SUI", "for SUI". */
function isPointedAt(clause: readonly Term[], coin: Term): boolean {
  const before = clause[placeOf(clause, coin) - 1];
  return before?.role === 'at' || before?.text === 'for';
}

/** The coins of a clause that a draft is about: those in its own part, else those named before it, else one right behind. */
function subjectsOf(
  clause: readonly Term[],
  tickers: readonly { ticker: Ticker; term: Term }[],
  draft: Draft,
): { ticker: Ticker; term: Term }[] {
  const { within } = draft;
  const named = tickers.filter(({ term }) => term.at >= within.start && term.at <= within.end);
  // "… SEI 💥 SL to entry on SUI": the coin that the verb points at outweighs one before it.
  const carrier = Math.min(...draft.terms.map((term) => term.at));
  const pointed = named.filter(({ term }) => term.at > carrier && isPointedAt(clause, term));
  const inside = pointed.length > 0 ? pointed : named;
  const last = Math.max(...draft.terms.map((term) => term.at));
  const near = inside.filter(({ term }) => term.at <= last + NEAR);
  const [first] = near;
  if (first) {
    // "BTC, ETH: …" and "… for ETH and SOL": coins in a row belong together.
    const from = tickers.indexOf(first);
    const joined = (a: number, b: number): boolean => areNeighbours(clause, tickers[a], tickers[b]);
    let start = from;
    let until = from;
    while (start > 0 && joined(start - 1, start)) start--;
    while (until + 1 < tickers.length && joined(until, until + 1)) until++;
    return tickers.filter((t, i) => (i >= start && i <= until) || near.includes(t));
  }
  const earlier = tickers.filter(({ term }) => term.at < within.start);
  if (earlier.length > 0) return earlier;
  // "Closing both, JTO at 3.12 and PYTH at 0.418".
  const both =
    draft.all &&
    clause.some((t) => t.text === 'both' && t.at >= within.start && t.at <= within.end);
  const pair = distinct(tickers);
  if (both && pair.length === 2 && pair.every(({ term }) => term.at > last)) return pair;
  // "All shorts closed, BTC looks strong".
  if (draft.all && !isReport(draft)) return [];
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
  tickers: readonly { ticker: Ticker; term: Term }[],
  namedBefore: boolean,
): Draft[] {
  if (clause.some((t) => t.text === '?') || isAboutDoing(clause)) return [];
  const drafts: Draft[] = [];
  let heldOnly = false;
  for (const segment of segmentsOf(clause)) {
    const upTo = segment.terms.at(-1)?.at ?? 0;
    const hasSubject = namedBefore || tickers.some(({ term }) => term.at <= upTo);
    drafts.push(...draftsOfSegment(wordsOf(segment, hasSubject, heldOnly)));
    if (segment.terms.some((t) => t.role === 'hold' && t.text.startsWith('still'))) heldOnly = true;
  }
  if (distinct(tickers).length <= 1 && isAtSeveralPrices(clause))
    return drafts.filter(({ action }) => action !== 'close' && action !== 'close_part');
  // "Scratch the BNB scalp, exit at entry", "invalidated, closing": what is left was open.
  const leaves = drafts.some(({ action }) => action === 'close');
  const scratched = ({ terms: [verb] }: Draft): boolean =>
    verb?.text.startsWith('scratch') || verb?.text === 'invalidated';
  if (leaves) return drafts.filter((d) => !(d.action === 'cancel_entry' && scratched(d)));
  return drafts;
}

function draftsOfSegment(words: SegmentWords | null): Draft[] {
  if (!words || words.has('ad')) return [];
  const flip = words.find('flip');
  if (flip && isTurn(words, flip))
    return trusted(words, [{ ...draft(words, 'close', [flip]), side: null }]);
  const stopReport = stopReportIn(words);
  if (stopReport) return [stopReport];
  const targetReport = targetReportIn(words);
  return [...(targetReport ? [targetReport] : []), ...trusted(words, instructionsIn(words))];
}

/** The drafts that are no talk, those that are not given marked as doubted. */
function trusted(words: SegmentWords, drafts: readonly Draft[]): Draft[] {
  return drafts.flatMap((found) => {
    const trust = trustIn(words, found);
    if (trust.is === 'talk') return [];
    return [trust.is === 'asked' ? { ...found, doubted: trust.why } : found];
  });
}

/** "We got 1.549 and reversed" tells of the price; what is turned is a trade, to a side. */
function isTurn({ has }: SegmentWords, flip: Term): boolean {
  return !flip.text.startsWith('revers') || has('long', 'short', 'order');
}

const SURE: ReadonlySet<Ticker['form']> = new Set<Ticker['form']>(['pair', 'tag']);

/** "AI Signal | IMX/USDT": beside a pair or a tag, a word that is also a ticker is a word. */
function withoutWords(
  subjects: readonly { ticker: Ticker; term: Term }[],
): readonly { ticker: Ticker; term: Term }[] {
  const sure = subjects.some(({ ticker }) => SURE.has(ticker.form));
  return sure
    ? subjects.filter(({ ticker }) => SURE.has(ticker.form) || !WORD_TICKERS.has(ticker.base))
    : subjects;
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
  const { span } = context.repliedTo ?? {};
  if (!subject && !draft.all && span) provenance.symbol = [span];
  const spansOf = (cited: readonly Term[]): Span[] =>
    cited.map((term) => spanOf(term.start, term.end));
  provenance.action = spansOf(draft.terms.filter((term) => term.kind !== 'number'));
  for (const [field, cited] of Object.entries(draft.cites)) provenance[field] = spansOf(cited);
  const side = draft.side ?? (draft.all ? null : (context.repliedTo?.side ?? null));
  if (side && !draft.side && span) provenance.side = [span];
  const { action, all, percent, target } = draft;
  const settled = (field: string): string[] =>
    (draft.cites[field] ?? []).map(({ number }) =>
      number ? settleAlone(number, { base: symbol, price: context.priceOf(symbol) }) : '0',
    );
  const [price] = settled('price');
  const entries = draft.entries && settled('entry');
  const addedEntries = draft.addedEntries && settled('entry');
  const targets = draft.targets && settled('targets').map((value) => ({ price: value }));
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
      const { price, provenance } = merged[moved] ?? update;
      merged[moved] = {
        ...update,
        ...(price === undefined ? {} : { price }),
        provenance: { ...provenance, ...update.provenance },
      };
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
    if (update.action === 'close_part' && update.percent === undefined && beside('close'))
      return false;
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
    const { stop: price = [], ...rest } = provenance;
    return {
      kind: 'update',
      action: 'move_stop',
      ...subject,
      price: stop,
      provenance: { ...rest, price },
    };
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
