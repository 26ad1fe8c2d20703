import { mayStillCome } from '../strategy/model/attached.ts';
import { attachedId, parseOrderId } from '../strategy/model/orderId.ts';
import { isLive } from '../strategy/model/orderStatus.ts';
import type { Order, Position } from '../strategy/model/state.ts';
import type { Venue, VenueOrder } from '../venue/venue.ts';

/**
 * The venue's orders, with what came with an entry of ours under the id that it has here: the venue
 * knows it by its own id and by that of the entry alone.
 */
export function namedByEntry(
  orders: readonly VenueOrder[],
  positions: Iterable<Position>,
  install: string,
): readonly VenueOrder[] {
  if (!orders.some(({ parentVenueOrderId }) => parentVenueOrderId !== undefined)) return orders;
  const entries = new Map<string, string>();
  for (const { clientOrderId, venueOrderId } of orders) {
    if (parseOrderId(clientOrderId, install)) entries.set(venueOrderId, clientOrderId);
  }
  for (const position of positions) {
    for (const { id, venueOrderId } of position.orders) {
      if (venueOrderId !== null) entries.set(venueOrderId, id);
    }
  }
  return orders.map((order) => {
    const entryId = entries.get(order.parentVenueOrderId ?? '');
    return entryId === undefined
      ? order
      : { ...order, clientOrderId: attachedId(entryId, install) };
  });
}

/** What came with an entry, as the venue shows it, also when it has filled already; null where there is none. */
export async function findAttached(
  venue: Venue,
  position: Position,
  entry: Order,
): Promise<VenueOrder | null> {
  if (entry.venueOrderId === null) return null;
  const isIt = (order: VenueOrder) => order.parentVenueOrderId === entry.venueOrderId;
  const resting = (await venue.openOrders()).entries.find(isIt);
  if (resting || entry.filledSize === '0') return resting ?? null;
  const known = new Set(position.orders.map(({ venueOrderId }) => venueOrderId));
  const { entries: fills } = await venue.fills({ since: entry.createdAt });
  const unknown = new Set(
    fills.map(({ venueOrderId }) => venueOrderId).filter((id) => !known.has(id)),
  );
  for (const id of unknown) {
    const found = await venue.order(id);
    if (found && isIt(found.order)) return found.order;
  }
  return null;
}

/** The order here that a push is about, where it came with an entry of ours. */
export function attachedOrderOf(
  positions: Iterable<Position>,
  { venueOrderId, parentVenueOrderId }: VenueOrder,
): { position: Position; order: Order } | null {
  for (const position of positions) {
    for (const order of position.orders) {
      // One that was taken over knows no entry that it came with; one that has ended may fill late.
      if (order.venueOrderId === venueOrderId) return { position, order };
      if (order.attachedTo === undefined || !(isLive(order) || mayStillCome(order))) continue;
      const entry = position.orders.find(({ id }) => id === order.attachedTo);
      if (entry?.venueOrderId && entry.venueOrderId === parentVenueOrderId) {
        return { position, order };
      }
    }
  }
  return null;
}
