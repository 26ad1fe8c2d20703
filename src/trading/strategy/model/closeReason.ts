import { dec } from '../../money.ts';
import type { CloseReason, Order, Position } from './state.ts';
import { inBase } from './sums.ts';
import { leavingBecause } from './wayOut.ts';

/** Why a position that nobody closed at market is flat: what its protection filled at. */
export function reasonOfFlat(position: Position): CloseReason {
  const said = leavingBecause(position);
  if (said !== null) return said;
  const closing = position.orders.filter((o) => o.purpose !== 'entry' && o.filledSize !== '0');
  if (closing.some((order) => filledAtStop(position, order))) return 'stop';
  if (closing.some((o) => o.purpose === 'bracket' || o.purpose === 'target')) return 'target';
  return position.outside.size === '0' ? 'owner' : 'outside';
}

/**
 * Whether a protecting order filled at its stop. A bracket's report doesn't say which of its two
 * prices was reached: the average fill price is nearer to one of them.
 */
export function filledAtStop(position: Position, order: Order): boolean {
  if (order.purpose === 'stop') return true;
  if (order.terms.type !== 'bracket' || dec(order.filledSize).isZero()) return false;
  const average = dec(order.filledValue).div(inBase(dec(order.filledSize), position));
  const toStop = average.sub(dec(order.terms.stop)).abs();
  return toStop.lt(average.sub(dec(order.terms.target)).abs());
}
