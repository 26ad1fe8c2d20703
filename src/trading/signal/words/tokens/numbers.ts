import { dec } from '../../../money.ts';
import { endOfDigits } from './characters.ts';

/**
 * A number as written, with every value that it might stand for. Which one is meant is decided
 * later, by the numbers beside it (scale.ts).
 */
export type NumberLiteral = {
  /** The possible values, most likely first; plain decimal strings. `cost` grows with how odd the reading is. */
  values: readonly { value: string; cost: number }[];
  /** The digits as written, without sign, currency and unit. */
  digits: string;
  /** What follows the digits and belongs to them. */
  unit: 'percent' | 'times' | 'thousand' | 'ratio' | 'big' | 'about' | null;
  sign: '+' | '-' | null;
  /** A currency sign stands before or behind. */
  currency: boolean;
  /** Neither dot nor comma in it. */
  whole: boolean;
  /** "37,38" where nothing tells a decimal from a list: the two that it may be. */
  orList?: readonly [string, string];
};

/**
 * Every value of a run of digits with dots, commas or apostrophes in it. "88,739" is 88739 or
 * 88.739, "0,10380" can only be 0.1038, "02574" has lost its dot (0.2574), "1.234,5" is 1234.5.
 * Empty when it is no number at all (a date, a version).
 */
export function valuesOf(digits: string): { value: string; cost: number }[] {
  if (endOfDigits(digits, 0) === digits.length) {
    if (digits.length > 1 && digits.startsWith('0'))
      return [one(`0.${digits.slice(1)}`, 0.6), one(digits, 1.2)];
    return [one(digits, 0)];
  }
  const separators = [...digits].filter((c) => c < '0' || c > '9');
  const groups = splitGroups(digits);
  const last = groups.at(-1) ?? '';
  const head = groups[0] ?? '';

  if (groups.slice(1).some((group) => group === '')) return [];
  if (separators.length === 1) {
    const decimal = one(`${head || '0'}.${last}`, 0);
    const couldBeThousands =
      last.length === 3 && head.length >= 1 && head.length <= 3 && !head.startsWith('0');
    if (separators[0] === "'") return couldBeThousands ? [one(head + last, 0)] : [];
    if (!couldBeThousands) return [decimal];
    return separators[0] === ','
      ? [one(head + last, 0), { ...decimal, cost: 0.5 }]
      : [decimal, one(head + last, 0.8)];
  }
  const decimalMark = separators.at(-1);
  const inner = separators.slice(0, -1);
  if (inner.includes(decimalMark ?? '')) {
    // One kind throughout: thousands in threes, or nothing we know.
    const threes = groups.slice(1).every((group) => group.length === 3);
    return threes && new Set(separators).size === 1 && head.length <= 3
      ? [one(groups.join(''), 0)]
      : [];
  }
  const whole = groups.slice(0, -1);
  const threes = whole.slice(1).every((group) => group.length === 3);
  return threes && new Set(inner).size === 1 ? [one(`${whole.join('')}.${last}`, 0)] : [];
}

/** A value times a power of ten, in plain notation. */
export function shift(value: string, places: number): string {
  return dec(value)
    .mul(dec(`1e${places}`))
    .toFixed();
}

function one(value: string, cost: number): { value: string; cost: number } {
  return { value: plain(value), cost };
}

/** A decimal without needless zeros: "007.50" → "7.5". By hand, for every number of every message passes here. */
function plain(value: string): string {
  const dot = value.indexOf('.');
  let start = 0;
  while (value[start] === '0' && start + 1 < (dot < 0 ? value.length : dot)) start++;
  if (dot < 0) return value.slice(start);
  let end = value.length;
  while (value[end - 1] === '0') end--;
  return value.slice(start, end - 1 === dot ? dot : end);
}

function splitGroups(digits: string): string[] {
  const groups = [''];
  for (const character of digits) {
    if (character >= '0' && character <= '9') groups[groups.length - 1] += character;
    else groups.push('');
  }
  return groups;
}

/** The likeliest value of a number as it is written, for comparing sizes only; 0 when it is none. */
export function firstValue({ number }: { number?: NumberLiteral }): number {
  return Number(number?.values[0]?.value ?? 0);
}

/** A number of these digits; what is not told of it, it has not. */
export function literal(digits: string, more: Partial<NumberLiteral>): NumberLiteral {
  const whole = endOfDigits(digits, 0) === digits.length;
  return { values: [], digits, unit: null, sign: null, currency: false, whole, ...more };
}
