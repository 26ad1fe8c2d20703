import type { Frame, Level } from './frame.ts';
import { isSure, sideOfRole } from './frames.ts';
import { isCandleClose } from './neighbours.ts';
import type { Side } from './reading.ts';
import { placeOf, type Term } from './terms.ts';
import { isWithoutSpaces } from './tokens.ts';
import { KNOWN_TICKERS } from './vocabulary/assets.ts';
import type { Role } from './vocabulary/roles.ts';

const HEDGES: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'if',
  'later',
  'maybe',
  'past',
  'not',
]);

const INSTRUCTIONS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'close',
  'cancel',
  'move',
  'reduce',
  'secure',
  'hold',
  'hit',
  'filled',
  'stoppedOut',
  'flip',
  'add',
]);

/** Of these, the ones that stand before an order's entry only when it is told, not given. */
const REPORTS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'close',
  'cancel',
  'hit',
  'filled',
  'stoppedOut',
  'flip',
]);

/** Words of what to do with a trade that is on: a condition beside them is not the entry's. */
const LEAVES: ReadonlySet<Role> = new Set<Role>(['close', 'cancel', 'reduce', 'secure', 'move']);

/** More unknown words than this around a side make it a story. */
const MOST_UNKNOWN_WORDS = 6;

/** The likeliest value of a number as it is written, for comparing sizes only; 0 when it is none. */
function firstValue({ number }: Term): number {
  return Number(number?.values[0]?.value ?? 0);
}

/** A line that orders: with a side, the coin or an entry's label in it, or hardly anything. */
export function isOrderLine(frame: Frame, line: number): boolean {
  return (
    isShortLine(frame.terms, line) ||
    frame.sides.some((s) => s.term.line === line) ||
    frame.tickers.some((t) => t.term.line === line && isSure(t.ticker)) ||
    frame.labels.some((l) => l.role === 'entry' && l.term.line === line)
  );
}

export function isShortLine(terms: readonly Term[], line: number): boolean {
  return terms.filter((t) => t.line === line && t.kind === 'word').length <= 3;
}

/** A word that makes the order a plan, a condition, an opinion, a question or a report; null when there is none. */
export function doubtAbout(
  frame: Frame,
  symbol: Term | null,
  side: Side | null,
  entries: readonly Level[],
  structured: boolean,
): { role: Role | null; said: string } | null {
  const sideTerms = frame.sides.filter((s) => s.side === side).map((s) => s.term);
  // A side set off in a line of its own, or beside its levels, outweighs one in running text.
  const setOff = sideTerms.filter(
    (t) =>
      isShortLine(frame.terms, t.line) ||
      frame.labels.some((l) => l.term.line === t.line) ||
      entries.some((l) => l.term.line === t.line),
  );
  const orderTerms =
    setOff.length > 0 ? setOff : sideTerms.length > 0 ? sideTerms : [...(symbol ? [symbol] : [])];
  const clauses = new Set([
    ...orderTerms.map((t) => t.clause),
    ...entries.slice(0, 1).map((l) => l.term.clause),
    ...(structured ? [] : frame.market.map((t) => t.clause)),
  ]);
  const lastOrder = Math.max(
    0,
    ...orderTerms.map((t) => t.end),
    ...entries.slice(0, 1).map((l) => l.term.end),
  );
  const elsewhere = conditionElsewhere(frame, symbol);
  if (elsewhere) return { role: 'if', said: `“${elsewhere.text}”` };
  const owner = someoneElse(frame, symbol, sideTerms);
  if (owner) return { role: 'someone', said: `“${owner.text}”, somebody else's trade` };
  const on = frame.heading ?? saysOn(frame, symbol, sideTerms);
  if (on) return { role: 'again', said: `“${on.text}”, of a trade that is on` };
  const conditionalEntry = entries.some((l) => l.beyond !== null);
  for (const term of frame.terms) {
    if (!clauses.has(term.clause)) continue;
    if (term.text === '?') return { role: null, said: 'a question' };
    if (term.depth > 0 && structured) continue;
    const before = frame.terms[placeOf(frame.terms, term) - 1];
    // "Long ETH at 3080 if filled …": a condition right behind the entry is the entry's.
    if (term.role === 'if' && entries.some((l) => l.term === before) && !conditionalEntry)
      return { role: 'if', said: `“${term.text}”` };
    if (structured && entries.length > 0 && term.start > lastOrder) continue;
    if (term.role === 'if' && conditionalEntry) continue;
    if (term.role && HEDGES.has(term.role)) return { role: term.role, said: `“${term.text}”` };
    const reports = structured ? REPORTS : INSTRUCTIONS;
    if (term.role === 'close' && isCandleClose(frame.terms, placeOf(frame.terms, term))) continue;
    if (term.role && reports.has(term.role)) return { role: term.role, said: `“${term.text}”` };
  }
  return null;
}

