import { type Decimal, dec, floorTo, isSameNumber, maxOf, minOf, plus, ZERO } from '../../money.ts';
import type { DecimalString } from '../../venue/venue.ts';
import type { Position } from '../model/state.ts';
import { sumsOf } from '../model/sums.ts';

/** How much is still to be closed at a target, in base. */
export type TargetSize = { leg: number; price: DecimalString; size: Decimal; trailing: boolean };

/**
 * Shares `held` (the open size less what is already on its way out, in base) among the targets
 * that are not done. Each target has its weight of everything the targets share, less what it
 * closed already; the remainder of rounding goes to the last; a share too small for the product
 * goes to the target after it (or, at the end, before it). The sizes always add up to `held`.
 */
export function targetSizes(position: Position, held: Decimal): readonly TargetSize[] {
  const { plan, targetsHit } = position;
  if (plan.targets.length === 0) return NONE;
  const { derived } = sumsOf(position);
  const before = derived.sizes;
  if (
    before?.targets === plan.targets &&
    before.hit === targetsHit &&
    isSameNumber(before.held, held)
  ) {
    return before.sizes;
  }
  const sizes = shareOut(position, held);
  derived.sizes = { targets: plan.targets, hit: targetsHit, held, sizes };
  return sizes;
}

const NONE: readonly TargetSize[] = [];

/** Sizes, and what they follow from. */
export type SharedSizes = {
  targets: Position['plan']['targets'];
  hit: readonly number[];
  held: Decimal;
  sizes: readonly TargetSize[];
};

function shareOut(position: Position, held: Decimal): readonly TargetSize[] {
  const closed = sumsOf(position).byTarget;
  let shared = held;
  for (const { leg } of position.plan.targets) {
    const done = closed.get(leg);
    if (done !== undefined) shared = shared.add(done);
  }

  const step = dec(position.product.baseIncrement);
  const least = dec(position.product.minBaseSize);
  const left = position.plan.targets.filter(({ leg }) => !position.targetsHit.includes(leg));

  const shareOf = (leg: number, weight: DecimalString) => {
    const share = floorTo(shared.mul(dec(weight)), step);
    const done = closed.get(leg);
    return done === undefined ? share : maxOf(share.sub(done), ZERO);
  };

  const sizes: TargetSize[] = [];
  let rest = held;
  let carried = ZERO;
  left.forEach(({ leg, price, weight, trailing }, index) => {
    const last = index === left.length - 1;
    const wanted = last ? rest : minOf(rest, plus(carried, shareOf(leg, weight)));
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
