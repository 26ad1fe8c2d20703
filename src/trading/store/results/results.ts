import { type Kysely, sql } from 'kysely';
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
  const rows = await ofPeriod(db, account, closed).select('body').execute();
  return rows.map(({ body }) => readPosition(body));
}

function ofPeriod(db: Kysely<Database>, account: Account, closed: Period) {
  let query = db
    .selectFrom('positions')
    .where('account', '=', account)
    .where('status', '=', 'closed')
    .where('closed_at', 'is not', null)
    .orderBy('closed_at');
  if (closed.from !== undefined) query = query.where('closed_at', '>=', new Date(closed.from));
  if (closed.to !== undefined) query = query.where('closed_at', '<', new Date(closed.to));
  return query;
}

/** What closed positions came to, as long as nothing is written to them; by their ids, of each database. */
const reckoned = new WeakMap<object, Map<string, { version: string; result: Result }>>();
/** So many are read at a time: a year of them at once would hold up everything else. */
const AT_ONCE = 100;

/** Which writing of a row it is: each gives it another. */
export const rowVersion = sql<string>`xmin::text`.as('version');

/** What they came to. */
export async function listResults(
  db: Kysely<Database>,
  account: Account,
  closed: Period = {},
): Promise<Result[]> {
  const rows = await ofPeriod(db, account, closed).select(['id', rowVersion]).execute();
  return resultsOf(db, rows);
}

/** What those closed positions came to, in their order. What was reckoned before is not read again. */
export async function resultsOf(
  db: Kysely<Database>,
  rows: readonly { id: string; version: string }[],
): Promise<Result[]> {
  const known = reckoned.get(db) ?? new Map<string, { version: string; result: Result }>();
  reckoned.set(db, known);
  const unknown = rows.filter(({ id, version }) => known.get(id)?.version !== version);
  for (let from = 0; from < unknown.length; from += AT_ONCE) {
    const some = await db
      .selectFrom('positions')
      .select(['id', 'body', rowVersion])
      .where(
        'id',
        'in',
        unknown.slice(from, from + AT_ONCE).map(({ id }) => id),
      )
      .execute();
    for (const { id, body, version } of some) {
      known.set(id, { version, result: resultOf(readPosition(body)) });
    }
  }
  return rows.flatMap(({ id }) => known.get(id)?.result ?? []);
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
