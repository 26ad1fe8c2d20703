import { dec } from '../../../money.ts';
import { type Denied, deny } from '../../model/denial.ts';
import { isAhead, isBehind, tickBack } from '../../model/side.ts';
import type { Position } from '../../model/state.ts';
import { openSize } from '../../model/sums.ts';
import type { Weighing } from '../weighing.ts';

/** The position with its target `number` (from 1) at `price`, in the product's own units, or why not. */
export function moveTarget(
  position: Position,
  number: number,
  price: string,
  { last, sure }: Weighing,
): Position | Denied {
  const { plan, product, side } = position;
  const target = plan.targets[number - 1];
  if (target === undefined) return deny('target_unknown', `it has no target ${number}`);
  if (position.targetsHit.includes(target.leg)) {
    return deny('target_done', `target ${number} is done`);
  }
  const moved = tickBack(dec(price), product, side);
  if (!isAhead(moved, position.stop, side)) {
    return deny(
      'target_beyond_stop',
      `a target at ${moved.toFixed()} is beyond the stop ${position.stop}`,
    );
  }
  if (openSize(position).isZero()) {
    const entry = plan.expectedEntry;
    if (!isAhead(moved, entry, side)) {
      return deny(
        'targets_passed',
        `a target at ${moved.toFixed()} is behind the entry ${dec(entry).toDecimalPlaces(8).toFixed()}`,
      );
    }
  } else if (!sure) {
    const farther = !isBehind(moved, target.price, side);
    if (last === null && !farther) {
      return deny('price_unknown', `the price of ${product.id} is not known now`);
    }
    if (last !== null && !isAhead(moved, last, side)) {
      return deny(
        'target_behind_price',
        `the price ${dec(last).toFixed()} is at a target of ${moved.toFixed()} already, so it would be sold at once`.replace(
          'sold',
          side === 'long' ? 'sold' : 'bought back',
        ),
      );
    }
  }
  const targets = plan.targets.map((t) => (t === target ? { ...t, price: moved.toFixed() } : t));
  return { ...position, plan: { ...plan, targets } };
}
