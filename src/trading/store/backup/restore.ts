import { type Kysely, sql, type Transaction } from 'kysely';
import type { Logger } from 'pino';
import { markRestored } from '../core/marks.ts';
import { openStore } from '../openStore.ts';
import { connectWithoutDeadlines } from '../server/connections.ts';
import { DatabaseError, readMigrations } from '../server/database.ts';
import { lookAtState, readWitness } from '../server/witness.ts';
import type { Database } from '../tables.ts';
import { checkBackup, ownTables, readBackup, tablesByReference } from './backup.ts';

export type RestoreOptions = {
  dataDir: string;
  /** A Postgres server; null for the embedded one in `dataDir`. */
  databaseUrl: string | null;
  file: string;
  /** What is there already is replaced; called first, with what it was. */
  replace?: ((url: string) => Promise<void>) | null;
  log: Logger;
};

/**
 * Puts a backup back: all of it, or nothing. The database is marked, so that the next start looks, and
 * its numbers jump past what was used since. Throws a DatabaseError when the file is no whole
 * backup or of a newer version, when a bot is running, and, without `replace`, when there is
 * something already.
 */
export async function restoreBackup(options: RestoreOptions): Promise<{ takenAt: string }> {
  const { dataDir, databaseUrl, file, log } = options;
  const head = await checkBackup(file);
  const migrations = await readMigrations();
  const unknown = head.migrations.filter(({ name }) => !(name in migrations));
  if (unknown.length > 0) {
    throw new DatabaseError(
      `${file} was made by a newer version of Pilotfish (it has ${unknown.map(({ name }) => name).join(', ')}). Put it back with that version.`,
    );
  }
  const store = await openStore({ dataDir, databaseUrl, secondInstance: 'stop', log, asIs: true });
  try {
    const there = await lookAtState(store.db);
    if (there !== null) {
      if (!options.replace) {
        throw new DatabaseError(
          'There is a database already, and all of it would be replaced. Add --replace to do that; what is there is backed up first.',
        );
      }
      await options.replace(store.url);
    }
    const seen = [there, await readWitness(dataDir, head.install)].filter(
      (one) => one !== null && (!('install' in one) || one.install === head.install),
    );
    const known = {
      revision: Math.max(head.revision, ...seen.map((one) => one?.revision ?? 0)),
      nextPosition: Math.max(head.nextPosition, ...seen.map((one) => one?.nextPosition ?? 0)),
    };
    const db = connectWithoutDeadlines(store.url);
    try {
      await db.transaction().execute(async (trx) => {
        await sql`select set_config('pilotfish.epoch', ${String(store.lease.epoch)}, true)`.execute(
          trx,
        );
        const journal = await lastOf(trx);
        await makeTablesAnew(trx, head.migrations);
        await fill(trx, file);
        for (const [name, migration] of Object.entries(migrations)) {
          if (head.migrations.some((one) => one.name === name)) continue;
          await migration.up(trx);
          await noteMigration(trx, { name, timestamp: new Date().toISOString() });
        }
        await setSequences(trx, there?.install === head.install ? journal : 0);
        await trx.updateTable('store_marks').set({ folder: null }).execute();
        await markRestored(
          trx,
          { why: 'backup', at: Date.now(), asOf: Date.parse(head.takenAt) },
          known,
        );
      });
    } finally {
      await db.destroy();
    }
    return { takenAt: head.takenAt };
  } finally {
    await store.close();
  }
}

/** As they were when the backup was made. */
async function makeTablesAnew(
  trx: Transaction<Database>,
  made: readonly { name: string; timestamp: string }[],
): Promise<void> {
  for (const table of (await ownTables(trx)).reverse()) {
    await sql`drop table ${sql.table(table)}`.execute(trx);
  }
  const others = await tablesByReference(trx);
  await sql`delete from kysely_migration`.execute(trx);
  const migrations = await readMigrations();
  for (const one of made) {
    await migrations[one.name]?.up(trx);
    await noteMigration(trx, one);
  }
  // Rows that a migration puts into a new database are in the backup.
  for (const table of (await tablesByReference(trx)).reverse()) {
    if (others.includes(table)) continue;
    await sql`delete from ${sql.table(table)}`.execute(trx);
  }
}

async function noteMigration(
  trx: Transaction<Database>,
  { name, timestamp }: { name: string; timestamp: string },
): Promise<void> {
  await sql`insert into kysely_migration (name, timestamp) values (${name}, ${timestamp})`.execute(
    trx,
  );
}

const ROWS_AT_ONCE = 500;

async function fill(trx: Transaction<Database>, file: string): Promise<void> {
  let table = '';
  let rows: string[] = [];
  const write = async () => {
    if (rows.length === 0) return;
    // Whoever numbered them, they keep their numbers.
    await sql`insert into ${sql.table(table)} overriding system value
      select * from json_populate_recordset(null::${sql.table(table)}, ${`[${rows.join(',')}]`}::json)`.execute(
      trx,
    );
    rows = [];
  };
  for await (const line of readBackup(file)) {
    if (line.kind === 'row') {
      rows.push(line.json);
      if (rows.length === ROWS_AT_ONCE) await write();
      continue;
    }
    await write();
    if (line.kind === 'table') table = line.name;
  }
}

/** The highest number that the journal of the database has given. */
async function lastOf(trx: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(seq), 0) as last from journal`.execute(trx);
  return rows[0]?.last ?? 0;
}

/** Behind the highest number that is used. */
async function setSequences(trx: Transaction<Database>, journal: number): Promise<void> {
  const { rows } = await sql<{ table: string; column: string; sequence: string }>`
    select c.relname as table, a.attname as column,
      pg_get_serial_sequence(quote_ident(c.relname), a.attname) as sequence
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
      and a.attnum > 0 and not a.attisdropped
      and pg_get_serial_sequence(quote_ident(c.relname), a.attname) is not null`.execute(trx);
  for (const { table, column, sequence } of rows) {
    const least = table === 'journal' ? journal : 0;
    await sql`
      select setval(${sequence}::regclass, greatest(
        (select coalesce(max(${sql.ref(column)}), 0) from ${sql.table(table)}), ${least}::bigint) + 1, false)`.execute(
      trx,
    );
  }
}
