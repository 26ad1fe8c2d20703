import type { Decimal } from '../money.ts';
import type { DecimalString } from '../venue/venue.ts';
import { entryWatches } from './entryWatches.ts';
import { isActive } from './positions.ts';
import type { Position } from './state.ts';
import { stopWatches } from './stopWatches.ts';
import { targetWatches } from './targetWatches.ts';
import type { Turn } from './turn.ts';

/** A price that a position waits for, and what it does once the last trade has reached it. */
export type Watch = {
  direction: 'above' | 'below';
  price: Decimal;
  /** `last` is the price that was traded. */
  act(position: Position, last: DecimalString, turn: Turn): Position;
};

/** The nearest prices at which a position wants a price event; a touch counts. */
export type WatchedLevels = { above: Decimal | null; below: Decimal | null };

const NONE: WatchedLevels = { above: null, below: null };
const known = new WeakMap<Position, readonly Watch[]>();

/** Everything a position waits for of the price, what protects it first. */
export function watchesOf(position: Position): readonly Watch[] {
  let watches = known.get(position);
  if (watches === undefined) {
    watches = findWatches(position);
    known.set(position, watches);
  }
  return watches;
}

/** The same, of a position that is still being decided on and will not be seen again. */
export function findWatches(position: Position): readonly Watch[] {
  if (!isActive(position) || position.leaving !== null) return [];
  return [...stopWatches(position), ...targetWatches(position), ...entryWatches(position)];
}

/** At which prices the core wants to be told: the nearest above and below, by the last trade. */
export function watchedLevels(position: Position): WatchedLevels {
  const watches = watchesOf(position);
  if (watches.length === 0) return NONE;
  let above: Decimal | null = null;
  let below: Decimal | null = null;
  for (const { direction, price } of watches) {
    if (direction === 'above') {
      if (above === null || price.lt(above)) above = price;
    } else if (below === null || price.gt(below)) below = price;
  }
  return { above, below };
}
