import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import type { Executor } from '../execution/executor.ts';
import { dec, maxOf, minOf, ZERO } from '../money.ts';
import { addNotices } from '../store/notices.ts';
import type { Database } from '../store/tables.ts';
import type { Account } from '../strategy/model/event.ts';
import { isAtRest, isLive, sameTerms } from '../strategy/model/orderStatus.ts';
import { isActive } from '../strategy/model/positionStatus.ts';
import type { Order, Position } from '../strategy/model/state.ts';
import { openSize } from '../strategy/model/sums.ts';
import { isLiquidatedFirst } from '../strategy/open/liquidation.ts';
import type { Tasks } from '../tasks.ts';
import type { MarketData } from '../venue/marketData.ts';
import type { Venue, VenueOrder } from '../venue/venue.ts';
import { type Blind, findHandTrades } from './handTrades.ts';

export type Reconciler = {
  /**
   * Compares our orders and positions with the venue's and turns every difference into an event.
   * Resolves to the number of differences; rejects when the venue can't be asked.
   */
  run(account: Account): Promise<number>;
  /** UTC milliseconds; null before the first that came to an end. */
  lastRunAt(): number | null;
};

/** A balance is looked at twice before it is believed: a fill may be on its way to us. */
const SECOND_LOOK_MS = 1_500;
/** So long an order that is thought never to have arrived is still looked for. */
const LATE_ARRIVAL_MS = 10 * 60_000;
const CLOCK_SLACK_MS = 60_000;

