import type { Engine } from '../engine/engine.ts';
import { isAhead } from '../strategy/events/ordersAhead.ts';
import type { Account, OrdersAheadEvent } from '../strategy/model/event.ts';
import { parseOrderId } from '../strategy/model/orderId.ts';
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
  if (orders.length > 0) await engine.submit({ type: 'orders_ahead', at: now(), account, orders });
  // What closed all of a position that this database still thinks open: it is not to be sold twice.
  for (const order of waysOut(found.values(), engine.state().install)) {
    const report = { kind: 'venue', order: { ...order, exact: false } } as const;
    await engine.submit({ type: 'order', at: now(), orderId: order.clientOrderId, report });
  }
}

/** The first that was tried the first. */
function waysOut(orders: Iterable<VenueOrder>, install: string): readonly VenueOrder[] {
  return [...orders]
    .flatMap((order) => {
      const name = parseOrderId(order.clientOrderId, install);
      return name?.wayOut ? [{ order, number: name.number }] : [];
    })
    .sort((a, b) => a.number - b.number)
    .map(({ order }) => order);
}

function lineOf({ side, productId, status, filledSize, terms }: VenueOrder): string {
  const size = terms === undefined ? '' : ` ${'size' in terms ? terms.size : terms.quoteSize}`;
  const filled = filledSize === '0' ? '' : `, ${filledSize} of it filled`;
  return `${side}${size} ${productId} (${status}${filled})`;
}
