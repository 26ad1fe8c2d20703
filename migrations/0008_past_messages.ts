import { type Kysely, sql } from 'kysely';

/**
 * What was fetched of the past of channels, for histories: the messages, and from which to which
 * message each channel and thread has been read.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `create table past_messages (
      message_id text primary key,
      followed_id text not null,
      channel_id text not null,
      author_id text not null,
      author_name text not null,
      poster_id text not null,
      is_webhook boolean not null,
      replied_to_message_id text,
      body jsonb not null,
      written_at timestamptz not null,
      posted_at timestamptz not null,
      edited_at timestamptz
    )`,
    `create index past_messages_by_time on past_messages (followed_id, posted_at)`,
    `create table past_parts (
      followed_id text not null,
      channel_id text not null,
      read_from text not null,
      read_to text not null,
      why_not text,
      primary key (followed_id, channel_id)
    )`,
    ...['past_messages', 'past_parts'].map(
      (table) =>
        `create trigger of_this_epoch before insert or update or delete on ${table}
          for each statement execute function check_epoch()`,
    ),
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
