import { tradingJobs } from '../engine/jobs.ts';
import { startSchedule } from '../engine/schedule.ts';
import { startTimer } from '../engine/timer.ts';
import { actWithoutDatabase, type DoneWithoutDatabase } from '../execution/withoutDatabase.ts';
import { warmUp } from '../inbox/warmUp.ts';
import { hearNamed } from '../market/hearNamed.ts';
import { lookAfterRefusal } from '../reconcile/lookAfterRefusal.ts';
import { lookAroundPutBack } from '../reconcile/lookAroundPutBack.ts';
import type { Connections } from './connectVenues.ts';
import type { TradingParts } from './parts.ts';
import type { Accounts } from './startAccounts.ts';
import type { Core } from './startCore.ts';

/** Starts what goes on beside the messages: positions without a database, timers, jobs, what is measured. */
export async function startUpkeep(
  parts: TradingParts,
  { engine, tell, marketData }: Core,
  { accounts, venues, current }: Accounts,
  { prices, reconciler, reconcile, lookSoon }: Connections,
  orders: { hold(): () => void; isClosing(): boolean },
): Promise<{ withoutDatabase: DoneWithoutDatabase }> {
  const { config, db, lease, tasks, log, now } = parts;
  const without = actWithoutDatabase({
    engine,
    // What paper holds is in the database.
    venues: new Map(
      [...accounts].flatMap(([name, { venue }]) => (name === 'paper' ? [] : [[name, venue]])),
    ),
    trouble: () => parts.health.trouble(),
    patienceMs: config.databasePatienceMs,
    hasStandBy: () => lease.hasStandBy(),
    holdOrders: orders.hold,
    isClosing: orders.isClosing,
    lastPrice: (productId) => prices.last(productId),
    tasks,
    log,
    now,
  });
  // What was looked up meanwhile could not be kept, and may have been given up.
  parts.health.onChange((trouble) => {
    if (trouble === null) for (const account of accounts.keys()) lookSoon(account);
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
  return { withoutDatabase: without };
}
