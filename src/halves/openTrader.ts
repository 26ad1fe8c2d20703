import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Connections, WholeApp } from '../app.ts';
import { DiscordRefusal } from '../bot/connect.ts';
import type { Config } from '../config.ts';
import { openLines } from '../notices/words/startWords.ts';
import { StartError } from '../startError.ts';
import type { Engine } from '../trading/engine/engine.ts';
import { startTrading, type Trading } from '../trading/startTrading.ts';
import { openStore, type Store } from '../trading/store/openStore.ts';
import { DatabaseLost, troubleKind } from '../trading/store/server/databaseTrouble.ts';
import { listWatches } from '../trading/store/watches/watches.ts';
import { activePositions } from '../trading/strategy/book/positions.ts';
import type { Account, OwnerEvent } from '../trading/strategy/model/event.ts';
import { createTasks, type Tasks } from '../trading/tasks.ts';
import { directTrader } from '../trading/trader/directTrader.ts';
import type { VenueTiming } from '../trading/venue/coinbase/venue.ts';
import { VenueError, VenueRefusal } from '../trading/venue/venue.ts';

export const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string };

export const MODES: Record<Account, string> = {
  sandbox: 'SANDBOX: a Discord and a Coinbase on this machine, no real money',
  paper: 'PAPER: real channels and prices, simulated orders, no real money',
  live: 'LIVE: real money on Coinbase',
};

export type TraderOptions = {
  /** Ends the waiting for what is out of reach. */
  signal?: AbortSignal;
  /** What was called for while the database was away; done first, and taken out, at the start. */
  owed?: Owed;
  /** How long Coinbase is waited for, where the defaults do not fit. */
  venueTiming?: Partial<VenueTiming>;
  /** UTC milliseconds, where the machine's clock does not fit. */
  now?: () => number;
};

/** A panic that could not be written down. */
export type Owed = { panic: OwnerEvent | null };

/** What trades, started: whoever started it closes it. */
export type OpenTrader = {
  app: WholeApp;
  trading: Trading;
  store: Store;
  tasks: Tasks;
  /** Aborted when another instance has taken over: what is tried again and again stops. */
  lost: AbortSignal;
  /** Latest first: the order in which everything is closed. */
  closers: (() => Promise<unknown>)[];
  /** Takes nothing more in, finishes what is under way, and closes everything. */
  stop(): Promise<void>;
  /** Tells the owner that it has started. */
  tellStarted(): Promise<void>;
};

/** What the listener's half says of itself; in the trader's process nothing is known of it. */
type Listener = {
  onNotice(): void;
  discord(): Connections['discord'];
  lastMessageAt(): number | null;
};

/**
 * Opens the store and starts everything that trades. Rejects with StartError, DatabaseError or
 * EmbeddedPostgresError when the owner has to mend something first, with DatabaseLost when the
 * database went away meanwhile, and with the signal's reason; nothing is left open then.
 */
export async function openTrader(
  config: Config,
  log: Logger,
  options: TraderOptions,
  listener: Listener,
): Promise<OpenTrader> {
  const { signal, venueTiming, owed = { panic: null } } = options;
  log.info(`Pilotfish ${version} starts. ${MODES[config.sandbox ? 'sandbox' : 'paper']}.`);
  const now = options.now ?? Date.now;
  const store = await openStore({ ...config, log, ...(signal ? { signal } : {}) });
  const { db, health } = store;
  const tasks = createTasks(log);
  const closers: (() => Promise<unknown>)[] = [() => tasks.stop()];
  const stop = async () => {
    for (const close of closers) {
      await close().catch((error: unknown) => log.warn({ error }, 'could not be closed cleanly'));
    }
    await store.close();
  };
  try {
    const trading = await startTrading({
      config,
      db,
      lease: store.lease,
      ...(signal ? { signal } : {}),
      health,
      ...(venueTiming ? { venueTiming } : {}),
      tasks,
      closers,
      onNotice: listener.onNotice,
      log,
      now,
    });
    // Another instance may act from now on: what is tried again and again stops.
    const lost = new AbortController();
    void trading.engine.lost.then(() => {
      lost.abort(new DatabaseLost('another instance has taken over'));
      return tasks.stop();
    });
    if (trading.current().account === 'live') log.warn(MODES.live);
    const startedAt = now();
    const engine = keepingPanic(trading.engine, owed);
    const app: WholeApp = {
      get account() {
        return trading.current().account;
      },
      version,
      startedAt,
      db,
      engine,
      trader: directTrader({ trading, engine, db, health, startedAt, log, now }),
      tell: trading.tell,
      async commit(statements) {
        await engine.submitAll([], () => statements);
      },
      venues: Object.fromEntries([...trading.accounts].map(([name, { venue }]) => [name, venue])),
      marketData: trading.marketData,
      get catalogue() {
        return trading.current().catalogue;
      },
      reader: trading.reader,
      log,
      now,
      connections: () => ({
        discord: listener.discord(),
        venue: trading.venueLink(),
        prices: trading.pricesLink(),
        waiting: trading.waiting(),
        lastMessageAt: listener.lastMessageAt(),
        lastReconcileAt: trading.lastReconcileAt(),
        venueTroubles: trading.venueTroubles(),
      }),
      takeIn: trading.takeIn,
      reconcile: trading.reconcile,
      ahead: engine.ahead,
      venueTroubles: trading.venueTroubles,
      doneWithoutDatabase: trading.doneWithoutDatabase,
      databaseTrouble: () => health.trouble(),
    };
    if (owed.panic !== null) await engine.submit({ ...owed.panic, at: now() });
    // What was taken in before is worked at once, also while Discord is waited for.
    trading.wake();
    const tellStarted = async () => {
      const isFollowing = (await listWatches(db)).length > 0;
      await trading.tell(`start ${now()}`, {
        kind: 'started',
        mode: app.account,
        lines: [
          MODES[app.account],
          ...openLines(activePositions(trading.engine.state())),
          ...(isFollowing
            ? []
            : ['No channel is followed yet. /setup has the few steps to the first signal.']),
        ],
        ...(isFollowing ? {} : { firstSteps: true as const }),
      });
    };
    return { app, trading, store, tasks, lost: lost.signal, closers, stop, tellStarted };
  } catch (error) {
    await stop();
    throw startFailure(error);
  }
}

/** Why a start failed, as its owner is to be told. */
export function startFailure(error: unknown): unknown {
  if (error instanceof DiscordRefusal) return new StartError(error.message);
  if (troubleKind(error) !== null)
    return new DatabaseLost('the database was lost', { cause: error });
  if (!(error instanceof VenueError)) return error;
  return new StartError(
    error instanceof VenueRefusal
      ? `${error.message} Mend that and start again.`
      : `${error.message} The first start needs Coinbase: check the internet connection and, if you set them, the addresses; then start again.`,
  );
}

/** Keeps a panic that can't be committed, so that the next start, if not a later try, halts trading. */
function keepingPanic(engine: Engine, owed: Owed): Engine {
  return {
    ...engine,
    async submit(event) {
      if (event.type !== 'owner' || event.act.act !== 'panic') return engine.submit(event);
      owed.panic = event;
      const decision = await engine.submit(event);
      owed.panic = null;
      return decision;
    },
  };
}
