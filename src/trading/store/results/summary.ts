import { type Kysely, sql } from 'kysely';
import { dec } from '../../money.ts';
import type { Account } from '../../strategy/model/event.ts';
import type { DaySummary } from '../../strategy/model/notice.ts';
import type { Database } from '../tables.ts';
import { listResults } from './results.ts';

/** What came of the time from `start` (inclusive) to `end` (exclusive), UTC milliseconds, and what is open now. */
export async function summarize(
  db: Kysely<Database>,
  account: Account,
  start: number,
  end: number,
): Promise<DaySummary> {
  const [from, to] = [new Date(start), new Date(end)];
  const readings = db.selectFrom('readings').where('at', '>=', from).where('at', '<', to);
  const signals = await readings
    .where('kind', 'in', ['signal', 'unclear'])
    .select((eb) => [
      eb.fn.countAll<number>().as('read'),
      eb.fn.countAll<number>().filterWhere('outcome', '=', 'taken').as('taken'),
      eb.fn.countAll<number>().filterWhere('outcome', '=', 'denied').as('denied'),
      eb.fn.countAll<number>().filterWhere('outcome', '=', 'unclear').as('unclear'),
    ])
    .executeTakeFirstOrThrow();
  const denials = await readings
    .where('outcome', '=', 'denied')
    .where('rule', 'is not', null)
    .select((eb) => ['rule', eb.fn.countAll<number>().as('count')])
    .groupBy('rule')
    .orderBy('count', 'desc')
    .orderBy('rule')
    .execute();
  const open = await db
    .selectFrom('positions')
    .select(['id as positionId', 'product_id as productId', 'side'])
    .where('account', '=', account)
    .where('status', 'in', ['pending', 'open', 'closing'])
    .orderBy('created_at')
    .execute();
  const equity = await db
    .selectFrom('equity')
    .select('equity')
    .where('account', '=', account)
    .where('at', '>=', from)
    .where('at', '<', to)
    .orderBy('at')
    .execute();
  const { errors } = await db
    .selectFrom('notices')
    .select((eb) => eb.fn.countAll<number>().as('errors'))
    .where('kind', '=', 'error')
    .where(sql<boolean>`not notice ? 'over'`)
    .where('created_at', '>=', from)
    .where('created_at', '<', to)
    .executeTakeFirstOrThrow();
  const closed = await listResults(db, account, { from: start, to: end });
  const [first, last] = [equity[0], equity.at(-1)];
  return {
    signals,
    denials: denials.map(({ rule, count }) => ({ rule: rule ?? '', count })),
    closed: closed.map(({ positionId, productId, quote, side, net, fees, risk }) => ({
      positionId,
      productId,
      quote,
      side,
      net,
      fees,
      r: dec(risk).isZero() ? null : dec(net).div(risk).toFixed(2),
    })),
    open,
    equity: first && last ? { start: first.equity, end: last.equity } : null,
    errors,
  };
}