const isWord = (term: Term | undefined): term is Term => term?.kind === 'word';

/** Words that may stand between a subject and its verb, or between a verb and its side. */
const BETWEEN: ReadonlySet<Role | undefined> = new Set<Role | undefined>(['filler', 'at', 'open']);
const isBetween = ({ role, text }: Term): boolean => BETWEEN.has(role) || text === 'in';
/** More words than this between a person and the side tell of something else. */
const MOST_WORDS_BETWEEN = 4;

const COPULAS: ReadonlySet<string> = new Set(['is', 'are', 'has', 'have', 'went', 'goes']);

/**
 * Whose trade it is, when a subject other than the author stands before the side or its verb in
 * their clause: "Trader Mike opened a short", "he shorted", "@name is long", "Mike longed ETH".
 */
function someoneElse(
  frame: Frame,
  symbol: Term | null,
  sideTerms: readonly Term[],
): Term | undefined {
  const entered = frame.market.filter((t) => t.role === 'entered');
  for (const side of sideTerms.length > 0 ? sideTerms : entered) {
    const clause = frame.terms.filter((t) => t.clause === side.clause && t.start <= side.start);
    const verb = clause.find(
      (t) => t.role === 'entered' || COPULAS.has(t.text) || (t.role === 'open' && t !== clause[0]),
    );
    const before = clause.filter((t) => t.start < (verb ?? side).start);
    const person = before.findLast((t) => t.role === 'someone');
    const labelled = person && frame.terms[placeOf(frame.terms, person) + 1]?.text === ':';
    const next = person ? before.slice(before.indexOf(person) + 1).filter(isWord) : [];
    const leadsTo =
      next.length <= MOST_WORDS_BETWEEN &&
      next.every((t) => isBetween(t) || (!t.role && (!t.ticker || t.ticker.form === 'word')));
    if (person && !labelled && (verb || leadsTo)) return person;
    const subject = before.findLast((t) => t.kind !== 'mark' && t.role !== 'filler');
    if (subject?.kind === 'gap' && verb && COPULAS.has(verb.text))
      return { ...subject, text: 'a mention' };
    const isName =
      subject !== undefined &&
      isWord(subject) &&
      !subject.role &&
      subject !== symbol &&
      subject.ticker?.form === 'word' &&
      !subject.text.endsWith('ly');
    if (isName && verb) return subject;
  }
  return undefined;
}

/**
 * What says that the trade is on already: "Holding BTC short", "still in the SOL long" beside the side,
 * "Still valid:" or "Repost" in its clause, in a heading or in a line of its own.
 */
function saysOn(frame: Frame, symbol: Term | null, sideTerms: readonly Term[]): Term | undefined {
  const { terms } = frame;
  const beside = (term: Term, step: 1 | -1): Term | undefined => {
    for (let at = placeOf(terms, term) + step; terms[at]?.clause === term.clause; at += step) {
      const other = terms[at];
      if (isWord(other) && !isBetween(other) && other.role !== 'again') return other;
      if (other?.kind === 'number' || other?.text === ':') return undefined;
    }
    return undefined;
  };
  const isSubject = (term: Term | undefined): boolean =>
    term !== undefined && (term === symbol || sideTerms.includes(term));
  const held = terms.find((term) => {
    if (term.role !== 'hold') return false;
    const next = beside(term, 1);
    const before = beside(term, -1);
    return (isSubject(next) && before?.role !== 'and') || (before && sideTerms.includes(before));
  });
  if (held) return held;
  const filled = terms.find(
    (t, at) => t.role === 'filled' && t.depth === 0 && terms[at + 1]?.text !== ':',
  );
  const planned = terms.some(
    (t) =>
      t.clause === filled?.clause && (t.role === 'if' || t.role === 'later' || t.role === 'not'),
  );
  if (filled && !planned) return filled;
  const safe = terms.find((_, at) => isStopAtEntry(terms, at));
  if (safe) return safe;
  const first = Math.min(...sideTerms.map((t) => t.line), ...frame.labels.map((l) => l.term.line));
  return terms.find((term) => {
    if (term.role !== 'again') return false;
    const words = terms.filter((t) => t.line === term.line && isWord(t));
    const levels = terms.some((t) => t.line === term.line && t.kind === 'number');
    const inOrder = sideTerms.some((t) => t.clause === term.clause);
    const heads = term.line < first && words.length <= 8;
    return inOrder || (!levels && (heads || words.length <= 3));
  });
}

