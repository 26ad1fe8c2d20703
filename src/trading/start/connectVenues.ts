import type { PriceWatch } from '../engine/priceWatch.ts';
import type { Executor } from '../execution/executor.ts';
import { askInBetween } from '../reconcile/askInBetween.ts';
import { createLinks, type Links } from '../reconcile/links.ts';
import { listenToPrices, listenToVenues } from '../reconcile/listen.ts';
import { findOrdersAhead } from '../reconcile/ordersAhead.ts';
import { createReconciler } from '../reconcile/reconcile.ts';
import { tellWhenDown } from '../reconcile/tellWhenDown.ts';
import { type WatchedReconciler, watchAnswers } from '../reconcile/unanswered.ts';
import { lastCommitAt } from '../store/core/commit.ts';
import type { Account } from '../strategy/model/event.ts';
import type { TradingParts } from './parts.ts';
import type { Accounts } from './startAccounts.ts';
import type { Core } from './startCore.ts';

/** A connection that is down for longer is told of, where something depends on it. */
const DOWN_PATIENCE_MS = 10_000;

/** What brings prices and the venues' own state to the core. */
export type Connections = {
  links: Links;
  prices: PriceWatch;
  reconciler: WatchedReconciler;
  /** Compares every account with its venue; the number of differences found. */
  reconcile(): Promise<number>;
  /** Compares one as soon as possible; returns at once. */
  lookSoon(account: Account): void;
};

/** Resolves what was perhaps sent, listens to prices and venues from then on, and takes in how those stand. */
export async function connectVenues(
  parts: TradingParts,
  { engine, tell, marketData }: Core,
  { accounts, venues }: Accounts,
  executor: Executor,
): Promise<Connections> {
  const { db, tasks, log, now } = parts;
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
  const silence = parts.venueTiming?.silence;
  const reconciler = watchAnswers({
    reconciler: comparing,
    engine,
    tell,
    tasks,
    now,
    ...(silence ? { patienceMs: silence } : {}),
  });
  askInBetween({
    venues,
    watched: reconciler,
    isDatabaseWell: () => parts.health.trouble() === null,
    tasks,
    ...(silence ? { everyMs: silence } : {}),
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
    patienceMs: silence ?? DOWN_PATIENCE_MS,
  });
  const prices = await listenToPrices({ engine, marketData, accounts, links, told, tasks, log });
  const listening = { accounts, executor, reconciler, links, told, tasks };
  const lookSoon = await listenToVenues(listening);
  await reconcile().catch((error: unknown) => {
    log.warn({ error }, 'the venue could not be asked at the start; it is asked again at once');
    for (const account of accounts.keys()) lookSoon(account);
  });
  return { links, prices, reconciler, reconcile, lookSoon };
}
