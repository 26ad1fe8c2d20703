import { type Decimal, dec, ZERO } from '../../money.ts';
import { isLive, leavesOf } from './orderStatus.ts';
import { NO_REQUEST } from './pendingRequest.ts';
import type { Order, Position } from './state.ts';
import { replaceOrder } from './sums.ts';

/** The bracket that came with that entry, while it may fill. */
export function attachedOf({ orders }: Position, entryId: string): Order | undefined {
  return orders.find((order) => order.attachedTo === entryId && isLive(order));
}

/** It was not seen beside its entry for so long that it was taken for never made; the venue may show it yet. */
export function mayStillCome({ attachedTo, status, venueOrderId }: Order): boolean {
  return attachedTo !== undefined && status === 'rejected' && venueOrderId === null;
}

/**
 * Whether it came with an entry that may still fill: it goes on growing with that, and its size is
 * the venue's. An entry whose end is asked for in vain is not waited for without end.
 */
export function isGrowing({ orders }: Position, { attachedTo }: Order): boolean {
  if (attachedTo === undefined) return false;
  const entry = orders.find(({ id }) => id === attachedTo);
  if (entry === undefined || !isLive(entry)) return false;
  return entry.request.kind !== 'cancelling' || entry.request.asks < 2;
}

/** It came with an entry that has filled nothing: it holds nothing yet. */
export function waitsForEntry(order: Order): boolean {
  return order.attachedTo !== undefined && isLive(order) && leavesOf(order).isZero();
}

/** What brackets that still grow hold of what is open, in base. */
export function growingSize(position: Position): Decimal {
  let size = ZERO;
  for (const order of position.orders) {
    if (order.attachedTo !== undefined && isLive(order) && isGrowing(position, order)) {
      size = size.add(leavesOf(order));
    }
  }
  return size;
}

/**
 * The position after a report of an entry: what came with it has grown by what that has filled more,
 * and is gone where it has ended in nothing.
 */
export function withAttachedGrown(position: Position, before: Order, entry: Order): Position {
  const child = attachedOf(position, entry.id);
  if (child?.terms.type !== 'bracket') return position;
  const more = dec(entry.filledSize).sub(before.filledSize);
  const isOver = !isLive(entry) && entry.filledSize === '0';
  if (!isOver && !more.isPositive()) return position;
  const after: Order = isOver
    ? {
        ...child,
        status: child.venueOrderId === null ? 'rejected' : 'cancelled',
        request: NO_REQUEST,
      }
    : { ...child, terms: { ...child.terms, size: more.add(child.terms.size).toFixed() } };
  const updatedAt = Math.max(child.updatedAt, entry.updatedAt);
  return { ...position, orders: replaceOrder(position.orders, { ...after, updatedAt }) };
}