/** "SL at entry", said of the trade itself: only one that is on has it there. */
function isStopAtEntry(terms: readonly Term[], at: number): boolean {
  const [stop, place, entry] = [terms[at], terms[at + 1], terms[at + 2]];
  if (stop?.role !== 'stop' || place?.role !== 'at' || stop.depth > 0) return false;
  const isEntry =
    entry?.role === 'breakeven' || (entry?.role === 'entry' && !terms[at + 3]?.number);
  const when = terms.some(
    (t) =>
      t.clause === stop.clause && (t.role === 'if' || t.role === 'move' || t.role === 'target'),
  );
  return isEntry && !when;
}

/** The heading of a list of trades that are on: "Open positions:". */
export function headingOfList(terms: readonly Term[]): Term | undefined {
  const first = terms.find(isWord);
  return terms.find((t) => t.line === first?.line && t.role === 'again');
}

/** "The LINK short is now risk free": "now" behind a verb that tells, or beside what a trade has come to. */
export function isStatement(frame: Frame): boolean {
  return frame.market.some((now) => {
    const clause = frame.terms.filter((t) => t.clause === now.clause);
    const told = clause.some((t) => t.start < now.start && (t.text === 'is' || t.text === 'are'));
    return told || clause.some((t) => t.role === 'breakeven' || t.role === 'result');
  });
}

/** "(only if btc holds 66k)": a condition that another coin must meet, wherever it stands. */
function conditionElsewhere(frame: Frame, symbol: Term | null): Term | undefined {
  return frame.terms.find((term) => {
    if (term.role !== 'if') return false;
    const clause = frame.terms.filter((t) => t.clause === term.clause);
    const other = clause.some(
      (t) =>
        t.ticker !== undefined &&
        (isSure(t.ticker) || KNOWN_TICKERS.has(t.ticker.base)) &&
        t.ticker.base !== symbol?.ticker?.base,
    );
    const leaves = clause.some((t) => t.role !== undefined && LEAVES.has(t.role));
    return !leaves && (other || term.text.startsWith('only'));
  });
}

/** The side stands in a long sentence of words that the reader doesn't know, or someone else is its subject. */
export function isStory(frame: Frame, symbol: Term | null, side: Side | null): boolean {
  const sideTerms = frame.sides.filter((s) => s.side === side).map((s) => s.term);
  const clauses = new Set(sideTerms.map((t) => t.clause));
  const unknown = frame.terms.filter(
    (t) =>
      clauses.has(t.clause) &&
      t.kind === 'word' &&
      !t.role &&
      t !== symbol &&
      (!t.ticker || t.ticker.form === 'word'),
  );
  const firstSide = Math.min(...sideTerms.map((t) => t.start));
  const someoneElse = unknown.some(
    (t) =>
      t.start < firstSide &&
      t.depth === 0 &&
      !isWithoutSpaces(t.text) &&
      !isFieldValue(frame.terms, t),
  );
  const inMillions = frame.terms.some((t) => clauses.has(t.clause) && t.number?.unit === 'big');
  return unknown.length > MOST_UNKNOWN_WORDS || someoneElse || inMillions;
}

/** A colon stands before it in its line: "Strategy: Drawdown Long". */
function isFieldValue(terms: readonly Term[], term: Term): boolean {
  return terms.some((t) => t.line === term.line && t.start < term.start && t.text === ':');
}

