import { dec } from '../../money.ts';
import type { Role } from '../vocabulary/roles.ts';
import { isKind } from '../words/kinds.ts';
import { isAverage, isFraction, isPercentRange } from '../words/layout/listNumbers.ts';
import { placeOf, type Term } from '../words/terms/term.ts';

const HIGHEST_TARGET = 20;

/** The target's number: behind its label (TP2), before it (1st target, 2 тейк), or as a word. */
export function targetNumber(terms: readonly Term[], target: Term): number | null {
  const at = placeOf(terms, target);
  for (const term of [
    terms[at + 1],
    terms[at - 1],
    terms[at + 2]?.kind === 'index' ? terms[at + 2] : undefined,
  ]) {
    if (!term) continue;
    if (term.kind === 'index') return term.index ?? null;
    const number = term.number;
    // "Target 10-100%".
    if (isPercentRange(terms, placeOf(terms, term))) continue;
    // "3/5 targets": three of five.
    const slashed = term === terms[at - 1] && isFraction(terms, at - 3);
    if (slashed) return Number(terms[at - 3]?.number?.digits);
    if (
      number?.whole &&
      number.unit === null &&
      Number(number.digits) >= 1 &&
      Number(number.digits) <= HIGHEST_TARGET
    )
      return Number(number.digits);
    const word = ['first', 'second', 'thirdOf', 'fourth'].indexOf(term.role ?? '');
    if (word >= 0) return word + 1;
  }
  return null;
}

/** "TP1 ✅ TP2 ✅ TP3": the last of those with a mark behind them. */
export function highestDone(terms: readonly Term[]): number | null {
  const reached = terms.flatMap((t, at) => {
    if (t.role !== 'target') return [];
    const next = terms.slice(at + 1, at + 5);
    const mark = next.findIndex((n) => n.mark === 'done');
    const other = next.findIndex((n) => n.role === 'target');
    return mark >= 0 && (other < 0 || mark < other) ? [targetNumber(terms, t) ?? 0] : [];
  });
  return reached.length > 1 ? Math.max(...reached) : null;
}

/** "TP1 & TP2 done", "TP 1 & 2 done": the last of the targets that stand before the word for it. */
export function highestBefore(terms: readonly Term[], told: Term): number | null {
  const numbers = terms.flatMap((t, at) => {
    if (t.role !== 'target' || t.start > told.start) return [];
    const [joint, next, behind] = terms.slice(at + 2, at + 5);
    const joined = joint?.text === '&' || joint?.text === '+' || joint?.role === 'and';
    const listed = joined && next?.number?.whole === true && behind?.kind !== 'number';
    return [targetNumber(terms, t) ?? 0, ...(listed ? [Number(next?.number?.digits)] : [])];
  });
  return numbers.length > 1 && numbers.every((n) => n > 0 && n <= HIGHEST_TARGET)
    ? Math.max(...numbers)
    : null;
}

export type Price = { value: string; term: Term };

export function isPrice(terms: readonly Term[], at: number): boolean {
  const term = terms[at];
  const number = term?.number;
  if (
    !term ||
    !number ||
    number.sign === '+' ||
    (number.unit !== null && number.unit !== 'thousand' && number.unit !== 'about')
  )
    return false;
  const [before, next] = [terms[at - 1], terms[at + 1]];
  if (isFraction(terms, at) || isFraction(terms, at - 2)) return false;
  if (
    before?.role === 'risk' ||
    next?.kind === 'timeframe' ||
    next?.role === 'hourly' ||
    next?.role === 'hours' ||
    next?.role === 'minutes' ||
    next?.role === 'points' ||
    isAverage(next) ||
    next?.role === 'candle'
  )
    return false;
  if (
    number.whole &&
    Number(number.digits) <= HIGHEST_TARGET &&
    (before?.role === 'target' ||
      before?.mark === 'target' ||
      before?.role === 'entry' ||
      before?.role === 'hit' ||
      next?.role === 'target')
  )
    return false;
  return term.depth === 0;
}

export function hasPrice(terms: readonly Term[]): boolean {
  return terms.some((_, at) => isPrice(terms, at));
}

export function pricesIn(terms: readonly Term[]): Price[] {
  return terms.flatMap((term, at) =>
    isPrice(terms, at) ? [{ value: term.number?.values[0]?.value ?? '0', term }] : [],
  );
}

/** The prices behind a label, without those that it replaces: "3250 instead of 3300", "from 3300 to 3250". */
export function pricesAfter(terms: readonly Term[], label: Term): Price[] {
  const prices = pricesIn(terms).filter(
    (price) => price.term.start > label.start && !isEarlierValue(terms, price.term),
  );
  const [first, second] = prices;
  const leads = (price: Price | undefined, role: Role): boolean =>
    price !== undefined && terms[placeOf(terms, price.term) - 1]?.role === role;
  const arrow = second && isArrow(terms, placeOf(terms, second.term) - 1);
  const changes =
    prices.length === 2 && ((leads(first, 'at') && leads(second, 'to')) || arrow === true);
  if (changes) return prices.slice(1);
  // "Up to 0.1612 from 0.1548".
  const from = second && isKind(terms[placeOf(terms, second.term) - 1], 'from');
  const toFirst = leads(first, 'to') || leads(first, 'at');
  return prices.length === 2 && toFirst && from ? prices.slice(0, 1) : prices;
}

