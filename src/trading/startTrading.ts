import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { type LiveSwitch, openLiveSwitch } from './accounts/live.ts';
import { type OpenAccount, openCoinbaseAccount, openPaperAccount } from './accounts/openAccount.ts';
import { checkPortfolio } from './accounts/portfolio.ts';
import { unmanagedNotice, unmanagedPositions } from './accounts/unmanaged.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import { createPriceWatch } from './engine/priceWatch.ts';
import { type Job, startSchedule } from './engine/schedule.ts';
import { startTimer } from './engine/timer.ts';
import { createExecutor } from './execution/executor.ts';
import { createInboxLoop } from './inbox/inboxLoop.ts';
import { createReader, type Reader } from './inbox/reader.ts';
import { measureEquity } from './market/equity.ts';
import type { Blind } from './reconcile/handTrades.ts';
import { lookAroundPutBack } from './reconcile/lookAroundPutBack.ts';
import { pollWhileDown } from './reconcile/pollWhileDown.ts';
import { createReconciler } from './reconcile/reconcile.ts';
import { reconcileSoon } from './reconcile/reconcileSoon.ts';
import { tellWhenDown } from './reconcile/tellWhenDown.ts';
import { lastCommitAt } from './store/commit.ts';
import { addEquity } from './store/equity.ts';
import { addNotices } from './store/notices.ts';
import { loadState } from './store/openStore.ts';
import { forgetIgnored } from './store/posters.ts';
import { summarize } from './store/summary.ts';
import type { Database } from './store/tables.ts';
import { readTradingSettings } from './store/tradingSettings.ts';
import type { Account } from './strategy/model/event.ts';
import type { Tasks } from './tasks.ts';
import { createCoinbaseMarketData } from './venue/coinbase/marketData.ts';
import type { CoinbaseUrls } from './venue/coinbase/urls.ts';
import type { VenueTiming } from './venue/coinbase/venue.ts';
import type { MarketData } from './venue/marketData.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Messages that were ignored are counted for so long. */
const IGNORED_KEPT_MS = 30 * DAY_MS;
/** A connection that is down for longer is told of, where something depends on it. */
const DOWN_PATIENCE_MS = 10_000;

export type TradingConfig = {
  /** Trade on a look-alike of Coinbase alone, by the code that trades live. */
  sandbox: boolean;
  coinbase: { key: { name: string; privateKey: string } | null; urls: CoinbaseUrls | null };
  /** US dollars that a new paper account starts with. */
  paperCash: string;
};

export type LinkState = { up: boolean; since: number | null; message?: string };

