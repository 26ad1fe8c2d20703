import { isSameSize } from '../../venue/disagreement.ts';
import { isSameMarket } from '../../venue/productId.ts';
import type { VenueOrder } from '../../venue/venue.ts';
import { onCancelledByHand, wasCancelledByHand } from '../hold/byHand/cancelledOrders.ts';
import { onMovedByHand } from '../hold/byHand/movedOrders.ts';
import { entryAnew } from '../hold/orders/entryAnew.ts';
import { leave } from '../hold/orders/leave.ts';
import { mergeReport } from '../hold/orders/orderReport.ts';
import { wayOutId, wayOutSeen } from '../hold/orders/wayOutOrder.ts';
import { settle } from '../hold/settle.ts';
import { attachedOf, waitsForEntry, withAttachedGrown } from '../model/attached.ts';
import type { OrderReport } from '../model/event.ts';
import { isLive } from '../model/orderStatus.ts';
import { NO_REQUEST } from '../model/pendingRequest.ts';
import { hasExpired } from '../model/product.ts';
import type { Order, Position } from '../model/state.ts';
import { type FillSum, filledSince, inBase, openSize } from '../model/sums.ts';
import { type Turn, tell, withOrder } from '../model/turn.ts';
import { afterRefusals } from '../model/wayOut.ts';
import { onEnded } from './orderEnded.ts';
import { onRejected } from './orderRefused.ts';

/** The venue's clock and ours. */
const CLOCK_SLACK_MS = 60_000;

/** The position after a report of one of its orders; the very same one when the report tells nothing new. */
export function onOrderReport(
  position: Position,
  orderId: string,
  report: OrderReport,
  turn: Turn,
): Position {
  const before = position.orders.find(({ id }) => id === orderId);
  if (before === undefined) {
    if (report.kind !== 'venue' || orderId !== wayOutId(position, turn.install)) return position;
    // It was closed while the database was away, or after this copy of it was made: from here on it
    // is an order as any other.
    const orders = [...position.orders, wayOutSeen(position, report.order)];
    return onOrderReport(leave({ ...position, orders }, 'not_written'), orderId, report, turn);
  }
  if (report.kind === 'venue' && !isSameOrder(position, before, report.order)) {
    return withoutImpostor(position, before, report.order, turn);
  }
  const after = mergeReport(before, report, turn.at);
  const next = after === before ? position : onNews(position, before, after, report, turn);
  return withAttachedNamed(next, orderId, report, turn);
}

/** The position after one of its orders has become another by this report. */
function onNews(
  position: Position,
  before: Order,
  after: Order,
  report: OrderReport,
  turn: Turn,
): Position {
  let next = withOrder(position, after);
  if (after.purpose === 'entry') {
    next = withAttachedGrown(next, before, after);
    const child = attachedOf(next, after.id);
    if (before.filledSize === '0' && child?.venueOrderId) tellPlaced(next, child, turn);
  }
  if (before.venueOrderId === null && after.venueOrderId !== null) {
    next = onPlaced(next, after, turn);
  }
  const fill = filledSince(before, after);
  if (fill !== null) tellFill(next, after, fill, turn);
  if (after.status !== before.status) {
    if (after.status === 'unknown') tellUnknown(next, after, report, turn);
    if (after.status === 'rejected') next = onRejected(next, after, report, turn);
    else if (isByHand(next, before, after, turn)) {
      next = onCancelledByHand(next, before, turn);
    } else if (isLive(before) && !isLive(after)) next = onEnded(next, after, turn);
    if (after.status === 'cancelled' && after.anew) next = entryAnew(next, after);
  }
  if (report.kind === 'moved') next = onMovedByHand(next, before, after, turn);
  return settle(next, turn);
}

/** Clocks differ, and an order is committed before it is sent. */
const OLDEST_MS = 60 * 60_000;

/**
 * Whether the venue's order can be the one that was asked for: the same product, side and kind, of the
 * same size until it is known there (what is may have been changed since), and not made long before
 * it. A venue answers a number that was used before with the order of then.
 */
function isSameOrder({ product }: Position, order: Order, seen: VenueOrder): boolean {
  if (seen.side !== order.side || !isSameMarket(product, seen.productId)) return false;
  if (seen.terms !== undefined) {
    const asked = order.placedAs ?? order.terms;
    if (seen.terms.type !== asked.type) return false;
    const isNew = order.venueOrderId === null && order.attachedTo === undefined;
    if (isNew && !isSameSize(asked, seen.terms)) return false;
  }
  return seen.createdAt === undefined || seen.createdAt > order.createdAt - OLDEST_MS;
}

