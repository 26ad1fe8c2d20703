import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import { emptyState } from '../strategy/book/emptyState.ts';
import { fromJson, type StateJson, toJson } from '../strategy/book/stateJson.ts';
import type { State } from '../strategy/model/state.ts';
import { loadCore, saveCore } from './commit.ts';
import { connect, DatabaseError, type Lease, migrate, takeLease } from './database.ts';
import { startEmbeddedPostgres } from './embeddedPostgres.ts';
import { loadPositions } from './positions.ts';
import type { Database } from './tables.ts';

export type Store = {
  db: Kysely<Database>;
  url: string;
  /** Resolves when the database or the lease is lost: nothing may be acted on any more. */
  lost: Promise<void>;
  close(): Promise<void>;
};

export type StoreOptions = {
  dataDir: string;
  /** A Postgres server; null for the embedded one in `dataDir`. */
  databaseUrl: string | null;
  secondInstance: 'stop' | 'wait';
  log: Logger;
  /** Ends the waiting for another instance. */
  signal?: AbortSignal;
};

const STANDBY_LOOK_MS = 2_000;
const STARTUP_LOOK_MS = 250;
/** Positions that ended are kept in memory so long: late fills happen. */
const ENDED_KEPT_MS = 7 * 24 * 60 * 60_000;

/**
 * Opens the database, alone: with the lease taken and the tables brought up to date. Throws
 * DatabaseError (or EmbeddedPostgresError) when that can't be, with a sentence for the owner.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  for (let waiting = false; ; waiting = true) {
    const server = options.databaseUrl
      ? { url: options.databaseUrl, stop: async () => undefined }
      : await startEmbeddedPostgres(options.dataDir);
    const lease = await leaseOn(server.url);
    if (lease) return prepare(server, lease, options.log);

    const where = options.databaseUrl
      ? 'this database'
      : `the data folder ${path.resolve(options.dataDir)}`;
    if (options.secondInstance === 'stop') {
      throw new DatabaseError(
        `Another Pilotfish is running on ${where}. Stop it first, or set SECOND_INSTANCE=wait to stand by until it ends.`,
      );
    }
    if (!waiting) options.log.info(`standing by: another Pilotfish is running on ${where}`);
    await delay(STANDBY_LOOK_MS, undefined, options.signal ? { signal: options.signal } : {});
  }
}

/**
 * Resolves when a database server can be reached again; at once for the embedded one, which the next
 * start brings back itself, and when `signal` is aborted.
 */
export async function databaseIsBack(
  { databaseUrl }: Pick<StoreOptions, 'databaseUrl'>,
  signal: AbortSignal,
): Promise<void> {
  while (databaseUrl !== null && !signal.aborted) {
    const client = new pg.Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: STANDBY_LOOK_MS,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await client.end();
    } catch {
      // Not yet.
    }
    await delay(STARTUP_LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Postgres' "the database system is starting up" (or shutting down). */
const CANNOT_CONNECT_NOW = '57P03';
const STARTUP_LOOKS = 240;

async function leaseOn(url: string): Promise<Lease | null> {
  for (let look = 1; ; look++) {
    try {
      return await takeLease(url);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const isPostgres = error instanceof pg.DatabaseError;
      if (code !== CANNOT_CONNECT_NOW || look === STARTUP_LOOKS) {
        throw new DatabaseError(
          `The database can't be reached: ${isPostgres ? message : (code ?? message)}. Check that it runs, and DATABASE_URL if you set it.`,
        );
      }
      await delay(STARTUP_LOOK_MS);
    }
  }
}

async function prepare(
  server: { url: string; stop(): Promise<void> },
  lease: Lease,
  log: Logger,
): Promise<Store> {
  const db = connect(server.url, log);
  const close = async () => {
    await db.destroy();
    await lease.release().catch(() => undefined);
    await server.stop();
  };
  try {
    await migrate(db);
  } catch (error) {
    await close();
    throw error;
  }
  return { db, url: server.url, lost: lease.lost, close };
}

/** The core as it was last committed; a new one, with a name of its own, in a new database. */
export async function loadState(db: Kysely<Database>, now: number): Promise<State> {
  const core = await loadCore(db);
  if (core) {
    const positions = await loadPositions(db, new Date(now - ENDED_KEPT_MS));
    return fromJson(core.body as StateJson, positions);
  }
  const state = emptyState(`pf${randomBytes(4).toString('hex')}`);
  await saveCore(db, state.install, toJson(state));
  return state;
}
