import { type Kysely, sql } from 'kysely';

/** What could not be read is written down by whoever acts, and nobody else: see 0004. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create trigger of_this_epoch before insert or update or delete on unread
        for each statement execute function check_epoch()`,
    )
    .execute(db);
}
