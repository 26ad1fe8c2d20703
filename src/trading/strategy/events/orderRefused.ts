import type { Capabilities } from '../../venue/venue.ts';
import { entryAnew, isRefusedForAttached } from '../hold/orders/entryAnew.ts';
import { leave } from '../hold/orders/leave.ts';
import { requote, wouldCross } from '../hold/orders/requote.ts';
import type { OrderReport } from '../model/event.ts';
import { isLive } from '../model/orderStatus.ts';
import { isGoingOut } from '../model/product.ts';
import type { Order, Position } from '../model/state.ts';
import { type Turn, tell } from '../model/turn.ts';
import { isLeaving, refused, waitAfter, waitsUntil, withWayOut } from '../model/wayOut.ts';
import { giveBack } from './orderEnded.ts';

/** After so many refusals in a row the owner is told that something is wrong. */
const REFUSALS_TO_TELL = 3;

/** The position after one of its orders was refused, and what is told of it. */
export function onRejected(
  position: Position,
  order: Order,
  report: OrderReport,
  turn: Turn,
): Position {
  const protects = order.purpose === 'bracket' || order.purpose === 'stop';
  // It was held back because the position had gone on: nobody refused anything.
  if (protects && report.kind === 'never_arrived') return position;
  if (order.purpose === 'entry' && report.kind === 'never_arrived') return withoutUnsent(position);
  const unsupported = report.kind === 'rejected' && report.reason === 'unsupported_order';
  const lesser = unsupported ? withoutProtection(position.capabilities, order) : null;
  let next = position;
  let then = 'the other entries go on, if there are any';
  const crosses = wouldCross(order, report);
  const requoted = crosses ? requote(position, order) : null;
  if (isRefusedForAttached(position, order, report)) {
    next = entryAnew(withoutAttached(position, unsupported), order, { alone: true });
    then = 'it is placed again by itself, and is protected when it fills';
  }
  if (crosses) then = 'it is given up: it would have traded at once again and again';
  if (requoted !== null) {
    next = requoted.position;
    then = `it is quoted again at ${requoted.price}`;
  } else if (lesser !== null) {
    then = describe(lesser);
    next = { ...position, capabilities: lesser };
  } else if (protects && isLeaving(next) && isGoingOut(next)) {
    then = 'the position is being closed at market';
  } else if (protects) {
    next = refused(position, 'protection_refused', turn.at);
    then = againIn(next);
    if (!isLeaving(next) && isTooLate(next)) {
      next = leave(next, 'unprotected');
      then = 'closes the position at market: it could not be protected in time';
    }
  } else if (order.purpose !== 'entry') {
    next = giveBack(refused(position, 'exit_refused', turn.at), order);
    then = againIn(next);
  }
  const message = order.message ?? 'no reason was given';
  tell(turn, {
    kind: 'order_rejected',
    account: position.account,
    positionId: position.id,
    productId: position.product.id,
    purpose: order.purpose,
    message,
    next: then,
  });
  if (lesser !== null && !sameCapabilities(lesser, position.capabilities)) {
    tell(turn, {
      kind: 'protection_changed',
      account: position.account,
      positionId: position.id,
      productId: position.product.id,
      how: describe(lesser),
    });
  }
  if (refusalsOf(next) === REFUSALS_TO_TELL) {
    const trouble = `the venue refuses the ${order.purpose} order: ${message}`;
    next = withWayOut(next, { trouble });
    tell(turn, {
      kind: 'error',
      what: `${position.product.id}, position ${position.id}: ${trouble}`,
      lost: 'what is open does not rest protected at the venue; the bot watches the stop itself',
      todo: 'look at the position at the venue; the bot goes on trying',
    });
  }
  return next;
}

/** An entry was not sent, because it was too late for it; when none is left the signal's time is over. */
function withoutUnsent(position: Position): Position {
  const { orders, plan, entriesEnded } = position;
  const goesOn = plan.entries.some(({ leg }) => {
    const order = orders.find((one) => one.purpose === 'entry' && one.leg === leg);
    return order === undefined || isLive(order);
  });
  return goesOn || entriesEnded !== null ? position : { ...position, entriesEnded: 'expired' };
}

function withoutAttached(position: Position, unsupported: boolean): Position {
  if (!unsupported) return position;
  return { ...position, capabilities: { ...position.capabilities, attachedBracket: false } };
}

function withoutProtection(known: Capabilities, order: Order): Capabilities | null {
  if (order.purpose === 'bracket') return { ...known, bracket: false };
  if (order.purpose === 'stop') return { ...known, stopLimit: false };
  return null;
}

function sameCapabilities(a: Capabilities, b: Capabilities): boolean {
  return a.bracket === b.bracket && a.stopLimit === b.stopLimit;
}

function describe(capabilities: Capabilities): string {
  return capabilities.stopLimit
    ? 'the stop rests at the venue and the bot works the targets'
    : 'the venue takes no stop for this product: the bot holds stop and targets itself, and only while it runs';
}

/** The next try would come when what is open has been without protection for too long. */
function isTooLate(position: Position): boolean {
  const { unprotected, unprotectedSeconds } = position.settings;
  const { refusals } = position.wayOut;
  const next = waitsUntil(position);
  if (unprotected === 'hold' || refusals.stage === 'none' || next === null) return false;
  return next - refusals.since > unprotectedSeconds * 1000;
}

function refusalsOf({ wayOut: { refusals } }: Position): number {
  return refusals.stage === 'none' ? 0 : refusals.count;
}

function againIn(position: Position): string {
  return `tries again in ${waitAfter(refusalsOf(position)) / 1000} s`;
}
