import { createPricePath, type PathOptions, type PricePath } from './pricePath.ts';

/** One bar in plain numbers; `start` is UTC milliseconds. */
export type Bar = {
  start: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
};

const MINUTE = 60_000;
const HOUR = 3_600_000;

/** Prices of one book over all time: the invented past, and the minutes that were really traded. */
export type PriceHistory = {
  path: PricePath;
  /** What the path is multiplied by from `time` on, so that the past keeps its shape. */
  setFactor(time: number, factor: number): void;
  factorAt(time: number): number;
  /** Writes a price, and the volume traded at it, into the minute's bar. */
  record(time: number, price: number, volume: number): void;
  /** Bars of `length` milliseconds that start in [start, end), oldest first. */
  bars(start: number, end: number, length: number): Bar[];
  save(): SavedHistory;
};

export type SavedHistory = { factors: [number, number][]; recorded: Bar[] };

/** How many recorded minutes are kept: three days. */
const KEPT_MINUTES = 3 * 24 * 60;

export function createPriceHistory(
  options: PathOptions & { dailyVolume: number },
  saved?: SavedHistory,
): PriceHistory {
  const path = createPricePath(options);
  const factors: [number, number][] = saved?.factors ?? [];
  const recorded = new Map((saved?.recorded ?? []).map((bar) => [bar.start, bar]));
  const invented = new Map<number, Bar>();

  function factorAt(time: number): number {
    return factors.findLast(([from]) => from <= time)?.[1] ?? 1;
  }

  const pathPrice = (time: number) => path.at(time) * factorAt(time);

  function inventMinute(start: number): Bar {
    const [open, middle, close] = [0, MINUTE / 2, MINUTE].map((after) => pathPrice(start + after));
    const prices = [open, middle, close] as [number, number, number];
    const share = 0.25 + 1.5 * path.chance(start / MINUTE);
    return {
      start,
      open: prices[0],
      high: Math.max(...prices),
      low: Math.min(...prices),
      close: prices[2],
      volume: (options.dailyVolume / 1440) * share,
    };
  }

  function minute(start: number): Bar {
    return recorded.get(start) ?? inventMinute(start);
  }

  /** Whole hours of the invented past never change, so they are worked out once. */
  function hour(start: number): Bar {
    const known = invented.get(start);
    if (known) return known;
    const minutes = Array.from({ length: 60 }, (_, index) => start + index * MINUTE);
    const bar = join(start, minutes.map(minute));
    const isPast =
      !minutes.some((each) => recorded.has(each)) &&
      factors.every(([from]) => from > start + HOUR || from <= start);
    if (isPast) invented.set(start, bar);
    return bar;
  }

  function bar(start: number, length: number, end: number): Bar {
    const parts: Bar[] = [];
    for (let at = start; at < end; ) {
      const whole = at % HOUR === 0 && at + HOUR <= end && length >= HOUR;
      parts.push(whole ? hour(at) : minute(at));
      at += whole ? HOUR : MINUTE;
    }
    return join(start, parts);
  }

  return {
    path,
    factorAt,
    setFactor(time, factor) {
      factors.push([time, factor]);
    },
    record(time, price, volume) {
      const start = Math.floor(time / MINUTE) * MINUTE;
      const known = recorded.get(start);
      if (known) {
        known.high = Math.max(known.high, price);
        known.low = Math.min(known.low, price);
        known.close = price;
        known.volume += volume;
        return;
      }
      recorded.set(start, { start, open: price, high: price, low: price, close: price, volume });
      const oldest = recorded.keys().next();
      if (recorded.size > KEPT_MINUTES && !oldest.done) recorded.delete(oldest.value);
    },
    bars(start, end, length) {
      const result: Bar[] = [];
      for (let at = Math.ceil(start / length) * length; at < end; at += length) {
        result.push(bar(at, length, Math.min(at + length, Math.ceil(end / MINUTE) * MINUTE)));
      }
      return result;
    },
    save: () => ({ factors, recorded: [...recorded.values()] }),
  };
}

function join(start: number, parts: readonly Bar[]): Bar {
  const [first] = parts;
  const last = parts.at(-1);
  if (!first || !last) throw new RangeError('a bar needs at least one part');
  let { high, low, volume } = first;
  for (const part of parts.slice(1)) {
    high = Math.max(high, part.high);
    low = Math.min(low, part.low);
    volume += part.volume;
  }
  return { start, open: first.open, high, low, close: last.close, volume };
}
