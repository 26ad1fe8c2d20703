import { dec } from '../money.ts';
import type { PositionDifferenceEvent } from './event.ts';
import { isActive } from './positions.ts';
import { settle } from './settle.ts';
import type { Position } from './state.ts';
import { contractSize, openSize } from './sums.ts';
import { type Turn, tell } from './turn.ts';

/** The position after it was found to hold less or more than its orders tell: the venue is right. */
export function onDifference(
  position: Position,
  event: PositionDifferenceEvent,
  turn: Turn,
): Position {
  if (!isActive(position)) return position;
  const gone = openSize(position).sub(event.size);
  if (gone.isZero()) return position;
  tell(turn, {
    kind: 'error',
    what: `${position.product.id}, position ${position.id}: ${event.message}`,
    lost: 'nothing: the bot goes on with what is there',
    todo: 'nothing, if you traded it by hand',
  });
  const outside = {
    size: dec(position.outside.size).add(gone).toFixed(),
    value: dec(position.outside.value)
      .add(gone.mul(contractSize(position)).mul(event.price))
      .toFixed(),
  };
  return settle({ ...position, outside }, turn);
}
