import { isCancelling } from '../strategy/model/pendingRequest.ts';
import type { Order, Position } from '../strategy/model/state.ts';
import { isLeaving } from '../strategy/model/wayOut.ts';

/** Whether a position still waits for an order that is about to be sent: it may have gone on since. */
export function isWanted(position: Position, order: Order): boolean {
  if (isCancelling(order)) return false;
  switch (order.purpose) {
    case 'entry':
      return (
        position.entriesEnded === null && position.plan.entries.some(({ leg }) => leg === order.leg)
      );
    case 'bracket':
    case 'stop':
      return !isLeaving(position);
    case 'target':
    case 'exit':
      return true;
  }
}
