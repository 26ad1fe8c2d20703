import type { Role } from '../../vocabulary/roles.ts';
import { isKind } from '../../words/kinds.ts';
import { isFraction } from '../../words/layout/listNumbers.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import { isWithoutSpaces } from '../../words/tokens/characters.ts';
import type { Label } from './walk.ts';

/** "a 4h close above", "closes below", "daily close", "close 4h above": the candle's close, not an order to close. */
export function isCandleClose(terms: readonly Term[], at: number): boolean {
  const [before, next] = [terms[at - 1], terms[at + 1]];
  return (
    isBeyond(next) ||
    (isLength(next) && isBeyond(terms[at + 2])) ||
    (next?.kind === 'number' && isLength(terms[at + 2]) && isBeyond(terms[at + 3])) ||
    before?.kind === 'timeframe' ||
    before?.role === 'candle' ||
    before?.role === 'hourly' ||
    before?.role === 'daily' ||
    before?.role === 'weekly'
  );
}

function isBeyond(term: Term | undefined): boolean {
  return term?.role === 'above' || term?.role === 'below';
}

function isLength(term: Term | undefined): boolean {
  return (
    term?.kind === 'timeframe' ||
    term?.role === 'hourly' ||
    term?.role === 'hours' ||
    term?.role === 'daily'
  );
}

/** "Market: Spot", "Market: Binance": the name of a field, no word for now. */
export function isFieldName(terms: readonly Term[], at: number): boolean {
  const [colon, value] = [terms[at + 1], terms[at + 2]];
  return (
    colon?.text === ':' &&
    value?.kind === 'word' &&
    !value.ticker &&
    (value.role === 'spot' ||
      value.role === 'futures' ||
      value.role === 'filler' ||
      value.role === undefined)
  );
}

/**
 * "TP2 now 9.6", "the stop is now 1.71", "current SL 8.15": the word at `at` says that the level holds
 * from now on. "Long now, TP 9.6" and "now 9.1, SL 8.6" enter.
 */
export function isOfLevel(terms: readonly Term[], at: number): boolean {
  const term = terms[at];
  if (!isKind(term, 'nowOfLevel')) return false;
  let before = at - 1;
  while (isPassedByLevel(terms[before])) before--;
  if (isLevelLabel(terms[before]) && terms[before]?.line === term?.line) return true;
  if (!isLevelLabel(terms[at + 1])) return false;
  const lead = terms[at - 1];
  const isOpening = lead === undefined || lead.kind === 'break' || lead.kind === 'mark';
  return isKind(term, 'current') || isOpening || lead.role === 'filler' || lead.role === 'and';
}

/** Between a label and "now": its number, and words that say nothing. */
function isPassedByLevel(term: Term | undefined): boolean {
  return (
    term?.kind === 'index' ||
    (term?.kind === 'number' && term.number?.whole === true && term.text.length <= 2) ||
    term?.role === 'filler' ||
    term?.text === ':'
  );
}

function isLevelLabel(term: Term | undefined): boolean {
  return term?.role === 'stop' || term?.role === 'target';
}

/** "hold for 2.0, 2.8": what is held for a price has it as a target. */
export function isHeldForPrice(terms: readonly Term[], at: number): boolean {
  const value = terms[at + 2];
  const unit = terms[at + 3];
  return (
    isKind(terms[at + 1], 'for') &&
    value?.number?.unit === null &&
    unit?.kind !== 'timeframe' &&
    unit?.kind !== 'word'
  );
}

/** "Market, was 0.2861 when I clicked": the price at which an entry at once was made. */
export function isPriceThen(terms: readonly Term[], at: number): boolean {
  const [order, mark, was, price] = terms.slice(Math.max(0, at - 2), at + 2);
  const parted = mark?.text === ',' || mark?.text === '(';
  return isKind(was, 'was') && parted && order?.role === 'market' && price?.number?.unit === null;
}

/** ", xyz 62900" or "xyz: 62900" at the beginning of a line: a word there names what follows, whatever it means. */
export function isUnknownLabel(terms: readonly Term[], at: number): boolean {
  const [before, next] = [terms[at - 1], terms[at + 1]];
  if (before?.text === ',') return next?.kind === 'number' || next?.text === ':';
  return before?.kind === 'break' && next?.text === ':';
}

