import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from 'pino';
import {
  connectOne,
  type Deadlines,
  destroy,
  type Half,
  LEASE_OF,
  nameOfEpoch,
} from './connections.ts';
import { DatabaseError } from './database.ts';
import { type DatabaseHealth, DatabaseLost, troubleKind } from './databaseTrouble.ts';
import { refusePooler } from './pooler.ts';
import { endProcessMark, isGone, makeProcessMark } from './processMark.ts';

/**
 * The lease: whoever holds it acts. It is one row with an epoch, which rises each time it is taken,
 * and a beat, which the holder raises every moment. docs/architecture.md says why this is safe.
 */
export type Lease = {
  epoch: number;
  /**
   * Whether this instance may act at this moment: by its own clock, and whatever it can hear, no
   * other can have taken over.
   */
  holds(): boolean;
  /** Resolves when it may act (again); rejects with DatabaseLost when it never will, or the signal's reason. */
  untilHeld(signal: AbortSignal): Promise<void>;
  /** Whether another stood by as the last good beat was answered: it takes over where it still can. */
  hasStandBy(): boolean;
  /** Another has taken over, as far as is known. */
  isLost(): boolean;
  /** Resolves when another has taken over: nothing may be acted on any more. */
  lost: Promise<void>;
  /** Gives it back, so that another need not wait, where the database can be told. */
  release(): Promise<void>;
};

const BEAT_MS = 1_500;
/** So long after a beat was begun its holder may act; after that it has stopped by its own clock. */
const HELD_MS = 4_000;
/** So long a beat must stand still under the eyes of another before that one takes over. */
const TAKEOVER_MS = 5_000;
const LOOK_MS = 250;
/** One lost answer leaves time for another try while the lease is held. */
const AFTER_FAILURE_MS = 500;
/** The name of the session of whoever holds the lease, or stands by for it. */
const SESSION = { trader: 'pilotfish lease', listener: 'pilotfish listener lease' } as const;
const LEASE: Deadlines = {
  statement: 1_400,
  lock: 1_000,
  idleInTransaction: 1_000,
  answer: 1_500,
};

type LeaseOptions = {
  /** Whose lease it is; the trader's unless it is said. */
  half?: Half;
  health: DatabaseHealth;
  log: Logger;
  /** Called each time when the database can't be reached: starts a server of our own; returns at once. */
  revive?: () => void;
};

/**
 * Takes the lease, at once where nobody has it or whoever has is gone for certain, else when its
 * beat has stood still for long enough. Resolves to null when another is seen to live; with
 * `standBy` it waits for as long as it takes, until the signal's reason rejects it.
 * Rejects with a DatabaseError behind a pooler, and with pg's errors when the database is away.
 */
export async function takeLease(
  url: string,
  options: LeaseOptions & { standBy?: { signal: AbortSignal; onWait: () => void } },
): Promise<Lease | null> {
  const { half = 'trader' } = options;
  const client = await connectOne(url, { name: SESSION[half], deadlines: LEASE });
  const mark = makeProcessMark();
  try {
    await refusePooler(url, client);
    const taken = await watchAndTake(client, mark, half, options.standBy);
    if (taken !== null) return hold({ url, client, mark, ...taken, ...options, half });
    endProcessMark(mark);
    destroy(client);
    return null;
  } catch (error) {
    endProcessMark(mark);
    destroy(client);
    throw error;
  }
}

type Row = { epoch: number; beat: number; holder: string | null };
/** Milliseconds that have passed since it was started. */
type Stopwatch = () => number;
type Taken = { epoch: number; since: Stopwatch };

/** By whichever clock says more: one stands still while the machine sleeps, the other can be set. */
function startStopwatch(): Stopwatch {
  const steady = performance.now();
  const wall = Date.now();
  return () => Math.max(performance.now() - steady, Date.now() - wall);
}

/**
 * What was seen counts only within one session: a database that crashes or is replaced by its copy
 * may show an older beat again. The time is this machine's steady clock: it must not run ahead.
 */
async function watchAndTake(
  client: pg.Client,
  mark: string,
  half: Half,
  standBy?: { signal: AbortSignal; onWait: () => void },
): Promise<Taken | null> {
  let seen: (Row & { at: number }) | null = null;
  for (;;) {
    const row = await read(client, half);
    const isSame = seen !== null && seen.epoch === row.epoch && seen.beat === row.beat;
    const isStill = isSame && performance.now() - (seen?.at ?? 0) >= TAKEOVER_MS;
    if (row.holder === null || isStill || isGone(row.holder)) {
      const taken = await take(client, row, mark, half);
      if (taken !== null) return taken;
    } else if (!isSame) {
      if (seen !== null && standBy === undefined) return null;
      if (seen !== null) standBy?.onWait();
      seen = { ...row, at: performance.now() };
    }
    await delay(LOOK_MS, undefined, standBy ? { signal: standBy.signal } : {});
  }
}

const NO_ROW =
  'The table “lease” of the database is empty: somebody has deleted its row. Put a backup back into a new database (npm run restore -- FILE).';

async function read(client: pg.Client, half: Half): Promise<Row> {
  const { rows } = await client.query<Row>('select epoch, beat, holder from lease where id = $1', [
    LEASE_OF[half],
  ]);
  const [row] = rows;
  if (!row) throw new DatabaseError(NO_ROW);
  return row;
}

