import { type Decimal, type DecimalInput, dec } from '../../../money.ts';
import { onTick } from '../../model/product.ts';
import type { Position } from '../../model/state.ts';
import { averageEntry, inBase, sumsOf } from '../../model/sums.ts';
import { type Turn, tell } from '../../model/turn.ts';

/**
 * The position with its stop moved to `to` (put on the tick, on the side of losing less), or the
 * sentence that says why not. Once something is open only the owner may move it against the
 * position.
 */
export function moveStop(
  position: Position,
  to: Decimal,
  by: 'owner' | 'provider' | 'rule',
  why: string,
  turn: Turn,
): Position | { refused: string } {
  const long = position.side === 'long';
  const stop = onTick(to, position.product, long ? 'up' : 'down');
  if (!stop.isPositive() || stop.isZero()) return { refused: 'a stop must be a price above zero' };
  if (stop.eq(dec(position.stop))) return position;
  if (position.openedAt !== null && by !== 'owner' && !isBetter(position, stop)) {
    return {
      refused: `the stop ${stop.toFixed()} would risk more than ${position.stop} does; only you can move it there`,
    };
  }
  tell(turn, {
    kind: 'stop_moved',
    account: position.account,
    positionId: position.id,
    productId: position.product.id,
    from: position.stop,
    to: stop.toFixed(),
    why,
  });
  return { ...position, stop: stop.toFixed(), beyondStopSince: null };
}

/** Whether a stop there would lose less than the present one. */
export function isBetter(position: Position, stop: Decimal): boolean {
  const now = dec(position.stop);
  return position.side === 'long' ? stop.gt(now) : stop.lt(now);
}

/**
 * Where a stop "to the entry" can go while the price is at `last` (null: not known): to breakeven,
 * fees included; to the plain average entry, where the price is still short of breakeven; else
 * nowhere, with the sentence that says why. A stop on the far side of the price would sell at once.
 */
export function stopAtEntry(
  position: Position,
  last: DecimalInput | null,
): Decimal | { refused: string } {
  const noLoss = breakeven(position);
  const average = averageEntry(position);
  if (noLoss === null || average === null) {
    return { refused: 'nothing of it is open, so there is no entry to move to' };
  }
  if (last === null) return noLoss;
  const long = position.side === 'long';
  const entry = onTick(average, position.product, long ? 'up' : 'down');
  for (const to of [noLoss, entry]) {
    if (long ? to.lt(last) : to.gt(last)) return to;
  }
  return {
    refused: `the price ${dec(last).toFixed()} has already passed the entry ${entry.toFixed()}, so the stop stays at ${position.stop}`,
  };
}

/**
 * The price at which closing what is open gives back exactly what it cost, with the fees of
 * entering and of leaving at market: per unit, (entry + fee) / (1 - fee rate) for a long. null
 * before the first fill.
 */
export function breakeven(position: Position): Decimal | null {
  const entry = averageEntry(position);
  if (entry === null) return null;
  const { size, fees } = sumsOf(position).entry;
  const feePerUnit = fees.div(inBase(size, position));
  const rate = dec(position.fees.taker);
  const price =
    position.side === 'long'
      ? entry.add(feePerUnit).div(dec(1).sub(rate))
      : entry.sub(feePerUnit).div(dec(1).add(rate));
  return onTick(price, position.product, position.side === 'long' ? 'up' : 'down');
}
