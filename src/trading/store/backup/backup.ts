import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { type Kysely, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { connectWithoutDeadlines } from '../server/connections.ts';
import { DatabaseError } from '../server/database.ts';
import { lookAtState } from '../server/witness.ts';
import type { Database } from '../tables.ts';

/**
 * A backup: gzipped lines, each a letter and JSON. `H`, the header; then for each table `T`, its name,
 * and `R`, a row as Postgres itself writes it; at the end `E`, so that half a file is known as one.
 * Tables come in the order in which they refer to each other.
 */
const FORMAT = 1;
const ROWS_AT_ONCE = 500;

const header = z.object({
  pilotfish: z.literal('backup'),
  format: z.int(),
  takenAt: z.iso.datetime({ offset: true }),
  install: z.string(),
  revision: z.int(),
  nextPosition: z.int(),
  migrations: z.array(z.object({ name: z.string(), timestamp: z.string() })),
});

export type BackupHeader = z.infer<typeof header>;
export type BackupLine =
  | { kind: 'header'; header: BackupHeader }
  | { kind: 'table'; name: string }
  /** JSON as Postgres wrote it: numbers in it must not go through a float. */
  | { kind: 'row'; json: string }
  | { kind: 'end'; rows: number };

/** What a backup does not hold: who acts is the server's own, and how far the tables are is in the header. */
const NOT_IN_BACKUP = ['lease', 'kysely_migration', 'kysely_migration_lock'];

/**
 * Writes the database as it is at one moment into `file`, while a bot goes on writing. The file is
 * there when all of it is on the disk, and only its owner may read it. Throws a DatabaseError when
 * there is nothing to back up.
 */
export async function writeBackup(
  url: string,
  file: string,
): Promise<{ rows: number; takenAt: string }> {
  const db = connectWithoutDeadlines(url);
  const unfinished = `${file}.unfinished`;
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  try {
    const summary = { rows: 0, takenAt: '' };
    await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (trx) => {
        const lines = linesOf(trx, summary);
        // Only who makes it may read it: everything that was traded is in it.
        const target = createWriteStream(unfinished, { mode: 0o600 });
        await pipeline(Readable.from(lines), createGzip(), target);
      });
    await flush(unfinished);
    await rename(unfinished, file);
    return summary;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    await db.destroy();
  }
}

async function* linesOf(
  trx: Transaction<Database>,
  summary: { rows: number; takenAt: string },
): AsyncGenerator<string> {
  const tables = await ownTables(trx);
  const state = tables.includes('store_marks') ? await lookAtState(trx) : null;
  if (state === null) {
    throw new DatabaseError(
      'There is nothing to back up: no bot of this version has run on this database yet.',
    );
  }
  const { rows: at } = await sql<{ at: string }>`
    select to_json(now())#>>'{}' as at`.execute(trx);
  const { rows: migrations } = await sql<{ name: string; timestamp: string }>`
    select name, timestamp from kysely_migration order by name`.execute(trx);
  summary.takenAt = at[0]?.at ?? '';
  const head: BackupHeader = {
    pilotfish: 'backup',
    format: FORMAT,
    takenAt: summary.takenAt,
    ...state,
    migrations,
  };
  yield `H${JSON.stringify(head)}\n`;
  for (const table of tables) {
    yield `T${JSON.stringify(table)}\n`;
    await sql`declare of_table no scroll cursor for
      select row_to_json(t)::text as row from ${sql.table(table)} t`.execute(trx);
    for (;;) {
      const { rows } = await sql<{ row: string }>`
        fetch ${sql.lit(ROWS_AT_ONCE)} from of_table`.execute(trx);
      if (rows.length === 0) break;
      summary.rows += rows.length;
      yield rows.map(({ row }) => `R${row}\n`).join('');
    }
    await sql`close of_table`.execute(trx);
  }
  yield `E${JSON.stringify({ rows: summary.rows })}\n`;
}

