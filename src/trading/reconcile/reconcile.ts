import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import type { Tell } from '../engine/tell.ts';
import type { Executor } from '../execution/executor.ts';
import type { Account } from '../strategy/model/event.ts';
import { isActive } from '../strategy/model/positionStatus.ts';
import type { Position } from '../strategy/model/state.ts';
import type { Tasks } from '../tasks.ts';
import type { MarketData } from '../venue/marketData.ts';
import type { Venue } from '../venue/venue.ts';
import { compareOrders } from './compareOrders.ts';
import { compareSizes } from './compareSizes.ts';
import { type Blind, takeHandTrades } from './handTrades.ts';
import { tellLiquidations } from './liquidations.ts';
import { refreshProducts } from './productStates.ts';
import { settleStrangers } from './strangers.ts';

export type Reconciler = {
  /**
   * Compares our orders and positions with the venue's and turns every difference into an event.
   * Resolves to the number of differences; rejects when the venue can't be asked.
   */
  run(account: Account): Promise<number>;
  /** UTC milliseconds; null before the first that came to an end. */
  lastRunAt(): number | null;
};

/** What one comparison of one account with its venue needs; times are UTC milliseconds. */
export type Comparison = {
  account: Account;
  venue: Venue;
  engine: Pick<Engine, 'state' | 'ahead' | 'submit'>;
  /** This account's positions as last committed, what is open first: it may be without protection. */
  positions(): Position[];
  lookUp: Executor['lookUp'];
  /** When this account's pushes may last have been missed. */
  blind: Blind;
  marketData: Pick<MarketData, 'price'>;
  tell: Tell;
  now: () => number;
  /** Resolves so many milliseconds later; rejects when the bot stops. */
  wait(ms: number): Promise<void>;
  log: Logger;
};

export function createReconciler(parts: {
  engine: Engine;
  executor: Pick<Executor, 'lookUp'>;
  venues: Partial<Record<Account, Venue>>;
  blind: (account: Account) => Blind;
  marketData: Pick<MarketData, 'price'>;
  tell: Tell;
  tasks: Pick<Tasks, 'stopping'>;
  log: Logger;
  now: () => number;
  /** How time passes between two looks; by default really. */
  wait?: (ms: number) => Promise<void>;
}): Reconciler {
  const { engine, executor, venues, tasks, log, now } = parts;
  const wait =
    parts.wait ?? ((ms: number) => delay(ms, undefined, { signal: tasks.stopping }).then(() => {}));
  let lastRunAt: number | null = null;
  let running: Promise<number> | null = null;

  const positionsOf = (account: Account): Position[] => [
    ...engine
      .state()
      .positions.valueSeq()
      .filter((position) => position.account === account)
      .sortBy((position) => !isActive(position)),
  ];

  async function run(account: Account): Promise<number> {
    const venue = venues[account];
    if (!venue) return 0;
    const comparison: Comparison = {
      ...parts,
      account,
      venue,
      positions: () => positionsOf(account),
      lookUp: executor.lookUp,
      blind: parts.blind(account),
      wait,
    };
    const { entries: atVenue } = await venue.openOrders();
    const differences =
      (await compareOrders(comparison, atVenue)) +
      (await settleStrangers(comparison, atVenue)) +
      (await takeHandTrades(comparison)) +
      (await compareSizes(comparison));
    await refreshProducts(comparison);
    await tellLiquidations(comparison);
    lastRunAt = now();
    log.info({ account, openOrders: atVenue.length, differences }, 'reconciled with the venue');
    return differences;
  }

  return {
    lastRunAt: () => lastRunAt,
    run(account) {
      // Two at once would see each other's half: the second waits and looks again.
      const next = (running ?? Promise.resolve(0)).then(
        () => run(account),
        () => run(account),
      );
      running = next;
      return next;
    },
  };
}
