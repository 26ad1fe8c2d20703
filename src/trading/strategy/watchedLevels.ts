import { dec } from '../money.ts';
import type { DecimalString } from '../venue/venue.ts';
import { isLive, leavesOf } from './order.ts';
import { isActive } from './positions.ts';
import { heldSize, stopLimitPrice } from './restingOrders.ts';
import type { Position } from './state.ts';
import { type TargetSize, targetSizes } from './targetSizes.ts';

/** The nearest prices at which a position wants a price event; a touch counts. */
export type WatchedLevels = { above: DecimalString | null; below: DecimalString | null };

const NONE: WatchedLevels = { above: null, below: null };

/** At which prices the core wants to be told: the nearest above and below, by the last trade. */
export function watchedLevels(position: Position): WatchedLevels {
  if (!isActive(position) || position.leaving !== null) return NONE;
  const stop = stopLevel(position);
  const target = workedTargets(position)[0]?.price ?? null;
  return position.side === 'long' ? { above: target, below: stop } : { above: stop, below: target };
}

/**
 * Where the engine itself takes the position out: at the stop as long as no order rests for it;
 * beyond it, where a resting stop has been triggered and left behind by a fast market.
 */
export function stopLevel(position: Position): DecimalString | null {
  const held = heldSize(position);
  if (held.isZero()) return null;
  let covered = dec(0);
  for (const order of position.orders) {
    if (order.purpose !== 'bracket' && order.purpose !== 'stop') continue;
    if (isLive(order) && !order.cancelRequested) covered = covered.add(leavesOf(order));
  }
  return covered.gte(held) ? stopLimitPrice(position) : position.stop;
}

/** The targets that no resting order works, nearest first. */
export function workedTargets(position: Position): readonly TargetSize[] {
  if (position.capabilities.bracket) return [];
  const held = heldSize(position);
  if (held.isZero()) return [];
  const long = position.side === 'long';
  return [...targetSizes(position, held)].sort((a, b) =>
    long ? dec(a.price).cmp(b.price) : dec(b.price).cmp(a.price),
  );
}
