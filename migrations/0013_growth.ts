import { type Kysely, sql } from 'kysely';

/** What is looked up by channel, and what is found each night to be forgotten. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `create index inbox_channel on inbox (channel_id, seq)`,
    `create index intents_order on intents (order_id)`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