/** The tables that are ours: another program may have some in the same database. */
export async function ownTables(db: Kysely<Database>): Promise<string[]> {
  const all = await tablesByReference(db);
  const { rows } = await sql<{ name: string }>`
    select distinct c.relname as name from pg_trigger t
    join pg_proc p on p.oid = t.tgfoid join pg_class c on c.oid = t.tgrelid
    where p.proname = 'check_epoch' and c.relnamespace = current_schema()::regnamespace`.execute(
    db,
  );
  return all.filter((table) => rows.some(({ name }) => name === table));
}

/** All tables, but those that no backup holds; what a table refers to comes before it. */
export async function tablesByReference(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ name: string; refers_to: string[] }>`
    select relname as name, array(
      select confrelid::regclass::text from pg_constraint
      where conrelid = c.oid and contype = 'f' and confrelid <> c.oid) as refers_to
    from pg_class c
    where relkind = 'r' and relnamespace = current_schema()::regnamespace
    order by relname`.execute(db);
  const left = rows.filter(({ name }) => !NOT_IN_BACKUP.includes(name));
  const sorted: string[] = [];
  while (left.length > 0) {
    const next = left.findIndex(({ refers_to }) =>
      refers_to.every((name) => sorted.includes(name)),
    );
    const [table] = left.splice(next, 1);
    if (next === -1 || table === undefined) throw new Error('tables refer to each other in a ring');
    sorted.push(table.name);
  }
  return sorted;
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The lines of a backup. Throws a DatabaseError when it is none, is of a newer kind, or is not whole. */
export async function* readBackup(file: string): AsyncGenerator<BackupLine> {
  const source = createReadStream(file);
  const unzipped = createGunzip();
  let broken: Error | null = null;
  const reading = pipeline(source, unzipped).catch((error: Error) => {
    broken = error;
  });
  let rows = 0;
  let isFirst = true;
  let isWhole = false;
  try {
    for await (const line of createInterface({ input: unzipped, crlfDelay: Infinity })) {
      const parsed = parseLine(line);
      if (parsed === null || isFirst !== (parsed.kind === 'header') || isWhole)
        throw notABackup(file);
      isFirst = false;
      if (parsed.kind === 'row') rows += 1;
      if (parsed.kind === 'end') {
        if (parsed.rows !== rows) throw notWhole(file);
        isWhole = true;
      }
      yield parsed;
    }
    await reading;
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    broken = error as Error;
  } finally {
    source.destroy();
  }
  if (isFirst) throw notABackup(file, broken);
  if (broken !== null || !isWhole) throw notWhole(file);
}

function parseLine(line: string): BackupLine | null {
  const text = line.slice(1);
  try {
    switch (line[0]) {
      case 'H':
        return { kind: 'header', header: header.parse(JSON.parse(text)) };
      case 'T':
        return { kind: 'table', name: z.string().parse(JSON.parse(text)) };
      case 'R':
        return { kind: 'row', json: text };
      case 'E':
        return { kind: 'end', ...z.object({ rows: z.int() }).parse(JSON.parse(text)) };
      default:
        return null;
    }
  } catch {
    return null;
  }
}

/** Reads all of it, and gives its header. */
export async function checkBackup(file: string): Promise<BackupHeader> {
  let head: BackupHeader | null = null;
  for await (const line of readBackup(file)) if (line.kind === 'header') head = line.header;
  if (head === null) throw notABackup(file);
  if (head.format !== FORMAT) {
    throw new DatabaseError(
      `${file} was made by a newer version of Pilotfish. Put it back with that version.`,
    );
  }
  return head;
}

function notABackup(file: string, why: Error | null = null): DatabaseError {
  const { code } = (why ?? {}) as NodeJS.ErrnoException;
  return new DatabaseError(
    code === 'ENOENT'
      ? `There is no file ${file}.`
      : `${file} is no backup of Pilotfish${code === undefined || code.startsWith('Z_') ? '' : ` that can be read (${code})`}. Nothing was changed.`,
  );
}

const notWhole = (file: string) =>
  new DatabaseError(`${file} is not whole: its end is missing or broken. Nothing was changed.`);
