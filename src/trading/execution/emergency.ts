import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import { type Decimal, dec, floorTo, minOf } from '../money.ts';
import { activePositions } from '../strategy/book/positions.ts';
import { withSent } from '../strategy/events/ordersAhead.ts';
import { mergeReport } from '../strategy/hold/orders/orderReport.ts';
import { restingOrders } from '../strategy/hold/orders/restingOrders.ts';
import { isWayOut, wayOutId, wayOutSeen } from '../strategy/hold/orders/wayOutOrder.ts';

import { mayStillCome } from '../strategy/model/attached.ts';
import type { Account, OrderReport, OrdersAheadEvent } from '../strategy/model/event.ts';

import { isAtOnce, isLive } from '../strategy/model/orderStatus.ts';
import { closingSide, waysOut } from '../strategy/model/product.ts';
import type { Order, Position } from '../strategy/model/state.ts';
import { openSize } from '../strategy/model/sums.ts';
import { requestOf } from '../strategy/model/turn.ts';
import { NOTHING_IN_THE_WAY } from '../strategy/model/wayOut.ts';
import { wayOutTerms } from '../strategy/open/slippage.ts';
import { isInDoubt, listed } from '../venue/listed.ts';
import type { Venue, VenueOrder } from '../venue/venue.ts';
import { findAttached } from './attachedOrders.ts';
import type { Clock } from './execution.ts';
import { placeReport } from './placeReport.ts';
import { productNow } from './productNow.ts';

const TRIES = 8;
const BETWEEN_TRIES_MS = 500;

type Parts = {
  engine: Pick<Engine, 'ahead' | 'submit'>;
  venues: Partial<Record<Account, Venue>>;
  log: Logger;
  now: () => number;
  /** How time passes between tries; by default really. */
  wait?: Clock['wait'];
};
type Tell = (line: string) => void;

/**
 * Closes everything at the venues without writing anything down: the last resort while the database
 * is away. Starts from what was known when it went and asks the venue for the rest: cancels the
 * orders of every active position, looks what they came to, then sells (or buys back) what is open
 * at market. Positions are worked side by side. `tell` gets a line for each thing done or not done;
 * never rejects.
 *
 * A closing order bears the id that the core would give it, so that neither a second call nor a
 * core that comes back closes anything twice, whatever became of its last writes. Meanwhile the
 * core must place nothing (`WithoutDatabase.holdOrders`).
 */
export async function closeWithoutStore(parts: Parts, tell: Tell): Promise<void> {
  const state = parts.engine.ahead();
  const clock: Clock = { now: parts.now, wait: parts.wait ?? ((ms) => delay(ms)) };
  await Promise.all(
    activePositions(state).map(async (position) => {
      const name = `${position.product.id} ${position.side} (position ${position.id})`;
      const venue = parts.venues[position.account];
      if (venue === undefined) {
        tell(`${name}: NOT closed, its ${position.account} venue is not connected.`);
        return;
      }
      try {
        const say = (line: string) => tell(`${name}: ${line}`);
        const product = (await productNow(venue, position.product.id)) ?? position.product;
        const now = { ...position, product };
        const stays = waysOut(product) === 'none';
        const all = await withResting(venue, now, state.install, clock);
        const known = await endOrders(venue, all, stays, clock, say);
        if (stays && !openSize(known).isZero()) {
          say(
            `NOT closed, ${product.id} can't be left now. What rests there for it stays; close it yourself as soon as the venue lets you.`,
          );
          return;
        }
        const left = await closeAtOnce(venue, known, state.install, clock, say);
        if (left !== null) await protectAgain({ ...parts, venue }, left, state.install, say);
      } catch (error) {
        parts.log.error(
          { err: error, positionId: position.id },
          'could not be closed in an emergency',
        );
        tell(`${name}: NOT closed for sure, look at the venue yourself (${messageOf(error)}).`);
      }
    }),
  );
}

