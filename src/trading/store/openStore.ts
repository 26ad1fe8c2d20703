import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import { emptyState } from '../strategy/book/emptyState.ts';
import { fromJson, type StateJson, toJson } from '../strategy/book/stateJson.ts';
import type { State } from '../strategy/model/state.ts';
import { loadCore, savingCore } from './core/commit.ts';
import { checkForOlderState } from './core/marks.ts';
import { loadPositions } from './core/positions.ts';
import { connect, connectWithoutDeadlines, type Half } from './server/connections.ts';
import { DatabaseError, migrate, migrationsToCome, readMigrations } from './server/database.ts';
import {
  createDatabaseHealth,
  type DatabaseHealth,
  type DatabaseTrouble,
  troubleKind,
} from './server/databaseTrouble.ts';
import { startEmbeddedPostgres } from './server/embeddedPostgres.ts';
import { type Lease, takeLease } from './server/lease.ts';
import { keepWitness } from './server/witness.ts';
import type { Database } from './tables.ts';

export type Store = {
  /** Takes no writes any more once another instance has taken over. */
  db: Kysely<Database>;
  url: string;
  lease: Lease;
  health: DatabaseHealth;
  close(): Promise<void>;
};

export type StoreOptions = {
  /** Which half it is opened for, with a lease of its own; the trader's unless it is said. */
  half?: Half;
  dataDir: string;
  /** A Postgres server; null for the embedded one in `dataDir`. */
  databaseUrl: string | null;
  secondInstance: 'stop' | 'wait';
  log: Logger;
  /** Ends the waiting for another instance. */
  signal?: AbortSignal;
  /** Leaves the tables as they are, a newer version's too: they are about to be replaced. */
  asIs?: true;
};

/** Another instance acts on this database. */
export class AnotherInstance extends DatabaseError {
  override name = 'AnotherInstance';
}

class Unreachable extends DatabaseError {}

const STANDBY_LOOK_MS = 1_000;
const STARTUP_LOOK_MS = 250;
const LOOKS_AT_OTHERS = 8;
/** Positions that ended are kept in memory so long: late fills happen. */
const ENDED_KEPT_MS = 7 * 24 * 60 * 60_000;
/** So long connections are given to end when everything is closed. */
const CLOSE_MS = 5_000;

/**
 * Opens the database, alone: with the lease taken and the tables brought up to date. Throws
 * DatabaseError (or EmbeddedPostgresError) when that can't be, with a sentence for the owner.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { log, half = 'trader' } = options;
  const who = half === 'listener' ? 'listener' : 'Pilotfish';
  const where = options.databaseUrl
    ? 'this database'
    : `the data folder ${path.resolve(options.dataDir)}`;
  let waiting = false;
  const standBy = {
    signal: options.signal ?? new AbortController().signal,
    onWait: () => {
      if (!waiting) log.info(`standing by: another ${who} is running on ${where}`);
      waiting = true;
    },
  };
  // Now: whoever takes over has no time for it.
  await readMigrations();
  for (;;) {
    try {
      const server = options.databaseUrl
        ? serverAt(options.databaseUrl)
        : await embeddedServer(options.dataDir, log);
      const health = createDatabaseHealth();
      const lease = await leaseOn(server.url, {
        half,
        signal: standBy.signal,
        health,
        log,
        revive: server.revive,
        ...(options.secondInstance === 'wait' && { standBy }),
      });
      if (lease) return await prepare(server, lease, health, options);
    } catch (error) {
      standBy.signal.throwIfAborted();
      // The one that acts may have taken its server with it, or the network is down: it is waited for.
      if (!waiting || (error instanceof DatabaseError && !(error instanceof Unreachable)))
        throw error;
      log.warn({ error: (error as Error).message }, 'standing by: the database is away');
    }
    if (options.secondInstance === 'stop') {
      throw new AnotherInstance(
        `Another ${who} is running on ${where}. Stop it first, or set SECOND_INSTANCE=wait to stand by until it ends.`,
      );
    }
    standBy.onWait();
    await delay(STANDBY_LOOK_MS, undefined, { signal: standBy.signal });
  }
}

export type Server = {
  url: string;
  /** Starts it again if it is ours and does not run; returns at once. */
  revive(): void;
  /** Ends it if it is ours and nobody else uses it. */
  leave(): Promise<void>;
};

export function serverAt(url: string): Server {
  return { url, revive: () => undefined, leave: async () => undefined };
}

export async function embeddedServer(dataDir: string, log: Logger): Promise<Server> {
  const server = await startEmbeddedPostgres(dataDir);
  const { url } = server;
  let reviving: Promise<void> | null = null;
  let last = server;
  const startAgain = async () => {
    try {
      last = await startEmbeddedPostgres(dataDir, { port: Number(new URL(url).port) });
      if (!last.wasRunning) log.warn('the embedded database had ended; it was started again');
    } catch (error) {
      log.error({ error: (error as Error).message }, 'the embedded database does not start');
    }
  };
  return {
    url,
    revive() {
      reviving ??= startAgain().finally(() => {
        reviving = null;
      });
    },
    async leave() {
      await reviving;
      // What we have just left is seen for a moment more.
      for (let look = 1; await isUsedByOthers(url); look++) {
        if (look === LOOKS_AT_OTHERS) return;
        await delay(STARTUP_LOOK_MS);
      }
      await last.stop();
    },
  };
}

