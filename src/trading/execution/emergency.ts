import { setTimeout } from 'node:timers/promises';
import type { App } from '../../app.ts';
import { type Decimal, dec, floorTo, minOf } from '../money.ts';
import { activePositions } from '../strategy/book/positions.ts';
import { mergeReport } from '../strategy/hold/orders/orderReport.ts';
import { isWayOut, wayOutId, wayOutSeen } from '../strategy/hold/orders/wayOut.ts';
import type { OrderReport } from '../strategy/model/event.ts';
import { isAtOnce, isLive } from '../strategy/model/orderStatus.ts';
import { closingSide } from '../strategy/model/product.ts';
import type { Order, Position } from '../strategy/model/state.ts';
import { openSize } from '../strategy/model/sums.ts';
import { isInDoubt } from '../venue/listed.ts';
import type { OrderRequest, Venue, VenueOrder } from '../venue/venue.ts';

const TRIES = 8;
const BETWEEN_TRIES_MS = 500;

type Parts = Pick<App, 'engine' | 'venues' | 'log' | 'now'>;
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
 * core must place nothing (`App.holdOrders`).
 */
export async function closeWithoutStore(parts: Parts, tell: Tell): Promise<void> {
  const state = parts.engine.state();
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
        const known = await endOrders(venue, position, parts.now, say);
        await closeAtMarket(venue, known, state.install, parts.now, say);
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

/** The position after all its orders were cancelled, as far as they could be, with what they came to. */
async function endOrders(
  venue: Venue,
  position: Position,
  now: () => number,
  say: Tell,
): Promise<Position> {
  const orders = await Promise.all(
    position.orders.map(async (order) => {
      if (!isLive(order)) return order;
      const found = order.venueOrderId === null ? await findSent(venue, position, order) : null;
      const known = found === null ? order : merged(order, found, now());
      if (known.venueOrderId === null) {
        if (order.purpose === 'entry') {
          say('an entry may still be on its way to the venue; look at your orders there.');
        }
        return known;
      }
      return cancelled(venue, known, known.venueOrderId, now, say);
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
  const found = await venue.findOrder(order.id, position.product.id, order.createdAt);
  if (found) return { kind: 'venue', order: found };
  if (!isAtOnce(order.terms) || order.purpose === 'entry') return null;
  const result = await venue.place(request(position, order.id, order.terms));
  if (result.outcome === 'accepted') return { kind: 'accepted', venueOrderId: result.venueOrderId };
  if (result.outcome === 'unknown') throw new Error(result.message);
  return { kind: 'rejected', reason: result.reason, message: result.message };
}

/** Cancels, and looks until the order has ended: what it held is free only then. */
async function cancelled(
  venue: Venue,
  order: Order,
  venueOrderId: string,
  now: () => number,
  say: Tell,
): Promise<Order> {
  let known = order;
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (tries > 0) await setTimeout(BETWEEN_TRIES_MS);
    const result = await venue.cancel(venueOrderId);
    if (result.outcome === 'unknown' && tries === 0) {
      say(`no answer about cancelling its ${order.purpose} order (${result.message}).`);
    }
    const seen = await venue.order(venueOrderId);
    if (seen) known = merged(known, { kind: 'venue', order: seen.order }, now());
    if (!isLive(known)) return known;
  }
  return known;
}

/** Sells or buys back what is open; what the venue holds back for a moment is asked for again. */
async function closeAtMarket(
  venue: Venue,
  position: Position,
  install: string,
  now: () => number,
  say: Tell,
): Promise<void> {
  if (openSize(position).isZero()) return say('its orders are cancelled, nothing is open.');
  let known = position;
  let why = 'it is not free at the venue';
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (tries > 0) await setTimeout(BETWEEN_TRIES_MS);
    const size = await sizeToClose(venue, known);
    if (size.isZero() || size.lt(known.product.minBaseSize)) continue;
    // One that is under way and has ended in nothing is followed by the next.
    const id =
      known.orders.find((one) => isWayOut(one) && isLive(one))?.id ?? wayOutId(known, install);
    const result = await venue.place(request(known, id, { type: 'market', size: size.toFixed() }));
    if (result.outcome === 'accepted') {
      say(`closing ${size.toFixed()} at market.`);
      const seen = await venue.order(result.venueOrderId);
      if (!seen) return;
      known = withWayOut(known, seen.order, now());
      if (openSize(known).lt(known.product.minBaseSize)) return;
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
}

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

function request(position: Position, id: string, terms: OrderRequest['terms']): OrderRequest {
  return {
    clientOrderId: id,
    productId: position.product.id,
    side: closingSide(position),
    terms,
    closes: true,
  };
}

const merged = (order: Order, report: OrderReport, at: number) => mergeReport(order, report, at);

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
