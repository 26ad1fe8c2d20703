import type { SandboxEvent } from '../coinbase/control/control.ts';

/** One bar of a chart; `time` is UTC seconds, prices as the chart wants them, for showing only. */
export type RecentBar = { time: number; open: number; high: number; low: number; close: number };

/** Bars of a few seconds, finer than the exchange's candles, so that a story of a minute is seen. */
export type RecentBars = {
  hear(event: SandboxEvent): void;
  of(productId: string): readonly RecentBar[];
};

export const BAR_SECONDS = 5;
/** Half an hour. */
const KEPT = 360;

export function createRecentBars(): RecentBars {
  const bars = new Map<string, RecentBar[]>();
  return {
    hear(event) {
      if (event.type !== 'quote') return;
      const price = Number(event.quote.last);
      const time = Math.floor(event.at / 1_000 / BAR_SECONDS) * BAR_SECONDS;
      const list = bars.get(event.productId) ?? [];
      bars.set(event.productId, list);
      const last = list.at(-1);
      if (last && last.time >= time) {
        last.high = Math.max(last.high, price);
        last.low = Math.min(last.low, price);
        last.close = price;
        return;
      }
      const open = last?.close ?? price;
      list.push({
        time,
        open,
        high: Math.max(open, price),
        low: Math.min(open, price),
        close: price,
      });
      if (list.length > KEPT) list.shift();
    },
    of: (productId) => bars.get(productId) ?? [],
  };
}
