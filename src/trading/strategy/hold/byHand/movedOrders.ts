import { dec } from '../../../money.ts';
import type { Order, Position } from '../../model/state.ts';
import type { Turn } from '../../model/turn.ts';
import { moveStop } from '../stop/moveStop.ts';
import { tellByHand } from './cancelledOrders.ts';

/**
 * The position after the owner has moved one of its resting orders at the venue: its prices become
 * the position's own. A size that does not cover what it is to cover is put right by the core, as
 * is the limit behind a stop.
 */
export function onMovedByHand(
  position: Position,
  before: Order,
  after: Order,
  turn: Turn,
): Position {
  const { terms } = after;
  if (terms.type === 'limit' && after.purpose === 'entry') {
    tellByHand(position, turn, {
      what: `its entry was moved to ${terms.price} at the venue by hand`,
      next: 'it stays there',
    });
    const entries = position.plan.entries.map((entry) =>
      entry.leg === after.leg ? { ...entry, terms } : entry,
    );
    return { ...position, plan: { ...position.plan, entries } };
  }
  if (terms.type === 'stop_limit' && before.terms.type === 'stop_limit') {
    return withStop(position, before.terms.stopPrice, terms.stopPrice, turn);
  }
  if (terms.type === 'bracket' && before.terms.type === 'bracket') {
    const moved = withStop(position, before.terms.stop, terms.stop, turn);
    return withTarget(moved, after.leg, before.terms.target, terms.target, turn);
  }
  return position;
}

function withStop(position: Position, from: string, to: string, turn: Turn): Position {
  // A stop with a timeout rests further out than it is: what was moved there is not the stop.
  if (dec(from).eq(to) || position.settings.stopTimeoutSeconds !== 0) return position;
  const moved = moveStop(position, dec(to), 'owner', 'you moved it at the venue', turn);
  return 'denied' in moved ? position : moved;
}

function withTarget(
  position: Position,
  leg: number,
  from: string,
  to: string,
  turn: Turn,
): Position {
  if (dec(from).eq(to)) return position;
  tellByHand(position, turn, {
    what: `its target ${from} was moved to ${to} at the venue by hand`,
    next: 'it stays there',
  });
  const targets = position.plan.targets.map((target) =>
    target.leg === leg ? { ...target, price: to } : target,
  );
  return { ...position, plan: { ...position.plan, targets } };
}
