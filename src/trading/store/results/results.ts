import type { Kysely } from 'kysely';
import type { Result } from '../../performance/performance.ts';
import { readPosition } from '../../strategy/book/storedPosition.ts';
import type { Account } from '../../strategy/model/event.ts';
import type { Position } from '../../strategy/model/state.ts';
import { realized, riskTaken } from '../../strategy/model/sums.ts';
import type { Database } from '../tables.ts';

type Period = { from?: number; to?: number };

/** Closed positions of an account, oldest first; `closed` from (inclusive) to (exclusive), UTC milliseconds. */
export async function listClosed(
  db: Kysely<Database>,
  account: Account,
  closed: Period = {},
): Promise<Position[]> {
  let query = db
    .selectFrom('positions')
    .select('body')
    .where('account', '=', account)
    .where('status', '=', 'closed')
    .where('closed_at', 'is not', null)
    .orderBy('closed_at');
  if (closed.from !== undefined) query = query.where('closed_at', '>=', new Date(closed.from));
  if (closed.to !== undefined) query = query.where('closed_at', '<', new Date(closed.to));
  return (await query.execute()).map(({ body }) => readPosition(body));
}

/** What they came to. */
export async function listResults(
  db: Kysely<Database>,
  account: Account,
  closed: Period = {},
): Promise<Result[]> {
  return (await listClosed(db, account, closed)).map(resultOf);
}

function resultOf(position: Position): Result {
  const { net, fees } = realized(position);
  return {
    positionId: position.id,
    account: position.account,
    productId: position.product.id,
    quote: position.product.quote,
    side: position.side,
    providerId: position.source.providerId,
    providerName: position.source.providerName,
    watchId: position.source.watchId,
    channelId: position.source.channelId,
    openedAt: position.openedAt ?? position.createdAt,
    closedAt: position.closedAt ?? position.createdAt,
    net: net.toFixed(),
    fees: fees.toFixed(),
    risk: riskTaken(position).toFixed(),
  };
}
