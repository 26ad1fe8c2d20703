import { type Decimal, dec, maxOf, ZERO } from '../../money.ts';
import type { OrderTerms, VenueOrderStatus } from '../../venue/venue.ts';
import { changeOf } from './pendingRequest.ts';
import type { Order, OrderStatus } from './state.ts';

/** What can be heard of an order, from an answer to a request or from the venue's own reports. */
export type OrderNews =
  | 'accepted'
  | 'refused'
  | 'unknown'
  | 'never_arrived'
  | `venue_${VenueOrderStatus}`;

/** A refused order is one that the venue never had: `rejected` without a venue's id. */
type Row = OrderStatus | 'refused';

const PLACED = {
  venue_filled: 'filled',
  venue_cancelled: 'cancelled',
  venue_expired: 'expired',
  venue_rejected: 'rejected',
} as const;

/**
 * The transition table of orders. It is a join: whatever order reports come in and however often,
 * an order ends in the same status.
 */
export const ORDER_TABLE: Readonly<Record<Row, Readonly<Record<OrderNews, OrderStatus>>>> = {
  new: {
    accepted: 'submitted',
    refused: 'rejected',
    unknown: 'unknown',
    never_arrived: 'rejected',
    venue_pending: 'submitted',
    venue_open: 'open',
    ...PLACED,
  },
  unknown: {
    accepted: 'submitted',
    refused: 'rejected',
    unknown: 'unknown',
    never_arrived: 'rejected',
    venue_pending: 'submitted',
    venue_open: 'open',
    ...PLACED,
  },
  // The venue shows an order that was refused or thought lost: the refusal answered a second send
  // of it, or the search came too early. What the venue shows is true.
  refused: {
    accepted: 'submitted',
    refused: 'rejected',
    unknown: 'rejected',
    never_arrived: 'rejected',
    venue_pending: 'submitted',
    venue_open: 'open',
    ...PLACED,
  },
  // From here on the venue has it: a refusal or a lost answer is about a repeated send.
  submitted: {
    accepted: 'submitted',
    refused: 'submitted',
    unknown: 'submitted',
    never_arrived: 'submitted',
    venue_pending: 'submitted',
    venue_open: 'open',
    ...PLACED,
  },
  // Pending after open is an older report that was overtaken.
  open: {
    accepted: 'open',
    refused: 'open',
    unknown: 'open',
    never_arrived: 'open',
    venue_pending: 'open',
    venue_open: 'open',
    ...PLACED,
  },
  // Ended is ended; the rows differ only in which end wins when the venue tells of two. A fill
  // after a cancel happens in the real world: the fill is the truth.
  cancelled: {
    accepted: 'cancelled',
    refused: 'cancelled',
    unknown: 'cancelled',
    never_arrived: 'cancelled',
    venue_pending: 'cancelled',
    venue_open: 'cancelled',
    ...PLACED,
  },
  expired: {
    accepted: 'expired',
    refused: 'expired',
    unknown: 'expired',
    never_arrived: 'expired',
    venue_pending: 'expired',
    venue_open: 'expired',
    ...PLACED,
    venue_cancelled: 'expired',
  },
  rejected: {
    accepted: 'rejected',
    refused: 'rejected',
    unknown: 'rejected',
    never_arrived: 'rejected',
    venue_pending: 'rejected',
    venue_open: 'rejected',
    ...PLACED,
    venue_cancelled: 'rejected',
    venue_expired: 'rejected',
  },
  filled: {
    accepted: 'filled',
    refused: 'filled',
    unknown: 'filled',
    never_arrived: 'filled',
    venue_pending: 'filled',
    venue_open: 'filled',
    venue_filled: 'filled',
    venue_cancelled: 'filled',
    venue_expired: 'filled',
    venue_rejected: 'filled',
  },
};

export function nextStatus(order: Order, news: OrderNews): OrderStatus {
  const refused = order.status === 'rejected' && order.venueOrderId === null;
  return ORDER_TABLE[refused ? 'refused' : order.status][news];
}

/** May still fill: everything that has not provably ended, also what nobody knows about. */
export function isLive(order: Order): boolean {
  return (
    order.status === 'new' ||
    order.status === 'submitted' ||
    order.status === 'open' ||
    order.status === 'unknown'
  );
}

/** The venue has it and nothing asked of it is without an answer: it can be changed or cancelled. */
export function isAtRest(order: Order): boolean {
  return (order.status === 'submitted' || order.status === 'open') && order.request.kind === 'none';
}

/** The size that terms ask for, in base; null where they name an amount of quote instead. */
export function sizeOf(terms: OrderTerms): Decimal | null {
  return terms.type === 'market' && 'quoteSize' in terms ? null : dec(terms.size);
}

/**
 * The most that an order may still fill, in base; zero when it has ended. While a replacement is
 * under way it is the larger of both. An order by quote amount counts as zero: only entries are.
 */
export function leavesOf(order: Order): Decimal {
  if (!isLive(order)) return ZERO;
  const now = sizeOf(order.terms);
  if (now === null) return ZERO;
  const change = changeOf(order);
  const then = change === null ? null : sizeOf(change);
  const size = then === null ? now : maxOf(now, then);
  return order.filledSize === '0' ? size : maxOf(size.sub(dec(order.filledSize)), ZERO);
}

/** Trades at once or not at all, so it protects nothing and rests nowhere. */
export function isAtOnce(terms: OrderTerms): boolean {
  return terms.type === 'market' || (terms.type === 'limit' && terms.timeInForce === 'ioc');
}

/** Whether both ask for the same thing, however their numbers are written. */
export function sameTerms(a: OrderTerms, b: OrderTerms): boolean {
  if (a === b) return true;
  switch (a.type) {
    case 'market':
      if (b.type !== 'market') return false;
      if ('quoteSize' in a) return 'quoteSize' in b && sameAmount(a.quoteSize, b.quoteSize);
      return 'size' in b && sameAmount(a.size, b.size);
    case 'limit':
      return (
        b.type === 'limit' &&
        sameAmount(a.size, b.size) &&
        sameAmount(a.price, b.price) &&
        a.timeInForce === b.timeInForce &&
        (a.postOnly ?? false) === (b.postOnly ?? false) &&
        a.expiresAt === b.expiresAt
      );
    case 'stop_limit':
      return (
        b.type === 'stop_limit' &&
        sameAmount(a.size, b.size) &&
        sameAmount(a.price, b.price) &&
        sameAmount(a.stopPrice, b.stopPrice) &&
        a.direction === b.direction
      );
    case 'bracket':
      return (
        b.type === 'bracket' &&
        sameAmount(a.size, b.size) &&
        sameAmount(a.target, b.target) &&
        sameAmount(a.stop, b.stop)
      );
  }
}

function sameAmount(a: string, b: string): boolean {
  return a === b || dec(a).eq(dec(b));
}
