import { type Kysely, sql } from 'kysely';

/**
 * One message in the private channel for each position, edited as it goes on, and for each notice
 * the message it was put into before that was posted.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `alter table notices
      add column position_id text,
      add column post text,
      add column posting_at timestamptz`,
    `update notices set position_id = notice->>'positionId' where notice ? 'positionId'`,
    `create index notices_position on notices (position_id, id) where position_id is not null`,

    `create table position_cards (
      position_id text primary key references positions,
      revision bigint not null default 0,
      shown_revision bigint not null default 0,
      shown text,
      channel_id text,
      message_id text,
      nonce text,
      posting_at timestamptz
    )`,
    `create index position_cards_changed on position_cards (position_id) where revision > shown_revision`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
