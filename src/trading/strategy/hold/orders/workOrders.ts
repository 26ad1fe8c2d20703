import { type Decimal, dec, floorTo, minOf, ZERO } from '../../../money.ts';
import { isGrowing } from '../../model/attached.ts';
import { isLifted } from '../../model/cancelledByHand.ts';
import { isAtRest, isLive, leavesOf, sameTerms } from '../../model/orderStatus.ts';
import { closingSide, openingSide, waysOut } from '../../model/product.ts';
import type { Order, Position } from '../../model/state.ts';
import { openSize } from '../../model/sums.ts';
import { askCancel, askReplace, place, type Turn, tell, withOrder } from '../../model/turn.ts';
import {
  askAgain,
  isExitHeldBack,
  isLeaving,
  isProtectionHeldBack,
  partsToClose,
  type Reduction,
  withParts,
  withWayOut,
} from '../../model/wayOut.ts';
import { wayOutTerms, widened } from '../../open/slippage.ts';
import { isReady } from '../prices/entryTriggers.ts';
import { attachedLevels } from './attachedLevels.ts';
import { type RestingOrder, restingOrders } from './restingOrders.ts';
import { wayOutId } from './wayOutOrder.ts';

/**
 * Works the difference between the orders a position should have and those it has: cancels what
 * is not wanted, changes what is different, places what is missing.
 *
 * What is being closed at any moment never exceeds what is open (on spot a resting sell holds the
 * base): shrinking goes first, and growing waits until the room is proven. An order with a request
 * under way, or of which nobody knows whether it exists, keeps its room until that is settled.
 */
export function workOrders(position: Position, turn: Turn): Position {
  let next = workEntries(askAgain(position, turn.at), turn);
  if (!isLeaving(next)) next = reattach(next, turn);
  next = workResting(next, turn);
  return next.wayOut.closing.what === 'all' ? workExit(next, turn) : workParts(next, turn);
}

function workEntries(position: Position, turn: Turn): Position {
  let next = position;
  const wanted = position.entriesEnded === null ? position.plan.entries : [];
  for (const order of position.orders) {
    if (order.purpose !== 'entry' || !isAtRest(order)) continue;
    if (!wanted.some(({ leg }) => leg === order.leg)) next = askCancel(next, order, turn);
  }
  // An amended plan waits for the end of the entries it replaces: they may still fill.
  const replaced = next.orders.some(
    (o) => o.purpose === 'entry' && isLive(o) && !wanted.some(({ leg }) => leg === o.leg),
  );
  if (replaced) return next;
  for (const entry of wanted) {
    const { leg, terms } = entry;
    if (!isReady(position, entry)) continue;
    if (next.orders.some((o) => o.purpose === 'entry' && o.leg === leg)) continue;
    const attached = attachedLevels(next, entry);
    next = place(next, { purpose: 'entry', leg, side: openingSide(next), terms, attached }, turn);
  }
  return next;
}

/**
 * An entry that brings other levels with it than are wanted now is placed anew: before it has filled
 * anything, what came with it can't be changed by itself. Afterwards that is changed, where the venue
 * does so; else, and where a part is to be sold that it holds, the rest of the entry is placed anew,
 * and what came with the entry then is a bracket as any other.
 */
function reattach(position: Position, turn: Turn): Position {
  let next = position;
  for (const child of position.orders) {
    if (!isLive(child) || !isGrowing(position, child) || child.terms.type !== 'bracket') continue;
    const entry = position.orders.find(({ id }) => id === child.attachedTo);
    const planned = position.plan.entries.find(({ leg }) => leg === entry?.leg);
    if (!entry || !planned || !isAtRest(entry)) continue;
    const want = attachedLevels(position, planned);
    const isRight =
      want !== null &&
      want.leg === child.leg &&
      dec(want.stop).eq(child.terms.stop) &&
      dec(want.target).eq(child.terms.target);
    const isInTheWay = entry.filledSize !== '0' && partsToClose(position).length > 0;
    if (isRight && !isInTheWay) continue;
    const canChange = want?.leg === child.leg && entry.filledSize !== '0' && !isInTheWay;
    if (canChange && want !== null && !child.replaceRefused) {
      if (!isAtRest(child)) continue;
      const terms = { ...child.terms, target: want.target, stop: want.stop };
      next = askReplace(next, child, terms, turn);
      continue;
    }
    next = askCancel(withOrder(next, { ...entry, anew: true }), { ...entry, anew: true }, turn);
  }
  return next;
}

function workResting(position: Position, turn: Turn): Position {
  const wanted = restingOrders(position, position.capabilities);
  let next = position;
  const grow: { order: Order; want: RestingOrder }[] = [];

  // What protects was not placed for nothing: that the entry has filled is yet to be heard.
  const isUnheard = position.openedAt === null && position.orders.some(isLiveEntry);
  for (const [order, want] of sharedOut(position, wanted)) {
    if (!isAtRest(order)) continue;
    if (want === null) {
      if (!isUnheard) next = askCancel(next, order, turn);
    } else if (!sameTerms(wholeTerms(order, want), order.terms)) {
      if (order.replaceRefused) next = askCancel(next, order, turn);
      else if (leavesOf(order).gte(dec(want.terms.size)))
        next = askReplace(next, order, wholeTerms(order, want), turn);
      else grow.push({ order, want });
    }
  }
  const missing = wanted.filter(
    (want) =>
      !next.orders.some(
        (o) => o.purpose === want.purpose && o.leg === want.leg && isLive(o) && !isGrowing(next, o),
      ),
  );
  if (grow.length === 0 && missing.length === 0) return next;
  if (isProtectionHeldBack(position) || isLifted(position, turn)) return next;

  let room = roomOf(next);
  for (const { order, want } of grow) {
    const more = dec(want.terms.size).sub(leavesOf(order));
    if (more.gt(room)) continue;
    room = room.sub(more);
    next = askReplace(next, order, wholeTerms(order, want), turn);
  }
  for (const want of missing) {
    if (room.lt(dec(want.terms.size))) continue;
    room = room.sub(dec(want.terms.size));
    next = place(next, want, turn);
  }
  return next;
}

