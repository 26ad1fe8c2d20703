import { dec } from '../../../money.ts';
import type { Level } from '../../levels/level.ts';
import { isKind } from '../../words/kinds.ts';
import { isFraction } from '../../words/layout/listNumbers.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';

/** Shares that are rounded may miss the whole by so much, in percent. */
const ROUNDING = 1;

/**
 * How much of the trade each level takes, in percent and in their order: "0.60 (40%)", "TP1 (50%): 0.735",
 * "(1/4) 21.60", or `row`, a line of shares alone. Null unless each level has one and they make the whole.
 * Gains that stand in the same place don't add up to it.
 */
export function sharesOf(
  terms: readonly Term[],
  levels: readonly Level[],
  row: readonly Term[],
): readonly string[] | null {
  if (levels.length < 2) return null;
  const own = levels.map(({ term }) => shareOf(terms, term));
  const told = own.flatMap((share) => (share === null ? [] : [share]));
  const inRow =
    row.length === levels.length ? row.map((t) => t.number?.values[0]?.value ?? '0') : [];
  const shares = told.length === levels.length ? told : inRow;
  return shares.length > 0 && isWhole(shares) ? shares : null;
}

/** What one level takes, where it is told beside it. */
export function shareOf(terms: readonly Term[], price: Term): string | null {
  return shareBehind(terms, price) ?? shareBefore(terms, price);
}

/** Together they make the whole. */
export function isWhole(shares: readonly string[]): boolean {
  const sum = shares.reduce((total, share) => total.add(share), dec(0));
  return sum.sub(100).abs().lte(ROUNDING);
}

/** "0.58 - 30%", "0.60 (40%)", "59 (20%)". */
export function shareBehind(terms: readonly Term[], price: Term): string | null {
  for (let at = placeOf(terms, price) + 1; at <= placeOf(terms, price) + 3; at++) {
    const term = terms[at];
    if (term?.line !== price.line) return null;
    if (term.number) return percentOf(term);
    if (term.kind !== 'mark' || !'-(:=|/'.includes(term.text)) return null;
  }
  return null;
}

/** "TP1 (50%): 0.735", "50% @ 4.80", "(1/4) 21.60", "(1/4) INJ long 22.10". */
export function shareBefore(terms: readonly Term[], price: Term): string | null {
  for (let at = placeOf(terms, price) - 1; at >= 0; at--) {
    const term = terms[at];
    if (term?.line !== price.line || term.kind === 'break') return null;
    if (isFraction(terms, at - 2) && term.number) return fractionOf(terms, at - 2);
    if (term.number) return percentOf(term);
    const joins = term.kind === 'mark' ? '):@=-('.includes(term.text) : isPassed(term);
    if (!joins) return null;
  }
  return null;
}

/** Words that may stand between a share and its price: the coin, the side, "at". */
function isPassed(term: Term): boolean {
  return term.role === 'at' || term.role === 'long' || term.role === 'short' || isCoin(term);
}

const isCoin = ({ ticker, role }: Term): boolean => ticker !== undefined && role === undefined;

function percentOf({ number }: Term): string | null {
  return number?.unit === 'percent' && number.sign === null
    ? (number.values[0]?.value ?? null)
    : null;
}

function fractionOf(terms: readonly Term[], at: number): string {
  const [part, , whole] = [terms[at], terms[at + 1], terms[at + 2]];
  return dec(part?.number?.digits ?? '0')
    .div(whole?.number?.digits ?? '1')
    .mul(100)
    .toDecimalPlaces(4)
    .toFixed();
}

/**
 * "TP%: 40 | 40 | 20": behind a target's label and a percent sign, shares alone up to the end of the line.
 * Empty when it is none.
 */
export function rowOfShares(terms: readonly Term[], label: Term): readonly Term[] {
  const at = placeOf(terms, label);
  const marked = terms[at + 1]?.text === '%' && terms[at + 2]?.text === ':';
  if (!marked && !isKind(label, 'shareLabel')) return [];
  const end = terms.findIndex((t, i) => i > at && t.kind === 'break');
  const line = terms.slice(at + 1, end < 0 ? terms.length : end);
  const row = line.filter((t) => t.number);
  const plain = line.every((t) => t.number || t.kind === 'mark');
  const known = row.every((t) => t.number?.unit === null || t.number?.unit === 'percent');
  return plain && known && isWhole(row.map((t) => t.number?.values[0]?.value ?? '0')) ? row : [];
}

/** "60/40", "50 / 30 / 20": whole numbers with slashes between that make a hundred. How many terms, or 0. */
export function rowOfHundred(terms: readonly Term[], at: number): number {
  let sum = 0;
  let end = at;
  for (;;) {
    const number = terms[end]?.number;
    const plain = number?.whole && (number.unit === null || number.unit === 'percent');
    if (!plain || number.sign || number.currency) return 0;
    sum += Number(number.digits);
    if (terms[end + 1]?.text !== '/') break;
    end += 2;
  }
  return end > at && sum === 100 ? end - at + 1 : 0;
}

/**
 * "0.3540 (DCA)", "(1/4) 21.60", "0.58 - 30%", in a line of its own below the entry: another place to get
 * in, told by what it is or by its share.
 */
export function isLegLine(terms: readonly Term[], price: Term): boolean {
  const line = terms.filter((t) => t.line === price.line && t.kind !== 'break');
  const part = line.find((t) => isFraction(terms, placeOf(terms, t)));
  const shared = shareBehind(terms, price) ?? (part && part.at < price.at ? part : null);
  const averages = line.some((t) => t.role === 'average' && t.depth > 0);
  const numbers = line.filter((t) => t.number?.unit === null && t.depth === 0);
  const words = line.filter((t) => t.kind === 'word' && t.role !== 'average');
  return (shared !== null || averages) && numbers.length === 1 && words.length === 0;
}
