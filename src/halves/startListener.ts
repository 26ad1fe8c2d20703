import { setTimeout as delay } from 'node:timers/promises';
import type { Compilable, Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { App, Watched } from '../app.ts';
import { type RunningBot, startBot } from '../bot/startBot.ts';
import type { Config } from '../config.ts';
import type { DiscordTiming } from '../discord/session/timing.ts';
import { StartError } from '../startError.ts';
import { createTell } from '../trading/engine/tell.ts';
import { createReader } from '../trading/inbox/reader.ts';
import {
  NEW_MESSAGE,
  NEW_NOTICE,
  notify,
  readAbout,
  TO_LISTENER,
  TO_TRADER,
} from '../trading/store/halves/calls.ts';
import { receive } from '../trading/store/messages/inbox.ts';
import { openStore } from '../trading/store/openStore.ts';
import { listen } from '../trading/store/server/listening.ts';
import { runTogether } from '../trading/store/server/runTogether.ts';
import type { Database } from '../trading/store/tables.ts';
import { createTasks } from '../trading/tasks.ts';
import { type About, aboutSchema } from '../trading/trader/calls.ts';
import { distantTrader } from '../trading/trader/distantTrader.ts';
import { createCoinbaseMarketData } from '../trading/venue/coinbase/marketData.ts';
import { startFailure, version } from './openTrader.ts';
import { storedCatalogue } from './storedCatalogue.ts';
import { watchTrader } from './watchTrader.ts';

export type RunningListener = {
  app: App & Watched;
  bot: RunningBot;
  /** Resolves when another listener has taken over: nothing is told from then on. */
  lost: Promise<void>;
  stop(): Promise<void>;
};

export type ListenerOptions = {
  /** Ends the waiting for what is out of reach. */
  signal?: AbortSignal;
  discordTiming?: Partial<DiscordTiming>;
};

const LOOK_MS = 1_000;

/**
 * Starts what talks with Discord as a process of its own, without the exchange's key: messages go to
 * the inbox, what is asked of the trader goes over the database, and what the trader tells is posted.
 * One listener is logged in, by a lease of its own; another stands by. Rejects with StartError or
 * DatabaseError when the owner has to mend something first, and with the signal's reason.
 */
export async function startListener(
  config: Config,
  log: Logger,
  options: ListenerOptions = {},
): Promise<RunningListener> {
  const { signal } = options;
  const { discord } = config;
  if (!discord) throw new StartError('DISCORD_TOKEN is missing.');
  log.info(`Pilotfish ${version} starts. The listener: what trades is another process.`);
  const store = await openStore({
    ...config,
    half: 'listener',
    log,
    ...(signal ? { signal } : {}),
  });
  const { db, health, lease } = store;
  const now = Date.now;
  const tasks = createTasks(log);
  const closers: (() => Promise<unknown>)[] = [() => tasks.stop()];
  const stop = async () => {
    for (const close of closers) {
      await close().catch((error: unknown) => log.warn({ error }, 'could not be closed cleanly'));
    }
    await store.close();
  };
  try {
    let bot: RunningBot | null = null;
    let about = await untilKnown(db, log, signal);
    const readAboutAgain = async () => {
      about = (await aboutOf(db)) ?? about;
    };
    const trader = distantTrader({ db, now, onTurned: readAboutAgain });
    await trader.state();
    const { urls } = config.coinbase;
    const marketData = createCoinbaseMarketData({ ...(urls ? { urls } : {}), log });
    closers.unshift(() => marketData.close());
    const catalogue = await storedCatalogue(db, () => about.account, tasks);
    const commit = async (statements: readonly Compilable[]) => {
      await runTogether(db, statements);
      bot?.notices.wake();
    };
    const writing = {
      state: () => about,
      submitAll: (_: readonly [], also: () => readonly Compilable[]) => commit(also()),
    };
    const app: App = {
      get account() {
        return about.account;
      },
      version,
      startedAt: now(),
      db,
      trader,
      tell: createTell({ db, engine: writing, now }),
      commit,
      marketData,
      catalogue,
      reader: createReader({ db, catalogue: () => catalogue, marketData, log }),
      log,
      now,
      async takeIn(message, moveOn) {
        const isNew = await receive(db, message);
        moveOn?.();
        // Also where it is known: it may have come in by a try after which nobody was told.
        await notify(db, TO_TRADER, NEW_MESSAGE);
        return isNew;
      },
      databaseTrouble: () => health.trouble(),
      ahead: trader.lastState,
      venueTroubles: () => [],
      doneWithoutDatabase: trader.doneWithoutDatabase,
    };
    const hear = (said: string | null) => {
      if (said === null || said === NEW_NOTICE) bot?.notices.wake();
      if (said !== NEW_NOTICE) trader.heard(said);
    };
    const listening = await listen(store.url, TO_LISTENER, hear, log);
    closers.unshift(() => listening.stop());
    const running = await startBot({
      token: discord.token,
      app,
      presence: `${about.account} trading`,
      ...(options.discordTiming ? { timing: options.discordTiming } : {}),
      ...(discord.apiUrl ? { api: discord.apiUrl } : {}),
      ...(discord.channelId ? { privateChannelId: discord.channelId } : {}),
      signal: AbortSignal.any([untilLost(lease.lost), ...(signal ? [signal] : [])]),
    });
    bot = running;
    closers.unshift(() => running.stop());
    const watching = watchTrader(app, readAboutAgain);
    closers.unshift(watching.stop);
    health.onChange((trouble) => {
      if (trouble === null) running.notices.wake();
    });
    running.notices.wake();
    const connections: Watched['connections'] = () => ({
      discord: running.connection(),
      venue: null,
      prices: null,
      trader: { up: !watching.isAway() },
      waiting: { orders: 0, requests: 0 },
      lastMessageAt: running.lastMessageAt(),
      lastReconcileAt: null,
      venueTroubles: [],
    });
    const watched = Object.defineProperties(
      { engine: null, connections },
      Object.getOwnPropertyDescriptors(app),
    ) as App & Watched;
    return { app: watched, bot: running, lost: lease.lost, stop };
  } catch (error) {
    await stop();
    throw startFailure(error);
  }
}

function untilLost(lost: Promise<void>): AbortSignal {
  const controller = new AbortController();
  void lost.then(() => controller.abort(new Error('another listener has taken over')));
  return controller.signal;
}

async function aboutOf(db: Kysely<Database>): Promise<About | null> {
  const read = await readAbout(db);
  return read === null ? null : aboutSchema.parse(read);
}

/** In a new database nobody has traded yet: the trader's first start is waited for. */
async function untilKnown(db: Kysely<Database>, log: Logger, signal?: AbortSignal): Promise<About> {
  for (let isTold = false; ; isTold = true) {
    const about = await aboutOf(db);
    if (about !== null) return about;
    if (!isTold)
      log.warn('No trader has ever run on this database: its first start is waited for.');
    await delay(LOOK_MS, undefined, signal ? { signal } : {});
  }
}