/** A label in the form of a field ("Entry:", "SL:") whose value could not be read: then nothing is taken for granted. */
export function unreadLabel(
  frame: Frame,
  entries: readonly Level[],
  marketWord: boolean,
): 'entry' | 'stop' | null {
  const isField = (term: Term): boolean => {
    if (term.depth > 0) return false;
    const next = frame.terms[placeOf(frame.terms, term) + 1];
    const value = frame.terms[placeOf(frame.terms, term) + 2];
    if (
      value?.role === 'no' ||
      value?.role === 'not' ||
      value?.role === 'later' ||
      value?.role === 'hold'
    )
      return false;
    return next?.text === ':' || next?.text === '=' || next?.kind === 'break';
  };
  const labelled = (role: Role): boolean =>
    frame.labels.some((l) => l.role === role && isField(l.term));
  if (entries.length === 0 && !marketWord && labelled('entry')) return 'entry';
  if (frame.stops.length > 0) return null;
  return labelled('stop') || frame.labels.some((l) => isStopUnread(frame.terms, l)) ? 'stop' : null;
}

/** "Stop 200 points below": a number behind the label that is none of its prices. */
function isStopUnread(terms: readonly Term[], label: Frame['labels'][number]): boolean {
  if (label.role !== 'stop' || label.term.depth > 0) return false;
  const at = placeOf(terms, label.term);
  if (terms[at - 1]?.role === 'no' || terms[at - 1]?.role === 'not') return false;
  const next = terms.slice(at + 1, at + 4).find((t) => t.kind === 'number' || t.role === 'no');
  return next?.clause === label.term.clause && next.number?.unit === null;
}

/** Without an entry and a word for now, a number near the stop or the targets may be the entry: "trigger: above 0.725". */
export function strayEntry(
  frame: Frame,
  entries: readonly Level[],
  targets: readonly Level[],
  marketWord: boolean,
): 'entry' | null {
  if (entries.length > 0 || marketWord) return null;
  const levels = [...frame.stops, ...targets]
    .filter((l) => l.kind === 'price')
    .map((l) => firstValue(l.term));
  const near = frame.strays.some((term) =>
    levels.some(
      (level) => level > 0 && firstValue(term) > level / 2 && firstValue(term) < level * 2,
    ),
  );
  return near ? 'entry' : null;
}

/** "TP 3150 xyz 3090": a price that an unknown word parts from the list it may belong to. */
export function lostLevel(
  frame: Frame,
  entries: readonly Level[],
  targets: readonly Level[],
): 'entry' | 'targets' | null {
  for (const stray of frame.strays) {
    const at = placeOf(frame.terms, stray);
    const [last, word] = [frame.terms[at - 2], frame.terms[at - 1]];
    if (word?.kind !== 'word' || word.role || (word.ticker && word.ticker.form !== 'word'))
      continue;
    const ratio = last ? firstValue(stray) / firstValue(last) : 0;
    if (ratio < 0.5 || ratio > 2) continue;
    if (targets.some((l) => l.term === last)) return 'targets';
    if (entries.some((l) => l.term === last)) return 'entry';
  }
  return null;
}

/** "50% now at 3150 and the other 50% at 3080": another price to get in at, in the entry's own sentence. */
export function secondPrice(frame: Frame, entries: readonly Level[]): 'entry' | null {
  const [first] = entries;
  if (!first) return null;
  const entry = firstValue(first.term);
  const another = frame.strays.some((term) => {
    const value = firstValue(term);
    return (
      term.clause === first.term.clause &&
      frame.terms[placeOf(frame.terms, term) - 1]?.role === 'at' &&
      value > entry / 2 &&
      value < entry * 2
    );
  });
  return another ? 'entry' : null;
}

/**
 * "SL on BTC short to 68200", "ETH long: stop at 3050": of a trade only the stop, in one line with the
 * side and no word for now. That speaks of a trade that is on as well as of a new one.
 */
export function isStopInPassing(
  frame: Frame,
  entries: readonly Level[],
  targets: readonly Level[],
  marketWord: boolean,
): boolean {
  if (entries.length > 0 || targets.length > 0 || marketWord) return false;
  return frame.stops.some((stop) => frame.sides.some((s) => s.term.line === stop.term.line));
}

/** "Buy Signal, Price: 66,230 (RSI 28)": an indicator's alert gives a price, and neither stop nor target. */
export function isAlertPrice(
  frame: Frame,
  entries: readonly Level[],
  structured: boolean,
): boolean {
  if (structured || entries.length === 0) return false;
  const labels = frame.labels.filter((l) => l.role === 'entry');
  return labels.length > 0 && labels.every((l) => l.term.text === 'price');
}