/** The word at `at` is a target's label: a price follows it directly, or a list number and a price, or it heads lines of prices. */
export function aimsAt(terms: readonly Term[], at: number): boolean {
  if (!isKind(terms[at], 'aims')) return false;
  const isHeading = terms[at - 1]?.kind === 'break' && terms[at + 1]?.kind === 'break';
  const from = isHeading || terms[at + 1]?.text === '→' ? at + 1 : at;
  const value = terms[from + 1];
  const unit = terms[from + 2];
  // "Want 3.30" behind an entry; before one it may be the entry that is wanted.
  if (isKind(terms[at], 'wants') && !terms.some((t, i) => i < at && t.number?.unit === null))
    return false;
  return (
    value?.number !== undefined &&
    (value.number.unit === null || value.number.unit === 'thousand') &&
    !isFraction(terms, from + 1) &&
    unit?.kind !== 'timeframe' &&
    !(unit?.kind === 'word' && unit.role === undefined)
  );
}

/** A number stands right behind, or behind a colon. */
export function hasNumberInLine(terms: readonly Term[], at: number): boolean {
  const next = terms[at + 1];
  if (next?.kind === 'number') return true;
  return (
    next?.kind === 'mark' &&
    (':=~'.includes(next.text) || (next.text === '-' && !next.glued) || next.text === '(')
  );
}

/** "Stop: 0.5% - 630.2, 1% - 633.33": percent and price side by side. */
export function isFreshPercentPair(terms: readonly Term[], at: number): boolean {
  return terms[at + 1]?.text === '-' && terms[at + 2]?.kind === 'number';
}

/** "20-30%" without a space: the percent sign holds for both. */
export function coversLevelBefore(terms: readonly Term[], at: number): boolean {
  const [first, dash, second] = [terms[at - 2], terms[at - 1], terms[at]];
  if (!first?.number?.whole || dash?.text !== '-' || !second?.number?.whole) return false;
  return (
    dash.glued &&
    second.glued &&
    Number(first.number.digits) < Number(second.number.digits) &&
    Number(first.number.digits) <= 100
  );
}

const RANGE_MARKS: ReadonlySet<string> = new Set(['-', '~', '_']);

export function joinBetween(
  terms: readonly Term[],
  first: Term,
  second: Term,
): 'range' | 'list' | 'arrow' {
  let range = false;
  for (let i = placeOf(terms, first) + 1; i < terms.length; i++) {
    const term = terms[i];
    if (!term || term === second) break;
    if (term.text === '→' || (term.text === '-' && terms[i + 1]?.text === '>')) return 'arrow';
    if (term.kind === 'break' || term.text === '/' || term.text === ',' || term.text === '|')
      return 'list';
    // "À 92,5 et un second à 88": behind "and" it is another price.
    const joined =
      terms[i - 1]?.kind === 'word' &&
      terms.slice(placeOf(terms, first), i).some((t) => t.role === 'and');
    if (RANGE_MARKS.has(term.text) || (term.role === 'to' && !joined)) range = true;
    const opening = [terms[placeOf(terms, first) - 1], terms[placeOf(terms, first) - 2]];
    const between = opening.some((t) => isKind(t?.text.split(' ').at(-1), 'between'));
    if (term.role === 'and' && between) range = true;
  }
  return range ? 'range' : 'list';
}

/** ✅ behind a target's number, its list number or its label; not in front of the label. */
export function doneBelongsToTarget(
  terms: readonly Term[],
  at: number,
  lastTargetLine: number,
): boolean {
  const term = terms[at];
  if (!term || lastTargetLine !== term.line) return false;
  const before = terms[at - 1];
  if (!before || before.line !== term.line) return false;
  const next = terms[at + 1];
  if (next?.role === 'target' || next?.role === 'stop') return false;
  return (
    before.kind === 'number' ||
    before.kind === 'index' ||
    before.role === 'target' ||
    before.mark === 'done' ||
    before.text === ')' ||
    before.text === '%' ||
    before.role === 'hit'
  );
}

