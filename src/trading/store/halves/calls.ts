import { type Compilable, type Kysely, type Selectable, sql } from 'kysely';
import { jsonb } from '../jsonb.ts';
import type { Database } from '../tables.ts';

/** Where each half listens. */
export const TO_TRADER = 'pilotfish_trader';
export const TO_LISTENER = 'pilotfish_listener';
/** What is said there beside the id of a call. */
export const NEW_MESSAGE = 'message';
export const NEW_NOTICE = 'notice';

export type CallRow = Selectable<Database['calls']>;

/** A beat of the trader's lease that is older means that nobody trades now. */
const AWAY_AFTER = sql`interval '5 seconds'`;
const GIVEN_UP = { givenUp: true } as const;
const KEPT = sql`interval '1 day'`;

/** Tells the other half something, once what is written by `db` is committed. */
export async function notify(db: Kysely<Database>, channel: string, said: string): Promise<void> {
  await sql`select pg_notify(${channel}, ${said})`.execute(db);
}

/** Since when nobody trades, as far as the database knows; null: somebody does. */
export async function traderAwaySince(db: Kysely<Database>): Promise<Date | null> {
  const { rows } = await sql<{ since: Date | null; away: boolean }>`
    select renewed_at as since,
      holder is null or renewed_at is null or renewed_at < clock_timestamp() - ${AWAY_AFTER} as away
    from lease where id = 1`.execute(db);
  const [row] = rows;
  if (row === undefined || !row.away) return null;
  return row.since ?? new Date(0);
}

/** Asks, unless it is asked already; `withinMs` null: it waits until somebody trades. */
export async function ask(
  db: Kysely<Database>,
  call: { id: string; method: string; args: object; withinMs: number | null },
): Promise<void> {
  const { id, method, args, withinMs } = call;
  const within = withinMs === null ? null : `${withinMs} milliseconds`;
  await sql`
    with asked as (
      insert into calls (id, method, args, deadline)
      values (${id}, ${method}, ${jsonb(args)}::jsonb, clock_timestamp() + ${within}::interval)
      on conflict do nothing
    )
    select pg_notify(${TO_TRADER}, ${id})`.execute(db);
}

/** What was answered; null: nothing yet. */
export async function answerTo(db: Kysely<Database>, id: string): Promise<object | null> {
  const row = await db.selectFrom('calls').select('answer').where('id', '=', id).executeTakeFirst();
  return row?.answer ?? null;
}

/** Waits no longer: nothing is done any more. Resolves to the answer where there is one after all. */
export async function giveUp(db: Kysely<Database>, id: string): Promise<object | null> {
  const { rows } = await sql<{ given: boolean }>`
    update calls set answer = ${jsonb(GIVEN_UP)}::jsonb where id = ${id} and answer is null
    returning true as given`.execute(db);
  return rows.length > 0 ? null : answerTo(db, id);
}

export const isGivenUp = (answer: object): boolean => 'givenUp' in answer;

/** What is asked and has no answer yet, the oldest first. */
export async function openCalls(db: Kysely<Database>): Promise<CallRow[]> {
  const { rows } = await sql<CallRow>`
    select * from calls where answer is null and (deadline is null or deadline > clock_timestamp())
    order by asked_at`.execute(db);
  return rows;
}

/**
 * Answers. As a statement of a commit it fails, and the commit with it, where whoever asked waits no
 * longer, or was answered before: so an act happens once, and not after it was said that it did not.
 */
export function answering(db: Kysely<Database>, id: string, answer: object): Compilable {
  const statement = sql`
    with done as (
      update calls set answer = ${jsonb(answer)}::jsonb
      where id = ${id} and answer is null and (deadline is null or deadline > clock_timestamp())
      returning id
    )
    select 1 / (select count(*) from done), pg_notify(${TO_LISTENER}, ${id})`;
  return { compile: () => statement.compile(db) };
}

const DIVISION_BY_ZERO = '22012';

/** The error of `answering` where nobody waits for it. */
export function isUnwanted(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === DIVISION_BY_ZERO;
}

/** Interactions are over after a quarter of an hour. */
export async function forgetCalls(db: Kysely<Database>): Promise<void> {
  await sql`delete from calls where asked_at < clock_timestamp() - ${KEPT} and answer is not null`.execute(
    db,
  );
}

/** What the trader says of itself; null before its first start. */
export async function readAbout(db: Kysely<Database>): Promise<Record<string, unknown> | null> {
  const row = await db.selectFrom('trader_about').select('about').executeTakeFirst();
  return row?.about ?? null;
}

export async function writeAbout(
  db: Kysely<Database>,
  about: Record<string, unknown>,
): Promise<void> {
  await db
    .insertInto('trader_about')
    .values({ id: 1, about: jsonb(about) })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ about: jsonb(about) }))
    .execute();
}
