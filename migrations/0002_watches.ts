import { type Kysely, sql } from 'kysely';

/** A watch can be paused, and trust only some of those who post there; the others are only counted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `alter table watches
      add column paused_at timestamptz,
      add column resumed_at timestamptz,
      add column trusted jsonb not null default '{"posters":[],"roles":[]}'`,
    `create table ignored_messages (
      message_id text primary key,
      watch_id integer not null references watches,
      author_id text not null,
      author_name text not null,
      posted_at timestamptz not null
    )`,
    `create index ignored_messages_watch on ignored_messages (watch_id)`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