/** null: somebody was faster, or its holder lives after all. */
async function take(client: pg.Client, seen: Row, mark: string, half: Half): Promise<Taken | null> {
  const since = startStopwatch();
  const beginEpoch = () =>
    client.query<{ epoch: number }>(
      `with mine as (select id from lease where id = $4 and epoch = $1 and beat = $2 for update)
       update lease set epoch = epoch + 1, beat = beat + 1, holder = $3,
         taken_at = clock_timestamp(), renewed_at = clock_timestamp()
       where id in (select id from mine) returning epoch`,
      [seen.epoch, seen.beat, mark, LEASE_OF[half]],
    );
  try {
    const { rows } = await beginEpoch();
    if (!rows[0]) return null;
    const { epoch } = rows[0];
    // What is left of them can write nothing more; this only frees what it holds.
    await endSessions(client, epoch, half).catch(() => undefined);
    return { epoch, since };
  } catch (error) {
    if (troubleKind(error) !== 'locked') throw error;
    // A transaction of whoever vanished is still open: it must end, one way or the other, first.
    await endSessions(client, seen.epoch + 1, half);
    return null;
  }
}

/** Ends the sessions of every earlier epoch: what was under way in them comes to nothing. */
async function endSessions(client: pg.Client, epoch: number, half: Half): Promise<void> {
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and usename = current_user
       and application_name like $1 and application_name <> $2`,
    [nameOfEpoch('%', half), nameOfEpoch(epoch, half)],
  );
}

function hold(
  parts: LeaseOptions & Taken & { url: string; client: pg.Client; mark: string; half: Half },
): Lease {
  const { url, epoch, mark, half, health, log } = parts;
  let client: pg.Client | null = null;
  let since = parts.since;
  let standBy = false;
  let over: 'lost' | 'released' | null = null;
  let timer: NodeJS.Timeout | undefined;
  let beating: Promise<void> | null = null;
  let waiting: (() => void)[] = [];
  const { promise: lost, resolve: tellLost } = Promise.withResolvers<void>();

  const holds = () => over === null && since() < HELD_MS;
  const wakeWaiting = () => {
    for (const wake of waiting) wake();
    waiting = [];
  };
  const end = (how: 'lost' | 'released') => {
    if (over !== null) return;
    over = how;
    clearTimeout(timer);
    endProcessMark(mark);
    if (how === 'lost') {
      log.error({ epoch }, 'another instance has taken over: nothing is acted on here any more');
      tellLost();
    }
    wakeWaiting();
  };

  const use = (connected: pg.Client): pg.Client => {
    client = connected;
    const gone = () => {
      if (client !== connected) return;
      client = null;
      beatSoon();
    };
    connected.once('error', gone);
    connected.once('end', gone);
    return connected;
  };

  /** Resolves to how long the next may wait. */
  async function beat(): Promise<number> {
    const begun = startStopwatch();
    const begunAt = Date.now();
    try {
      const connected =
        client ?? use(await connectOne(url, { name: SESSION[half], deadlines: LEASE }));
      const { rowCount, rows } = await connected.query<{ stand_by: boolean }>(
        `update lease set beat = beat + 1, renewed_at = clock_timestamp() where id = $3 and epoch = $1
         returning exists (
           select 1 from pg_stat_activity
           where datname = current_database() and application_name = $2 and pid <> pg_backend_pid()
         ) as stand_by`,
        [epoch, SESSION[half], LEASE_OF[half]],
      );
      if (rowCount === 0) end('lost');
      standBy = rows[0]?.stand_by ?? false;
      if (over !== null) return 0;
      since = begun;
      health.worked('lease');
      wakeWaiting();
      return BEAT_MS;
    } catch (error) {
      if (over !== null) return 0;
      health.failed('lease', error, begunAt);
      const broken = client;
      client = null;
      if (broken) destroy(broken);
      if (troubleKind(error) === 'refusing') parts.revive?.();
      return AFTER_FAILURE_MS;
    }
  }

  /** One at a time, and the next a while after the last. */
  function beatNow(): Promise<void> {
    clearTimeout(timer);
    beating ??= beat().then((wait) => {
      beating = null;
      if (over === null) timer = setTimeout(beatNow, wait);
    });
    return beating;
  }
  function beatSoon(): void {
    if (over !== null) return;
    clearTimeout(timer);
    timer = setTimeout(beatNow, LOOK_MS);
  }

  use(parts.client);
  timer = setTimeout(beatNow, BEAT_MS);

  return {
    epoch,
    holds,
    hasStandBy: () => standBy,
    isLost: () => over === 'lost',
    lost,
    async untilHeld(signal) {
      while (!holds()) {
        signal.throwIfAborted();
        if (over !== null) throw new DatabaseLost('another instance has taken over');
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    },
    async release() {
      await beating;
      const connected = client;
      client = null;
      if (over === null && connected !== null) {
        const given = await connected
          .query('update lease set holder = null, beat = beat + 1 where id = $2 and epoch = $1', [
            epoch,
            LEASE_OF[half],
          ])
          .catch(() => null);
        if (given?.rowCount === 0) end('lost');
      }
      end('released');
      if (connected !== null) destroy(connected);
    },
  };
}
