import type { Kysely } from 'kysely';
import { findCandleDay, keepCandleDay } from '../../store/market/candleDays.ts';
import type { Database } from '../../store/tables.ts';
import type { MarketData } from '../../venue/marketData.ts';
import { DAY_MS, MINUTE_MS, makeDay } from './candleDay.ts';
import { packDay } from './compactDay.ts';
import type { CandleSource } from './tape.ts';

/** A day's last minutes may come late; only then is it over. */
const LATE_MS = 10 * MINUTE_MS;

/**
 * Candles as the database has them; a day that it has not is asked of the venue once, and kept when
 * it is over. A day without a trade is known as that, and not asked for again. Rejects with a
 * VenueError where the venue can't be asked: what is not known is never taken for a day without trades.
 */
export function createStoredCandles(parts: {
  db: Kysely<Database>;
  marketData: Pick<MarketData, 'candles'>;
  now: () => number;
}): CandleSource {
  const { db, marketData, now } = parts;
  return {
    async day(productId, day) {
      const start = day * DAY_MS;
      if (start > now()) return null;
      const known = await findCandleDay(db, productId, day);
      if (known !== null) return known;
      const end = Math.min(start + DAY_MS, Math.floor(now() / MINUTE_MS) * MINUTE_MS);
      const candles = await marketData.candles(productId, '1m', start, end);
      const packed = packDay(makeDay(day, candles));
      if (now() >= start + DAY_MS + LATE_MS) await keepCandleDay(db, productId, day, packed);
      return packed;
    },
  };
}
