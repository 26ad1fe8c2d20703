import { ZERO } from '../../../money.ts';
import { isLive, leavesOf } from '../../model/orderStatus.ts';
import { isCancelling } from '../../model/pendingRequest.ts';
import type { Position } from '../../model/state.ts';
import { heldSize } from '../../model/sums.ts';
import { isLeaving } from '../../model/wayOut.ts';

/** What protects what is open of a position: orders that rest at the venue, or the bot alone, while it runs. */
export type Coverage = 'brackets' | 'stop' | 'bot';

/** null where nothing is open, or all of it is on its way out. */
export function coverageOf(position: Position): Coverage | null {
  const held = heldSize(position);
  if (held.isZero() || isLeaving(position)) return null;
  const resting = position.orders.filter(
    (order) =>
      (order.purpose === 'bracket' || order.purpose === 'stop') &&
      isLive(order) &&
      order.venueOrderId !== null &&
      !isCancelling(order),
  );
  const covered = resting.reduce((sum, order) => sum.add(leavesOf(order)), ZERO);
  if (covered.lt(held)) return 'bot';
  return resting.some(({ purpose }) => purpose === 'bracket') ? 'brackets' : 'stop';
}
