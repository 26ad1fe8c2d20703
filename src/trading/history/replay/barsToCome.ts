import { DAY_MS, dayOf, MINUTE_MS } from '../candles/candleDay.ts';
import type { Tape } from '../candles/tape.ts';
import type { Desk } from './desk.ts';

/** Which minute of which product comes next; every other is skipped, for nothing would happen in it. */
export type Bars = {
  /** When a minute that matters next ends; infinite while nothing waits for a price. */
  next(): number;
  /** Walks the minutes that end now, and looks out for those that come after. */
  pass(): Promise<void>;
  /** Looks out anew for what has changed since. */
  update(): Promise<void>;
  minutes(): { waited: number; walked: number };
};

/** What a product's next minute is: one to walk, or the end of the day as far as it was looked through. */
type Coming = { end: number; walks: boolean };

export function createBars(parts: { desk: Desk; tape: Tape; everyMinute: boolean }): Bars {
  const { desk, tape, everyMinute } = parts;
  const coming = new Map<string, Coming>();
  /** From when on each product has been waited for without a break. */
  const since = new Map<string, number>();
  let now = 0;
  let first = Number.POSITIVE_INFINITY;
  let waited = 0;
  let walked = 0;

  async function look(productId: string): Promise<void> {
    const bounds = desk.bounds(productId);
    if (bounds === null) {
      const began = since.get(productId);
      if (began !== undefined) waited += (now - began) / MINUTE_MS;
      since.delete(productId);
      coming.delete(productId);
      return;
    }
    if (!since.has(productId)) since.set(productId, now);
    if (!tape.isLoaded(productId, now)) await tape.load(productId, now);
    const start = everyMinute ? now : tape.firstTouch(productId, now, bounds);
    coming.set(
      productId,
      start === null
        ? { end: (dayOf(now) + 1) * DAY_MS, walks: false }
        : { end: start + MINUTE_MS, walks: true },
    );
  }

  function findFirst(): void {
    first = Number.POSITIVE_INFINITY;
    for (const { end } of coming.values()) if (end < first) first = end;
  }

  async function update(): Promise<void> {
    const changed = desk.takeChanged();
    if (changed.size === 0) return;
    for (const productId of changed) await look(productId);
    findFirst();
  }

  return {
    next: () => first,
    async pass() {
      now = desk.now();
      if (first > now) return;
      const due = [...coming].filter(([, { end }]) => end <= now);
      // Always in one order, so that what happens in one minute comes out the same.
      due.sort(([a], [b]) => (a < b ? -1 : 1));
      for (const [productId, { end, walks }] of due) {
        if (walks) {
          walked += 1;
          const candle = tape.candle(productId, end - MINUTE_MS);
          if (candle !== null) desk.walk(productId, candle);
        }
      }
      for (const [productId] of due) await look(productId);
      await update();
      findFirst();
    },
    update,
    minutes: () => {
      let open = 0;
      for (const began of since.values()) open += (now - began) / MINUTE_MS;
      return { waited: waited + open, walked };
    },
  };
}
