import { ASK_AGAIN_MS, entryExpiry, stopTimeout, timeLimit } from '../book/deadline.ts';
import { putBack } from '../hold/byHand/cancelledOrders.ts';
import { leave } from '../hold/orders/leave.ts';
import { settle } from '../hold/settle.ts';
import { putBackAt } from '../model/cancelledByHand.ts';
import { askedAtOf } from '../model/pendingRequest.ts';
import type { Position } from '../model/state.ts';
import { askCancel, type Turn } from '../model/turn.ts';
import { askAgain, isLeaving } from '../model/wayOut.ts';

/** The position after its time has come: whatever was due by then happens. */
export function onTime(position: Position, turn: Turn): Position {
  let next = position;
  if (next.entriesEnded === null && turn.at >= entryExpiry(next)) {
    next = { ...next, entriesEnded: 'expired' };
  }
  next = askAgain(next, turn.at);
  if (turn.at >= putBackAt(next)) next = putBack(next, turn.at);
  if (turn.at >= stopTimeout(next)) next = leave(next, 'stop');
  if (!isLeaving(next) && turn.at >= timeLimit(next)) next = leave(next, 'time_limit');
  for (const order of next.orders) {
    const askedAt = askedAtOf(order);
    if (askedAt === null || turn.at < askedAt + ASK_AGAIN_MS) continue;
    // A change that got no answer may or may not have happened; a cancel ends the doubt.
    next = askCancel(next, order, turn);
  }
  return next === position ? position : settle(next, turn);
}