/** The order that was asked for was never made; what the venue has under its number is left alone. */
function withoutImpostor(position: Position, order: Order, seen: VenueOrder, turn: Turn): Position {
  const mine = order.venueOrderId === null || order.venueOrderId === seen.venueOrderId;
  if (!mine || !isLive(order) || order.filledSize !== '0') return position;
  tell(turn, {
    kind: 'error',
    what: `${position.product.id}, position ${position.id}: the exchange has another order under the number of its ${order.purpose} (${seen.side} ${seen.filledSize} ${seen.productId}).`,
    lost: 'Nothing of that other order is counted as this position’s.',
    todo: 'Look at your orders at the exchange: the database may be an older copy.',
  });
  const message = 'the exchange had another order under its number';
  const ended: Order = {
    ...order,
    venueOrderId: null,
    status: 'rejected',
    request: NO_REQUEST,
    message,
    updatedAt: turn.at,
  };
  const report = { kind: 'rejected', reason: 'other', message } as const;
  return settle(onRejected(withOrder(position, ended), ended, report, turn), turn);
}

function isByHand(position: Position, before: Order, after: Order, turn: Turn): boolean {
  if (!wasCancelledByHand(before, after)) return false;
  // What came with an entry and was not seen to rest ended with the cancel that its entry's fill crossed:
  // it is put back at once, and not in a minute as what a person has taken away.
  if (before.attachedTo !== undefined && before.status !== 'open') return false;
  return !isEndedByAttached(position, after) && !isExpiring(position, turn);
}

/** By the venue's clock it may have expired already: whatever ends there now, nobody has cancelled. */
function isExpiring({ product }: Position, { at }: Turn): boolean {
  return hasExpired(product, at + CLOCK_SLACK_MS);
}

/** The position that knows by which id the venue has what came with that entry, where the report names it. */
function withAttachedNamed(
  position: Position,
  entryId: string,
  report: OrderReport,
  turn: Turn,
): Position {
  const seen =
    report.kind === 'accepted' ? report : report.kind === 'venue' ? report.order : undefined;
  const venueOrderId = seen?.attachedVenueOrderId;
  const child = position.orders.find((o) => o.attachedTo === entryId && o.venueOrderId === null);
  if (venueOrderId === undefined || !child) return position;
  if (isLive(child)) {
    return onOrderReport(position, child.id, { kind: 'accepted', venueOrderId }, turn);
  }
  // The entry was first seen when it had ended with nothing, and what came with it with it.
  const entry = position.orders.find(({ id }) => id === entryId);
  const isOver = entry !== undefined && !isLive(entry) && entry.filledSize === '0';
  return isOver ? withOrder(position, { ...child, venueOrderId, status: 'cancelled' }) : position;
}

/** What came with an entry and has closed what that had filled ends the rest of it at the venue. */
function isEndedByAttached({ orders }: Position, { id, filledSize }: Order): boolean {
  return filledSize !== '0' && orders.some(({ attachedTo }) => attachedTo === id);
}

function tellPlaced(position: Position, order: Order, turn: Turn): void {
  if (waitsForEntry(order)) return;
  tell(turn, {
    kind: 'order_placed',
    account: position.account,
    positionId: position.id,
    productId: position.product.id,
    side: order.side,
    purpose: order.purpose,
    leg: order.leg,
    terms: order.terms,
  });
}

function onPlaced(position: Position, order: Order, turn: Turn): Position {
  tellPlaced(position, order, turn);
  if (order.purpose === 'entry') return position;
  const protects = order.purpose === 'bracket' || order.purpose === 'stop';
  return afterRefusals(position, protects ? 'protection_taken' : 'exit_taken');
}

function tellFill(position: Position, order: Order, fill: FillSum, turn: Turn): void {
  const { size, value, fees } = fill;
  // Sums that became exact, of the same size, are no fill.
  if (size.isZero()) return;
  tell(turn, {
    kind: 'fill',
    account: position.account,
    positionId: position.id,
    productId: position.product.id,
    side: order.side,
    purpose: order.purpose,
    leg: order.leg,
    size: size.toFixed(),
    price: value.div(inBase(size, position)).toFixed(),
    fees: fees.toFixed(),
    open: openSize(position).toFixed(),
  });
}

function tellUnknown(position: Position, order: Order, report: OrderReport, turn: Turn): void {
  tell(turn, {
    kind: 'order_unknown',
    account: position.account,
    positionId: position.id,
    productId: position.product.id,
    purpose: order.purpose,
    message: 'message' in report ? report.message : 'the answer was lost',
  });
}
