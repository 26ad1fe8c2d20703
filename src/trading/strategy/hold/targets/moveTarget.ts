import { dec } from '../../../money.ts';
import { onTick } from '../../model/product.ts';
import type { Position } from '../../model/state.ts';

/** The position with its target `number` (from 1) at `price`, in the product's own units, or why not. */
export function moveTarget(
  position: Position,
  number: number,
  price: string,
): Position | { refused: string } {
  const { plan, product, side } = position;
  const target = plan.targets[number - 1];
  if (target === undefined) return { refused: `it has no target ${number}` };
  if (position.targetsHit.includes(target.leg)) return { refused: `target ${number} is done` };
  const moved = onTick(dec(price), product, side === 'long' ? 'down' : 'up');
  if (side === 'long' ? moved.lte(position.stop) : moved.gte(position.stop)) {
    return { refused: `a target at ${moved.toFixed()} is beyond the stop ${position.stop}` };
  }
  const targets = plan.targets.map((t) => (t === target ? { ...t, price: moved.toFixed() } : t));
  return { ...position, plan: { ...plan, targets } };
}