export type Trading = {
  engine: Engine;
  marketData: MarketData;
  /** Every account that is connected, the ones that only manage what is open included. */
  accounts: ReadonlyMap<Account, OpenAccount>;
  /** Where new signals are traded now. */
  current(): OpenAccount;
  reader: Reader;
  /** null: there is no Coinbase key, so there is nothing to switch on. */
  live: LiveSwitch | null;
  venueLink(): LinkState;
  pricesLink(): LinkState;
  lastReconcileAt(): number | null;
  /** Orders whose answer is not known yet, and requests that wait for the venue's rate limit. */
  waiting(): { orders: number; requests: number };
  /** Places and changes nothing at the venues until the function it gives is called; cancels go on. */
  holdOrders(): () => void;
  /** Compares every account with its venue; the number of differences found. */
  reconcile(): Promise<number>;
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
  /** Resolves when another instance may act. */
  leaseLost: Promise<void>;
  venueTiming?: Partial<VenueTiming>;
  tasks: Tasks;
  /** Whatever is opened puts its end in front at once, so that a start that fails leaves nothing open. */
  closers: (() => Promise<unknown>)[];
  /** Something was committed that the owner is to be told. */
  onNotice: () => void;
  log: Logger;
  now: () => number;
}): Promise<Trading> {
  const { config, db, tasks, closers, log, now } = parts;
  const marketData = createCoinbaseMarketData({
    ...(config.coinbase.urls ? { urls: config.coinbase.urls } : {}),
    log,
  });
  closers.unshift(() => marketData.close());
  const engine = createEngine({
    db,
    initial: await loadState(db, now()),
    log,
    leaseLost: parts.leaseLost,
  });
  engine.onCommit(parts.onNotice);

  const accounts = new Map<Account, OpenAccount>();
  const { key, urls } = config.coinbase;
  const coinbase = key
    ? await openCoinbaseAccount({
        ...parts,
        marketData,
        account: config.sandbox ? 'sandbox' : 'live',
        key,
        urls,
        onCapabilities: (event) => engine.submit(event),
      })
    : null;
  if (coinbase) add(coinbase);
  if (!config.sandbox)
    add(await openPaperAccount({ ...parts, marketData, cash: config.paperCash }));
  await tellUnmanaged();
  if (coinbase?.account === 'live') await checkPortfolio(db, coinbase.venue, engine.state(), now());
  for (const { catalogue } of accounts.values()) {
    if (catalogue.products().length === 0) await catalogue.refresh();
    else tasks.start('the product catalogue could not be refreshed', () => catalogue.refresh());
  }

  const live =
    coinbase && !config.sandbox
      ? await openLiveSwitch({
          db,
          venue: coinbase.venue,
          equity: async () =>
            measureEquity(
              await coinbase.venue.balances(),
              marketData,
              coinbase.catalogue.products(),
            ),
        })
      : null;
  const current = (): OpenAccount => {
    const name: Account = config.sandbox ? 'sandbox' : live?.isOn() ? 'live' : 'paper';
    const account = accounts.get(name);
    if (!account) throw new Error(`the ${name} account is not open`);
    return account;
  };

  const venues = Object.fromEntries([...accounts].map(([name, { venue }]) => [name, venue]));
  const executor = createExecutor({ db, engine, venues, tasks, log, now });
  engine.onCommit(({ intents }) => executor.carryOut(intents));
  const reconciler = createReconciler({
    db,
    engine,
    executor,
    venues,
    onNotice: parts.onNotice,
    blind: (account) => blind.get(account) ?? { from: lastAlive, to: now() },
    marketData,
    tasks,
    log,
    now,
  });
  const reconcile = async () => {
    let differences = 0;
    for (const account of accounts.keys()) differences += await reconciler.run(account);
    return differences;
  };

  /** Whatever happens to an order while nobody listens is found out later, and may be as old as this. */
  const lastAlive = (await lastCommitAt(db)) ?? now();
  const blind = new Map<Account, Blind>();
  const links = new Map<string, LinkState>();
  const note = (link: string, event: { type: string; at: number; message?: string }) => {
    const { message } = event;
    links.set(link, {
      up: event.type === 'connected',
      since: event.at,
      ...(message === undefined ? {} : { message }),
    });
    log.info({ message }, `${link}: ${event.type}`);
  };
  const linkState = (link: string): LinkState => links.get(link) ?? { up: false, since: null };

  // First of all: an order whose answer was lost may be what protects something.
  await executor.resume();
  const watchers = [...accounts.values()];
  const prices = createPriceWatch({
    engine,
    marketData,
    alsoFollowed: () => watchers.flatMap((account) => [...(account.watched?.() ?? [])]),
    tasks,
    log,
  });
  const told = tellWhenDown({
    ...parts,
    engine,
    patienceMs: parts.venueTiming?.silence ?? DOWN_PATIENCE_MS,
  });
  await marketData.open((event) => {
    if (event.type !== 'price') {
      if (event.type === 'connected') told.isUp('prices');
      else told.isDown('prices');
      return note('prices', event);
    }
    for (const account of watchers) account.takePrice?.(event.price);
    prices.onPrice(event.price);
  });

  const lookSoon = reconcileSoon({ reconcile: (account) => reconciler.run(account), tasks });
  const down = pollWhileDown({ reconcile: (account) => reconciler.run(account), tasks });
  for (const { account, venue } of accounts.values()) {
    down.begin(account);
    await venue.open((event) => {
      if (event.type !== 'order') note(account, event);
      if (event.type === 'disconnected') {
        down.begin(account);
        told.isDown(account);
        blind.set(account, { from: event.at, to: Number.POSITIVE_INFINITY });
      }
      executor.onVenueEvent(account, event);
      if (event.type === 'connected') {
        down.end(account);
        told.isUp(account);
        blind.set(account, { from: blind.get(account)?.from ?? lastAlive, to: event.at });
        lookSoon(account);
      }
    });
  }
  await reconcile().catch((error: unknown) => {
    log.warn({ error }, 'the venue could not be asked at the start; it is asked again at once');
    for (const account of accounts.keys()) lookSoon(account);
  });

  startTimer(engine, tasks, now);
  lookAroundPutBack({ engine, reconcile: (account) => reconciler.run(account), tasks, now });
  await startSchedule(db, jobs(), tasks, now);

  function jobs(): Job[] {
    return [
      { name: 'reconcile', when: '* * * * *', run: async () => void (await reconcile()) },
      { name: 'equity', when: '*/15 * * * *', run: recordEquity },
      {
        name: 'product catalogue',
        when: '10 0 * * *',
        run: async () => {
          for (const { catalogue } of accounts.values()) await catalogue.refresh();
        },
      },
      {
        name: 'ignored messages',
        when: '20 0 * * *',
        run: () => forgetIgnored(db, now() - IGNORED_KEPT_MS),
      },
      {
        name: 'daily summary',
        when: '0 0 * * *',
        makeUpWithinMs: DAY_MS,
        run: async (due) => {
          const { account } = current();
          const summary = await summarize(db, account, due - DAY_MS, due);
          const day = new Date(due - DAY_MS).toISOString().slice(0, 10);
          const notice = { kind: 'daily_summary', account, day, ...summary } as const;
          await addNotices(db, [{ nonce: `day.${due}`, notice }], now());
          parts.onNotice();
        },
      },
    ];
  }

  function add(opened: OpenAccount): void {
    accounts.set(opened.account, opened);
    closers.unshift(() => opened.venue.close());
  }

  async function tellUnmanaged(): Promise<void> {
    const notice = unmanagedNotice(unmanagedPositions(engine.state(), new Set(accounts.keys())));
    if (notice === null) return;
    log.error(notice, 'open positions are not managed');
    await addNotices(db, [{ nonce: `unmanaged.${now()}`, notice }], now());
  }

  async function recordEquity(): Promise<void> {
    const settings = await readTradingSettings(db);
    for (const { account, venue, catalogue } of accounts.values()) {
      const balances = await venue.balances();
      const equity = await measureEquity(balances, marketData, catalogue.products());
      await addEquity(db, account, now(), equity);
      await engine.submit({ type: 'account', at: now(), account, equity, settings });
    }
  }
  tasks.start('the worth of the account could not be measured; it is on schedule', recordEquity);

  const reader = createReader({ db, catalogue: () => current().catalogue, marketData, log });
  const inbox = createInboxLoop({
    db,
    engine,
    accounts,
    current,
    reader,
    marketData,
    onNotice: parts.onNotice,
    tasks,
    log,
    now,
  });

  return {
    engine,
    marketData,
    accounts,
    current,
    reader,
    live,
    venueLink: () => linkState(current().account),
    pricesLink: () => linkState('prices'),
    lastReconcileAt: () => reconciler.lastRunAt(),
    waiting: () => ({ orders: executor.waiting(), requests: coinbase?.venue.queueDepth() ?? 0 }),
    holdOrders: () => executor.hold(),
    reconcile,
    wake: () => inbox.wake(),
    async processAll() {
      inbox.wake();
      await tasks.idle();
      await engine.idle();
      await tasks.idle();
    },
  };
}
