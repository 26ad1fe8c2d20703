import { type Kysely, sql } from 'kysely';

/** Messages whose pictures are to be read, and the pictures with what was read marked in them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `create table picture_jobs (
      message_id text not null,
      revision bigint not null,
      asked_at timestamptz not null,
      tries integer not null default 0,
      primary key (message_id, revision)
    )`,
    `create table marked_pictures (
      message_id text not null,
      revision bigint not null,
      place integer not null,
      jpeg bytea not null,
      at timestamptz not null,
      primary key (message_id, revision, place)
    )`,
    ...['picture_jobs', 'marked_pictures'].map(
      (table) =>
        `create trigger of_this_epoch before insert or update or delete on ${table}
          for each statement execute function check_epoch()`,
    ),
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
