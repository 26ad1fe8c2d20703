import { type Decimal, dec } from '../../money.ts';
import { isActive } from '../../strategy/model/positionStatus.ts';
import type { Position } from '../../strategy/model/state.ts';

/**
 * Whether the order of prices inside a minute decides what becomes of a position: its stop and its
 * next target lie in it both, or the price at which it would be entered and one of the two.
 */
export function isAmbiguousIn(position: Position, { high, low }: Range): boolean {
  if (!isActive(position)) return false;
  const within = (price: Decimal) => price.lte(high) && price.gte(low);
  const long = position.side === 'long';
  const stop = dec(position.stop);
  const next = position.plan.targets.find(({ leg }) => !position.targetsHit.includes(leg));
  const target = next === undefined ? null : dec(next.price);
  const hitsStop = long ? stop.gte(low) : stop.lte(high);
  const hitsTarget = target !== null && (long ? target.lte(high) : target.gte(low));
  if (position.openedAt !== null) return hitsStop && hitsTarget;
  if (!hitsStop && !hitsTarget) return false;
  return position.plan.entries.some(({ terms, when }) => {
    const price = when?.price ?? ('price' in terms ? terms.price : null);
    return price !== null && within(dec(price));
  });
}

type Range = { high: Decimal; low: Decimal };
