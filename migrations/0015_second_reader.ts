import { type Kysely, sql } from 'kysely';

/**
 * The second reader: messages that it is to be asked about, each with the question that its owner gets
 * in any case; what was answered, by the text; and what was asked and spent on each day.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `create table second_questions (
      message_id text not null,
      revision bigint not null,
      reading jsonb not null,
      question jsonb,
      asked_at timestamptz not null,
      primary key (message_id, revision)
    )`,
    `create table second_answers (
      hash text primary key,
      answer jsonb not null,
      at timestamptz not null
    )`,
    `create table second_reader_days (
      day text primary key,
      calls integer not null,
      tokens bigint not null,
      cost numeric not null
    )`,
    ...['second_questions', 'second_answers', 'second_reader_days'].map(
      (table) =>
        `create trigger of_this_epoch before insert or update or delete on ${table}
          for each statement execute function check_epoch()`,
    ),
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