export function createReconciler(parts: {
  db: Kysely<Database>;
  engine: Engine;
  executor: Executor;
  venues: Partial<Record<Account, Venue>>;
  /** When this account's pushes may last have been missed. */
  blind: (account: Account) => Blind;
  marketData: MarketData;
  onNotice: () => void;
  tasks: Tasks;
  log: Logger;
  now: () => number;
}): Reconciler {
  const { db, engine, executor, venues, marketData, tasks, log, now } = parts;
  let lastRunAt: number | null = null;
  let running: Promise<number> | null = null;

  /** What is open first: it may be without protection. */
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
    const atVenue = await venue.openOrders();
    const differences =
      (await compareOrders(account, venue, atVenue)) +
      (await cancelStrangers(account, venue, atVenue)) +
      (await takeHandTrades(account, venue)) +
      (await compareSizes(account, venue));
    await tellLiquidations(account, venue);
    lastRunAt = now();
    log.info({ account, openOrders: atVenue.length, differences }, 'reconciled with the venue');
    return differences;
  }

  /** Every order of ours that is not known to have ended, and every end whose sums are not exact. */
  async function compareOrders(
    account: Account,
    venue: Venue,
    atVenue: readonly VenueOrder[],
  ): Promise<number> {
    const byClientId = new Map(atVenue.map((order) => [order.clientOrderId, order]));
    const ours = positionsOf(account).flatMap((position) =>
      position.orders.map((order) => ({ position, order })),
    );
    // What rests no more may have left a position bare, so it goes first.
    let differences = await lookUpTogether(
      account,
      ours.filter(
        ({ order }) =>
          !byClientId.has(order.id) && order.venueOrderId && (isLive(order) || isInexact(order)),
      ),
    );
    for (const { position, order } of ours) {
      const seen = byClientId.get(order.id);
      if (seen) {
        if (await report(order, seen)) differences++;
        else if (isAtRest(order) && seen.terms && !sameTerms(order.terms, seen.terms)) {
          await executor.lookUp(account, order.id);
        }
      } else if (mayHaveArrivedLate(order)) {
        const { id, createdAt } = order;
        const found = await venue.findOrder(id, position.product.id, createdAt - CLOCK_SLACK_MS);
        if (found && (await report(order, found))) differences++;
      }
    }
    return differences;
  }

  /** Asks the venue about many orders at once; the number of positions that this changed. */
  async function lookUpTogether(
    account: Account,
    asked: readonly { position: Position; order: Order }[],
  ): Promise<number> {
    const before = new Map(asked.map(({ position }) => [position.id, position]));
    await Promise.all(asked.map(({ order }) => executor.lookUp(account, order.id)));
    const { positions } = engine.state();
    return [...before].filter(([id, position]) => positions.get(id) !== position).length;
  }

  /** The venue said no, or never had it; where a lost request came late after all it may have filled. */
  function mayHaveArrivedLate({ status, venueOrderId, purpose, createdAt }: Order): boolean {
    if (status !== 'rejected' || venueOrderId !== null) return false;
    // One that rests is in the list of open orders.
    const fillsAtOnce = purpose !== 'bracket' && purpose !== 'stop';
    return fillsAtOnce && now() - createdAt < LATE_ARRIVAL_MS;
  }

  async function report(order: Order, venueOrder: VenueOrder): Promise<boolean> {
    const decision = await engine.submit({
      type: 'order',
      at: now(),
      orderId: order.id,
      report: { kind: 'venue', order: venueOrder },
    });
    return decision.changed.length > 0;
  }

  /** Orders that carry our mark and that no position of ours knows: nothing good can come of them. */
  async function cancelStrangers(
    account: Account,
    venue: Venue,
    atVenue: readonly VenueOrder[],
  ): Promise<number> {
    const known = new Set(positionsOf(account).flatMap((p) => p.orders.map((order) => order.id)));
    const mark = `${engine.state().install}-`;
    const strangers = atVenue.filter(
      (order) => order.clientOrderId.startsWith(mark) && !known.has(order.clientOrderId),
    );
    for (const stranger of strangers) {
      const result = await venue.cancel(stranger.venueOrderId);
      log.warn(
        { account, order: stranger.clientOrderId, result },
        'unknown order of ours cancelled',
      );
      await addNotices(
        db,
        [
          {
            nonce: `x${stranger.venueOrderId}`.slice(0, 25),
            notice: {
              kind: 'error',
              what: `An order of an earlier time was still resting on ${stranger.productId} (${stranger.side}); it was cancelled.`,
              lost: 'Nothing.',
              todo: 'Look at your open orders at the venue.',
            },
          },
        ],
        now(),
      );
    }
    return strangers.length;
  }

  /** What was sold by hand of a position whose stop was cancelled by hand, whatever else the account holds. */
  async function takeHandTrades(account: Account, venue: Venue): Promise<number> {
    const { install } = engine.state();
    const blind = parts.blind(account);
    const { trades, ours } = await findHandTrades(venue, positionsOf(account), install, blind);
    for (const order of ours) {
      const { clientOrderId: orderId } = order;
      await engine.submit({ type: 'order', at: now(), orderId, report: { kind: 'venue', order } });
    }
    for (const { position, left, price, countedTo } of trades) {
      const gone = openSize(position).sub(left).toFixed();
      await engine.submit({
        type: 'position_difference',
        at: now(),
        positionId: position.id,
        size: left.toFixed(),
        price: price.toFixed(),
        countedTo,
        message: `${gone} ${unitOf(position)} of it ${position.side === 'long' ? 'were sold' : 'were bought back'} ${byWhom(position)}, at ${price.toDecimalPlaces(8).toFixed()} after fees`,
      });
    }
    return ours.length + trades.length;
  }

  /** Less at the venue than our positions tell: somebody sold or moved it by hand. */
  async function compareSizes(account: Account, venue: Venue): Promise<number> {
    const first = await missing(account, venue);
    if (first.length === 0) return 0;
    await delay(SECOND_LOOK_MS, undefined, { signal: tasks.stopping });
    await compareOrders(account, venue, await venue.openOrders());
    const second = await missing(account, venue);
    const confirmed = second.filter((one) =>
      first.some((other) => other.position.id === one.position.id && other.size.eq(one.size)),
    );
    for (const { position, size } of confirmed) {
      const price = await marketData.price(position.product.id);
      await engine.submit({
        type: 'position_difference',
        at: now(),
        positionId: position.id,
        size: size.toFixed(),
        price: price?.last ?? position.stop,
        message: `the venue holds ${size.toFixed()} ${unitOf(position)} for it where it should be ${openSize(position).toFixed()}: it was sold or moved by hand`,
      });
    }
    return confirmed.length;
  }

  async function missing(account: Account, venue: Venue) {
    const open = positionsOf(account).filter(
      (position) => isActive(position) && openSize(position).gt(ZERO),
    );
    if (open.length === 0) return [];
    const balances = await venue.balances();
    const contracts = open.some((position) => position.product.type === 'future')
      ? await venue.positions()
      : [];
    const held = new Map<string, ReturnType<typeof dec>>();
    const keyOf = (position: Position) =>
      position.product.type === 'future'
        ? `${position.product.id} ${position.side}`
        : position.product.base;
    for (const { asset, available, hold } of balances) held.set(asset, dec(available).add(hold));
    // Positions on one future net: what is open against one of ours stands beside it all the same.
    const side = (position: Position) => (position.side === 'long' ? 1 : -1);
    const against = (position: Position) =>
      open
        .filter((one) => one.product.id === position.product.id && one.side !== position.side)
        .reduce((sum, one) => sum.add(openSize(one)), ZERO);
    for (const position of open) {
      if (position.product.type !== 'future') continue;
      const net = dec(contracts.find((one) => one.productId === position.product.id)?.size ?? 0);
      held.set(keyOf(position), maxOf(net.mul(side(position)).add(against(position)), ZERO));
    }

    const lacking = [];
    // Oldest first, so that what lacks is taken from the newest.
    for (const position of open) {
      const left = held.get(keyOf(position)) ?? ZERO;
      const size = openSize(position);
      const covered = minOf(left, size);
      held.set(keyOf(position), left.sub(covered));
      if (size.sub(covered).gt(position.product.baseIncrement)) {
        lacking.push({ position, size: covered });
      }
    }
    return lacking;
  }

  /** Where the venue says that it would close a position before its stop is reached. Told once for each stop. */
  async function tellLiquidations(account: Account, venue: Venue): Promise<void> {
    const futures = positionsOf(account).filter(
      (position) => position.product.type === 'future' && isActive(position),
    );
    if (futures.length === 0) return;
    const atVenue = await venue.positions();
    for (const { id, product, side, stop } of futures) {
      const at = atVenue.find(({ productId }) => productId === product.id)?.liquidationPrice;
      if (at === undefined || !isLiquidatedFirst(side, at, stop)) continue;
      const notice = {
        kind: 'error',
        what: `${product.id}, position ${id}: it would be liquidated at ${at}, before its stop ${stop}.`,
        lost: 'Nothing yet.',
        todo: 'Move the stop nearer, close a part of it, or add money to the account.',
      } as const;
      await addNotices(db, [{ nonce: `liq.${id}.${stop}`.slice(0, 25), notice }], now());
      parts.onNotice();
    }
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

/** What closes a future without us may be the venue itself. */
const byWhom = ({ product }: Position) =>
  product.type === 'future' ? 'at the venue, by hand or by a liquidation' : 'by hand';

const unitOf = ({ product }: Position) => (product.type === 'future' ? 'contracts' : product.base);

const isInexact = (order: Order) => !order.exact && order.filledSize !== '0';
