import { type Compilable, type Kysely, sql } from 'kysely';
import type { MessageText, Reading, Signal, Update } from '../../signal/reading.ts';
import { jsonb } from '../jsonb.ts';
import type { Database } from '../tables.ts';

export type ReadingOutcome = 'taken' | 'applied' | 'denied' | 'noted' | 'unclear' | 'none';

export type NewReading = {
  /** Its message's place in the inbox; null where that is being taken in. */
  inboxSeq: number | null;
  messageId: string;
  revision: number;
  readingIndex: number;
  watchId: number;
  reading: Reading;
  outcome: ReadingOutcome;
  rule: string | null;
  why: string | null;
  positionId: string | null;
  at: number;
};

/**
 * Keeps what was read in a message, at least one reading, and what became of it. What is kept of that place already, because
 * somebody had the message read before its turn came, gives way unless it became a position.
 */
export function addingReadings(db: Kysely<Database>, rows: readonly NewReading[]): Compilable {
  return db
    .insertInto('readings')
    .values(rows.map(valuesOf))
    .onConflict((conflict) =>
      conflict
        .columns(['inbox_seq', 'reading_index'])
        .doUpdateSet((eb) => ({
          message_id: eb.ref('excluded.message_id'),
          revision: eb.ref('excluded.revision'),
          watch_id: eb.ref('excluded.watch_id'),
          kind: eb.ref('excluded.kind'),
          symbol: eb.ref('excluded.symbol'),
          reading: eb.ref('excluded.reading'),
          outcome: eb.ref('excluded.outcome'),
          rule: eb.ref('excluded.rule'),
          why: eb.ref('excluded.why'),
          position_id: eb.ref('excluded.position_id'),
          at: eb.ref('excluded.at'),
        }))
        .where('readings.position_id', 'is', null),
    );
}

/** The same for one of a message that somebody has read before its turn: what is kept already stays. */
export async function addReadingAhead(db: Kysely<Database>, row: NewReading): Promise<void> {
  await db
    .insertInto('readings')
    .values(valuesOf(row))
    .onConflict((conflict) => conflict.columns(['inbox_seq', 'reading_index']).doNothing())
    .execute();
}

function valuesOf(row: NewReading) {
  const { reading } = row;
  return {
    inbox_seq:
      row.inboxSeq ??
      sql<number>`(select seq from inbox where message_id = ${row.messageId}
        and revision = ${row.revision} and kind <> 'deleted')`,
    message_id: row.messageId,
    revision: row.revision,
    reading_index: row.readingIndex,
    watch_id: row.watchId,
    kind: reading.kind,
    symbol: 'symbol' in reading ? reading.symbol : null,
    reading: jsonb(reading),
    outcome: row.outcome,
    rule: row.rule,
    why: row.why,
    position_id: row.positionId,
    at: new Date(row.at),
  };
}

/** The coins that signals were about, the latest first. */
export async function recentSymbols(db: Kysely<Database>, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('readings')
    .select('symbol')
    .where('kind', '=', 'signal')
    .where('symbol', 'is not', null)
    .groupBy('symbol')
    .orderBy((eb) => eb.fn.max('id'), 'desc')
    .limit(limit)
    .execute();
  return rows.flatMap(({ symbol }) => symbol ?? []);
}

/** A reading with the message it came from. */
export type SignalRow = {
  id: number;
  messageId: string;
  revision: number;
  readingIndex: number;
  watchId: number;
  watchName: string;
  guildId: string | null;
  channelId: string;
  authorId: string;
  authorName: string;
  kind: Reading['kind'];
  symbol: string | null;
  reading: Reading;
  outcome: ReadingOutcome;
  rule: string | null;
  why: string | null;
  positionId: string | null;
  postedAt: Date;
  at: Date;
};

export type SignalFilter = {
  limit: number;
  /** Only rows with a smaller id: the next page. */
  before?: number;
  symbol?: string;
  outcome?: ReadingOutcome;
  watchId?: number;
  authorId?: string;
  /** Messages that say nothing are left out unless asked for. */
  includeNone?: boolean;
};

