import { dec } from '../../../money.ts';
import type { VenueOrder } from '../../../venue/venue.ts';
import type { OrderReport } from '../../model/event.ts';
import {
  isAtRest,
  isLive,
  nextStatus,
  type OrderNews,
  sameTerms,
} from '../../model/orderStatus.ts';
import type { Order } from '../../model/state.ts';

/**
 * The order after a report of it. Reports may come twice, late and in any order and end in the
 * same order; one that tells nothing new gives the very same object back.
 */
export function mergeReport(order: Order, report: OrderReport, at: number): Order {
  switch (report.kind) {
    case 'accepted':
      return changed(
        order,
        { venueOrderId: order.venueOrderId ?? report.venueOrderId },
        'accepted',
        at,
      );
    case 'rejected':
      // The venue has an order of that id already: ours, from a send whose answer was lost.
      if (report.reason === 'duplicate') return changed(order, {}, 'unknown', at);
      return changed(order, { message: report.message }, 'refused', at);
    case 'unknown':
      return changed(order, { message: report.message }, 'unknown', at);
    case 'never_arrived':
      return changed(order, { message: report.message }, 'never_arrived', at);
    case 'replaced':
      // Only the answer to what is being asked counts; an older one was overtaken.
      if (order.replacing === null || !sameTerms(order.replacing, report.terms)) return order;
      return {
        ...order,
        terms: order.replacing,
        placedAs: order.placedAs ?? order.terms,
        replacing: null,
        ...answered(order),
        updatedAt: at,
      };
    case 'replace_rejected':
      if (order.replacing === null) return order;
      return {
        ...order,
        replacing: null,
        ...answered(order),
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
      if (!order.cancelRequested || !isLive(order)) return order;
      return { ...order, cancelRequested: false, askedAt: null, asks: 0, updatedAt: at };
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
  if (seen.terms && order.replacing !== null && sameTerms(order.replacing, seen.terms)) {
    change.terms = order.replacing;
    change.placedAs = order.placedAs ?? order.terms;
    change.replacing = null;
    Object.assign(change, answered(order));
  }
  if (seen.status === 'rejected' && seen.message) change.message = seen.message;
  return changed(order, change, `venue_${seen.status}`, at);
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

/** A replacement has its answer; a cancel that was asked for since then still waits for its own. */
function answered(order: Order): Pick<Order, 'askedAt' | 'asks'> {
  return order.cancelRequested
    ? { askedAt: order.askedAt, asks: order.asks }
    : { askedAt: null, asks: 0 };
}

function changed(order: Order, change: Partial<Order>, news: OrderNews, at: number): Order {
  const status = nextStatus(order, news);
  const told = (Object.keys(change) as (keyof Order)[]).some((key) => change[key] !== order[key]);
  if (status === order.status && !told) return order;
  const next: Order = { ...order, ...change, status, updatedAt: Math.max(at, order.updatedAt) };
  if (!isLive(next)) {
    next.cancelRequested = false;
    next.replacing = null;
    next.askedAt = null;
    next.asks = 0;
  }
  return next;
}
