import { type Decimal, dec, floorTo, minOf, ZERO } from '../money.ts';
import type { DecimalString } from '../venue/venue.ts';
import type { Position } from './state.ts';

/** How much is still to be closed at a target, in base. */
export type TargetSize = { leg: number; price: DecimalString; size: Decimal; trailing: boolean };

/**
 * Shares `held` (the open size less what is already on its way out, in base) among the targets
 * that are not done. Each target has its weight of everything the targets share, less what it
 * closed already; the remainder of rounding goes to the last; a share too small for the product
 * goes to the target after it (or, at the end, before it). The sizes always add up to `held`.
 */
export function targetSizes(position: Position, held: Decimal): readonly TargetSize[] {
  const closed = closedByTarget(position);
  let shared = held;
  for (const { leg } of position.plan.targets) shared = shared.add(closed.get(leg) ?? ZERO);

  const step = dec(position.product.baseIncrement);
  const least = dec(position.product.minBaseSize);
  const left = position.plan.targets.filter(({ leg }) => !position.targetsHit.includes(leg));

  const sizes: TargetSize[] = [];
  let rest = held;
  let carried = ZERO;
  left.forEach(({ leg, price, weight, trailing }, index) => {
    const last = index === left.length - 1;
    const share = floorTo(shared.mul(weight), step).sub(closed.get(leg) ?? ZERO);
    const wanted = last ? rest : minOf(rest, (share.isNegative() ? ZERO : share).add(carried));
    if (wanted.isZero()) return;
    if (!last && wanted.lt(least)) {
      carried = wanted;
      return;
    }
    carried = ZERO;
    rest = rest.sub(wanted);
    const before = sizes.at(-1);
    if (last && wanted.lt(least) && before !== undefined) before.size = before.size.add(wanted);
    else sizes.push({ leg, price, size: wanted, trailing });
  });
  return sizes;
}

/** What each target has closed, in base, by leg. */
export function closedByTarget(position: Position): ReadonlyMap<number, Decimal> {
  const closed = new Map<number, Decimal>();
  for (const order of position.orders) {
    if (order.purpose !== 'bracket' && order.purpose !== 'target') continue;
    if (order.filledSize === '0') continue;
    closed.set(order.leg, (closed.get(order.leg) ?? ZERO).add(dec(order.filledSize)));
  }
  return closed;
}
