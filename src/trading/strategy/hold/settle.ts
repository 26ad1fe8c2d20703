import { dec } from '../../money.ts';
import { CLOSE_REASONS, filledAtStop, reasonOfFlat } from '../model/closeReason.ts';
import { isAtOnce } from '../model/orderStatus.ts';
import { factOf, isActive, isFlat, POSITION_TABLE } from '../model/positionStatus.ts';
import { hasExpired } from '../model/product.ts';
import type { CloseReason, Order, Position } from '../model/state.ts';
import { averageEntry, averageExit, realized, riskTaken, sumsOf } from '../model/sums.ts';
import { type Turn, tell, tellTarget } from '../model/turn.ts';
import {
  afterRefusals,
  isLeaving,
  leavingBecause,
  withParts,
  withWayOut,
} from '../model/wayOut.ts';
import { isWayOut } from './orders/wayOutOrder.ts';
import { workOrders } from './orders/workOrders.ts';
import { applyStopRules } from './stop/stopRules.ts';

/**
 * Brings a position that something has happened to into order: what its fills mean, what its
 * orders should now be, what it is to be called, and what the owner is told of that.
 */
export function settle(changed: Position, turn: Turn): Position {
  let next = markFills(changed, turn);
  if (next.openedAt !== null && !isLeaving(next)) next = applyStopRules(next, turn);
  next = hasExpired(next.product, turn.at) ? ended(next) : workOrders(next, turn);
  const status = POSITION_TABLE[next.status][factOf(next)];
  if (next.openedAt !== null && changed.openedAt === null) tellOpened(next, turn);
  if (status === next.status) return next;

  const wasActive = isActive(next);
  next = { ...next, status };
  if (!isActive(next)) {
    next = afterRefusals(withParts(next, []), 'ended');
    next = {
      ...next,
      closedAt: turn.at,
      closeReason: whyClosed(next, turn) ?? next.entriesEnded ?? reasonOfUnfilled(next),
    };
    if (status === 'closed') tellClosed(next, turn);
    else tellCancelled(next, turn);
  } else if (!wasActive) {
    next = { ...next, closedAt: null, closeReason: null };
  }
  return next;
}

/** Its future has expired: nothing can be placed, changed or cancelled, and the venue settles it. */
function ended(position: Position): Position {
  return position.entriesEnded === null ? { ...position, entriesEnded: 'expired' } : position;
}

/** Why it was closed; where what protected it was faster than an exit that was asked for, what that filled at. */
function whyClosed(position: Position, { at }: Turn): CloseReason | null {
  const said = leavingBecause(position);
  const closing = position.orders.filter((o) => o.purpose !== 'entry' && o.filledSize !== '0');
  const wasFaster = !closing.some(isWayOut) && closing.some(protects);
  return wasFaster && position.outside.size === '0' ? reasonOfFlat(position, at) : said;
}

const protects = ({ purpose }: Order) => purpose === 'bracket' || purpose === 'stop';

/** Nothing filled and nobody called it off: the price ran beyond the guard, or the venue said no. */
function reasonOfUnfilled({ orders }: Position): CloseReason {
  return orders.some(({ terms, status }) => isAtOnce(terms) && status === 'cancelled')
    ? 'slippage'
    : 'rejected';
}

/** What follows from the fills alone: it is open, a target is done, it is flat. */
function markFills(position: Position, turn: Turn): Position {
  const sums = sumsOf(position);
  if (sums.entry.size.isZero()) return position;
  let next = position;
  if (next.openedAt === null) next = { ...next, openedAt: turn.at };

  const done = next.orders.filter(
    (o) =>
      o.purpose === 'bracket' &&
      o.status === 'filled' &&
      !next.targetsHit.includes(o.leg) &&
      !filledAtStop(position, o),
  );
  const reached = new Set(done.map(({ leg }) => leg));
  if (reached.size > 0) {
    const hit = [...next.targetsHit, ...reached];
    next = { ...next, targetsHit: hit.sort((a, b) => a - b) };
    for (const leg of reached) tellTarget(next, leg, turn);
  }

  const { entriesAfterTarget } = next.settings;
  // What the owner has added later is the owner's to call off.
  const isAdded = next.entriesSince !== undefined;
  if (
    entriesAfterTarget === 'cancel' &&
    next.targetsHit.length > 0 &&
    next.entriesEnded === null &&
    !isAdded
  ) {
    next = { ...next, entriesEnded: 'target' };
  }

  const left = !sums.exited.isZero() || position.outside.size !== '0';
  if (left && !isLeaving(next) && isFlat(next)) {
    const reason = reasonOfFlat(next, turn.at);
    // What an entry still fills after this is closed again: the trade is over.
    next = { ...next, entriesEnded: next.entriesEnded ?? reason };
    next = withWayOut(next, { closing: { what: 'all', reason, guard: null } });
  }
  return next;
}

function tellOpened(position: Position, turn: Turn): void {
  tell(turn, {
    kind: 'position_opened',
    account: position.account,
    positionId: position.id,
    productId: position.product.id,
    side: position.side,
    size: sumsOf(position).entry.size.toFixed(),
    averageEntry: (averageEntry(position) ?? dec(position.plan.expectedEntry)).toFixed(),
    stop: position.stop,
    targets: position.plan.targets.map(({ price }) => price),
  });
}

function tellClosed(position: Position, turn: Turn): void {
  const { gross, fees, net } = realized(position);
  const entry = averageEntry(position) ?? dec(position.plan.expectedEntry);
  const risked = riskTaken(position);
  tell(turn, {
    kind: 'position_closed',
    account: position.account,
    positionId: position.id,
    productId: position.product.id,
    side: position.side,
    reason: position.closeReason ?? 'owner',
    size: sumsOf(position).entry.size.toFixed(),
    averageEntry: entry.toFixed(),
    averageExit: (averageExit(position) ?? entry).toFixed(),
    gross: gross.toFixed(),
    fees: fees.toFixed(),
    net: net.toFixed(),
    // Adding nothing makes 0 of -0.
    r: risked.isZero() ? null : net.div(risked).toDecimalPlaces(2).add(0).toFixed(2),
    openedAt: position.openedAt ?? position.createdAt,
    closedAt: turn.at,
  });
}

function tellCancelled(position: Position, turn: Turn): void {
  const reason = position.closeReason ?? 'rejected';
  tell(turn, {
    kind: 'position_cancelled',
    account: position.account,
    positionId: position.id,
    productId: position.product.id,
    reason,
    why: CLOSE_REASONS[reason].unfilled,
  });
}
