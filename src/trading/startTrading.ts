import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { LiveSwitch } from './accounts/live.ts';
import type { OpenAccount } from './accounts/openAccount.ts';
import { fillCatalogues, openAccounts, openLive } from './accounts/openAccounts.ts';
import { checkPortfolio } from './accounts/portfolio.ts';
import { tellUnmanaged } from './accounts/unmanaged.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import { tradingJobs } from './engine/jobs.ts';
import { startSchedule } from './engine/schedule.ts';
import { createTell, type Tell } from './engine/tell.ts';
import { startTimer } from './engine/timer.ts';
import { createExecutor } from './execution/executor.ts';
import { actWithoutDatabase } from './execution/withoutDatabase.ts';
import { createInboxLoop, type InboxLoop } from './inbox/inboxLoop.ts';
import { createReader, type Reader } from './inbox/reader.ts';
import { warmUp } from './inbox/warmUp.ts';
import { hearNamed } from './market/hearNamed.ts';
import { haltAfterRestore } from './reconcile/afterRestore.ts';
import { createLinks, type LinkState } from './reconcile/links.ts';
import { listenToPrices, listenToVenues } from './reconcile/listen.ts';
import { lookAfterRefusal } from './reconcile/lookAfterRefusal.ts';
import { lookAroundPutBack } from './reconcile/lookAroundPutBack.ts';
import { findOrdersAhead } from './reconcile/ordersAhead.ts';
import { createReconciler } from './reconcile/reconcile.ts';
import { tellWhenDown } from './reconcile/tellWhenDown.ts';
import { type VenueTrouble, watchAnswers } from './reconcile/unanswered.ts';
import {
  createSecondReader,
  type SecondReader,
  type SecondReaderConfig,
} from './secondReader/secondReader.ts';
import { lastCommitAt } from './store/core/commit.ts';
import { loadState } from './store/openStore.ts';
import type { DatabaseHealth } from './store/server/databaseTrouble.ts';
import type { Lease } from './store/server/lease.ts';
import type { Database } from './store/tables.ts';
import type { Account } from './strategy/model/event.ts';
import type { Tasks } from './tasks.ts';
import type { CoinbaseUrls } from './venue/coinbase/connection/urls.ts';
import { createCoinbaseMarketData } from './venue/coinbase/marketData.ts';
import type { VenueTiming } from './venue/coinbase/venue.ts';
import type { MarketData } from './venue/marketData.ts';

/** A connection that is down for longer is told of, where something depends on it. */
const DOWN_PATIENCE_MS = 10_000;
/** What is told waits so long after a commit. */
const NOTICES_AFTER_MS = 25;

export type TradingConfig = {
  /** Trade on a look-alike of Coinbase alone, by the code that trades live. */
  sandbox: boolean;
  coinbase: { key: { name: string; privateKey: string } | null; urls: CoinbaseUrls | null };
  /** US dollars that a new paper account starts with. */
  paperCash: string;
  /** So long the database may be away before what is open is looked after without it. */
  databasePatienceMs: number;
  /** How long chatter, what was told and the journal are kept, in days. */
  keepDays: number;
  /** A language model that may be asked about what could not be read; null: off. */
  secondReader: SecondReaderConfig | null;
};

export type Trading = {
  engine: Engine;
  tell: Tell;
  marketData: MarketData;
  /** Every account that is connected, the ones that only manage what is open included. */
  accounts: ReadonlyMap<Account, OpenAccount>;
  /** Where new signals are traded now. */
  current(): OpenAccount;
  reader: Reader;
  /** null: it is switched off. */
  secondReader: SecondReader | null;
  /** null: there is no Coinbase key, so there is nothing to switch on. */
  live: LiveSwitch | null;
  venueLink(): LinkState;
  pricesLink(): LinkState;
  lastReconcileAt(): number | null;
  /** Accounts whose venue can't be asked now. */
  venueTroubles(): readonly VenueTrouble[];
  /** Orders whose answer is not known yet, and requests that wait for the venue's rate limit. */
  waiting(): { orders: number; requests: number };
  /** Places and changes nothing at the venues until the function it gives is called; cancels go on. */
  holdOrders(): () => void;
  /** What was done at the venues without the database, the last time that it was away, a line each. */
  doneWithoutDatabase(): readonly string[];
  /** Compares every account with its venue; the number of differences found. */
  reconcile(): Promise<number>;
  /** Takes a message in, exactly once, and brings what it says to the core; false when it is known already. */
  takeIn: InboxLoop['takeIn'];
  /** Something new is in the inbox; returns at once. */
  wake(): void;
  /** Resolves when the inbox is empty and all that came of it is acted on. */
  processAll(): Promise<void>;
};