/** Another bot that stands by, or a backup that is being made. */
async function isUsedByOthers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query(
      `select 1 from pg_stat_activity
       where backend_type = 'client backend' and pid <> pg_backend_pid() limit 1`,
    );
    return rows.length > 0;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Postgres' "the database system is starting up" (or shutting down). */
const CANNOT_CONNECT_NOW = '57P03';
const STARTUP_LOOKS = 240;

/** null: another instance has it, and lives. */
async function leaseOn(
  url: string,
  options: Parameters<typeof takeLease>[1] & { signal: AbortSignal },
): Promise<Lease | null> {
  for (let look = 1; ; look++) {
    try {
      if (options.half === 'listener') await untilMade(url, options.log, options.signal);
      else if (!(await makeLeaseTable(url))) return null;
      return await takeLease(url, options);
    } catch (error) {
      if (error instanceof DatabaseError || troubleKind(error) === null) throw error;
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === CANNOT_CONNECT_NOW && look < STARTUP_LOOKS) {
        await delay(STARTUP_LOOK_MS);
        continue;
      }
      const isPostgres = error instanceof pg.DatabaseError;
      throw new Unreachable(
        `The database can't be reached: ${isPostgres ? message : (code ?? message)}. Check that it runs, and DATABASE_URL if you set it.`,
      );
    }
  }
}

/** "pilotfis" in ASCII: what instances from before there was a lease table lock. */
const OLD_LEASE_KEY = '8100958143287979379';

/**
 * In a new database, and in one from before there was a lease table: makes the tables. Resolves to
 * false while another does that, or an older version acts.
 */
async function makeLeaseTable(url: string): Promise<boolean> {
  const db = connectWithoutDeadlines(url);
  try {
    const { rows } = await sql<{ present: boolean }>`
      select to_regclass('lease') is not null as present`.execute(db);
    if (rows[0]?.present) return true;
    return await db.connection().execute(async (session) => {
      const locked = await sql<{ taken: boolean }>`
        select pg_try_advisory_lock(${OLD_LEASE_KEY}::bigint) as taken`.execute(session);
      if (!locked.rows[0]?.taken) return false;
      await migrate(db);
      await sql`select pg_advisory_unlock(${OLD_LEASE_KEY}::bigint)`.execute(session);
      return true;
    });
  } finally {
    await db.destroy();
  }
}

async function prepare(
  server: Server,
  lease: Lease,
  health: DatabaseHealth,
  { half = 'trader', dataDir, databaseUrl, log, asIs }: StoreOptions,
): Promise<Store> {
  health.onChange((trouble) => tellTrouble(log, trouble));
  const db = connect(server.url, log, lease.epoch, half);
  let witness: ReturnType<typeof keepWitness> | null = null;
  const close = async () => {
    await witness?.stop();
    await lease.release();
    await Promise.race([db.destroy(), delay(CLOSE_MS, undefined, { ref: false })]);
    // After a takeover it is the other one's.
    if (!lease.isLost()) await server.leave();
  };
  if (asIs || half === 'listener') return { db, url: server.url, lease, health, close };
  try {
    const tables = connectWithoutDeadlines(server.url);
    await migrate(tables).finally(() => tables.destroy());
    await checkForOlderState(db, { dataDir, isEmbedded: databaseUrl === null, now: Date.now() });
    witness = keepWitness(db, dataDir, log);
  } catch (error) {
    await close();
    throw error;
  }
  return { db, url: server.url, lease, health, close };
}

/** The tables are the trader's to make, and to bring up to date: the listener waits for that. */
async function untilMade(url: string, log: Logger, signal: AbortSignal): Promise<void> {
  for (let isTold = false; ; isTold = true) {
    const db = connectWithoutDeadlines(url);
    const toCome = await migrationsToCome(db).finally(() => db.destroy());
    if (toCome.length === 0) return;
    if (!isTold)
      log.warn(
        'The database is not made or not up to date yet: the trader does that. It is waited for.',
      );
    await delay(STANDBY_LOOK_MS, undefined, { signal });
  }
}

function tellTrouble(log: Logger, trouble: DatabaseTrouble | null): void {
  if (trouble === null) log.info('the database is back');
  else log.error(trouble, 'the database can not be written to; it is tried again each second');
}

/** The core as it was last committed; null in a new database. */
export async function readState(db: Kysely<Database>, now: number): Promise<State | null> {
  const core = await loadCore(db);
  if (core === null) return null;
  const positions = await loadPositions(db, new Date(now - ENDED_KEPT_MS));
  return fromJson(core.body as StateJson, positions);
}

/** The core as it was last committed; a new one, with a name of its own, in a new database. */
export async function loadState(db: Kysely<Database>, now: number): Promise<State> {
  const stored = await readState(db, now);
  if (stored !== null) return stored;
  const state = emptyState(`pf${randomBytes(4).toString('hex')}`);
  await db.executeQuery(savingCore(db, state.install, toJson(state)));
  return state;
}