/** "→", "->". */
export function isArrow(terms: readonly Term[], at: number): boolean {
  return (
    terms[at]?.text === '→' ||
    (terms[at]?.text === '>' && ARROW_SHAFTS.has(terms[at - 1]?.text ?? ''))
  );
}

const ARROW_SHAFTS: ReadonlySet<string> = new Set(['-', '=']);

/** "instead of 3300", "was 3300", "(old: 3300)": the value that another one replaces. */
function isEarlierValue(terms: readonly Term[], price: Term): boolean {
  const at = placeOf(terms, price);
  const start = Math.max(0, at - 3);
  const before = terms.slice(start, at);
  const marker = before.findLastIndex((t, i) => isReplaced(t) || isInstead(terms, start + i));
  return marker >= 0 && before.slice(marker + 1).every((t) => t.kind !== 'number');
}

/** Behind it stands the earlier value. */
export function isReplaced({ role }: Term): boolean {
  return role === 'instead' || role === 'past';
}

/** "0.432 not 0.423", "0.432 and not 0.423": right behind the value that holds. */
export function isInstead(terms: readonly Term[], at: number): boolean {
  const joined = terms[at - 1]?.role === 'and' && terms[at + 1]?.kind === 'number';
  return terms[at]?.role === 'not' && terms[joined ? at - 2 : at - 1]?.kind === 'number';
}

export function priceAfter(terms: readonly Term[], label: Term): Price | undefined {
  // "moved to 4H < 4.2": the last number is the level.
  return pricesAfter(terms, label).at(-1);
}

/** The verb itself says how much: "half off", "减半", "止盈一半". */
function saysHalf(text: string): boolean {
  return isKind(text, 'half');
}

/** "Partial close at 143 (25%)". */
function sizeBehindPrice(terms: readonly Term[]): Term | undefined {
  return terms.find(
    (t, at) =>
      t.number?.unit === 'percent' &&
      !t.number.sign &&
      terms[at - 1]?.text === '(' &&
      terms[at + 1]?.text === ')' &&
      isPrice(terms, at - 2),
  );
}

/** How much: "30%", "half", "1/2", behind the verb or right before it. */
export function partOf(
  terms: readonly Term[],
  verb: Term | undefined,
): { percent: string; term: Term } | undefined {
  if (!verb) return undefined;
  if (verb.role === 'reduce' && saysHalf(verb.text)) return { percent: '50', term: verb };
  const at = placeOf(terms, verb);
  // "Partially closed (25%)".
  const [bracket, share] = [terms[at + 1], terms[at + 2]];
  const told = share?.number?.unit === 'percent' && !share.number.sign;
  if (verb.role === 'reduce' && bracket?.text === '(' && share && told)
    return { percent: share.number?.values[0]?.value ?? '0', term: share };
  const behindPrice = verb.role === 'reduce' ? sizeBehindPrice(terms) : undefined;
  if (behindPrice)
    return { percent: behindPrice.number?.values[0]?.value ?? '0', term: behindPrice };
  // "Closing the TP1 portion (30%)".
  const portion = terms.find((t, i) => i > at && t.role === 'some' && terms[i + 1]?.text === '(');
  const size = portion && terms[placeOf(terms, portion) + 2];
  if (size?.number?.unit === 'percent' && !size.number.sign)
    return { percent: size.number.values[0]?.value ?? '0', term: size };
  const ordered = [...terms.slice(at + 1), ...terms.slice(Math.max(0, at - 4), at).reverse()];
  for (const term of ordered) {
    if (term.depth > 0) continue;
    if (term.number?.unit === 'percent' && term.number.sign !== '+') {
      const position = placeOf(terms, term);
      const before = terms[position - 1];
      if (before?.role === 'result' && before !== verb) continue;
      if (position < at && (before?.text === '+' || terms[position + 1]?.role === 'result'))
        continue;
      return { percent: term.number.values[0]?.value ?? '0', term };
    }
    if (term.role === 'half') return { percent: '50', term };
    if (term.role === 'third') return { percent: '33.33', term };
    if (term.role === 'quarter') return { percent: '25', term };
    const slash = terms[placeOf(terms, term) + 1];
    const bottom = terms[placeOf(terms, term) + 2]?.number;
    if (
      term.number?.whole &&
      slash?.text === '/' &&
      bottom?.whole &&
      bottom.unit === null &&
      Number(bottom.digits) <= 10 &&
      Number(term.number.digits) < Number(bottom.digits)
    ) {
      return {
        percent: dec(term.number.digits).div(bottom.digits).mul(100).toDecimalPlaces(2).toFixed(),
        term,
      };
    }
  }
  return undefined;
}
