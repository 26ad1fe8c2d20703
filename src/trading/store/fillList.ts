import type { Kysely, Selectable } from 'kysely';
import type { Account } from '../strategy/event.ts';
import type { Database } from './tables.ts';

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
