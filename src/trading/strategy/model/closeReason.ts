import { dec } from '../../money.ts';
import { hasExpired } from './product.ts';
import type { CloseReason, Order, Position } from './state.ts';
import { inBase } from './sums.ts';

/** In words why a position was closed, and why one ended before anything of it had filled. */
export const CLOSE_REASONS: Readonly<Record<CloseReason, { closed: string; unfilled: string }>> = {
  target: { closed: 'target reached', unfilled: 'a target was reached before any entry filled' },
  stop: { closed: 'stopped out', unfilled: 'the stop was reached before any entry filled' },
  provider: { closed: 'the provider said so', unfilled: 'the provider called it off' },
  owner: { closed: 'you said so', unfilled: 'you called it off' },
  panic: { closed: 'panic', unfilled: 'panic was called' },
  expired: { closed: 'the entry was not filled in time', unfilled: 'no entry filled in time' },
  time_limit: { closed: 'held as long as your settings allow', unfilled: 'its time was up' },
  unprotected: { closed: 'it could not be protected', unfilled: 'it could not be protected' },
  outside: {
    closed: 'closed by hand at the venue',
    unfilled: 'it was changed at the venue by hand',
  },
  settled: {
    closed: 'its contract expired and was settled',
    unfilled: 'its contract expired',
  },
  protection: { closed: 'a protection stepped in', unfilled: 'a protection closed it' },
  opposite_signal: { closed: 'a signal the other way', unfilled: 'the opposite signal came' },
  message_deleted: { closed: 'the signal was deleted', unfilled: 'its message was deleted' },
  slippage: {
    closed: 'the price had moved too far',
    unfilled: 'the price had moved further than the slippage you allow',
  },
  not_written: {
    closed: 'closed while this database could not write it down, or after its copy was made',
    unfilled: 'it was ended while this database could not write it down',
  },
  rejected: { closed: 'the venue refused the order', unfilled: 'the venue refused every entry' },
};

/** Why a position that nobody closed at market is flat: what its protection filled at. */
export function reasonOfFlat(position: Position, at: number): CloseReason {
  const closing = position.orders.filter((o) => o.purpose !== 'entry' && o.filledSize !== '0');
  if (closing.some((order) => filledAtStop(position, order))) return 'stop';
  if (closing.some((o) => o.purpose === 'bracket' || o.purpose === 'target')) return 'target';
  if (position.outside.size === '0') return 'owner';
  return hasExpired(position.product, at) ? 'settled' : 'outside';
}

/**
 * Whether a protecting order filled at its stop. A bracket's report doesn't say which of its two
 * prices was reached: the average fill price is nearer to one of them.
 */
export function filledAtStop(position: Position, order: Order): boolean {
  if (order.purpose === 'stop') return true;
  if (order.terms.type !== 'bracket' || dec(order.filledSize).isZero()) return false;
  // What it came to, held against what it would have come to at either, is the average so held.
  const value = dec(order.filledValue);
  const size = inBase(dec(order.filledSize), position);
  const toStop = value.sub(size.mul(dec(order.terms.stop))).abs();
  return toStop.lt(value.sub(size.mul(dec(order.terms.target))).abs());
}
