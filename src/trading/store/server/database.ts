import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Database } from '../tables.ts';

/** The database can't be used; `message` says why and what to do. */
export class DatabaseError extends Error {
  override name = 'DatabaseError';
}

const migrationsFolder = fileURLToPath(new URL('../../../../migrations', import.meta.url));

/** Runs `work` in a transaction: the one that `db` is, or one of its own. */
export function inTransaction<T>(
  db: Kysely<Database>,
  work: (trx: Kysely<Database>) => Promise<T>,
): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}

/**
 * Brings the database to the code's version. Safe when two do it at once: kysely takes a lock.
 * Throws DatabaseError when the database is newer than the code, before anything is changed.
 */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const migrations = await readMigrations();
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  refuseNewer(await executedMigrations(db), migrations);
  const { error } = await migrator.migrateToLatest();
  if (error) {
    throw new DatabaseError(
      `The database could not be brought up to date: ${error instanceof Error ? error.message : String(error)}. Nothing was changed.`,
    );
  }
}

/** The names of the migrations that a start would run. Throws DatabaseError for a database that is newer. */
export async function migrationsToCome(db: Kysely<Database>): Promise<readonly string[]> {
  const done = await executedMigrations(db);
  const all = await readMigrations();
  refuseNewer(done, all);
  return Object.keys(all).filter((name) => !done.includes(name));
}

export async function readMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(migrationsFolder)).filter((file) => file.endsWith('.ts')).sort();
  const migrations: Record<string, Migration> = {};
  for (const file of files) {
    migrations[path.basename(file, '.ts')] = (await import(
      pathToFileURL(path.join(migrationsFolder, file)).href
    )) as Migration;
  }
  return migrations;
}

function refuseNewer(done: readonly string[], known: Readonly<Record<string, Migration>>): void {
  const unknown = done.filter((name) => !(name in known));
  if (unknown.length > 0) {
    throw new DatabaseError(
      `The database is newer than this version of Pilotfish (it has ${unknown.join(', ')}). Start the newer version. To go back to this one, put back a backup that was made before the update: npm run restore -- FILE. Never copy an older data folder over this one: it knows nothing of what was traded since.`,
    );
  }
}

async function executedMigrations(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ present: boolean }>`
    select to_regclass('kysely_migration') is not null as present`.execute(db);
  if (!rows[0]?.present) return [];
  const names = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return names.rows.map((row) => row.name);
}
