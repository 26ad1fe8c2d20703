import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import type { WholeApp } from './app.ts';
import { DiscordRefusal } from './bot/connect.ts';
import { type RunningBot, startBot } from './bot/startBot.ts';
import type { Config } from './config.ts';
import type { DiscordTiming } from './discord/session/timing.ts';
import { openLines } from './notices/words/startWords.ts';
import { StartError } from './startError.ts';
import type { Engine } from './trading/engine/engine.ts';
import { startTrading } from './trading/startTrading.ts';
import { openStore } from './trading/store/openStore.ts';
import { DatabaseLost, troubleKind } from './trading/store/server/databaseTrouble.ts';
import { listWatches } from './trading/store/watches/watches.ts';
import { activePositions } from './trading/strategy/book/positions.ts';
import type { Account, OwnerEvent } from './trading/strategy/model/event.ts';
import { createTasks } from './trading/tasks.ts';
import { directTrader } from './trading/trader/directTrader.ts';
import type { VenueTiming } from './trading/venue/coinbase/venue.ts';
import { VenueError, VenueRefusal } from './trading/venue/venue.ts';

const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };

const MODES: Record<Account, string> = {
  sandbox: 'SANDBOX: a Discord and a Coinbase on this machine, no real money',
  paper: 'PAPER: real channels and prices, simulated orders, no real money',
  live: 'LIVE: real money on Coinbase',
};

export type StartOptions = {
  /** Ends the waiting for what is out of reach. */
  signal?: AbortSignal;
  /** What was called for while the database was away; done first, and taken out, at the start. */
  owed?: Owed;
  /** How long Coinbase is waited for, where the defaults do not fit. */
  venueTiming?: Partial<VenueTiming>;
  /** How long Discord is waited for, where the defaults do not fit. */
  discordTiming?: Partial<DiscordTiming>;
  /** UTC milliseconds, where the machine's clock does not fit. */
  now?: () => number;
};

/** A panic that could not be written down. */
export type Owed = { panic: OwnerEvent | null };

export type Pilotfish = {
  app: WholeApp;
  /** Resolves when another instance has taken over: nothing is acted on from then on. */
  lost: Promise<void>;
  /** Resolves when everything taken in so far is read, decided, acted on and told. */
  processAll(): Promise<void>;
  /** Takes nothing more in, finishes what is under way, and closes everything. */
  stop(): Promise<void>;
};

/**
 * Puts the parts together and starts them: store → venue → engine → bot. What is open is traded from
 * when the venue is there, also while Discord is waited for. Rejects with StartError, DatabaseError or
 * EmbeddedPostgresError when the owner has to mend something first, with DatabaseLost when the
 * database went away meanwhile, and with the signal's reason.
 */
export async function startPilotfish(
  config: Config,
  log: Logger,
  options: StartOptions = {},
): Promise<Pilotfish> {
  const { signal, venueTiming, owed = { panic: null } } = options;
  if (!config.discord) throw new StartError('DISCORD_TOKEN is missing.');
  log.info(`Pilotfish ${version} starts. ${MODES[config.sandbox ? 'sandbox' : 'paper']}.`);

  const now = options.now ?? Date.now;
  const store = await openStore({ ...config, log, ...(signal ? { signal } : {}) });
  const { db } = store;
  const tasks = createTasks(log);
  /** Latest first: the order in which everything is closed. */
  const closers: (() => Promise<unknown>)[] = [() => tasks.stop()];
  const stop = async () => {
    for (const close of closers) {
      await close().catch((error: unknown) => log.warn({ error }, 'could not be closed cleanly'));
    }
    await store.close();
  };

  try {
    let bot: RunningBot | null = null;
    const trading = await startTrading({
      config,
      db,
      lease: store.lease,
      ...(signal ? { signal } : {}),
      health: store.health,
      ...(venueTiming ? { venueTiming } : {}),
      tasks,
      closers,
      onNotice: () => bot?.notices.wake(),
      log,
      now,
    });
    // Another instance may act from now on: what is tried again and again stops.
    const lost = new AbortController();
    void trading.engine.lost.then(() => {
      lost.abort(new DatabaseLost('another instance has taken over'));
      return tasks.stop();
    });
    const { account } = trading.current();
    if (account === 'live') log.warn(MODES.live);

    const startedAt = now();
    const engine = keepingPanic(trading.engine, owed);
    const { health } = store;
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
        discord: bot?.connection() ?? { up: false, pingMs: null, since: null },
        venue: trading.venueLink(),
        prices: trading.pricesLink(),
        waiting: trading.waiting(),
        lastMessageAt: bot?.lastMessageAt() ?? null,
        lastReconcileAt: trading.lastReconcileAt(),
        venueTroubles: trading.venueTroubles(),
      }),
      takeIn: trading.takeIn,
      reconcile: trading.reconcile,
      ahead: engine.ahead,
      venueTroubles: trading.venueTroubles,
      doneWithoutDatabase: trading.doneWithoutDatabase,
      databaseTrouble: () => store.health.trouble(),
    };
    if (owed.panic !== null) await engine.submit({ ...owed.panic, at: now() });
    // What was taken in before is worked at once, also while Discord is waited for.
    trading.wake();
    const running = await startBot({
      token: config.discord.token,
      app,
      presence: `${account} trading`,
      // What is open must be managed on, whatever Discord says to the token.
      insist: activePositions(trading.engine.state()).length > 0,
      ...(options.discordTiming ? { timing: options.discordTiming } : {}),
      ...(config.discord.apiUrl ? { api: config.discord.apiUrl } : {}),
      ...(config.discord.channelId ? { privateChannelId: config.discord.channelId } : {}),
      signal: AbortSignal.any([lost.signal, ...(signal ? [signal] : [])]),
    });
    bot = running;
    closers.unshift(() => running.stop());
    store.health.onChange((trouble) => {
      if (trouble === null) running.notices.wake();
    });

    const isFollowing = (await listWatches(db)).length > 0;
    const notice = {
      kind: 'started',
      mode: account,
      lines: [
        MODES[account],
        ...openLines(activePositions(trading.engine.state())),
        ...(isFollowing
          ? []
          : ['No channel is followed yet. /setup has the few steps to the first signal.']),
      ],
      ...(isFollowing ? {} : { firstSteps: true as const }),
    } as const;
    await trading.tell(`start ${now()}`, notice);
    trading.wake();
    return {
      app,
      lost: trading.engine.lost,
      stop,
      async processAll() {
        await running.settled();
        await trading.processAll();
        await running.notices.drain();
      },
    };
  } catch (error) {
    await stop();
    if (error instanceof DiscordRefusal) throw new StartError(error.message);
    if (troubleKind(error) !== null)
      throw new DatabaseLost('the database was lost', { cause: error });
    if (error instanceof VenueError) {
      throw new StartError(
        error instanceof VenueRefusal
          ? `${error.message} Mend that and start again.`
          : `${error.message} The first start needs Coinbase: check the internet connection and, if you set them, the addresses; then start again.`,
      );
    }
    throw error;
  }
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
