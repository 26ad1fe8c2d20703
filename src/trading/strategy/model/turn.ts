import type { DecimalString, OrderRequest, OrderSide, OrderTerms } from '../../venue/venue.ts';
import type { Command } from './command.ts';
import type { Notice } from './notice.ts';
import { attachedId } from './orderId.ts';
import { cancelAsked, NO_REQUEST } from './pendingRequest.ts';
import { closingSide } from './product.ts';
import type { Order, OrderPurpose, Position } from './state.ts';
import { addOrder, replaceOrder } from './sums.ts';
import type { Guard } from './wayOut.ts';

/** One decision being made: its time, and the commands gathered so far. */
export type Turn = { at: number; install: string; commands: Command[] };

export function tell(turn: Turn, notice: Notice): void {
  turn.commands.push({ type: 'notify', notice });
}

/** A target that the owner counts as done: its order filled, or the engine sells there now. */
export function tellTarget(position: Position, leg: number, turn: Turn): void {
  const at = position.plan.targets.findIndex((target) => target.leg === leg);
  const target = position.plan.targets[at];
  if (target === undefined) return;
  tell(turn, {
    kind: 'target_reached',
    account: position.account,
    positionId: position.id,
    productId: position.product.id,
    target: at + 1,
    price: target.price,
  });
}

type NewOrder = {
  /** Our client order id, where it is not simply the next. */
  id?: string;
  purpose: OrderPurpose;
  leg: number;
  side: OrderSide;
  terms: OrderTerms;
  nextGuard?: Guard | null;
  /** Of an entry: what is to protect whatever it fills, in the same request, as the bracket of that target. */
  attached?: Attached | null;
};

export type Attached = { leg: number; target: DecimalString; stop: DecimalString };

/** An order of which nothing is known but that it is wanted. */
export function newOrder(
  { id, purpose, leg, side, terms, nextGuard }: NewOrder & { id: string },
  createdAt: number,
): Order {
  return {
    id,
    venueOrderId: null,
    purpose,
    leg,
    side,
    terms,
    request: NO_REQUEST,
    nextGuard: nextGuard ?? null,
    replaceRefused: false,
    status: 'new',
    filledSize: '0',
    filledValue: '0',
    fees: '0',
    exact: false,
    message: null,
    createdAt,
    updatedAt: createdAt,
  };
}

/** The position with a new order, whose placing is commanded. */
export function place(position: Position, order: NewOrder, turn: Turn): Position {
  const id = order.id ?? `${turn.install}-${position.id}-${position.nextOrder}`;
  const made = newOrder({ ...order, id }, turn.at);
  const { attached } = order;
  const request = requestOf(position, made, made.terms);
  turn.commands.push({
    type: 'place',
    account: position.account,
    positionId: position.id,
    request: attached
      ? { ...request, attached: { target: attached.target, stop: attached.stop } }
      : request,
  });
  const placed = {
    ...position,
    orders: addOrder(position.orders, made),
    nextOrder: position.nextOrder + 1,
  };
  return attached ? withAttached(placed, made, attached, turn) : placed;
}

/** The bracket that comes with an entry is an order of the position from the start, over nothing yet. */
function withAttached(
  position: Position,
  entry: Order,
  { leg, target, stop }: Attached,
  { install, at }: Turn,
): Position {
  const order = {
    id: attachedId(entry.id, install),
    purpose: 'bracket' as const,
    leg,
    side: closingSide(position),
    terms: { type: 'bracket' as const, size: '0', target, stop },
  };
  return {
    ...position,
    orders: addOrder(position.orders, { ...newOrder(order, at), attachedTo: entry.id }),
    nextOrder: position.nextOrder + 1,
  };
}

/** The position with this order's cancel commanded; asking again does no harm. */
export function askCancel(position: Position, order: Order, turn: Turn): Position {
  turn.commands.push({
    type: 'cancel',
    account: position.account,
    positionId: position.id,
    orderId: order.id,
  });
  return withOrder(position, { ...order, request: cancelAsked(order, turn.at) });
}

/** The position with this order's change to `terms` commanded. */
export function askReplace(
  position: Position,
  order: Order,
  terms: OrderTerms,
  turn: Turn,
): Position {
  turn.commands.push({
    type: 'replace',
    account: position.account,
    positionId: position.id,
    orderId: order.id,
    request: requestOf(position, order, terms),
  });
  const request = { kind: 'replacing', to: terms, askedAt: turn.at } as const;
  return withOrder(position, { ...order, request });
}

export function withOrder(position: Position, order: Order): Position {
  return { ...position, orders: replaceOrder(position.orders, order) };
}

/** What the venue is asked for an order of a position. */
export function requestOf(
  position: Position,
  order: Pick<Order, 'id' | 'side' | 'purpose'>,
  terms: OrderTerms,
): OrderRequest {
  const request: OrderRequest = {
    clientOrderId: order.id,
    productId: position.product.id,
    side: order.side,
    terms,
  };
  if (order.purpose !== 'entry') request.closes = true;
  const { leverage } = position.plan;
  if (leverage !== null && position.product.type === 'future') request.leverage = leverage;
  return request;
}
