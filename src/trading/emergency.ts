import { setTimeout } from 'node:timers/promises';
import type { App } from '../app.ts';
import { dec, floorTo, minOf } from './money.ts';
import { isLive } from './strategy/order.ts';
import { activePositions } from './strategy/positions.ts';
import type { Position } from './strategy/state.ts';
import { openSize } from './strategy/sums.ts';
import type { Venue } from './venue/venue.ts';

const TRIES = 8;
const BETWEEN_TRIES_MS = 500;

/**
 * Closes everything at the venues without writing anything down: the last resort while the database
 * is away. Works from what was known when it went: cancels the resting orders of every active
 * position, then sells (or buys back) what is open at market. A closing order's id follows from its
 * position, so that calling it again can't close twice. Yields one line for each thing done or not
 * done; never throws. Reconcile brings the books in line once the database is back.
 */
export async function* closeWithoutStore(
  app: Pick<App, 'engine' | 'venues' | 'log'>,
): AsyncGenerator<string> {
  const state = app.engine.state();
  for (const position of activePositions(state)) {
    const name = `${position.product.id} ${position.side} (position ${position.id})`;
    const venue = app.venues[position.account];
    if (venue === undefined) {
      yield `${name}: NOT closed, its ${position.account} venue is not connected.`;
      continue;
    }
    try {
      yield* cancelOrders(venue, position, name);
      yield await closeAtMarket(venue, position, `${state.install}-panic-${position.id}`, name);
    } catch (error) {
      app.log.error({ err: error, positionId: position.id }, 'could not be closed in an emergency');
      yield `${name}: NOT closed for sure, look at the venue yourself (${messageOf(error)}).`;
    }
  }
}

async function* cancelOrders(
  venue: Venue,
  position: Position,
  name: string,
): AsyncGenerator<string> {
  for (const order of position.orders.filter(isLive)) {
    const venueOrderId =
      order.venueOrderId ??
      (await venue.findOrder(order.id, position.product.id, order.createdAt))?.venueOrderId;
    if (venueOrderId === undefined) continue;
    const result = await venue.cancel(venueOrderId);
    if (result.outcome === 'unknown')
      yield `${name}: no answer about cancelling its ${order.purpose} order (${result.message}).`;
  }
}

/** What cancelled orders held is free only once the venue has worked the cancels, so it is tried a few times. */
async function closeAtMarket(
  venue: Venue,
  position: Position,
  clientOrderId: string,
  name: string,
): Promise<string> {
  const { product, side } = position;
  const open = openSize(position);
  if (open.isZero()) return `${name}: its entries are cancelled, nothing was open.`;
  let why = 'it is not free at the venue';
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (tries > 0) await setTimeout(BETWEEN_TRIES_MS);
    const size = product.type === 'spot' ? minOf(open, await free(venue, product.base)) : open;
    const rounded = floorTo(size, dec(product.baseIncrement));
    if (rounded.lt(product.minBaseSize)) continue;
    const result = await venue.place({
      clientOrderId,
      productId: product.id,
      side: side === 'long' ? 'sell' : 'buy',
      terms: { type: 'market', size: rounded.toFixed() },
    });
    if (result.outcome === 'accepted') return `${name}: closing ${rounded.toFixed()} at market.`;
    why = result.message;
    if (result.outcome === 'unknown')
      return `${name}: asked to close ${rounded.toFixed()} at market, but no answer came (${why}). Look at the venue.`;
    if (result.reason !== 'insufficient_funds') break;
  }
  return `${name}: NOT closed (${why}). Close it at the venue yourself.`;
}

async function free(venue: Venue, asset: string) {
  const balances = await venue.balances();
  return dec(balances.find((balance) => balance.asset === asset)?.available ?? '0');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
