import type { LiveSwitch } from './accounts/live.ts';
import type { OpenAccount } from './accounts/openAccount.ts';
import type { Engine } from './engine/engine.ts';
import type { Tell } from './engine/tell.ts';
import { createExecutor } from './execution/executor.ts';
import { createOrderHolds } from './execution/holds.ts';
import type { InboxLoop } from './inbox/inboxLoop.ts';
import type { Reader } from './inbox/reader.ts';
import type { EngineName } from './pictures/pictureText.ts';
import type { LinkState } from './reconcile/links.ts';
import type { VenueTrouble } from './reconcile/unanswered.ts';
import type { SecondReader } from './secondReader/secondReader.ts';
import { connectVenues } from './start/connectVenues.ts';
import type { TradingParts } from './start/parts.ts';
import { startAccounts } from './start/startAccounts.ts';
import { startCore } from './start/startCore.ts';
import { startReading } from './start/startReading.ts';
import { startUpkeep } from './start/startUpkeep.ts';
import type { Account } from './strategy/model/event.ts';
import type { MarketData } from './venue/marketData.ts';

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
  /** What reads pictures, as far as it is installed. */
  pictureEngines: readonly EngineName[];
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
export async function startTrading(parts: TradingParts): Promise<Trading> {
  const { db, lease, tasks, log, now } = parts;
  const core = await startCore(parts);
  const { engine, tell, marketData } = core;
  const holds = createOrderHolds(lease);
  const opened = await startAccounts(parts, core, holds.maySend);
  const { accounts, coinbase, venues, live, current } = opened;
  const executor = createExecutor({ db, engine, venues, lease, tasks, log, now });
  engine.onCommit(({ intents }) => executor.carryOut(intents));
  const connections = await connectVenues(parts, core, opened, executor);
  const { links, reconciler, reconcile } = connections;
  const { withoutDatabase } = await startUpkeep(parts, core, opened, connections, {
    hold: () => holds.hold(executor),
    isClosing: holds.isClosing,
  });
  const { reader, secondReader, pictures, inbox } = startReading(parts, core, opened);

  return {
    engine,
    tell,
    marketData,
    accounts,
    current,
    reader,
    secondReader,
    pictureEngines: pictures.engines,
    live,
    venueLink: () => links.state(current().account),
    pricesLink: () => links.state('prices'),
    lastReconcileAt: () => reconciler.lastRunAt(),
    venueTroubles: () =>
      [...accounts.keys()].flatMap((account) => reconciler.trouble(account) ?? []),
    waiting: () => ({ orders: executor.waiting(), requests: coinbase?.venue.queueDepth() ?? 0 }),
    holdOrders: () => holds.holdToClose(executor),
    doneWithoutDatabase: () => withoutDatabase.lines(),
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
