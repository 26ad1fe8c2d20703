import type { HistoryClock } from '../clock.ts';
import {
  type CandleDay,
  clearDay,
  DAY_MS,
  dayOf,
  emptyDay,
  MINUTE_MS,
  MINUTES_A_DAY,
  priceOfSteps,
} from './candleDay.ts';
import { unpackDay } from './compactDay.ts';

/** Where a product's minutes come from. */
export type CandleSource = {
  /** The candles of that UTC day as `packDay` writes them; null where nothing is known of them. */
  day(productId: string, day: number): Promise<Uint8Array | null> | Uint8Array | null;
};

export type TapeCandle = {
  /** Start, UTC milliseconds. */
  at: number;
  open: string;
  high: string;
  low: string;
  close: string;
  volume: string;
};

/** Prices between which nothing happens; null: nothing happens that way however far the price goes. */
export type Bounds = { below: number | null; above: number | null };

/**
 * The recorded prices of a history. Days are brought in as they are needed, and dropped when they
 * are past; a candle is given out only once the clock has reached its end.
 */
export type Tape = {
  /** Whether a look at the day of that time (and the one before) needs no `load`. */
  isLoaded(productId: string, at: number): boolean;
  load(productId: string, at: number): Promise<void>;
  /** The last trade known at the clock's time, no older than a day; null without one. */
  last(productId: string): { price: string; at: number } | null;
  /** The candle that starts then; null where nothing was traded. Throws LookAhead before its end. */
  candle(productId: string, start: number): TapeCandle | null;
  /**
   * The start of the first candle from `from` on, that day, which touches a bound; else null.
   * A time only, by which the driver skips what comes to nothing: no price of it gets out.
   */
  firstTouch(productId: string, from: number, bounds: Bounds): number | null;
  /** Days that nothing was known of, by product. */
  missing(): ReadonlyMap<string, ReadonlySet<number>>;
  /** Candles brought in so far. */
  loaded(): number;
};

export function createTape(source: CandleSource, clock: HistoryClock): Tape {
  const products = new Map<string, Map<number, CandleDay>>();
  /** Days that are past, to be written over. */
  const spare: CandleDay[] = [];
  const missing = new Map<string, Set<number>>();
  let loaded = 0;

  const dayAt = (productId: string, day: number) => products.get(productId)?.get(day);

  async function bring(productId: string, day: number): Promise<void> {
    const days = products.get(productId) ?? new Map<number, CandleDay>();
    products.set(productId, days);
    if (days.has(day)) return;
    const packed = await source.day(productId, day);
    const into = spare.pop() ?? emptyDay(day);
    if (packed === null) {
      const of = missing.get(productId) ?? new Set();
      missing.set(productId, of.add(day));
      clearDay(into, day);
    } else loaded += unpackDay(day, packed, into).count;
    days.set(day, into);
    for (const [number, old] of days) {
      if (number >= day - 1) continue;
      days.delete(number);
      spare.push(old);
    }
  }

  return {
    isLoaded(productId, at) {
      const day = dayOf(at);
      const days = products.get(productId);
      return days?.has(day) === true && days.has(day - 1);
    },
    async load(productId, at) {
      const day = dayOf(at);
      await bring(productId, day - 1);
      await bring(productId, day);
    },
    last(productId) {
      const now = clock.now();
      // The last that has ended by now.
      const newest = Math.floor(now / MINUTE_MS) * MINUTE_MS - MINUTE_MS;
      const today = dayOf(newest);
      for (const day of [today, today - 1]) {
        const known = dayAt(productId, day);
        if (known === undefined || known.count === 0) continue;
        let minute = day === today ? (newest - day * DAY_MS) / MINUTE_MS : MINUTES_A_DAY - 1;
        while (minute >= 0 && Number.isNaN(known.close[minute])) minute -= 1;
        if (minute < 0) continue;
        const price = priceOfSteps(known.close[minute] as number, known.scale);
        return { price, at: day * DAY_MS + (minute + 1) * MINUTE_MS };
      }
      return null;
    },
    candle(productId, start) {
      clock.requirePast(start + MINUTE_MS, `a candle of ${productId}`);
      const day = dayOf(start);
      const known = dayAt(productId, day);
      const minute = (start - day * DAY_MS) / MINUTE_MS;
      if (known === undefined || Number.isNaN(known.open[minute])) return null;
      const price = (steps: Float64Array) => priceOfSteps(steps[minute] as number, known.scale);
      return {
        at: start,
        open: price(known.open),
        high: price(known.high),
        low: price(known.low),
        close: price(known.close),
        volume: String(known.volume[minute]),
      };
    },
    firstTouch(productId, from, { below, above }) {
      const day = dayOf(from);
      const known = dayAt(productId, day);
      if (known === undefined || known.count === 0) return null;
      const unit = 10 ** known.scale;
      // A hair wider than the bounds: a candle too many comes to nothing, one too few is a fault.
      const low = below === null ? Number.NEGATIVE_INFINITY : below * unit * (1 + 1e-12);
      const high = above === null ? Number.POSITIVE_INFINITY : above * unit * (1 - 1e-12);
      const { low: lows, high: highs } = known;
      for (let minute = (from - day * DAY_MS) / MINUTE_MS; minute < MINUTES_A_DAY; minute += 1) {
        if ((lows[minute] as number) <= low || (highs[minute] as number) >= high) {
          return day * DAY_MS + minute * MINUTE_MS;
        }
      }
      return null;
    },
    missing: () => missing,
    loaded: () => loaded,
  };
}
