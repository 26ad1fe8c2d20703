import type { Kysely } from 'kysely';
import type { Account } from '../../strategy/model/event.ts';
import type { Database } from '../tables.ts';

/** The simulated venue's books as it last saved them; null for a new account. */
export async function loadExchange(db: Kysely<Database>, account: Account): Promise<string | null> {
  const row = await db
    .selectFrom('simulated_exchange')
    .select('body')
    .where('account', '=', account)
    .executeTakeFirst();
  return row ? JSON.stringify(row.body) : null;
}

/** `body` is JSON; resolves once it is on disk. */
export async function saveExchange(
  db: Kysely<Database>,
  account: Account,
  body: string,
  at: number,
): Promise<void> {
  const row = { body, saved_at: new Date(at) };
  await db
    .insertInto('simulated_exchange')
    .values({ account, ...row })
    .onConflict((conflict) => conflict.column('account').doUpdateSet(row))
    .execute();
}
