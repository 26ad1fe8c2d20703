import type { Kysely } from 'kysely';
import type { Account } from '../../strategy/model/event.ts';
import type { DecimalString } from '../../venue/venue.ts';
import type { Database } from '../tables.ts';

/** Keeps what an account was worth, in US dollars. */
export async function addEquity(
  db: Kysely<Database>,
  account: Account,
  at: number,
  equity: DecimalString,
): Promise<void> {
  await db
    .insertInto('equity')
    .values({ account, at: new Date(at), equity })
    .onConflict((conflict) => conflict.columns(['account', 'at']).doNothing())
    .execute();
}

/** Oldest first. */
export async function listEquity(
  db: Kysely<Database>,
  account: Account,
  since: number,
): Promise<{ at: Date; equity: DecimalString }[]> {
  return db
    .selectFrom('equity')
    .select(['at', 'equity'])
    .where('account', '=', account)
    .where('at', '>=', new Date(since))
    .orderBy('at')
    .execute();
}
