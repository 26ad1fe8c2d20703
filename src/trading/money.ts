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

// The same prices, sizes and steps come again and again, and reading digits is most of what a
// decision costs. A Decimal never changes, so one may stand for all of its string. Two maps, of
// which the older is dropped when the newer is full, forget what is no longer asked for.
let parsed = new Map<string, Decimal>();
let parsedBefore = new Map<string, Decimal>();
const PARSED_AT_MOST = 4_000;

function parse(text: string): Decimal {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const result = parsedBefore.get(text) ?? new Decimal(text);
  if (!result.isFinite()) throw new RangeError(`not a finite number: ${text}`);
  if (parsed.size >= PARSED_AT_MOST) {
    parsedBefore = parsed;
    parsed = new Map();
  }
  parsed.set(text, result);
  return result;
}

export const ZERO: Decimal = new Decimal(0);
export const ONE: Decimal = new Decimal(1);

const HUNDREDTH = new Decimal('0.01');

/** So many percent of a value. */
export function percentOf(value: Decimal, percent: DecimalInput): Decimal {
  const part = dec(percent);
  return part.isZero() ? ZERO : value.mul(part).mul(HUNDREDTH);
}

/** The sum; the same as `add`, but a sum that begins with nothing costs nothing. */
export function plus(a: Decimal, b: Decimal): Decimal {
  if (b.isZero()) return a;
  return a.isZero() ? b : a.add(b);
}

/** The product; the same as `mul`, but a share of 1 or a leverage of 1 costs nothing. */
export function times(a: Decimal, b: Decimal): Decimal {
  if (isOne(b)) return a;
  return isOne(a) ? b : a.mul(b);
}

function isOne({ d, e, s }: Decimal): boolean {
  return e === 0 && s === 1 && d.length === 1 && d[0] === 1;
}

/** Whether both are the same number; most that are, are the very same object. */
export function isSameNumber(a: Decimal, b: Decimal): boolean {
  return a === b || a.eq(b);
}

/** Rounds down to a whole multiple of `step` (a size to the product's base increment). */
export function floorTo(value: Decimal, step: Decimal): Decimal {
  const places = decimalPlacesOf(step);
  if (places !== null) {
    if (value.decimalPlaces() <= places) return value;
    return value.toDecimalPlaces(places, Decimal.ROUND_FLOOR);
  }
  const steps = value.divToInt(step);
  const rounded = steps.mul(step);
  // Whole division goes toward zero; below zero that is up.
  return rounded.gt(value) ? rounded.sub(step) : rounded;
}

const steps = new WeakMap<Decimal, number | null>();

/** The decimals of a step that is 1, 0.1, 0.01 and so on, as nearly all are; null for any other. */
function decimalPlacesOf(step: Decimal): number | null {
  let places = steps.get(step);
  if (places === undefined) {
    places = /^(1|0\.0*1)$/.test(step.toFixed()) ? step.decimalPlaces() : null;
    steps.set(step, places);
  }
  return places;
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
