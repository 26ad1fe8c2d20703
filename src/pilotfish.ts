import { readFileSync } from 'node:fs';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { App } from './app.ts';
import type { Config } from './config.ts';
import { DiscordRefusal, type RunningBot, startBot } from './discord/startBot.ts';
import { StartError } from './startError.ts';
import { type Catalogue, openCatalogue } from './trading/catalogue.ts';
import { dailySummary } from './trading/dailySummary.ts';
import { createEngine, type Engine } from './trading/engine.ts';
import { measureEquity } from './trading/equity.ts';
import { createExecutor } from './trading/executor.ts';
import { createInboxLoop } from './trading/inboxLoop.ts';
import { createMarketContexts } from './trading/marketContext.ts';
import { createPriceWatch } from './trading/priceWatch.ts';
import { createReader } from './trading/reader.ts';
import { createReconciler } from './trading/reconcile.ts';
import { startSchedule } from './trading/schedule.ts';
import { addEquity } from './trading/store/equity.ts';
import { addNotices } from './trading/store/notices.ts';
import { loadState, openStore } from './trading/store/openStore.ts';
import { loadCapabilities, saveCapabilities } from './trading/store/products.ts';
import { summarize } from './trading/store/summary.ts';
import type { Database } from './trading/store/tables.ts';
import type { Account } from './trading/strategy/event.ts';
import { createTasks, type Tasks } from './trading/tasks.ts';
import { startTimer } from './trading/timer.ts';
import { createCoinbaseMarketData } from './trading/venue/coinbase/marketData.ts';
import { createCoinbaseVenue } from './trading/venue/coinbase/venue.ts';
import type { MarketData } from './trading/venue/marketData.ts';
import type { Venue } from './trading/venue/venue.ts';

const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };

const DAY_MS = 24 * 60 * 60_000;

const MODES: Record<Account, string> = {
  sandbox: 'SANDBOX: a Discord and a Coinbase on this machine, no real money',
  paper: 'PAPER: real channels and prices, simulated orders, no real money',
  live: 'LIVE: real money on Coinbase',
};

export type Pilotfish = {
  app: App;
  /** Resolves when the database is lost: nothing is acted on from then on. */
  lost: Promise<void>;
  /** Resolves when everything taken in so far is read, decided, acted on and told. */
  processAll(): Promise<void>;
  /** Takes nothing more in, finishes what is under way, and closes everything. */
  stop(): Promise<void>;
};

/**
 * Puts the parts together and starts them: store → venue → engine → bot. Rejects with StartError,
 * DatabaseError or EmbeddedPostgresError when the owner has to mend something first.
 */
export async function startPilotfish(
  config: Config,
  log: Logger,
  signal?: AbortSignal,
): Promise<Pilotfish> {
  if (!config.discord) throw new StartError('DISCORD_TOKEN is missing.');
  const account: Account = config.sandbox ? 'sandbox' : 'paper';
  log.info(`Pilotfish ${version} starts. ${MODES[account]}.`);

  const now = Date.now;
  const store = await openStore({ ...config, log, ...(signal ? { signal } : {}) });
  const { db } = store;
  const tasks = createTasks(log);
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closers.reverse()) {
      await close().catch((error) => log.warn({ error }, 'could not be closed cleanly'));
    }
    await store.close();
  };
  closers.push(() => tasks.stop());

  try {
    const trading = await startTrading({ config, account, db, tasks, log, now, closers });
    const app: App = { ...trading.app, version, startedAt: now() };
    const bot = await startBot({
      token: config.discord.token,
      app,
      presence: `${account} trading`,
      ...(config.discord.apiUrl ? { api: config.discord.apiUrl } : {}),
      ...(config.discord.channelId ? { privateChannelId: config.discord.channelId } : {}),
      ...(signal ? { signal } : {}),
    });
    closers.push(() => bot.stop());
    trading.attach(bot);
    await addNotices(
      db,
      [
        {
          nonce: `start.${now()}`,
          notice: { kind: 'started', mode: account, lines: [MODES[account]] },
        },
      ],
      now(),
    );
    bot.notices.wake();
    trading.wake();
    return {
      app,
      lost: store.lost,
      stop,
      async processAll() {
        await bot.settled();
        await trading.processAll();
        await bot.notices.drain();
      },
    };
  } catch (error) {
    await stop();
    if (error instanceof DiscordRefusal) throw new StartError(error.message);
    throw error;
  }
}

type Trading = {
  engine: Engine;
  app: Omit<App, 'version' | 'startedAt'>;
  attach(bot: RunningBot): void;
  wake(): void;
  processAll(): Promise<void>;
};

