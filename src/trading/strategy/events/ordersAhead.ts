import { dec } from '../../money.ts';
import { isSameMarket } from '../../venue/productId.ts';
import type { OrderTerms, VenueOrder } from '../../venue/venue.ts';
import { putPosition } from '../book/positions.ts';
import { mergeReport } from '../hold/orders/orderReport.ts';
import type { OrdersAheadEvent } from '../model/event.ts';
import { parseOrderId } from '../model/orderId.ts';
import { isActive } from '../model/positionStatus.ts';
import { closingSide } from '../model/product.ts';
import type { Halt, Order, Position, State } from '../model/state.ts';
import { addOrder } from '../model/sums.ts';
import { newOrder, type Turn, tell } from '../model/turn.ts';

/**
 * Whether the state does not know of that order: whoever made it knew more. A position that ended is
 * kept for a week, so one that is not there at all was never here, also where numbers go on behind it.
 */
export function isAhead(state: State, orderId: string): boolean {
  const name = parseOrderId(orderId, state.install);
  if (name === null) return false;
  const position = state.positions.get(name.positionId);
  if (position === undefined) return true;
  // A way out is also sent while nothing can be written down.
  return !name.wayOut && !position.orders.some(({ id }) => id === orderId);
}

/** So many orders of one position are sent at most while nothing can be written down. */
const MOST_WITHOUT_DATABASE = 10;
/** Orders that rested and were cancelled since an older copy was made are not found: their numbers are left out. */
export const NUMBERS_AHEAD = 100;

/**
 * The position with an order of its own that it does not know yet, where that protects or closes what
 * is open of it; null where it does not: then whoever sent it knew more than this state.
 */
export function withSent(
  position: Position,
  seen: VenueOrder,
  install: string,
  at: number,
): Position | null {
  const name = parseOrderId(seen.clientOrderId, install);
  if (
    name?.positionId !== position.id ||
    position.orders.some(({ id }) => id === seen.clientOrderId)
  )
    return null;
  if (!isActive(position) || seen.terms === undefined) return null;
  if (seen.side !== closingSide(position) || !isSameMarket(position.product, seen.productId))
    return null;
  const order = newOrder(
    {
      id: seen.clientOrderId,
      side: seen.side,
      terms: seen.terms,
      ...whatFor(position, seen.terms),
    },
    seen.createdAt ?? seen.at,
  );
  const report = { kind: 'venue', order: { ...seen, exact: false } } as const;
  return {
    ...position,
    orders: addOrder(position.orders, mergeReport(order, report, at)),
    nextOrder: Math.max(position.nextOrder, name.number + 1),
  };
}

function whatFor({ plan }: Position, terms: OrderTerms): Pick<Order, 'purpose' | 'leg'> {
  if (terms.type === 'stop_limit') return { purpose: 'stop', leg: 0 };
  if (terms.type !== 'bracket') return { purpose: 'exit', leg: 0 };
  const target = plan.targets.find(({ price }) => dec(price).eq(dec(terms.target)));
  return { purpose: 'bracket', leg: target?.leg ?? plan.targets[0]?.leg ?? 0 };
}

/**
 * The venue has orders under our mark with numbers that this state has not made. One that protects or
 * closes a position that is open was sent while the database was away, by a process that ended before
 * it was back: it is the position's. With any other an older copy of the database is running: numbers
 * go on behind them, so that none is used twice, and nothing new is opened before the owner has
 * looked. What is open is managed on.
 */
export function onOrdersAhead(
  state: State,
  { orders, at }: OrdersAheadEvent,
  turn: Turn,
): { state: State; changed: readonly Position[] } {
  let next = state;
  const changed = new Map<string, Position>();
  const unknown = orders.filter(({ orderId }) => isAhead(state, orderId));
  /** What tells that an older copy is running. */
  const ahead: (typeof unknown)[number][] = [];
  for (const order of unknown) {
    const name = parseOrderId(order.orderId, state.install);
    const position = name === null ? undefined : next.positions.get(name.positionId);
    const after = position && order.seen && withSent(position, order.seen, state.install, at);
    if (!after || isLongAfter(name?.number ?? 0, state.positions.get(after.id))) ahead.push(order);
    if (!after || !order.seen) continue;
    next = putPosition(next, after);
    changed.set(after.id, after);
    const terms = order.seen.terms ?? { type: 'market', size: order.seen.filledSize };
    tell(turn, {
      kind: 'order_placed',
      account: after.account,
      positionId: after.id,
      productId: after.product.id,
      side: order.seen.side,
      ...whatFor(after, terms),
      terms,
    });
  }
  if (ahead.length === 0) return { state: next, changed: [...changed.values()] };
  for (const { orderId } of ahead) {
    const name = parseOrderId(orderId, state.install);
    if (name === null) continue;
    next = { ...next, nextPosition: Math.max(next.nextPosition, Number(name.positionId) + 1) };
    const position = next.positions.get(name.positionId);
    if (position === undefined || name.wayOut) continue;
    const number = Math.max(position.nextOrder, name.number + 1 + NUMBERS_AHEAD);
    const after = { ...position, nextOrder: number };
    next = putPosition(next, after);
    changed.set(after.id, after);
  }
  const halt: Halt = {
    kind: 'pause',
    since: at,
    by: 'the bot',
    reason:
      'the exchange has orders of this bot that its database does not know: it is an older copy',
    until: null,
    positionIds: [],
  };
  tell(turn, {
    kind: 'error',
    what: `The exchange has ${ahead.length} order${ahead.length === 1 ? '' : 's'} of this bot that its database does not know, so the database is an older copy: ${ahead.map(({ line }) => line).join('; ')}.`,
    lost: 'What was decided since that copy was made is not known. Those orders, and what they opened, are left as they are.',
    todo: 'Look at the exchange, close there what you do not want to hold, and then /resume. Until then nothing new is opened; what this database knows of is managed on.',
  });
  // A panic or a pause of the owner's own stays what it is.
  if (next.halt?.kind === 'pause' || next.halt?.kind === 'panic') {
    return { state: next, changed: [...changed.values()] };
  }
  tell(turn, { kind: 'halted', halt });
  return { state: { ...next, halt }, changed: [...changed.values()] };
}

/** More was sent than a moment without the database explains. */
const isLongAfter = (number: number, position: Position | undefined): boolean =>
  number >= (position?.nextOrder ?? 1) + MOST_WITHOUT_DATABASE;
