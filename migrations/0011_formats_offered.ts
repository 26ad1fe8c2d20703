import { type Kysely, sql } from 'kysely';

/** What is followed already keeps how it is followed; that its past can be confirmed is told once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`insert into notices (nonce, kind, notice, created_at)
      select 'formats offered ' || id, 'formats_offered',
        jsonb_build_object('kind', 'formats_offered', 'watchId', id::text, 'name', name,
          'channelId', channel_id),
        now()
      from watches where removed_at is null`)
    .execute(db);
}
