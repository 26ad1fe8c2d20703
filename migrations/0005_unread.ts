import { type Kysely, sql } from 'kysely';

/** What of a followed channel could not be read, and from where on: the watch's own mark goes on without it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`create table unread (
      watch_id integer not null references watches,
      channel_id text not null,
      what text not null check (what in ('all', 'messages', 'threads')),
      after_id text not null,
      why text not null,
      gone boolean not null,
      since timestamptz not null,
      marked_at timestamptz not null,
      told_at timestamptz,
      primary key (watch_id, channel_id, what)
    )`)
    .execute(db);
}
