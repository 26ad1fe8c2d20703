import { type Kysely, sql } from 'kysely';
import type { Database } from '../tables.ts';

/** So many of the last signals tell how long it takes. */
const MOST = 200;
const LEAST = 10;

/**
 * How long after its message a signal was taken, half of them sooner, in milliseconds; null where too
 * few were.
 */
export async function measuredDelay(db: Kysely<Database>): Promise<number | null> {
  const { rows } = await sql<{ count: number; delay: number | null }>`
    select count(*) as count, percentile_disc(0.5) within group (order by took) as delay
    from (
      select greatest(0, extract(epoch from (readings.at - inbox.posted_at)) * 1000)::bigint as took
      from readings join inbox on inbox.seq = readings.inbox_seq
      where readings.outcome = 'taken' and inbox.kind = 'posted'
      order by readings.id desc limit ${MOST}
    ) as last`.execute(db);
  const [row] = rows;
  return row && Number(row.count) >= LEAST && row.delay !== null ? Number(row.delay) : null;
}
