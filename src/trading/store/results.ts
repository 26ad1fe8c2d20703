import type { Kysely } from 'kysely';
import type { Result } from '../performance/performance.ts';
import type { Account } from '../strategy/event.ts';
import type { Database } from './tables.ts';

/** Closed positions of an account, oldest first. */
export async function listResults(
  db: Kysely<Database>,
  account: Account,
  closed: { from?: number; to?: number } = {},
): Promise<Result[]> {
  let query = db
    .selectFrom('positions')
    .select(['body', 'net', 'fees'])
    .where('account', '=', account)
    .where('status', '=', 'closed')
    .where('closed_at', 'is not', null)
    .orderBy('closed_at');
  if (closed.from !== undefined) query = query.where('closed_at', '>=', new Date(closed.from));
  if (closed.to !== undefined) query = query.where('closed_at', '<', new Date(closed.to));
  return (await query.execute()).map(({ body, net, fees }) => ({
    positionId: body.id,
    account,
    productId: body.product.id,
    quote: body.product.quote,
    side: body.side,
    providerId: body.source.providerId,
    providerName: body.source.providerName,
    openedAt: body.openedAt ?? body.createdAt,
    closedAt: body.closedAt ?? body.createdAt,
    net: net ?? '0',
    fees: fees ?? '0',
    risk: body.plan.risk,
  }));
}
