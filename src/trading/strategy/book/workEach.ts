import type { Position, State } from '../model/state.ts';
import { putPosition } from './positions.ts';

/** The state after something was done, and what of its positions is new or changed. */
export type Changed = { state: State; changed: readonly Position[] };

/**
 * Does something with each of these positions, one after the other: `act` gets the state as those
 * before have left it, and gives the very same position back where nothing changes.
 */
export function workEach(
  state: State,
  positions: Iterable<Position>,
  act: (position: Position, now: State) => Position,
): Changed {
  let next = state;
  const changed: Position[] = [];
  for (const position of positions) {
    const after = act(position, next);
    if (after === position) continue;
    next = putPosition(next, after);
    changed.push(after);
  }
  return { state: next, changed };
}
