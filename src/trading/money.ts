import { Decimal as Base } from 'decimal.js';

/**
 * Exact decimal arithmetic for money: prices, sizes, fees.
 *
 * A private constructor of decimal.js with 40 significant digits: its default of 20 rounds
 * silently (a size with 8 decimals times a price with 8 decimals can already need more), and a
 * clone keeps another library's settings out of our sums. Exponents are never printed: use
 * `toFixed()`, which gives plain notation, never `toString()` (1e-8).
 */
export const Decimal = Base.clone({ precision: 40, rounding: Base.ROUND_HALF_EVEN });
export type Decimal = Base;

/** What `dec` takes: a plain decimal string ("0.00012"), an integer, or a Decimal. */
export type DecimalInput = string | number | Base;

/**
 * Makes a Decimal. Throws RangeError on anything that is not a finite decimal number; callers at
 * the boundary check with zod first, so a throw here is a fault of ours.
 */
export function dec(value: DecimalInput): Decimal {
  if (typeof value === 'string') return parse(value);
  const result = value instanceof Decimal ? value : new Decimal(value);
  if (!result.isFinite()) throw new RangeError(`not a finite number: ${String(value)}`);
  return result;
}

// The same few thousand prices, sizes and steps come again and again, and reading digits is most of
// what a decision costs. A Decimal never changes, so one may stand for all of its string.
const parsed = new Map<string, Decimal>();
const PARSED_AT_MOST = 20_000;

function parse(text: string): Decimal {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const result = new Decimal(text);
  if (!result.isFinite()) throw new RangeError(`not a finite number: ${text}`);
  if (parsed.size >= PARSED_AT_MOST) parsed.clear();
  parsed.set(text, result);
  return result;
}

export const ZERO: Decimal = new Decimal(0);

/** Rounds down to a whole multiple of `step` (a size to the product's base increment). */
export function floorTo(value: Decimal, step: Decimal): Decimal {
  const steps = value.divToInt(step);
  const rounded = steps.mul(step);
  // Whole division goes toward zero; below zero that is up.
  return rounded.gt(value) ? rounded.sub(step) : rounded;
}

/** Rounds up to a whole multiple of `step`. */
export function ceilTo(value: Decimal, step: Decimal): Decimal {
  const rounded = floorTo(value, step);
  return rounded.lt(value) ? rounded.add(step) : rounded;
}

export function minOf(a: Decimal, b: Decimal): Decimal {
  return a.lt(b) ? a : b;
}

export function maxOf(a: Decimal, b: Decimal): Decimal {
  return a.gt(b) ? a : b;
}
