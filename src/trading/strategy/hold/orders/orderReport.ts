import { dec } from '../../../money.ts';
import type { OrderTerms, VenueOrder } from '../../../venue/venue.ts';
import type { OrderReport } from '../../model/event.ts';
import {
  isAtRest,
  isLive,
  nextStatus,
  type OrderNews,
  sameTerms,
} from '../../model/orderStatus.ts';
import {
  cancelDropped,
  changeAnswered,
  changeOf,
  isCancelling,
  NO_REQUEST,
} from '../../model/pendingRequest.ts';
import type { Order } from '../../model/state.ts';

/**
 * The order after a report of it. Reports may come twice, late and in any order and end in the
 * same order; one that tells nothing new gives the very same object back.
 */
export function mergeReport(order: Order, report: OrderReport, at: number): Order {
  const change = changeOf(order);
  switch (report.kind) {
    case 'accepted':
      return told(
        order,
        { venueOrderId: order.venueOrderId ?? report.venueOrderId },
        'accepted',
        at,
      );
    case 'rejected':
      // The venue has an order of that id already: ours, from a send whose answer was lost.
      if (report.reason === 'duplicate') return told(order, {}, 'unknown', at);
      return told(order, { message: report.message }, 'refused', at);
    case 'unknown':
      return told(order, { message: report.message }, 'unknown', at);
    case 'never_arrived':
      return told(order, { message: report.message }, 'never_arrived', at);
    case 'replaced':
      // Only the answer to what is being asked counts; an older one was overtaken.
      if (change === null || !sameTerms(change, report.terms)) return order;
      return { ...order, ...changed(order, change), updatedAt: at };
    case 'replace_rejected':
      if (change === null) return order;
      return {
        ...order,
        request: changeAnswered(order),
        replaceRefused: true,
        message: report.message,
        updatedAt: at,
      };
    case 'moved':
      // What is being changed from here has its own answer.
      if (!isAtRest(order) || sameTerms(order.terms, report.terms)) return order;
      return {
        ...order,
        terms: report.terms,
        placedAs: order.placedAs ?? order.terms,
        updatedAt: at,
      };
    case 'kept':
      if (!isCancelling(order) || !isLive(order)) return order;
      return { ...order, request: cancelDropped(order, at), updatedAt: at };
    case 'replace_unknown':
    case 'cancel_unknown':
    case 'cancel_rejected':
      // What is true comes with the order's own report; until then it stays as asked, and is
      // asked again when its time is up.
      return order;
    case 'venue':
      return mergeVenueOrder(order, report.order, at);
  }
}

function mergeVenueOrder(order: Order, seen: VenueOrder, at: number): Order {
  const change: Partial<Order> = { venueOrderId: order.venueOrderId ?? seen.venueOrderId };
  if (isMore(seen, order)) {
    change.filledSize = seen.filledSize;
    change.filledValue = seen.filledValue;
    change.fees = seen.fees;
    change.exact = seen.exact;
  }
  const asked = changeOf(order);
  if (seen.terms && asked !== null && sameTerms(asked, seen.terms)) {
    Object.assign(change, changed(order, asked));
  }
  if (seen.status === 'rejected' && seen.message) change.message = seen.message;
  return told(order, change, `venue_${seen.status}`, at);
}

/** Whether a report says more of the fills than is known: more size; at the same size exact sums; then the larger sums. */
function isMore(seen: VenueOrder, known: Order): boolean {
  const size = compare(seen.filledSize, known.filledSize);
  if (size !== 0) return size > 0;
  if (seen.exact !== known.exact) return seen.exact;
  const fees = compare(seen.fees, known.fees);
  if (fees !== 0) return fees > 0;
  return compare(seen.filledValue, known.filledValue) > 0;
}

function compare(a: string, b: string): number {
  return a === b ? 0 : dec(a).cmp(dec(b));
}

/** What is new of an order that has become what it was asked to be. */
function changed(order: Order, terms: OrderTerms): Partial<Order> {
  return { terms, placedAs: order.placedAs ?? order.terms, request: changeAnswered(order) };
}

function told(order: Order, change: Partial<Order>, news: OrderNews, at: number): Order {
  const status = nextStatus(order, news);
  const isNew = (Object.keys(change) as (keyof Order)[]).some((key) => change[key] !== order[key]);
  if (status === order.status && !isNew) return order;
  const next: Order = { ...order, ...change, status, updatedAt: Math.max(at, order.updatedAt) };
  if (!isLive(next)) next.request = NO_REQUEST;
  return next;
}
