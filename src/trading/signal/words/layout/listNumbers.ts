import type { Role } from '../../vocabulary/roles.ts';
import { isKind } from '../kinds.ts';
import type { Term } from '../terms/term.ts';
import { isWithoutSpaces } from '../tokens/characters.ts';

export const HIGHEST_INDEX = 30;
const MOST_TARGETS = 9;

/** Words that may stand between a label and its numbers, or between the numbers, and change nothing. */
export const TRANSPARENT: ReadonlySet<Role> = new Set([
  'at',
  'to',
  'and',
  'above',
  'below',
  'first',
  'second',
  'thirdOf',
  'fourth',
  'noise',
  'order',
  'new',
  'candle',
  'hourly',
  'daily',
  'weekly',
  'hours',
  'minutes',
  'points',
  'thousand',
  'sats',
  'open',
  'yes',
]);

/** "2 H1 closes", "3 candles", "800点": the number counts something. */
export function isCount(whole: boolean, digits: string, next: Term | undefined): boolean {
  if (!next) return false;
  const unit =
    next.role === 'hours' ||
    next.role === 'minutes' ||
    next.role === 'points' ||
    isAverage(next) ||
    next.role === 'hourly';
  // "67500 پله‌ای": in steps, which are few.
  if (unit) return !isKind(next, 'steps') || (whole && Number(digits) <= 12);
  return (
    whole &&
    Number(digits) <= 12 &&
    (next.kind === 'timeframe' ||
      next.role === 'candle' ||
      next.role === 'daily' ||
      next.role === 'weekly')
  );
}

/** "1/2", "(1/4)": two small whole numbers with a slash between, the first the smaller. */
export function isFraction(terms: readonly Term[], at: number): boolean {
  const [a, slash, b] = [terms[at]?.number, terms[at + 1], terms[at + 2]];
  if (!a?.whole || slash?.text !== '/' || !b?.number?.whole || b.number.unit) return false;
  const [part, whole] = [Number(a.digits), Number(b.number.digits)];
  // "4/4 targets", of an earlier trade.
  const all = part === whole && terms[at + 3]?.role === 'target';
  return (part < whole || all) && whole <= 10;
}

/** The number at `at` is the list number of what follows: "1) 2.475", "TP 1: 0.55", "Entry 2 0.0129". */
export function isIndex(
  terms: readonly Term[],
  at: number,
  expected: number,
  ofStop: boolean,
): boolean {
  const term = terms[at];
  const number = term?.number;
  if (!term || !number?.whole || number.unit || number.sign || number.currency) return false;
  const value = Number(number.digits);
  if (value > HIGHEST_INDEX || (number.digits.startsWith('0') && number.digits !== '0'))
    return false;
  const before = terms[at - 1];
  const next = terms[at + 1];
  if (isPercentRange(terms, at)) return false;
  const startsLine = lineStartsAt(terms, at);
  const afterLabel =
    before?.role === 'target' ||
    before?.role === 'entry' ||
    before?.role === 'stop' ||
    before?.role === 'average' ||
    before?.role === 'limit' ||
    before?.role === 'buy' ||
    before?.role === 'sell' ||
    (before?.role === 'close' && next?.text === ':') ||
    isKind(before, 'aims') ||
    before?.text === '#';
  // "Target-1: 1.70".
  const dashed = before?.text === '-' && before.glued && term.glued && isLabel(terms[at - 2]);
  if (dashed && next?.text === ':' && levelFollows(terms, at + 2, term.line)) return true;
  // "Target (1): 0.024".
  const inBrackets = before?.text === '(' && next?.text === ')';
  if (inBrackets && isLabel(terms[at - 2]) && terms[at + 2]?.text === ':') return true;
  // "TP 1", and no price anywhere: which one.
  const ends = next === undefined || next.kind === 'break' || next.text === '.';
  const alone = ends && !terms.some((t) => t !== term && t.number?.unit === null);
  if (before?.role === 'target' && value <= MOST_TARGETS && alone) return true;
  // "Take profit 1 (TP1): 0.024".
  if (
    afterLabel &&
    next?.text === '(' &&
    isLabel(terms[at + 2]) &&
    terms[at + 3]?.text === term.text
  )
    return true;
  // Where words are written without spaces, a number glued to its label says nothing.
  const glued = term.glued && !isWithoutSpaces(before?.text[0]);
  const opensLevel = (from: number): boolean => levelFollows(terms, from, term.line);
  if (
    next?.kind === 'mark' &&
    next.glued &&
    next.text === ')' &&
    term.depth === next.depth &&
    before?.text !== '(' &&
    !hasOpenBracket(terms, at)
  )
    return true;
  if (next?.kind === 'mark' && next.text === '.' && startsLine)
    return opensLevel(at + 2) || value === expected;
  if (next?.mark === 'done' && (afterLabel || startsLine)) return true;
  const separated =
    next?.kind === 'mark' &&
    (next.text === ':' ||
      next.text === '=' ||
      next.text === '→' ||
      next.text === '-' ||
      next.text === ')' ||
      next.text === '>' ||
      next.text === '~' ||
      next.text === '|' ||
      next.text === ',');
  if (afterLabel) {
    // "Move SL to Entry 1": one of the entries that are given already.
    const given = before?.role === 'entry' && value >= 1 && value < expected;
    if (given && !opensLevel(at + 1)) return true;
    // "Close 50% at target 1 and move the stop to entry": one of the targets that are given.
    if (
      before?.role === 'target' &&
      value < expected &&
      !opensLevel(at + 1) &&
      isManaged(terms, at)
    )
      return true;
    // "Target 3: open".
    if (next?.text === ':' || next?.text === '=') return true;
    if (glued && (!next || next.kind === 'break' || (next.kind !== 'number' && !separated)))
      return true;
    // "Book half at TP1, trail the rest."
    if (glued && next?.text === ',' && !opensLevel(at + 2)) return true;
    if (separated && next?.text !== ',' && opensLevel(at + 2))
      return next?.text === ':' || next?.text === '=' || glued || value === expected || ofStop;
    if (next?.kind === 'number') return glued || value === expected;
    // "Target 1 at $8.10".
    if (next?.role === 'at' && terms[at + 2]?.kind === 'number') return glued || value === expected;
    // "Target 6 - moon!: 263.10".
    if (value === expected && separated && numberFollows(terms, at + 2, term.line)) return true;
    if (next?.mark !== undefined || next?.kind === 'mark')
      return (glued || value === expected) && opensLevel(at + 2);
    return false;
  }
  if (startsLine && value === expected && separated && next?.text !== ',')
    return opensLevel(at + 2);
  return startsLine && value === expected && next?.kind === 'number';
}

