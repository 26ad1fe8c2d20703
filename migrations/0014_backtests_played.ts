import { type Kysely, sql } from 'kysely';

/** What of a history has been played, so that a restart need not play it again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`alter table backtests add column played jsonb not null default '{}'`).execute(db);
}
