import { ASK_AGAIN_MS, entryExpiry, stopTimeout, timeLimit } from '../book/deadline.ts';
import { putBack } from '../hold/byHand/cancelledOrders.ts';
import { leave } from '../hold/orders/leave.ts';
import { settle } from '../hold/settle.ts';
import { putBackAt } from '../model/cancelledByHand.ts';
import type { Position } from '../model/state.ts';
import { askCancel, type Turn } from '../model/turn.ts';

/** The position after its time has come: whatever was due by then happens. */
export function onTime(position: Position, turn: Turn): Position {
  let next = position;
  if (next.entriesEnded === null && turn.at >= entryExpiry(next)) {
    next = { ...next, entriesEnded: 'expired' };
  }
  if (next.retry !== null && next.retry.at !== null && turn.at >= next.retry.at) {
    next = { ...next, retry: { ...next.retry, at: null } };
  }
  if (turn.at >= putBackAt(next)) next = putBack(next, turn.at);
  if (turn.at >= stopTimeout(next)) next = leave(next, 'stop');
  if (next.leaving === null && turn.at >= timeLimit(next)) next = leave(next, 'time_limit');
  for (const order of next.orders) {
    if (order.askedAt === null || turn.at < order.askedAt + ASK_AGAIN_MS) continue;
    // A change that got no answer may or may not have happened; a cancel ends the doubt.
    next = askCancel(next, order, turn);
  }
  return next === position ? position : settle(next, turn);
}
