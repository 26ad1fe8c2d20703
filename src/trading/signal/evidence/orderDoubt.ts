import type { Level } from '../levels/level.ts';
import type { Frame } from '../order/frame.ts';
import { aimsAt, isCandleClose, isPriceThen } from '../order/neighbours.ts';
import { isFilledAmount } from '../order/newTrade.ts';
import type { Side } from '../reading.ts';
import { KNOWN_TICKERS } from '../vocabulary/assets.ts';
import type { Role } from '../vocabulary/roles.ts';
import { isShortLine } from '../words/lines.ts';
import { placeOf, type Term } from '../words/terms.ts';
import { isSure } from '../words/tickers.ts';
import { isWithoutSpaces } from '../words/tokens.ts';
import { conditionOfReaching } from './asides.ts';
import { dayBefore, saysOn, someoneElse } from './whoseTrade.ts';

const HEDGES: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'if',
  'later',
  'maybe',
  'unreal',
  'past',
  'not',
  'told',
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
  const linesOfLevels = new Set([...frame.labels, ...entries].map((l) => l.term.line));
  const setOff = sideTerms.filter(
    (t) => linesOfLevels.has(t.line) || isShortLine(frame.terms, t.line),
  );
  const orderTerms =
    setOff.length > 0
      ? setOff
      : sideTerms.length > 0
        ? sideTerms
        : coinOfOrder(frame, symbol, entries);
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
  const elsewhere = conditionElsewhere(frame, symbol, entries);
  if (elsewhere) return { role: 'if', said: `“${elsewhere.text}”` };
  if (frame.heading && frame.heading.role !== 'again')
    return { role: 'unreal', said: `“${frame.heading.text}”, of a trade that is not to be made` };
  const owner = someoneElse(frame, symbol, sideTerms);
  if (owner) return { role: 'someone', said: `“${owner.text}”, somebody else's trade` };
  const day = dayBefore(frame, sideTerms);
  if (day) return { role: 'past', said: `“${day.text}”` };
  const on = frame.heading ?? saysOn(frame, symbol, sideTerms);
  if (on) return { role: 'again', said: `“${on.text}”, of a trade that is on` };
  // "Break of 152, long": a condition in words is a breakout only with levels of its own beside it.
  const conditionalEntry = isConditional(entries, structured);
  for (const term of frame.terms) {
    if (!clauses.has(term.clause)) continue;
    if (term.text === '?') return { role: null, said: 'a question' };
    if (term.depth > 0 && structured) continue;
    const before = frame.terms[placeOf(frame.terms, term) - 1];
    // "Long ETH at 3080 if filled …": a condition right behind the entry is the entry's.
    if (
      term.role === 'if' &&
      entries.some((l) => l.term === before) &&
      !conditionalEntry &&
      !isOfOrder(frame, term, entries)
    )
      return { role: 'if', said: `“${term.text}”` };
    if (forbids(frame, term, lastOrder)) return { role: 'not', said: `“${term.text}”` };
    if (structured && entries.length > 0 && term.start > lastOrder) continue;
    if (term.role === 'if' && (conditionalEntry || isOfOrder(frame, term, entries))) continue;
    if (isPriceThen(frame.terms, placeOf(frame.terms, term))) continue;
    if (structured && aimsAt(frame.terms, placeOf(frame.terms, term))) continue;
    if (term.role && HEDGES.has(term.role)) return { role: term.role, said: `“${term.text}”` };
    const reports = structured ? REPORTS : INSTRUCTIONS;
    if (isFilledAmount(frame.terms, placeOf(frame.terms, term))) continue;
    if (term.role === 'close' && isCandleClose(frame.terms, placeOf(frame.terms, term))) continue;
    if (term.role && reports.has(term.role)) return { role: term.role, said: `“${term.text}”` };
  }
  return null;
}

/** Of the places where the coin is named, the one beside the entry. */
function coinOfOrder(
  { tickers }: Frame,
  symbol: Term | null,
  [entry]: readonly Level[],
): readonly Term[] {
  const beside = tickers.find(
    (t) => t.term.line === entry?.term.line && t.ticker.base === symbol?.ticker?.base,
  );
  return beside ? [beside.term] : symbol ? [symbol] : [];
}

/** "No long SOL", and behind the order in its own part of the sentence: "SOL 150 long girmiyoruz", "лонг 150 не открываем". */
function forbids({ terms, sides }: Frame, term: Term, lastOrder: number): boolean {
  const at = placeOf(terms, term);
  const next = terms[at + 1];
  if (term.role === 'no') return sides.some((side) => side.term === next);
  if (term.role !== 'not' || term.start < lastOrder) return false;
  const parted = terms.some((t) => t.start >= lastOrder && t.start < term.start && ends(t));
  const ofOrder = next === undefined || ends(next) || (next.role && ENTERS.has(next.role));
  return !parted && ofOrder === true;
}

function ends({ kind, text, role }: Term): boolean {
  return (
    kind === 'break' ||
    kind === 'number' ||
    ',.;|'.includes(text) ||
    role === 'stop' ||
    role === 'target'
  );
}

const ENTERS: ReadonlySet<Role> = new Set<Role>([
  'open',
  'entry',
  'entered',
  'buy',
  'sell',
  'long',
  'short',
]);

/**
 * The entry waits for a price beyond. A condition in words ("on a break of 152, long"), and a word
 * behind the price, need levels beside them and one price: with another ("if it breaks 3000 I short
 * 3010") it is a plan.
 */
function isConditional(entries: readonly Level[], structured: boolean): boolean {
  return entries.some(({ beyond, term }) => {
    if (beyond === null) return false;
    const inWords = beyond.term.role === 'if' || beyond.term.start > term.start;
    return !inWords || (structured && entries.length === 1);
  });
}

/** "Add 3.55 if it wicks", "buy stop 3.98, only if it breaks": what the waiting entry before it does by itself. */
function isOfOrder(frame: Frame, condition: Term, entries: readonly Level[]): boolean {
  const kind = conditionOfReaching(frame.terms, condition);
  const before = entries.filter((l) => l.term.clause === condition.clause);
  const last = before.findLast((l) => l.term.start < condition.start);
  if (kind === null || !last) return false;
  return kind === 'breaks' ? last.beyond !== null : last.beyond === null;
}

/** "(only if btc holds 66k)": a condition that another coin must meet, wherever it stands. */
function conditionElsewhere(
  frame: Frame,
  symbol: Term | null,
  entries: readonly Level[],
): Term | undefined {
  const ordered = (line: number): boolean =>
    frame.sides.some((s) => s.term.line === line) || entries.some((l) => l.term.line === line);
  return frame.terms.find((term) => {
    if (term.role !== 'if' || isOfOrder(frame, term, entries)) return false;
    const clause = frame.terms.filter((t) => t.clause === term.clause);
    const other = clause.some(
      (t) =>
        t.ticker !== undefined &&
        (isSure(t.ticker) || KNOWN_TICKERS.has(t.ticker.base)) &&
        t.ticker.base !== symbol?.ticker?.base &&
        // "Gold levels after the open." in a line of its own.
        (!t.ticker.notCrypto || ordered(t.line)),
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
      (!t.role || t.role === 'told' || t.role === 'date') &&
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
