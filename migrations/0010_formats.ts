import { type Kysely, sql } from 'kysely';

/** How the providers of a watch write, and what its owner has said of each way. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`create table formats (
      id integer generated always as identity primary key,
      watch_id integer not null references watches (id),
      provider_id text not null,
      provider_name text not null,
      hash text not null,
      format jsonb not null,
      said text,
      taught jsonb,
      said_by text,
      said_at timestamptz,
      before jsonb,
      draft jsonb,
      example jsonb not null,
      example_message_id text not null,
      seen integer not null,
      last_seen timestamptz not null,
      unique (watch_id, provider_id, hash)
    )`)
    .execute(db);
  await sql
    .raw(`create trigger of_this_epoch before insert or update or delete on formats
      for each statement execute function check_epoch()`)
    .execute(db);
}
