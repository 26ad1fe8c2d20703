import { type Kysely, sql } from 'kysely';
import type { Account } from '../strategy/event.ts';
import type { DecimalString } from '../venue/venue.ts';
import type { Database } from './tables.ts';

export type DaySummary = {
  signals: { read: number; taken: number; denied: number; unclear: number };
  closed: { count: number; won: number; net: DecimalString; fees: DecimalString };
  open: number;
  best: { positionId: string; productId: string; net: DecimalString } | null;
  worst: { positionId: string; productId: string; net: DecimalString } | null;
};

/** What came of the time from `start` (inclusive) to `end` (exclusive), UTC milliseconds. */
export async function summarize(
  db: Kysely<Database>,
  account: Account,
  start: number,
  end: number,
): Promise<DaySummary> {
  const [from, to] = [new Date(start), new Date(end)];
  const signals = await db
    .selectFrom('readings')
    .where('at', '>=', from)
    .where('at', '<', to)
    .where('kind', 'in', ['signal', 'unclear'])
    .select((eb) => [
      eb.fn.countAll<number>().as('read'),
      eb.fn.countAll<number>().filterWhere('outcome', '=', 'taken').as('taken'),
      eb.fn.countAll<number>().filterWhere('outcome', '=', 'denied').as('denied'),
      eb.fn.countAll<number>().filterWhere('outcome', '=', 'unclear').as('unclear'),
    ])
    .executeTakeFirstOrThrow();

  const closed = db
    .selectFrom('positions')
    .where('account', '=', account)
    .where('status', '=', 'closed')
    .where('closed_at', '>=', from)
    .where('closed_at', '<', to);
  const sums = await closed
    .select((eb) => [
      eb.fn.countAll<number>().as('count'),
      eb.fn.countAll<number>().filterWhere('net', '>', '0').as('won'),
      sql<string>`coalesce(sum(net), 0)::text`.as('net'),
      sql<string>`coalesce(sum(fees), 0)::text`.as('fees'),
    ])
    .executeTakeFirstOrThrow();
  const extreme = (direction: 'asc' | 'desc') =>
    closed
      .select(['id as positionId', 'product_id as productId', 'net'])
      .where('net', 'is not', null)
      .orderBy('net', direction)
      .limit(1)
      .executeTakeFirst();
  const open = await db
    .selectFrom('positions')
    .where('account', '=', account)
    .where('status', 'in', ['pending', 'open', 'closing'])
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();

  const [best, worst] = [await extreme('desc'), await extreme('asc')];
  const named = (row: typeof best) => (row ? { ...row, net: row.net ?? '0' } : null);
  return { signals, closed: sums, open: open.count, best: named(best), worst: named(worst) };
}