/**
 * Starts everything that trades, without Discord: it goes on when Discord is out of reach. What was
 * perhaps sent before is resolved, and the venues' own state taken in, before this resolves; nothing
 * new is read until `wake`. Rejects with a VenueError when there is no list of products to start with.
 */
export async function startTrading(parts: {
  config: TradingConfig;
  db: Kysely<Database>;
  /** Whoever holds it may act. */
  lease: Lease;
  health: DatabaseHealth;
  venueTiming?: Partial<VenueTiming>;
  tasks: Tasks;
  /** Aborted when the bot is told to stop, in the middle of a start too: no database is waited for then. */
  signal?: AbortSignal;
  /** Whatever is opened puts its end in front at once, so that a start that fails leaves nothing open. */
  closers: (() => Promise<unknown>)[];
  /** Something was committed that the owner is to be told. */
  onNotice: () => void;
  log: Logger;
  now: () => number;
}): Promise<Trading> {
  const { config, db, lease, tasks, closers, log, now } = parts;
  const { urls } = config.coinbase;
  const marketData = createCoinbaseMarketData({ ...(urls ? { urls } : {}), log });
  closers.unshift(() => marketData.close());
  const initial = await loadState(db, now());
  const engine = createEngine({
    db,
    initial,
    log,
    leaseLost: lease.lost,
    health: parts.health,
    stopping: AbortSignal.any([tasks.stopping, ...(parts.signal ? [parts.signal] : [])]),
  });
  // After the orders of the same commit, and what their fills ask for in the same moment: what only the
  // owner's eyes wait for is not on their way.
  const telling = { timer: undefined as NodeJS.Timeout | undefined };
  engine.onWritten(() => {
    telling.timer ??= setTimeout(() => {
      telling.timer = undefined;
      parts.onNotice();
    }, NOTICES_AFTER_MS);
  });
  tasks.stopping.addEventListener('abort', () => clearTimeout(telling.timer));
  const tell = createTell({ db, engine, now });
  await haltAfterRestore({ db, engine, tell, log, now });

  /** How many hold the core's orders back, to act at the venue without the database. */
  let holders = 0;
  /** Of those, how many by the owner's word. */
  let closing = 0;
  const maySend = () => lease.holds() || (holders > 0 && !lease.isLost());
  const { accounts, coinbase } = await openAccounts({ ...parts, marketData, engine, maySend });
  await tellUnmanaged(engine.state(), accounts, tell, now(), log);
  if (coinbase?.account === 'live') await checkPortfolio(db, coinbase.venue, engine.state(), now());
  await fillCatalogues(accounts.values(), tasks);
  const live = coinbase?.account === 'live' ? await openLive(db, coinbase, marketData) : null;
  const current = (): OpenAccount => {
    const name: Account = config.sandbox ? 'sandbox' : live?.isOn() ? 'live' : 'paper';
    const account = accounts.get(name);
    if (!account) throw new Error(`the ${name} account is not open`);
    return account;
  };

  const venues = Object.fromEntries([...accounts].map(([name, { venue }]) => [name, venue]));
  const executor = createExecutor({ db, engine, venues, lease, tasks, log, now });
  engine.onCommit(({ intents }) => executor.carryOut(intents));
  const hold = () => {
    const release = executor.hold();
    holders += 1;
    return once(() => {
      holders -= 1;
      release();
    });
  };
  const lastAlive = (await lastCommitAt(db)) ?? now();
  const links = createLinks({ lastAlive, log, now });
  const comparing = createReconciler({
    engine,
    executor,
    venues,
    blind: links.blind,
    marketData,
    tell,
    tasks,
    log,
    now,
  });
  const reconciler = watchAnswers({
    reconciler: comparing,
    engine,
    tell,
    tasks,
    now,
    ...(parts.venueTiming?.silence ? { patienceMs: parts.venueTiming.silence } : {}),
  });
  const reconcile = async () => {
    let differences = 0;
    for (const account of accounts.keys()) differences += await reconciler.run(account);
    return differences;
  };

  for (const { account, venue } of accounts.values()) {
    await findOrdersAhead({ account, venue, engine, lastAlive, now }).catch((error: unknown) =>
      log.warn({ error }, 'the venue could not be asked for orders that are not known here'),
    );
  }
  // First of all: an order whose answer was lost may be what protects something.
  await executor.resume();
  const told = tellWhenDown({
    engine,
    tell,
    tasks,
    now,
    patienceMs: parts.venueTiming?.silence ?? DOWN_PATIENCE_MS,
  });
  const prices = await listenToPrices({ engine, marketData, accounts, links, told, tasks, log });
  const listening = { accounts, executor, reconciler, links, told, tasks };
  const lookSoon = await listenToVenues(listening);
  await reconcile().catch((error: unknown) => {
    log.warn({ error }, 'the venue could not be asked at the start; it is asked again at once');
    for (const account of accounts.keys()) lookSoon(account);
  });

  const without = actWithoutDatabase({
    engine,
    // What paper holds is in the database.
    venues: new Map(
      [...accounts].flatMap(([name, { venue }]) => (name === 'paper' ? [] : [[name, venue]])),
    ),
    trouble: () => parts.health.trouble(),
    patienceMs: config.databasePatienceMs,
    hasStandBy: () => lease.hasStandBy(),
    holdOrders: hold,
    isClosing: () => closing > 0,
    lastPrice: (productId) => prices.last(productId),
    tasks,
    log,
    now,
  });
  lookAfterRefusal({ engine, venues, lookSoon, tasks, now });
  startTimer(engine, tasks, now);
  lookAroundPutBack({ engine, reconcile: (account) => reconciler.run(account), tasks, now });
  const { jobs, recordEquity } = tradingJobs({
    db,
    engine,
    accounts,
    current,
    marketData,
    reconcile,
    tell,
    keepDays: config.keepDays,
    now,
  });
  await startSchedule(db, jobs, tasks, now);
  tasks.start('the worth of the account could not be measured; it is on schedule', recordEquity);
  for (const { memory } of accounts.values()) memory.refresh();
  tasks.start('what signals have named is not heard of yet; it is once they name it again', () =>
    hearNamed({ db, catalogue: current().catalogue, marketData }),
  );

  tasks.start('the first signal will take a moment longer', () => warmUp(db, tasks.stopping));
  const reader = createReader({ db, catalogue: () => current().catalogue, marketData, log });
  const working = { db, engine, accounts, current, reader, marketData, tell, tasks, log, now };
  const secondReader =
    config.secondReader && createSecondReader({ ...working, config: config.secondReader });
  const inbox = createInboxLoop({
    ...working,
    second: secondReader,
    isWell: () => parts.health.trouble() === null,
  });
  // What was put off when the bot ended is asked now.
  secondReader?.wake();

  return {
    engine,
    tell,
    marketData,
    accounts,
    current,
    reader,
    secondReader,
    live,
    venueLink: () => links.state(current().account),
    pricesLink: () => links.state('prices'),
    lastReconcileAt: () => reconciler.lastRunAt(),
    venueTroubles: () =>
      [...accounts.keys()].flatMap((account) => reconciler.trouble(account) ?? []),
    waiting: () => ({ orders: executor.waiting(), requests: coinbase?.venue.queueDepth() ?? 0 }),
    holdOrders() {
      const release = hold();
      closing += 1;
      return once(() => {
        closing -= 1;
        release();
      });
    },
    doneWithoutDatabase: () => without.lines(),
    reconcile,
    takeIn: inbox.takeIn,
    wake: () => inbox.wake(),
    async processAll() {
      inbox.wake();
      await tasks.idle();
      await engine.idle();
      await tasks.idle();
    },
  };
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}