/** A number under a label that the reader doesn't know, close to the entry, while the stop or the targets are missing. */
export function strayLevel(
  frame: Frame,
  entries: readonly Level[],
  targets: readonly Level[],
): 'stop' | 'targets' | null {
  if (frame.stops.length > 0 && targets.length > 0) return null;
  const near = (term: Term): boolean => {
    const value = firstValue(term);
    return entries.some((l) => {
      const entry = firstValue(l.term);
      return entry > 0 && value > entry / 3 && value < entry * 3;
    });
  };
  const labelledStray = frame.strays.some((term) => {
    const before = frame.terms[placeOf(frame.terms, term) - 1];
    return near(term) && (before?.text === ':' || before?.text === '=' || before?.kind === 'word');
  });
  if (!labelledStray) return null;
  return frame.stops.length === 0 ? 'stop' : 'targets';
}

/** "(cancelled)", or a line of that one word: the order above it no longer stands. */
function isSetApartEnd(frame: Frame): boolean {
  return frame.terms.some((t, i) => {
    if (t.role !== 'cancel' && t.role !== 'stoppedOut') return false;
    const [before, next] = [frame.terms[i - 1], frame.terms[i + 1]];
    const inBrackets = before?.text === '(' && next?.text === ')';
    const alone = frame.terms.filter((o) => o.line === t.line && o.kind === 'word').length === 1;
    return inBrackets || alone;
  });
}

/** The first line says that something was closed, cancelled or stopped, and orders nothing itself. */
export function headsWithEnd(frame: Frame): boolean {
  const first = frame.terms.find((t) => t.kind === 'word');
  const heading = frame.terms.filter((t) => t.line === first?.line && t.kind === 'word');
  const ended = heading.some(
    (t) => t.role === 'close' || t.role === 'cancel' || t.role === 'stoppedOut',
  );
  const orders = heading.some(
    (t) =>
      sideOfRole(t.role) !== null || t.role === 'entry' || t.role === 'target' || t.role === 'stop',
  );
  if (isSetApartEnd(frame)) return true;
  return ended && !orders && frame.terms.some((t) => t.line !== first?.line && t.kind === 'word');
}

/** A line of headings ("Coin | Side | Entry | SL | TP"), and below it a line of numbers without labels. */
export function isTable({ terms, labels }: Frame): boolean {
  const headings = new Map<number, Set<Role>>();
  for (const { role, term } of labels)
    headings.set(term.line, (headings.get(term.line) ?? new Set()).add(role));
  const numbersIn = (line: number): number =>
    terms.filter((t) => t.line === line && t.kind === 'number').length;
  return [...headings].some(
    ([line, roles]) =>
      roles.size >= 2 &&
      numbersIn(line) === 0 &&
      terms.some((t) => t.line > line && !headings.has(t.line) && numbersIn(t.line) >= 2),
  );
}

const PROFITS: ReadonlySet<string> = new Set(['pnl', 'p l', 'roi', 'roe', 'unrealized']);

/** "PnL: +1.6%" in a field of its own: what a trade has made that is on, whatever levels stand beside it. */
export function isPositionCard({ terms }: Frame): boolean {
  return terms.some(
    (t, i) =>
      t.role === 'result' &&
      PROFITS.has(t.text) &&
      terms[i + 1]?.text === ':' &&
      terms.slice(i + 2, i + 4).some((n) => n.line === t.line && n.number?.sign),
  );
}

/** A strike with its kind, as options are written: "5200C", "130P". */
export function isOption({ terms }: Frame): boolean {
  return terms.some(
    (t, i) =>
      t.number?.whole &&
      t.number.unit === null &&
      terms[i + 1]?.glued &&
      (terms[i + 1]?.text === 'c' || terms[i + 1]?.text === 'p'),
  );
}

/** "ROI +20%", "PnL: 34%" beside a side and an entry: a position shown, not an order. */
export function isResultCard(frame: Frame): boolean {
  return frame.terms.some(
    (t, i) =>
      t.role === 'result' &&
      frame.terms
        .slice(i + 1, i + 5)
        .some((n) => n.line - t.line <= 1 && n.number?.unit === 'percent'),
  );
}
