import type { MarketData, Price } from '../venue/marketData.ts';

const MINUTE_MS = 60_000;
/** An older price says nothing of what could have been traded at. */
export const PRICE_FRESH_MS = 60 * MINUTE_MS;

/**
 * What a product was last traded at before a time of the past, by its minutes: those that had ended by
 * then, none that contains it. null where nothing was traded in the hour before. Rejects with a
 * VenueError when that can't be learned.
 */
export async function priceBefore(
  marketData: Pick<MarketData, 'candles'>,
  productId: string,
  at: number,
): Promise<Price | null> {
  const end = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  const candles = await marketData.candles(productId, '1m', end - PRICE_FRESH_MS, end);
  const last = candles.findLast((candle) => candle.at + MINUTE_MS <= at);
  if (last === undefined) return null;
  const { close } = last;
  return { productId, bid: close, ask: close, last: close, at: last.at + MINUTE_MS };
}
