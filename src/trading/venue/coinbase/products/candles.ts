import type { Candle, Granularity } from '../../marketData.ts';
import type { Rest } from '../connection/rest.ts';
import { candleList } from '../wire/wire.ts';

const GRANULARITIES: Record<Granularity, { name: string; seconds: number }> = {
  '1m': { name: 'ONE_MINUTE', seconds: 60 },
  '5m': { name: 'FIVE_MINUTE', seconds: 300 },
  '15m': { name: 'FIFTEEN_MINUTE', seconds: 900 },
  '30m': { name: 'THIRTY_MINUTE', seconds: 1800 },
  '1h': { name: 'ONE_HOUR', seconds: 3600 },
  '2h': { name: 'TWO_HOUR', seconds: 7200 },
  '6h': { name: 'SIX_HOUR', seconds: 21_600 },
  '1d': { name: 'ONE_DAY', seconds: 86_400 },
};

/** Both ends of a request count, and 350 candles is the most that one may span. */
const CANDLES_PER_REQUEST = 350;

/** A product's candles that begin in [start, end), UTC milliseconds, oldest first. */
export async function readCandles(
  rest: Rest,
  productId: string,
  granularity: Granularity,
  start: number,
  end: number,
): Promise<Candle[]> {
  const { name, seconds } = GRANULARITIES[granularity];
  const found = new Map<number, Candle>();
  // Candles start at whole multiples of their length.
  const first = Math.ceil(start / 1000 / seconds) * seconds;
  const last = Math.ceil(end / 1000) - 1;
  const span = (CANDLES_PER_REQUEST - 1) * seconds;
  for (let from = first; from <= last; from += span + seconds) {
    const page = await rest.read(candleList, {
      what: `read the candles of ${productId}`,
      method: 'GET',
      path: `/brokerage/market/products/${encodeURIComponent(productId)}/candles`,
      query: { start: from, end: Math.min(from + span, last), granularity: name },
      priority: 'background',
    });
    for (const candle of page.candles) {
      const at = candle.start * 1000;
      if (at < start || at >= end) continue;
      const { open, high, low, close, volume } = candle;
      found.set(at, { at, open, high, low, close, volume });
    }
  }
  return [...found.values()].sort((a, b) => a.at - b.at);
}
