import { ZERO } from '../money.ts';
import { isLive, leavesOf } from './order.ts';
import { heldSize } from './restingOrders.ts';
import type { Position } from './state.ts';

/** What protects what is open of a position: orders that rest at the venue, or the bot alone, while it runs. */
export type Protection = 'brackets' | 'stop' | 'bot';

/** null where nothing is open, or all of it is on its way out. */
export function protectionOf(position: Position): Protection | null {
  const held = heldSize(position);
  if (held.isZero() || position.leaving !== null) return null;
  const resting = position.orders.filter(
    (order) =>
      (order.purpose === 'bracket' || order.purpose === 'stop') &&
      isLive(order) &&
      order.venueOrderId !== null &&
      !order.cancelRequested,
  );
  const covered = resting.reduce((sum, order) => sum.add(leavesOf(order)), ZERO);
  if (covered.lt(held)) return 'bot';
  return resting.some(({ purpose }) => purpose === 'bracket') ? 'brackets' : 'stop';
}