/** The position with what rests for it and is not known here: an earlier call may have put it back and had no answer. */
async function withResting(
  venue: Venue,
  position: Position,
  install: string,
  clock: Clock,
): Promise<Position> {
  // A list that can't be had keeps nothing from being closed.
  const { entries } = await venue.openOrders().catch(() => listed<VenueOrder>([]));
  return entries.reduce(
    (known, order) => withSent(known, order, install, clock.now()) ?? known,
    position,
  );
}

/** The position after all its orders were cancelled, as far as they could be, with what they came to. */
async function endOrders(
  venue: Venue,
  position: Position,
  /** Only entries are ended: what protects stays where it is. */
  entriesOnly: boolean,
  clock: Clock,
  say: Tell,
): Promise<Position> {
  const orders = await Promise.all(
    position.orders.map(async (order) => {
      if (!isLive(order) && !mayStillCome(order)) return order;
      const found = order.venueOrderId === null ? await findSent(venue, position, order) : null;
      const known = found === null ? order : merged(order, found, clock.now());
      if (known.venueOrderId === null) {
        if (order.purpose === 'entry') {
          say('an entry may still be on its way to the venue; look at your orders there.');
        }
        return known;
      }
      if (entriesOnly && order.purpose !== 'entry')
        return seenNow(venue, known, known.venueOrderId, clock);
      return cancelled(venue, known, known.venueOrderId, clock, say);
    }),
  );
  return { ...position, orders };
}

/**
 * An order of which nobody knows whether it arrived. One that closes at market is sent again: by
 * its id it is one order, and it is not to be left out of the reckoning.
 */
async function findSent(
  venue: Venue,
  position: Position,
  order: Order,
): Promise<OrderReport | null> {
  const entry = position.orders.find(({ id }) => id === order.attachedTo);
  const found = entry
    ? await findAttached(venue, position, entry)
    : await venue.findOrder(order.id, position.product.id, order.createdAt);
  if (found) return { kind: 'venue', order: found };
  if (!isAtOnce(order.terms) || order.purpose === 'entry') return null;
  const result = await venue.place(requestOf(position, order, order.terms));
  if (result.outcome === 'unknown') throw new Error(result.message);
  return placeReport(result);
}

async function seenNow(
  venue: Venue,
  order: Order,
  venueOrderId: string,
  clock: Clock,
): Promise<Order> {
  const seen = await venue.order(venueOrderId);
  return seen ? merged(order, { kind: 'venue', order: seen.order }, clock.now()) : order;
}

/** Cancels, and looks until the order has ended: what it held is free only then. */
async function cancelled(
  venue: Venue,
  order: Order,
  venueOrderId: string,
  clock: Clock,
  say: Tell,
): Promise<Order> {
  let known = order;
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (tries > 0) await clock.wait(BETWEEN_TRIES_MS);
    const result = await venue.cancel(venueOrderId);
    if (result.outcome === 'unknown' && tries === 0) {
      say(`no answer about cancelling its ${order.purpose} order (${result.message}).`);
    }
    const seen = await venue.order(venueOrderId);
    if (seen) known = merged(known, { kind: 'venue', order: seen.order }, clock.now());
    if (!isLive(known)) return known;
  }
  return known;
}

/**
 * Sells or buys back what is open; what the venue holds back for a moment is asked for again. Gives
 * the position back where something of it is still open; null where nothing is known to be.
 */
