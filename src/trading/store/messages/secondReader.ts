import { type Compilable, type Kysely, type Selectable, sql } from 'kysely';
import type { Reading, Signal } from '../../signal/reading.ts';
import type { Notice } from '../../strategy/model/notice.ts';
import { jsonb } from '../jsonb.ts';
import type { Database } from '../tables.ts';
import { type Became, outcomeColumns } from './signals.ts';

export type SecondQuestion = Selectable<Database['second_questions']>;

type Message = Pick<SecondQuestion, 'message_id' | 'revision'>;

/** Writes down, with what the message says, that a second reader is to be asked about it. */
export function puttingQuestion(
  db: Kysely<Database>,
  { message_id, revision }: Message,
  reading: Reading,
  question: Notice | null,
  at: number,
): Compilable {
  return db
    .insertInto('second_questions')
    .values({
      message_id,
      revision,
      reading: jsonb(reading),
      question: question && jsonb(question),
      asked_at: new Date(at),
    })
    .onConflict((conflict) => conflict.columns(['message_id', 'revision']).doNothing());
}

/** What is not answered yet, oldest first. */
export function openQuestions(db: Kysely<Database>): Promise<SecondQuestion[]> {
  return db.selectFrom('second_questions').selectAll().orderBy('asked_at').limit(100).execute();
}

export function closingQuestion(
  db: Kysely<Database>,
  { message_id, revision }: Message,
): Compilable {
  return db
    .deleteFrom('second_questions')
    .where('message_id', '=', message_id)
    .where('revision', '=', revision);
}

/** Puts what was read after all in place of what could not be read; what became a position stays. */
export function fillingSecondReading(
  db: Kysely<Database>,
  { message_id, revision }: Message,
  signal: Signal,
  became: Became,
): Compilable {
  return db
    .updateTable('readings')
    .set({
      kind: signal.kind,
      symbol: signal.symbol,
      reading: jsonb(signal),
      ...outcomeColumns(became),
    })
    .where('message_id', '=', message_id)
    .where('revision', '=', revision)
    .where('reading_index', '=', 0)
    .where('position_id', 'is', null);
}

/** What was answered to the same before; of whatever shape it was kept in. */
export async function keptAnswer(db: Kysely<Database>, hash: string): Promise<object | null> {
  const row = await db
    .selectFrom('second_answers')
    .select('answer')
    .where('hash', '=', hash)
    .executeTakeFirst();
  return row?.answer ?? null;
}

export async function keepAnswer(
  db: Kysely<Database>,
  hash: string,
  answer: object,
  at: number,
): Promise<void> {
  await db
    .insertInto('second_answers')
    .values({ hash, answer: jsonb(answer), at: new Date(at) })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute();
}

export type DayLimits = { calls: number; cost: string };
export type DaySpent = { calls: number; tokens: number; cost: string };

/**
 * Sets aside one call of a UTC day, and the most that it may cost. Resolves to false, with nothing set
 * aside, where the day's limits don't have it; a cost limit of 0 is none.
 */
export async function reserveCall(
  db: Kysely<Database>,
  day: string,
  most: string,
  limits: DayLimits,
): Promise<boolean> {
  const { rows } = await sql`
    insert into second_reader_days as d (day, calls, tokens, cost)
    select ${day}::text, 1, 0, ${most}::numeric
    where ${limits.calls}::integer > 0
      and (${limits.cost}::numeric = 0 or ${most}::numeric <= ${limits.cost}::numeric)
    on conflict (day) do update set calls = d.calls + 1, cost = d.cost + excluded.cost
    where d.calls < ${limits.calls}::integer
      and (${limits.cost}::numeric = 0 or d.cost + excluded.cost <= ${limits.cost}::numeric)
    returning 1`.execute(db);
  return rows.length > 0;
}

/** Puts what a call really cost in place of the most that it might have. */
export async function settleCall(
  db: Kysely<Database>,
  day: string,
  most: string,
  spent: { tokens: number; cost: string },
): Promise<void> {
  await sql`
    update second_reader_days
    set cost = cost - ${most}::numeric + ${spent.cost}::numeric, tokens = tokens + ${spent.tokens}::bigint
    where day = ${day}`.execute(db);
}

export async function spentOn(db: Kysely<Database>, day: string): Promise<DaySpent> {
  const row = await db
    .selectFrom('second_reader_days')
    .select(['calls', 'tokens', 'cost'])
    .where('day', '=', day)
    .executeTakeFirst();
  return row ? { ...row, tokens: Number(row.tokens) } : { calls: 0, tokens: 0, cost: '0' };
}
