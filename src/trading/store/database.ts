import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Database } from './tables.ts';

/** The database can't be used; `message` says why and what to do. */
export class DatabaseError extends Error {
  override name = 'DatabaseError';
}

/** The database went away: nothing more is decided or kept until everything is started again. */
export class DatabaseLost extends Error {
  override name = 'DatabaseLost';
}

const migrationsFolder = fileURLToPath(new URL('../../../migrations/', import.meta.url));

const INT8 = 20;
/** int8 as number: our sequences and counts stay far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
};

/** A pool of connections with our tables' types. Does not connect yet. */
export function connect(url: string, log: Logger): Kysely<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    types,
    connectionTimeoutMillis: 10_000,
    application_name: 'pilotfish',
  });
  // Without listeners a stopped database would end the process: the pool's is for connections at
  // rest, each one's own for those that are in use.
  pool.on('error', (error) => log.warn({ error: error.message }, 'database connection lost'));
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** Runs `work` in a transaction: the one that `db` is, or one of its own. */
export function inTransaction<T>(
  db: Kysely<Database>,
  work: (trx: Kysely<Database>) => Promise<T>,
): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}

/** Codes of a connection that Postgres ended (57P01 … 57P05, 08…) or that broke on its way. */
const CONNECTION_CODES = /^(57P|08|ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND)/;
/** pg's own errors about a connection carry no code. */
const CONNECTION_WORDS =
  /connection terminated|connection error|not queryable|trying to connect|use a pool after/i;

/**
 * Whether this is about the connection and not about the statement: then nobody can say whether a
 * commit that was under way happened.
 */
export function isConnectionLost(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return CONNECTION_CODES.test(code);
  return typeof message === 'string' && CONNECTION_WORDS.test(message);
}

/** Rolled back, read-only, out of space or connections, a lock or a time limit, a disk that fails. */
const PASSING_CODES = /^(25006|40|53|55|57|58)/;

/** Whether the database could not do it at the moment, whatever it was: the same may go well later. */
export function isPassing(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && PASSING_CODES.test(code);
}

/**
 * Brings the database to the code's version. Safe when two do it at once: kysely takes a lock.
 * Throws DatabaseError when the database is newer than the code, before anything is changed.
 */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const migrations = await readMigrations();
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const unknown = (await executedMigrations(db)).filter((name) => !(name in migrations));
  if (unknown.length > 0) {
    throw new DatabaseError(
      `The database is newer than this version of Pilotfish (it has ${unknown.join(', ')}). Start the newer version, or restore a backup made before the update.`,
    );
  }
  const { error } = await migrator.migrateToLatest();
  if (error) {
    throw new DatabaseError(
      `The database could not be brought up to date: ${error instanceof Error ? error.message : String(error)}. Nothing was changed.`,
    );
  }
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(migrationsFolder)).filter((file) => file.endsWith('.ts')).sort();
  const migrations: Record<string, Migration> = {};
  for (const file of files) {
    migrations[path.basename(file, '.ts')] = (await import(
      pathToFileURL(path.join(migrationsFolder, file)).href
    )) as Migration;
  }
  return migrations;
}

async function executedMigrations(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ present: boolean }>`
    select to_regclass('kysely_migration') is not null as present`.execute(db);
  if (!rows[0]?.present) return [];
  const names = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return names.rows.map((row) => row.name);
}

/** Any number that other programs on the same server are unlikely to use: "pilotfis" in ASCII. */
const LEASE_KEY = '8100958143287979379';

export type Lease = {
  /** Resolves when the connection that holds the lease is gone: stop acting at once. */
  lost: Promise<void>;
  release(): Promise<void>;
};

/**
 * Takes the lease: whoever holds it may act. Resolves to null when another instance has it. It is a
 * session's advisory lock, so Postgres itself frees it when the holder dies.
 */
export async function takeLease(url: string): Promise<Lease | null> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'pilotfish lease',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  const lost = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
  });
  await client.connect();
  const { rows } = await client.query<{ taken: boolean }>(
    'select pg_try_advisory_lock($1::bigint) as taken',
    [LEASE_KEY],
  );
  if (!rows[0]?.taken) {
    await client.end();
    return null;
  }
  return { lost, release: () => client.end() };
}
