import { dec } from '../../../money.ts';
import type { PositionDifferenceEvent } from '../../model/event.ts';
import { isActive } from '../../model/positionStatus.ts';
import { hasExpired } from '../../model/product.ts';
import type { Position } from '../../model/state.ts';
import { inBase, openSize } from '../../model/sums.ts';
import type { Turn } from '../../model/turn.ts';
import { withWayOut } from '../../model/wayOut.ts';
import { settle } from '../settle.ts';
import { tellByHand, withoutSold } from './cancelledOrders.ts';

/** The position after it was found to hold less or more than its orders tell: the venue is right. */
export function onDifference(
  position: Position,
  event: PositionDifferenceEvent,
  turn: Turn,
): Position {
  if (!isActive(position)) return position;
  const gone = openSize(position).sub(event.size);
  if (gone.isZero()) return position;
  const all = dec(event.size).isZero();
  // That a contract was settled is said with the close.
  if (!all || !hasExpired(position.product, turn.at)) {
    tellByHand(position, turn, {
      what: event.message,
      next: all
        ? 'the position is closed with it'
        : `the bot goes on with the ${event.size} that are left`,
    });
  }
  const outside = {
    size: dec(position.outside.size).add(gone).toFixed(),
    value: dec(position.outside.value).add(inBase(gone, position).mul(event.price)).toFixed(),
  };
  const { lifted } = position.wayOut;
  if (lifted === null) return settle({ ...position, outside }, turn);
  const counted = withoutSold(lifted, gone.toFixed(), event.countedTo ?? 0);
  return settle(withWayOut({ ...position, outside }, { lifted: counted }), turn);
}