const isLiveEntry = (order: Order) => order.purpose === 'entry' && isLive(order);

/**
 * Each order that protects with what is wanted of it; null where nothing is. Several may rest for one
 * target, each having come with an entry: all but the last keep what they hold.
 */
function sharedOut(
  position: Position,
  wanted: readonly RestingOrder[],
): readonly (readonly [Order, RestingOrder | null])[] {
  const protecting = position.orders.filter(
    (o) =>
      (o.purpose === 'bracket' || o.purpose === 'stop') && isLive(o) && !isGrowing(position, o),
  );
  const least = dec(position.product.minBaseSize);
  return protecting.map((order) => {
    const want = wanted.find((w) => w.purpose === order.purpose && w.leg === order.leg);
    if (want === undefined) return [order, null] as const;
    const all = protecting.filter((o) => o.purpose === order.purpose && o.leg === order.leg);
    if (all.length === 1) return [order, want] as const;
    let left = dec(want.terms.size);
    let share = ZERO;
    for (const [i, one] of all.entries()) {
      const rest = left.sub(leavesOf(one));
      // What is too little for the next stays with this one.
      share = i === all.length - 1 || rest.lt(least) ? left : leavesOf(one);
      left = left.sub(share);
      if (one === order) break;
    }
    if (share.isZero()) return [order, null] as const;
    return [order, { ...want, terms: { ...want.terms, size: share.toFixed() } }] as const;
  });
}

/** The terms that leave an order what is wanted of it, over what it has filled already. */
function wholeTerms(order: Order, want: RestingOrder): RestingOrder['terms'] {
  if (order.filledSize === '0') return want.terms;
  return { ...want.terms, size: dec(want.terms.size).add(dec(order.filledSize)).toFixed() };
}

/** What is open and in no closing order yet, in base. */
function roomOf(position: Position): Decimal {
  let room = openSize(position);
  for (const order of position.orders) {
    if (order.purpose !== 'entry') room = room.sub(leavesOf(order));
  }
  return room.isNegative() ? ZERO : room;
}

function workParts(position: Position, turn: Turn): Position {
  const parts = partsToClose(position);
  if (parts.length === 0) return position;
  if (waysOut(position.product) === 'none') return stuck(position, turn);
  if (isExitHeldBack(position)) return position;
  let room = roomOf(position);
  let next = position;
  const waiting: Reduction[] = [];
  for (const part of parts) {
    const size = onStep(minOf(dec(part.size), openSize(position)), position);
    if (size.gt(room)) {
      waiting.push(part);
      continue;
    }
    room = room.sub(size);
    if (size.lt(dec(position.product.minBaseSize))) continue;
    const { purpose, leg, guard } = part;
    const terms = wayOutTerms(position, size, guard);
    const nextGuard = guard && widened(guard, next);
    next = place(next, { purpose, leg, side: closingSide(next), terms, nextGuard }, turn);
  }
  return unstuck(withParts(next, waiting));
}

function workExit(position: Position, turn: Turn): Position {
  const { closing } = position.wayOut;
  const open = onStep(openSize(position), position);
  if (closing.what !== 'all' || open.isZero()) return position;
  if (waysOut(position.product) === 'none') return stuck(position, turn);
  if (isExitHeldBack(position) || position.orders.some(blocksExit)) return position;
  if (open.lt(dec(position.product.minBaseSize))) return position;
  const { guard } = closing;
  const exit = {
    id: wayOutId(position, turn.install),
    purpose: 'exit' as const,
    leg: 0,
    side: closingSide(position),
    terms: wayOutTerms(position, open, guard),
  };
  const wider = withWayOut(position, {
    closing: { ...closing, guard: guard && widened(guard, position) },
  });
  return place(unstuck(wider), exit, turn);
}

/** What can be sold of it: the product's steps may have become larger since it was bought. */
function onStep(size: Decimal, { product }: Position): Decimal {
  return floorTo(size, dec(product.baseIncrement));
}

/** It is to be closed and can't be, as its product is now: that is told, once. */
function stuck(position: Position, turn: Turn): Position {
  const { product, id } = position;
  const state =
    product.session !== undefined && product.session.state !== 'open'
      ? product.session.state
      : product.status;
  const why = `${product.id} can't be left now (${state.replaceAll('_', ' ')})`;
  if (position.wayOut.stuck === why) return position;
  tell(turn, {
    kind: 'error',
    what: `${why}, and position ${id} is to be closed.`,
    lost: 'Nothing yet: what rests at the venue for it stays there.',
    todo: 'It is closed as soon as the venue takes the order. Look at the venue if it has to be sooner.',
  });
  return withWayOut(position, { stuck: why });
}

function unstuck(position: Position): Position {
  return position.wayOut.stuck === null ? position : withWayOut(position, { stuck: null });
}

/** Closing orders hold what is to be sold. An entry may still add to it, but is not waited for without end. */
function blocksExit(order: Order): boolean {
  if (!isLive(order)) return false;
  if (order.purpose !== 'entry') return true;
  return order.request.kind === 'cancelling' && order.request.asks < 2;
}