/** Everything that trades, without Discord: it goes on when Discord is out of reach. */
async function startTrading(parts: {
  config: Config;
  account: Account;
  db: Kysely<Database>;
  tasks: Tasks;
  log: Logger;
  now: () => number;
  closers: (() => Promise<unknown>)[];
}): Promise<Trading> {
  const { config, account, db, tasks, log, now, closers } = parts;
  let discord: RunningBot | null = null;
  const urls = config.coinbase.urls ? { urls: config.coinbase.urls } : {};
  const marketData = createCoinbaseMarketData({ ...urls, log });
  const catalogue = await openCatalogue({
    db,
    account,
    fetch: () => marketData.products(),
    log,
    now,
  });
  if (catalogue.products().length === 0) {
    await catalogue.refresh().catch((error: unknown) => {
      throw new StartError(
        `The list of products could not be fetched from Coinbase (${error instanceof Error ? error.message : String(error)}). Check the network and start again.`,
      );
    });
  } else {
    tasks.start('the product catalogue could not be refreshed', () => catalogue.refresh());
  }

  const engine = createEngine({ db, initial: await loadState(db, now()), log });
  const venue = await openVenue({ ...parts, marketData, catalogue, engine });
  const venues = { [account]: venue };
  const executor = createExecutor({ db, engine, venues, tasks, log, now });
  engine.onCommit(({ intents }) => executor.carryOut(intents));
  engine.onCommit(() => discord?.notices.wake());

  const reconciler = createReconciler({
    db,
    engine,
    executor,
    venues,
    marketData,
    tasks,
    log,
    now,
  });
  const contexts = createMarketContexts({ account, venue, marketData, catalogue, log, now });
  const reader = createReader({ db, catalogue, marketData, log });
  const inbox = createInboxLoop({
    db,
    engine,
    contexts,
    reader,
    onNotice: () => discord?.notices.wake(),
    tasks,
    log,
    now,
  });

  const links = {
    venue: { up: false, since: null as number | null, message: undefined as string | undefined },
    prices: { up: false, since: null as number | null, message: undefined as string | undefined },
  };
  const note = (
    link: keyof typeof links,
    event: { type: string; at: number; message?: string },
  ) => {
    links[link] = { up: event.type === 'connected', since: event.at, message: event.message };
    log.info({ message: event.message }, `${link}: ${event.type}`);
  };
  const reconcile = () =>
    tasks.start('could not reconcile; it is tried again on schedule', () =>
      reconciler.run(account),
    );

  const prices = createPriceWatch({ engine, marketData, tasks, log });
  await marketData.open((event) => {
    if (event.type === 'price') prices.onPrice(event.price);
    else note('prices', event);
  });
  closers.push(() => marketData.close());

  // What was perhaps sent is resolved, and the venue's own state taken in, before anything new.
  await executor.resume();
  await venue.open((event) => {
    if (event.type !== 'order') note('venue', event);
    executor.onVenueEvent(account, event);
    if (event.type === 'connected') reconcile();
  });
  closers.push(() => venue.close());
  await reconciler.run(account).catch((error: unknown) => {
    log.warn({ error }, 'the venue could not be asked at the start; it is when it is back');
  });

  startTimer(engine, tasks, now);
  await startSchedule(
    db,
    [
      {
        name: 'reconcile',
        when: '*/5 * * * *',
        run: async () => void (await reconciler.run(account)),
      },
      {
        name: 'equity',
        when: '*/15 * * * *',
        run: async () => {
          const equity = await measureEquity(venue, marketData, catalogue.products());
          await addEquity(db, account, now(), equity);
          await engine.submit({ type: 'account', at: now(), account, equity });
        },
      },
      { name: 'product catalogue', when: '10 0 * * *', run: () => catalogue.refresh() },
      {
        name: 'daily summary',
        when: '0 0 * * *',
        makeUpWithinMs: DAY_MS,
        run: async (due) => {
          const summary = await summarize(db, account, due - DAY_MS, due);
          const notice = dailySummary(account, due - DAY_MS, summary);
          await addNotices(db, [{ nonce: `day.${due}`, notice }], now());
        },
      },
    ],
    tasks,
    now,
  );

  return {
    engine,
    attach: (bot) => {
      discord = bot;
    },
    wake: () => inbox.wake(),
    async processAll() {
      inbox.wake();
      await tasks.idle();
      await engine.idle();
      await tasks.idle();
    },
    app: {
      account,
      db,
      engine,
      venues,
      marketData,
      catalogue,
      contexts,
      reader,
      log,
      now,
      wake: () => inbox.wake(),
      connections: () => ({
        discord: discord?.connection() ?? { up: false, pingMs: null, since: null },
        venue: links.venue,
        prices: links.prices,
        lastMessageAt: discord?.lastMessageAt() ?? null,
        lastReconcileAt: reconciler.lastRunAt(),
      }),
      reconcile: () => reconciler.run(account),
    },
  };
}

async function openVenue(parts: {
  config: Config;
  account: Account;
  db: Kysely<Database>;
  marketData: MarketData;
  catalogue: Catalogue;
  engine: Engine;
  tasks: Tasks;
  log: Logger;
  now: () => number;
}): Promise<Venue> {
  const { config, account, db, tasks, engine, log, now } = parts;
  if (account === 'paper') throw new StartError('Paper trading is not in this version yet.');
  const { key, urls } = config.coinbase;
  if (!key) throw new StartError('COINBASE_KEY_NAME is missing.');
  return createCoinbaseVenue({
    keyName: key.name,
    privateKey: key.privateKey,
    ...(urls ? { urls } : {}),
    log,
    capabilities: await loadCapabilities(db, account),
    onCapability: (productId, capabilities) => {
      tasks.start('what was learned of a product could not be kept', async () => {
        await saveCapabilities(db, account, productId, capabilities, now());
        await engine.submit({ type: 'capabilities', at: now(), productId, capabilities });
      });
    },
  });
}
