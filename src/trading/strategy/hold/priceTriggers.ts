import type { Decimal } from '../../money.ts';
import type { DecimalString } from '../../venue/venue.ts';
import { isActive } from '../model/positionStatus.ts';
import type { Position } from '../model/state.ts';
import type { Turn } from '../model/turn.ts';
import { isLeaving } from '../model/wayOut.ts';
import { entryTriggers } from './prices/entryTriggers.ts';
import { stopTriggers } from './stop/stopTriggers.ts';
import { targetTriggers } from './targets/targetTriggers.ts';

/** A price that a position waits for, and what it does once the last trade has reached it. */
export type PriceTrigger = {
  direction: 'above' | 'below';
  price: Decimal;
  /** `last` is the price that was traded. */
  act(position: Position, last: DecimalString, turn: Turn): Position;
};

/** The nearest prices at which a position wants a price event; a touch counts. */
export type NearestTriggers = { above: Decimal | null; below: Decimal | null };

const NONE: NearestTriggers = { above: null, below: null };
const known = new WeakMap<Position, readonly PriceTrigger[]>();

/** Everything a position waits for of the price, what protects it first. */
export function triggersOf(position: Position): readonly PriceTrigger[] {
  let triggers = known.get(position);
  if (triggers === undefined) {
    triggers = findTriggers(position);
    known.set(position, triggers);
  }
  return triggers;
}

/** The same, of a position that is still being decided on and will not be seen again. */
export function findTriggers(position: Position): readonly PriceTrigger[] {
  if (!isActive(position) || isLeaving(position)) return [];
  return [...stopTriggers(position), ...targetTriggers(position), ...entryTriggers(position)];
}

/** At which prices the core wants to be told: the nearest above and below, by the last trade. */
export function nearestTriggers(position: Position): NearestTriggers {
  const triggers = triggersOf(position);
  if (triggers.length === 0) return NONE;
  let above: Decimal | null = null;
  let below: Decimal | null = null;
  for (const { direction, price } of triggers) {
    if (direction === 'above') {
      if (above === null || price.lt(above)) above = price;
    } else if (below === null || price.gt(below)) below = price;
  }
  return { above, below };
}