async function closeAtOnce(
  venue: Venue,
  position: Position,
  install: string,
  clock: Clock,
  say: Tell,
): Promise<Position | null> {
  if (openSize(position).isZero()) {
    say('its orders are cancelled, nothing is open.');
    return null;
  }
  let known = position;
  let why = 'it is not free at the venue';
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (tries > 0) await clock.wait(BETWEEN_TRIES_MS);
    const size = await sizeToClose(venue, known);
    if (size.isZero() || size.lt(known.product.minBaseSize)) continue;
    // One that is under way and has ended in nothing is followed by the next.
    const id =
      known.orders.find((one) => isWayOut(one) && isLive(one))?.id ?? wayOutId(known, install);
    const order = { id, side: closingSide(known), purpose: 'exit' as const };
    const terms = wayOutTerms(known, size, null);
    const result = await venue.place(requestOf(known, order, terms));
    if (result.outcome === 'accepted') {
      say(
        `closing ${size.toFixed()} ${terms.type === 'market' ? 'at market' : 'by a limit order that trades at once'}.`,
      );
      const seen = await venue.order(result.venueOrderId);
      if (!seen) return null;
      known = withWayOut(known, seen.order, clock.now());
      if (openSize(known).lt(known.product.minBaseSize)) return null;
      why = `${openSize(known).toFixed()} of it found no buyer`;
      continue;
    }
    why = result.message;
    if (result.outcome === 'unknown') {
      say(`asked to close ${size.toFixed()} at market, but no answer came (${why}).`);
      continue;
    }
    if (result.reason !== 'insufficient_funds') break;
  }
  say(`NOT closed (${why}). Close it at the venue yourself.`);
  return known;
}

/**
 * What could not be closed is not left bare either. The numbers are those that the core would use
 * next, so that at the venue its orders and these are one; the core is told of them, which is written
 * down when that can be: whoever closes it later, or again, has them to cancel first.
 */
async function protectAgain(
  { venue, engine, log, now }: Parts & { venue: Venue },
  position: Position,
  install: string,
  say: Tell,
): Promise<void> {
  const orders: OrdersAheadEvent['orders'][number][] = [];
  const held = { ...position, wayOut: NOTHING_IN_THE_WAY };
  const wanted = restingOrders(held, held.capabilities);
  for (const [i, { purpose, side, terms }] of wanted.entries()) {
    const id = `${install}-${position.id}-${position.nextOrder + i}`;
    const result = await venue.place(requestOf(held, { id, side, purpose }, terms));
    say(
      result.outcome === 'accepted'
        ? `its ${purpose} over ${terms.size} rests there again.`
        : `its ${purpose} over ${terms.size} could NOT be put back (${result.message}).`,
    );
    if (result.outcome !== 'accepted') continue;
    const at = now();
    const { venueOrderId } = result;
    const placed = { ...NOTHING_FILLED, clientOrderId: id, venueOrderId, side, terms, at };
    orders.push({ orderId: id, line: purpose, seen: { ...placed, productId: held.product.id } });
  }
  if (orders.length === 0) return;
  engine
    .submit({ type: 'orders_ahead', at: now(), account: position.account, orders })
    .catch((error: unknown) => log.warn({ err: error }, 'what protects again is not written down'));
}

const NOTHING_FILLED = {
  status: 'open',
  filledSize: '0',
  filledValue: '0',
  fees: '0',
  exact: false,
} as const;

async function sizeToClose(venue: Venue, position: Position): Promise<Decimal> {
  const { product } = position;
  const open = openSize(position);
  if (product.type !== 'spot') return floorTo(open, dec(product.baseIncrement));
  const balances = await venue.balances();
  // What can't be read may be there: the venue says whether it is.
  if (isInDoubt(balances, product.base)) return floorTo(open, dec(product.baseIncrement));
  const free = balances.entries.find(({ asset }) => asset === product.base)?.available ?? '0';
  return floorTo(minOf(open, dec(free)), dec(product.baseIncrement));
}

function withWayOut(position: Position, seen: VenueOrder, at: number): Position {
  const others = position.orders.filter(({ id }) => id !== seen.clientOrderId);
  const order = merged(wayOutSeen(position, seen), { kind: 'venue', order: seen }, at);
  return { ...position, orders: [...others, order] };
}

const merged = (order: Order, report: OrderReport, at: number) => mergeReport(order, report, at);

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
