import { isCancelling } from '../strategy/model/pendingRequest.ts';
import { isGoingOut } from '../strategy/model/product.ts';
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
      // What waits to be closed, refused or on a product that can't be left, is protected meanwhile.
      return !(isLeaving(position) && isGoingOut(position));
    case 'target':
    case 'exit':
      return true;
  }
}
