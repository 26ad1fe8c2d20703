import { dec, ZERO } from '../../trading/money.ts';
import type { Order, Position } from '../../trading/strategy/model/state.ts';
import { inBase } from '../../trading/strategy/model/sums.ts';
import { average, distance, money, price } from './amounts.ts';

/** What is wrong with a position that the owner was told of; what has ended well has nothing wrong with it any more. */
export function troubleOf({ wayOut, status }: Pick<Position, 'wayOut' | 'status'>): string | null {
  return status === 'closed' || status === 'cancelled' ? null : wayOut.trouble;
}

/** A slip of less than this share is the market's usual one. */
const LEAST_GAP = '0.0025';

/** Says where the price jumped over the stop, and what that cost beside what was planned; null where it did not. */
export function gapLine(position: Position): string | null {
  const { product, side, stop, closeReason } = position;
  if (closeReason !== 'stop' || dec(stop).isZero()) return null;
  const exits = position.orders.filter(
    (order) => order.purpose !== 'entry' && isBeyond(order, position),
  );
  const size = exits.reduce((sum, { filledSize }) => sum.add(filledSize), ZERO);
  if (size.isZero()) return null;
  const value = exits.reduce((sum, { filledValue }) => sum.add(filledValue), ZERO);
  const at = value.div(inBase(size, position));
  const far = dec(stop).sub(at).abs();
  if (far.div(stop).lt(LEAST_GAP)) return null;
  const more = money(far.mul(inBase(size, position)).toFixed(), product.quote);
  const how = side === 'long' ? 'sold' : 'bought back';
  return `The price jumped over the stop ${price(stop, product.id, product.priceIncrement)}: it was ${how} at ${average(at.toFixed(), product.id, product.priceIncrement)} (${distance(stop, at.toFixed())}), ${more} more than the stop would have lost.`;
}

/** Filled at a worse price than the stop's. */
function isBeyond({ filledSize, filledValue }: Order, position: Position): boolean {
  const size = dec(filledSize);
  if (size.isZero()) return false;
  const at = dec(filledValue).div(inBase(size, position));
  return position.side === 'long' ? at.lt(position.stop) : at.gt(position.stop);
}
