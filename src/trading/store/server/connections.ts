import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Database } from '../tables.ts';
import { NoAnswer } from './databaseTrouble.ts';

const INT8 = 20;
/** int8 as number: our sequences and counts stay far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
};

/** Deadlines in milliseconds: the server's own, and that of our waiting for it. */
export type Deadlines = {
  /** A statement. */
  statement: number;
  /** Waiting for a lock. */
  lock: number;
  /** A transaction in which nothing is asked: its locks would hold up others for as long. */
  idleInTransaction: number;
  /** An answer, or a connection: without one the connection is given up. */
  answer: number;
};

const POOL: Deadlines = { statement: 8_000, lock: 3_000, idleInTransaction: 5_000, answer: 10_000 };
const CONNECT_MS = 5_000;
/** A connection whose other end is gone is found out after this and ten probes, one a second. */
const KEEP_ALIVE_AFTER_MS = 5_000;

/**
 * A pool of connections with our tables' types and deadlines. Does not connect yet. With an `epoch`
 * the database takes no write of it any more once another instance has taken over.
 */
export function connect(
  url: string,
  log: Logger,
  epoch?: number,
  half: Half = 'trader',
): Kysely<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    // What is asked without waiting is sent without waiting (runTogether.ts).
    pipeline: true,
    types,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    application_name: epoch === undefined ? 'pilotfish' : nameOfEpoch(epoch, half),
    onConnect: (client) =>
      setUp(
        client,
        POOL,
        epoch === undefined
          ? {}
          : { 'pilotfish.epoch': String(epoch), 'pilotfish.lease': String(LEASE_OF[half]) },
      ),
  });
  // Without listeners a stopped database would end the process: the pool's is for connections at
  // rest, each one's own for those that are in use.
  pool.on('error', (error) => log.warn({ error: error.message }, 'database connection lost'));
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** Both in one process, as usual, hold the trader's lease. */
export type Half = 'trader' | 'listener';

/** The row of each half's lease. */
export const LEASE_OF = { trader: 1, listener: 2 } as const satisfies Record<Half, number>;

/** How the sessions of an epoch are known at the server. */
export const nameOfEpoch = (epoch: number | '%', half: Half) =>
  half === 'trader' ? `pilotfish epoch ${epoch}` : `pilotfish listener epoch ${epoch}`;

/** A pool without deadlines, for what may take its time: bringing tables up to date, putting a backup back. */
export function connectWithoutDeadlines(url: string): Kysely<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 2, types, application_name: 'pilotfish' });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** One connection of its own, connected. The caller listens for its end. */
export async function connectOne(
  url: string,
  options: {
    name: string;
    deadlines: Deadlines;
    settings?: Readonly<Record<string, string>>;
  },
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    types,
    application_name: options.name,
    connectionTimeoutMillis: options.deadlines.answer,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await setUp(client, options.deadlines, options.settings ?? {});
    return client;
  } catch (error) {
    destroy(client);
    throw error;
  }
}

/** Cuts a connection: one whose other end is silent never ends by being asked to. */
export function destroy(client: pg.ClientBase, why?: Error): void {
  const { connection } = client as unknown as {
    connection?: { stream: { destroy(why?: Error): void } };
  };
  connection?.stream.destroy(why);
}

/** Settings of a session; not start-up parameters, which some addresses carry already. */
async function setUp(
  client: pg.ClientBase,
  deadlines: Deadlines,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  prepareWhatIsAskedOften(client);
  writeTogether(client);
  giveUpWhenSilent(client, deadlines.answer);
  const all = Object.entries({
    statement_timeout: String(deadlines.statement),
    lock_timeout: String(deadlines.lock),
    idle_in_transaction_session_timeout: String(deadlines.idleInTransaction),
    ...settings,
  });
  // Nothing is acted on before it is on the disk, also where the server has it otherwise.
  const durable = `set_config('synchronous_commit',
    case current_setting('synchronous_commit') when 'off' then 'on'
      else current_setting('synchronous_commit') end, false)`;
  const given = all.map((_, i) => `set_config($${2 * i + 1}, $${2 * i + 2}, false)`);
  await client.query(`select ${[durable, ...given].join(', ')}`, all.flat());
}

/** What is asked so often is prepared: parsed and planned once by each connection. */
const OFTEN = 5;
/** What is written anew each time, as a list of so many ids, must not fill the memory. */
const MOST_STATEMENTS = 2_000;
const asked = new Map<string, { times: number; name: string }>();

/** A name for a statement that was asked for often enough; the same for all connections. */
function nameOfStatement(text: string): string | undefined {
  const known = asked.get(text);
  if (known === undefined) {
    if (asked.size < MOST_STATEMENTS) asked.set(text, { times: 1, name: `s${asked.size}` });
    return undefined;
  }
  known.times += 1;
  return known.times > OFTEN ? known.name : undefined;
}

/** A statement of ours has one text, with its values apart: its name is found by that. */
function prepareWhatIsAskedOften(client: pg.ClientBase): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  client.query = ((...given: unknown[]) => {
    const [text, values] = given;
    if (given.length !== 2 || typeof text !== 'string' || !Array.isArray(values)) {
      return query(...given);
    }
    const name = values.length > 0 ? nameOfStatement(text) : undefined;
    return name === undefined ? query(text, values) : query({ text, values, name });
  }) as typeof client.query;
}

/** What is asked in one go is written in one go: a write costs more than what is in it. */
function writeTogether(client: pg.ClientBase): void {
  const { connection } = client as unknown as {
    connection?: { stream: { cork(): void; uncork(): void } };
  };
  if (!connection) return;
  const { stream } = connection;
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  let isHeld = false;
  client.query = ((...given: unknown[]) => {
    if (!isHeld) {
      isHeld = true;
      stream.cork();
      process.nextTick(() => {
        isHeld = false;
        stream.uncork();
      });
    }
    return query(...given);
  }) as typeof client.query;
}

/** pg's own deadline leaves the statement in the connection, and what comes next waits behind it. */
function giveUpWhenSilent(client: pg.ClientBase, ms: number): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  let silent: NoAnswer | null = null;
  client.query = ((...given: unknown[]) => {
    if (silent !== null) return Promise.reject(silent);
    const asked = query(...given);
    if (!(asked instanceof Promise)) return asked;
    let isAnswered = false;
    const timer = setTimeout(() => {
      // A process that was held up finds the answer and the deadline at once: the answer counts.
      setImmediate(() =>
        setImmediate(() => {
          if (isAnswered) return;
          silent = new NoAnswer(`no answer within ${ms / 1_000} s`);
          destroy(client, silent);
        }),
      );
    }, ms);
    return asked.finally(() => {
      isAnswered = true;
      clearTimeout(timer);
    });
  }) as typeof client.query;
}