/** The first end of "4-5%". */
export function isPercentRange(terms: readonly Term[], at: number): boolean {
  const [first, dash, second] = [terms[at], terms[at + 1], terms[at + 2]];
  return (
    first?.glued === false &&
    dash?.text === '-' &&
    dash.glued &&
    second?.glued === true &&
    second.number?.unit === 'percent'
  );
}

const MANAGES: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'move',
  'close',
  'reduce',
  'secure',
  'breakeven',
]);

/** A word of what to do with the trade later stands in its clause. */
function isManaged(terms: readonly Term[], at: number): boolean {
  const clause = terms[at]?.clause;
  return terms.some((t) => t.clause === clause && MANAGES.has(t.role));
}

function isLabel(term: Term | undefined): boolean {
  return term?.role === 'target' || term?.role === 'entry' || term?.role === 'stop';
}

function hasOpenBracket(terms: readonly Term[], at: number): boolean {
  const line = terms[at]?.line;
  let open = 0;
  for (let i = at - 1; i >= 0 && terms[i]?.line === line; i--) {
    if (terms[i]?.text === '(') open++;
    if (terms[i]?.text === ')') open--;
  }
  return open > 0;
}

/** Nothing but marks stands before it in its line. */
export function lineStartsAt(terms: readonly Term[], at: number): boolean {
  for (let i = at - 1; i >= 0; i--) {
    const term = terms[i];
    if (!term || term.kind === 'break') return true;
    if (term.kind !== 'mark' && term.kind !== 'gap') return false;
  }
  return true;
}

/** No other number and no word stands in its line. */
export function isAloneInLine(terms: readonly Term[], at: number): boolean {
  return lineStartsAt(terms, at) && endsWithMarks(terms, at + 1);
}

function endsWithMarks(terms: readonly Term[], from: number): boolean {
  for (let i = from; i < terms.length; i++) {
    const kind = terms[i]?.kind;
    if (kind === 'break') return true;
    if (kind !== 'mark' && kind !== 'gap') return false;
  }
  return true;
}

function numberFollows(terms: readonly Term[], from: number, line: number): boolean {
  for (let i = from; i < terms.length && terms[i]?.line === line; i++)
    if (terms[i]?.kind === 'number') return true;
  return false;
}

/** Nothing but numbers and marks stands in the line from `at` on. */
export function isNumbersOnly(terms: readonly Term[], at: number): boolean {
  for (let i = at; i < terms.length; i++) {
    const term = terms[i];
    if (!term || term.kind === 'break') return true;
    if (term.kind !== 'number' && term.kind !== 'mark') return false;
  }
  return true;
}

/** The line that begins at `at` begins with a number, with or without a list number or marks before it. */
export function levelStartsLine(terms: readonly Term[], at: number): boolean {
  for (let i = at; i < terms.length; i++) {
    const term = terms[i];
    if (!term || term.kind === 'break') return false;
    if (term.kind === 'number') return true;
    if (term.kind !== 'mark' && term.kind !== 'index') return false;
  }
  return false;
}

/** A number (or the emoji of an open target) comes in the same line before any word. */
export function levelFollows(terms: readonly Term[], from: number, line: number): boolean {
  for (let i = from; i < terms.length; i++) {
    const term = terms[i];
    if (!term || term.line !== line || term.kind === 'break') return false;
    if (term.kind === 'number') return true;
    if (term.kind === 'word' && !(term.role && TRANSPARENT.has(term.role))) return false;
  }
  return false;
}

/** A number comes right behind, with at most a colon, "at", "zone" or a currency between. */
export function isFollowedByLevel(terms: readonly Term[], at: number): boolean {
  for (let i = at + 1; i < terms.length && i < at + 5; i++) {
    const term = terms[i];
    if (!term || term.kind === 'break') return false;
    if (term.kind === 'number')
      return term.number?.unit !== 'percent' && term.number?.unit !== 'times';
    if (term.kind === 'mark' && ':=@-(~$→'.includes(term.text)) continue;
    if (term.kind === 'index') continue;
    if (term.role === 'at' || term.role === 'above' || term.role === 'below') continue;
    if (isKind(term, 'toPrice')) continue;
    return false;
  }
  return false;
}

/** Of "the 20 EMA", what makes the number no price. */
export function isAverage(term: Term | undefined): boolean {
  return isKind(term, 'movingAverage');
}
