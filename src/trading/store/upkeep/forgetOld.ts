import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../tables.ts';

/** So many rows a statement: what is deleted must not hold up what is traded. */
const ROWS_AT_ONCE = 2_000;

/**
 * What is of no use once it is old; no table refers to one after it. Fills, orders, positions,
 * signals, settings and the audit are never forgotten: taxes and the record of a channel want them
 * for years.
 */
const OLD: readonly { table: keyof Database; isOld: (before: Date) => RawBuilder<unknown> }[] = [
  {
    table: 'journal',
    // The newest stays: it tells when the bot was last alive.
    isOld: (before) => sql`at < ${before} and seq < (select max(seq) from journal)`,
  },
  { table: 'intents', isOld: (before) => sql`answered_at < ${before}` },
  {
    table: 'notices',
    // The story of a position is kept while it is open, and as long after it.
    isOld: (before) => sql`sent_at < ${before} and (position_id is null or position_id in (
      select id from positions where status in ('closed', 'cancelled', 'failed')
        and coalesce(closed_at, created_at) < ${before}))`,
  },
  { table: 'readings', isOld: (before) => sql`kind = 'none' and at < ${before}` },
  {
    table: 'inbox',
    isOld: (before) => sql`handled_at < ${before}
      and not exists (select from readings where readings.inbox_seq = inbox.seq)`,
  },
  { table: 'marked_pictures', isOld: (before) => sql`at < ${before}` },
  { table: 'second_answers', isOld: (before) => sql`at < ${before}` },
  {
    table: 'second_reader_days',
    isOld: (before) => sql`day < ${before.toISOString().slice(0, 10)}`,
  },
  { table: 'ignored_messages', isOld: (before) => sql`posted_at < ${before}` },
];

/** Forgets what is older than `before`, UTC milliseconds. */
export async function forgetOld(db: Kysely<Database>, before: number): Promise<void> {
  for (const { table, isOld } of OLD) {
    const name = sql.table(table);
    for (let isMore = true; isMore; ) {
      const { numAffectedRows } = await sql`
        delete from ${name} where ctid = any(array(
          select ctid from ${name} where ${isOld(new Date(before))} limit ${ROWS_AT_ONCE}))`.execute(
        db,
      );
      isMore = numAffectedRows === BigInt(ROWS_AT_ONCE);
    }
  }
}

/** What the whole database takes on the disk. */
export async function databaseBytes(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select pg_database_size(current_database()) as bytes`.execute(db);
  return rows[0]?.bytes ?? 0;
}
