import type { Kysely } from 'kysely';
import type { ExportedFill } from '../../performance/exportCsv.ts';
import { readPosition } from '../../strategy/book/storedPosition.ts';
import type { Account } from '../../strategy/model/event.ts';
import type { Fill } from '../../venue/venue.ts';
import type { Database } from '../tables.ts';

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

/** Executions of an account with what they were for, oldest first. */
export async function listFills(
  db: Kysely<Database>,
  account: Account,
  period: { from?: number; to?: number } = {},
): Promise<ExportedFill[]> {
  let query = db
    .selectFrom('fills')
    .innerJoin('positions', 'positions.id', 'fills.position_id')
    .leftJoin('orders', 'orders.id', 'fills.order_id')
    .selectAll('fills')
    .select(['positions.body', 'orders.purpose'])
    .where('fills.account', '=', account)
    .orderBy('fills.at')
    .orderBy('fills.trade_id');
  if (period.from !== undefined) query = query.where('fills.at', '>=', new Date(period.from));
  if (period.to !== undefined) query = query.where('fills.at', '<', new Date(period.to));
  return (await query.execute()).map(({ body, purpose, ...fill }) => ({
    ...fill,
    purpose: purpose ?? 'exit',
    product: readPosition(body).product,
  }));
}
