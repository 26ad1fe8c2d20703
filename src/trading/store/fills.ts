import type { Kysely, Selectable } from 'kysely';
import type { Account } from '../strategy/event.ts';
import type { Fill } from '../venue/venue.ts';
import type { Database } from './tables.ts';

/** Keeps executions; one that is there already stays as it is. */
export async function addFills(
  db: Kysely<Database>,
  account: Account,
  orderId: string,
  positionId: string,
  fills: readonly Fill[],
): Promise<void> {
  if (fills.length === 0) return;
  await db
    .insertInto('fills')
    .values(
      fills.map((fill) => ({
        account,
        trade_id: fill.tradeId,
        order_id: orderId,
        position_id: positionId,
        product_id: fill.productId,
        side: fill.side,
        price: fill.price,
        size: fill.size,
        fee: fill.fee,
        liquidity: fill.liquidity,
        at: new Date(fill.at),
      })),
    )
    .onConflict((conflict) => conflict.columns(['account', 'trade_id']).doNothing())
    .execute();
}

/** Executions of an account, oldest first. */
export function listFills(
  db: Kysely<Database>,
  account: Account,
  period: { from?: number; to?: number } = {},
): Promise<Selectable<Database['fills']>[]> {
  let query = db.selectFrom('fills').selectAll().where('account', '=', account).orderBy('at');
  if (period.from !== undefined) query = query.where('at', '>=', new Date(period.from));
  if (period.to !== undefined) query = query.where('at', '<', new Date(period.to));
  return query.execute();
}
