import type { Engine } from '../engine/engine.ts';
import { isAhead } from '../strategy/events/ordersAhead.ts';
import type { Account, OrdersAheadEvent } from '../strategy/model/event.ts';
import type { Venue, VenueOrder } from '../venue/venue.ts';

/** An order may have been made shortly before the last thing that this database knows. */
const LOOK_BACK_MS = 60 * 60_000;

/**
 * Looks at the venue for orders under our mark that the state has not made yet, among those that rest
 * and those that filled since the database was last written to, and brings them to the core. To be
 * done at a start, before anything is decided. Rejects when the venue can't be asked.
 *
 * @param lastAlive when the database was last written to, UTC milliseconds
 */
export async function findOrdersAhead(parts: {
  account: Account;
  venue: Venue;
  engine: Pick<Engine, 'state' | 'submit'>;
  lastAlive: number;
  now: () => number;
}): Promise<void> {
  const { account, venue, engine, lastAlive, now } = parts;
  const mark = `${engine.state().install}-`;
  const found = new Map<string, VenueOrder>();
  const note = (order: VenueOrder) => {
    if (order.clientOrderId.startsWith(mark)) found.set(order.clientOrderId, order);
  };
  for (const order of (await venue.openOrders()).entries) note(order);
  const known = new Set(
    engine
      .state()
      .positions.valueSeq()
      .flatMap(({ orders }) => orders.map(({ venueOrderId }) => venueOrderId)),
  );
  const { entries: fills } = await venue.fills({ since: lastAlive - LOOK_BACK_MS });
  const unknown = new Set(
    fills.map(({ venueOrderId }) => venueOrderId).filter((id) => !known.has(id)),
  );
  for (const venueOrderId of unknown) {
    const seen = await venue.order(venueOrderId);
    if (seen) note(seen.order);
  }
  const orders: OrdersAheadEvent['orders'] = [...found.values()]
    .filter(({ clientOrderId }) => isAhead(engine.state(), clientOrderId))
    .map((order) => ({ orderId: order.clientOrderId, line: lineOf(order), seen: order }));
  if (orders.length === 0) return;
  await engine.submit({ type: 'orders_ahead', at: now(), account, orders });
}

function lineOf({ side, productId, status, filledSize, terms }: VenueOrder): string {
  const size = terms === undefined ? '' : ` ${'size' in terms ? terms.size : terms.quoteSize}`;
  const filled = filledSize === '0' ? '' : `, ${filledSize} of it filled`;
  return `${side}${size} ${productId} (${status}${filled})`;
}
