import { dec } from '../../money.ts';
import { coverageOf } from '../hold/orders/coverage.ts';
import { leave } from '../hold/orders/leave.ts';
import { settle } from '../hold/settle.ts';
import { isLifted } from '../model/cancelledByHand.ts';
import { isLive } from '../model/orderStatus.ts';
import type { Position } from '../model/state.ts';
import { heldSize } from '../model/sums.ts';
import type { Turn } from '../model/turn.ts';

/**
 * Whether nothing rests at the venue for what is open of a position, nothing is on its way there, and
 * nobody wants it so: not the owner, who may have taken it away, and not the settings.
 */
export function isUnwatched(position: Position, turn: Pick<Turn, 'at'>): boolean {
  const { settings, product, orders, wayOut } = position;
  if (settings.unprotected === 'hold' || coverageOf(position) !== 'bot') return false;
  if (heldSize(position).lt(dec(product.minBaseSize))) return false;
  // A refusal has its own time, and its own end.
  if (wayOut.refusals.stage !== 'none' || wayOut.closing.what !== 'nothing') return false;
  if (isLifted(position, turn)) return false;
  return !orders.some((order) => order.purpose !== 'entry' && isLive(order) && !isAtVenue(order));
}

const isAtVenue = (order: Position['orders'][number]) => order.venueOrderId !== null;

/** The position on its way out, where nobody watches its stop. */
export function onUnwatched(position: Position, turn: Turn): Position {
  return isUnwatched(position, turn) ? settle(leave(position, 'unprotected'), turn) : position;
}
