import { bookOf } from '../../../src/trading/venue/matching/product.ts';
import type { DayStatistics } from '../wire/products.ts';
import type { Market } from './market.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** A day's statistics are worked out anew after this long. */
const FRESH_MS = 60_000;

const known = new WeakMap<Market, Map<string, { at: number; day: DayStatistics }>>();

/** Volume, move and range of the last 24 hours of a product's book. */
export function dayStatistics(market: Market, productId: string): DayStatistics {
  const product = market.exchange.product(productId);
  const bookId = product ? bookOf(product) : productId;
  const now = market.now();
  const cache = known.get(market) ?? new Map();
  known.set(market, cache);
  const cached = cache.get(bookId);
  if (cached && Math.abs(now - cached.at) < FRESH_MS) return cached.day;
  const bars = market.history(bookId).bars(now - DAY, now, HOUR);
  const open = bars[0]?.open ?? 0;
  const last = market.exchange.quote(bookId)?.last.toNumber() ?? open;
  const day = {
    volume: bars.reduce((sum, bar) => sum + bar.volume, 0),
    change: open > 0 ? (last / open - 1) * 100 : 0,
    high: Math.max(last, ...bars.map((bar) => bar.high)),
    low: Math.min(last, ...bars.map((bar) => bar.low)),
  };
  cache.set(bookId, { at: now, day });
  return day;
}
