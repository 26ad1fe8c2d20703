import type { Candle } from '../../venue/marketData.ts';
import type { DecimalString } from '../../venue/venue.ts';

/**
 * One product's minutes of one UTC day, as history looks through them: whole numbers of the day's
 * smallest step, so that a comparison is exact and costs nothing. A minute without a trade has no
 * candle; its places are NaN, which no comparison is ever true of.
 */
export type CandleDay = {
  /** Days since 1970-01-01, UTC. */
  day: number;
  /** Decimals of a price: a price is its number divided by 10 to this power. */
  scale: number;
  open: Float64Array;
  high: Float64Array;
  low: Float64Array;
  close: Float64Array;
  /** In base, to about four digits. */
  volume: Float64Array;
  /** How many of its minutes have a candle. */
  count: number;
};

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
export const MINUTES_A_DAY = 1440;

/** Days since 1970-01-01 of a time in UTC milliseconds. */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS);

export function emptyDay(day: number, scale = 0): CandleDay {
  const places = () => new Float64Array(MINUTES_A_DAY).fill(Number.NaN);
  return {
    day,
    scale,
    open: places(),
    high: places(),
    low: places(),
    close: places(),
    volume: new Float64Array(MINUTES_A_DAY),
    count: 0,
  };
}

/** Takes everything out of a day, and makes another of it. */
export function clearDay(places: CandleDay, day: number): void {
  places.day = day;
  places.count = 0;
  for (const prices of [places.open, places.high, places.low, places.close])
    prices.fill(Number.NaN);
  places.volume.fill(0);
}

/**
 * The candles of one UTC day, in any order; those of other days are left out, and of two of one
 * minute the later wins. Throws RangeError where a price is none, or has more digits than can be
 * kept exactly (15 with its decimals).
 */
export function makeDay(day: number, candles: readonly Candle[]): CandleDay {
  const own = candles.filter(({ at }) => dayOf(at) === day);
  const scale = own.reduce(
    (most, { open, high, low, close }) =>
      Math.max(most, ...[open, high, low, close].map(decimalsOf)),
    0,
  );
  const made = emptyDay(day, scale);
  for (const { at, open, high, low, close, volume } of own) {
    const minute = Math.floor((at - day * DAY_MS) / MINUTE_MS);
    if (Number.isNaN(made.open[minute])) made.count += 1;
    made.open[minute] = stepsOf(open, scale);
    made.high[minute] = stepsOf(high, scale);
    made.low[minute] = stepsOf(low, scale);
    made.close[minute] = stepsOf(close, scale);
    made.volume[minute] = Number(volume);
  }
  return made;
}

function decimalsOf(price: DecimalString): number {
  const point = price.indexOf('.');
  return point < 0 ? 0 : price.replace(/0+$/, '').length - point - 1;
}

/** A price as a whole number of steps of 10 to the power of −`scale`. */
export function stepsOf(price: DecimalString, scale: number): number {
  if (!/^\d+(\.\d+)?$/.test(price)) throw new RangeError(`not a price: ${price}`);
  const [whole = '', decimals = ''] = price.split('.');
  const steps = Number(whole + decimals.slice(0, scale).padEnd(scale, '0'));
  if (!Number.isSafeInteger(steps)) throw new RangeError(`a price with too many digits: ${price}`);
  return steps;
}

/** The same back, in plain notation. */
export function priceOfSteps(steps: number, scale: number): DecimalString {
  if (scale === 0) return String(steps);
  const digits = String(steps).padStart(scale + 1, '0');
  const decimals = digits.slice(-scale).replace(/0+$/, '');
  const whole = digits.slice(0, -scale);
  return decimals === '' ? whole : `${whole}.${decimals}`;
}
