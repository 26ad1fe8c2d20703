import { type Kysely, sql } from 'kysely';

/** Histories that were asked for: what for, how far each has come, and what it came to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `create table backtests (
      id bigint generated always as identity primary key,
      followed_id text not null,
      request jsonb not null,
      stage text not null,
      progress real not null default 0,
      result jsonb,
      variants jsonb not null default '[]',
      why text,
      asked_by text not null,
      asked_at timestamptz not null,
      ended_at timestamptz,
      channel_id text not null,
      message_id text not null
    )`,
    `create index backtests_at_work on backtests (id) where stage in ('fetching', 'playing')`,
    `create trigger of_this_epoch before insert or update or delete on backtests
      for each statement execute function check_epoch()`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
