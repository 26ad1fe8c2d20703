import type { Kysely } from 'kysely';
import type { Database } from '../tables.ts';

/** A product's minutes of one UTC day (since 1970-01-01), packed; null where they were never kept. */
export async function findCandleDay(
  db: Kysely<Database>,
  productId: string,
  day: number,
): Promise<Buffer | null> {
  const row = await db
    .selectFrom('candle_days')
    .select('candles')
    .where('product_id', '=', productId)
    .where('day', '=', day)
    .executeTakeFirst();
  return row?.candles ?? null;
}

/** Keeps a day that is over; one that is kept already stays. */
export async function keepCandleDay(
  db: Kysely<Database>,
  productId: string,
  day: number,
  candles: Buffer,
): Promise<void> {
  await db
    .insertInto('candle_days')
    .values({ product_id: productId, day, candles })
    .onConflict((conflict) => conflict.columns(['product_id', 'day']).doNothing())
    .execute();
}