function selectSignals(db: Kysely<Database>) {
  return db
    .selectFrom('readings')
    .innerJoin('inbox', 'inbox.seq', 'readings.inbox_seq')
    .innerJoin('watches', 'watches.id', 'readings.watch_id')
    .select([
      'readings.id',
      'readings.message_id as messageId',
      'readings.revision',
      'readings.reading_index as readingIndex',
      'readings.watch_id as watchId',
      'watches.name as watchName',
      'watches.guild_id as guildId',
      'inbox.channel_id as channelId',
      'inbox.author_id as authorId',
      'inbox.author_name as authorName',
      'readings.kind',
      'readings.symbol',
      'readings.reading',
      'readings.outcome',
      'readings.rule',
      'readings.why',
      'readings.position_id as positionId',
      'inbox.posted_at as postedAt',
      'readings.at',
    ]);
}

/** What was read lately, newest first. */
export async function listSignals(
  db: Kysely<Database>,
  filter: SignalFilter,
): Promise<SignalRow[]> {
  let query = selectSignals(db).orderBy('readings.id', 'desc').limit(filter.limit);
  if (!filter.includeNone) query = query.where('readings.kind', '<>', 'none');
  if (filter.before !== undefined) query = query.where('readings.id', '<', filter.before);
  if (filter.symbol) query = query.where('readings.symbol', '=', filter.symbol.toUpperCase());
  if (filter.outcome) query = query.where('readings.outcome', '=', filter.outcome);
  if (filter.watchId !== undefined) query = query.where('readings.watch_id', '=', filter.watchId);
  if (filter.authorId) query = query.where('inbox.author_id', '=', filter.authorId);
  return (await query.execute()) as SignalRow[];
}

/** The coins of signals and updates, the most lately named first. */
export async function listSymbols(db: Kysely<Database>): Promise<string[]> {
  const rows = await db
    .selectFrom('readings')
    .select('symbol')
    .where('kind', '<>', 'none')
    .where('symbol', 'is not', null)
    .groupBy('symbol')
    .orderBy((eb) => eb.fn.max('id'), 'desc')
    .limit(500)
    .execute();
  return rows.flatMap(({ symbol }) => (symbol === null ? [] : [symbol]));
}

/** Who has said something that is no chatter, the latest first, by the name they had last. */
export async function listProviders(db: Kysely<Database>): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select inbox.author_id as id, (array_agg(inbox.author_name order by inbox.seq desc))[1] as name
    from readings join inbox on inbox.seq = readings.inbox_seq
    where readings.kind <> 'none'
    group by inbox.author_id
    order by max(readings.id) desc
    limit 500`.execute(db);
  return rows;
}

/** What was read at that place of a message, newest revision first. */
export async function findReading(
  db: Kysely<Database>,
  messageId: string,
  readingIndex: number,
): Promise<SignalRow | null> {
  const row = await selectSignals(db)
    .where('readings.message_id', '=', messageId)
    .where('readings.reading_index', '=', readingIndex)
    .orderBy('readings.revision', 'desc')
    .executeTakeFirst();
  return (row as SignalRow | undefined) ?? null;
}

/** Puts what its owner has corrected or filled in by hand in place of what was read; it waits for a word to trade it. */
export async function fillInReading(
  db: Kysely<Database>,
  id: number,
  reading: Signal | Update,
  why: string,
): Promise<void> {
  await db
    .updateTable('readings')
    .set({
      kind: reading.kind,
      symbol: reading.symbol,
      reading: jsonb(reading),
      outcome: 'noted',
      rule: null,
      why,
    })
    .where('id', '=', id)
    .where('position_id', 'is', null)
    .execute();
}

/** What became of a reading. */
export type Became = Pick<NewReading, 'outcome' | 'rule' | 'why' | 'positionId'>;

export const outcomeColumns = ({ outcome, rule, why, positionId }: Became) => ({
  outcome,
  rule,
  why,
  position_id: positionId,
});

/** Writes down what became of a reading after all; what became a position stays that. */
export function settlingReading(db: Kysely<Database>, id: number, became: Became): Compilable {
  return db
    .updateTable('readings')
    .set(outcomeColumns(became))
    .where('id', '=', id)
    .where('position_id', 'is', null);
}

/** One reading with the message as it was when it was read. */
export async function findSignal(
  db: Kysely<Database>,
  id: number,
): Promise<(SignalRow & { body: MessageText }) | null> {
  const row = await selectSignals(db)
    .select('inbox.body')
    .where('readings.id', '=', id)
    .executeTakeFirst();
  return (row as (SignalRow & { body: MessageText }) | undefined) ?? null;
}