/**
 * The label that an emoji right before a number stands for: 🎯9.2 and ⛔8.3 behind an entry, 📥8.9 where
 * to get in. A ✅ there says only that the entry's numbers are over.
 */
export function labelOfMark(
  term: Term,
  next: Term | undefined,
  label: Label | null,
  collected: number,
): Label | null | undefined {
  if (next?.kind !== 'number' || next.number?.unit === 'percent') return undefined;
  const entryIsOver = (label === 'entry' || label === 'implied') && collected > 0;
  const free = label === null || label === 'implied' || entryIsOver;
  if (term.mark === 'into' && (label === null || (label === 'implied' && collected === 0)))
    return 'entry';
  if (term.mark === 'target' && (free || label === 'stop')) return 'target';
  if (
    (term.mark === 'failed' || term.mark === 'guard') &&
    (free || (label === 'target' && collected > 0))
  )
    return 'stop';
  return term.mark === 'done' && entryIsOver && label === 'implied' ? null : undefined;
}

/** A vocabulary word in capitals in a ticker's place: first of a line before a colon or a side, or after a side. */
export function isTickerPlace(terms: readonly Term[], at: number): boolean {
  const term = terms[at];
  const before = terms[at - 1];
  const next = terms[at + 1];
  if (!term?.ticker) return false;
  if (
    term.role === 'long' ||
    term.role === 'short' ||
    term.role === 'stop' ||
    term.role === 'target' ||
    term.role === 'entry' ||
    term.role === 'leverage'
  )
    return false;
  // "OPEN LONG" and "MOVE SHORT" are verbs before a side.
  const isVerb =
    term.role === 'open' || term.role === 'move' || term.role === 'close' || term.role === 'add';
  if (isVerb && next && (next.role === 'long' || next.role === 'short')) return false;
  if (before?.text === '$' || before?.text === '#') return true;
  // NEAR in capitals is the coin, not the word before a price.
  const isWordBehind = isWithoutSpaces(next?.text[0]) || !term.ticker.shouted;
  if (term.role === 'at' && isWordBehind && next?.kind !== 'number') return true;
  const first = !before || before.kind === 'break' || before.kind === 'mark';
  const beforeSide =
    next?.role === 'long' ||
    next?.role === 'short' ||
    next?.role === 'buy' ||
    next?.role === 'sell' ||
    next?.role === 'limit' ||
    next?.role === 'spot';
  if (
    first &&
    (next?.text === ':' ||
      beforeSide ||
      next?.role === 'stop' ||
      next?.role === 'move' ||
      next?.role === 'hit' ||
      next?.role === 'close' ||
      next?.role === 'cancel' ||
      next?.role === 'hold')
  )
    return term.role !== 'skip' || beforeSide;
  return (
    before?.role === 'long' ||
    before?.role === 'short' ||
    before?.role === 'buy' ||
    before?.role === 'sell' ||
    before?.role === 'entered' ||
    before?.role === 'coin'
  );
}

/** An unknown word that stands where a ticker would: beside a side or an order word, or first before a number. */
export function isBesideOrder(terms: readonly Term[], at: number): boolean {
  const before = previousWord(terms, at);
  const next = nextWord(terms, at);
  const orders: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
    'long',
    'short',
    'buy',
    'sell',
    'limit',
    'entered',
    'spot',
    'market',
  ]);
  if (before && orders.has(before.role)) return true;
  if (next && orders.has(next.role)) return true;
  return before === null && terms[at + 1]?.kind === 'number';
}

function previousWord(terms: readonly Term[], at: number): Term | null {
  for (let i = at - 1; i >= 0; i--) {
    const term = terms[i];
    if (!term || term.kind === 'break' || term.clause !== terms[at]?.clause) return null;
    if (term.kind === 'word' && term.role !== 'at') return term;
    if (term.kind === 'number') return null;
  }
  return null;
}

function nextWord(terms: readonly Term[], at: number): Term | null {
  for (let i = at + 1; i < terms.length; i++) {
    const term = terms[i];
    if (!term || term.kind === 'break' || term.clause !== terms[at]?.clause) return null;
    if (term.kind === 'word') return term;
    if (term.kind === 'number') return null;
  }
  return null;
}
