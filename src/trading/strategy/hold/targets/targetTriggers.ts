import { dec } from '../../../money.ts';
import { isGrowing } from '../../model/attached.ts';
import { isLive, leavesOf } from '../../model/orderStatus.ts';
import { ahead, behind, direction } from '../../model/side.ts';
import type { Position } from '../../model/state.ts';
import { heldSize } from '../../model/sums.ts';
import { type Turn, tellTarget } from '../../model/turn.ts';
import { partsToClose, withParts } from '../../model/wayOut.ts';
import { guardOf } from '../../open/slippage.ts';
import { type TargetSize, targetSizes } from '../../open/targetSizes.ts';
import { leave } from '../orders/leave.ts';
import { trailLevels, trailOf, withTrail } from '../prices/trail.ts';
import type { PriceTrigger } from '../priceTriggers.ts';

/** What a position waits for of the price because of targets that no resting order works. */
export function targetTriggers(position: Position): readonly PriceTrigger[] {
  const { bracket } = position.capabilities;
  if (position.plan.targets.length === 0) return [];
  const heldBack = heldByAttached(position);
  const worked = (leg: number) => !bracket || isRefused(position, leg) || heldBack(leg);
  if (!position.plan.targets.some(({ leg, trailing }) => trailing || worked(leg))) return [];
  const held = heldSize(position);
  if (held.isZero()) return [];
  return targetSizes(position, held).flatMap((target) => {
    if (target.trailing) return trailTriggers(position, target);
    return worked(target.leg) ? [sellTrigger(position, target)] : [];
  });
}

/**
 * Whether the venue refused the last bracket of a target. It does when the price is beyond the
 * target already: then the engine sells, and otherwise the bracket is tried again.
 */
function isRefused(position: Position, leg: number): boolean {
  const last = position.orders.findLast((o) => o.purpose === 'bracket' && o.leg === leg);
  return last?.status === 'rejected';
}

/** While what came with an entry grows it holds the whole for the last target, and nothing rests for the others. */
function heldByAttached(position: Position): (leg: number) => boolean {
  const growing = position.orders.filter(
    (o) => o.attachedTo !== undefined && isLive(o) && isGrowing(position, o),
  );
  if (growing.every((order) => leavesOf(order).isZero())) return () => false;
  return (leg) =>
    !position.orders.some((o) => o.purpose === 'bracket' && o.leg === leg && isLive(o));
}

function sellTrigger(position: Position, { leg, price }: TargetSize): PriceTrigger {
  return {
    direction: ahead(position.side),
    price: dec(price),
    act: (p, last, turn) => takeTarget(p, leg, last, turn),
  };
}

/** A trailing target is noted when it is reached, and sold when the price falls back from its best. */
function trailTriggers(position: Position, { leg, price }: TargetSize): readonly PriceTrigger[] {
  const forward = ahead(position.side);
  const note = (p: Position, last: string) => withTrail(p, 'target', leg, last);
  const trail = trailOf(position, 'target', leg);
  if (trail === null) return [{ direction: forward, price: dec(price), act: note }];
  const percent = position.settings.trailingTargetPercent;
  const { turn, next } = trailLevels(trail.mark, percent, direction(position.side));
  return [
    {
      direction: behind(position.side),
      price: turn,
      act: (p, last, now) => takeTarget(p, leg, last, now),
    },
    { direction: forward, price: next, act: note },
  ];
}

/** A target that the engine works itself is sold at market; the last one closes the position. */
function takeTarget(position: Position, leg: number, last: string, turn: Turn): Position {
  const left = targetSizes(position, heldSize(position));
  const taken = left.find((target) => target.leg === leg);
  if (taken === undefined) return position;
  tellTarget(position, leg, turn);
  const targetsHit = [...position.targetsHit, leg].sort((a, b) => a - b);
  const isLast = left.length === 1;
  if (isLast && partsToClose(position).length === 0 && !hasBrackets(position)) {
    return { ...leave(position, 'target', last), targetsHit };
  }
  const guard = guardOf(position, last);
  const part = { purpose: 'target' as const, leg, size: taken.size.toFixed(), guard };
  return withParts({ ...position, targetsHit }, [...partsToClose(position), part]);
}

function hasBrackets(position: Position): boolean {
  return position.orders.some((o) => o.purpose === 'bracket' && o.status === 'open');
}
