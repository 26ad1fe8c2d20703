import { putPosition } from '../book/positions.ts';
import type { OrdersAheadEvent } from '../model/event.ts';
import { parseOrderId } from '../model/orderId.ts';
import type { Halt, Position, State } from '../model/state.ts';
import { type Turn, tell } from '../model/turn.ts';

/**
 * Whether the state does not know of that order: whoever made it knew more. A position that ended is
 * kept for a week, so one that is not there at all was never here, also where numbers go on behind it.
 */
export function isAhead(state: State, orderId: string): boolean {
  const name = parseOrderId(orderId, state.install);
  if (name === null) return false;
  const position = state.positions.get(name.positionId);
  if (position === undefined) return true;
  // A way out is also sent while nothing can be written down.
  return !name.wayOut && name.number >= position.nextOrder;
}

/**
 * The venue has orders under our mark with numbers that this state has not made: an older copy of the
 * database is running. Numbers go on behind them, so that none is used twice, and nothing new is
 * opened before the owner has looked. What is open is managed on.
 */
export function onOrdersAhead(
  state: State,
  { orders, at }: OrdersAheadEvent,
  turn: Turn,
): { state: State; changed: readonly Position[] } {
  const ahead = orders.filter(({ orderId }) => isAhead(state, orderId));
  if (ahead.length === 0) return { state, changed: [] };
  let next = state;
  const changed = new Map<string, Position>();
  for (const { orderId } of ahead) {
    const name = parseOrderId(orderId, state.install);
    if (name === null) continue;
    next = { ...next, nextPosition: Math.max(next.nextPosition, Number(name.positionId) + 1) };
    const position = next.positions.get(name.positionId);
    if (position === undefined || name.wayOut) continue;
    const after = { ...position, nextOrder: Math.max(position.nextOrder, name.number + 1) };
    next = putPosition(next, after);
    changed.set(after.id, after);
  }
  const halt: Halt = {
    kind: 'pause',
    since: at,
    by: 'the bot',
    reason:
      'the exchange has orders of this bot that its database does not know: it is an older copy',
    until: null,
    positionIds: [],
  };
  tell(turn, {
    kind: 'error',
    what: `The exchange has ${ahead.length} order${ahead.length === 1 ? '' : 's'} of this bot that its database does not know, so the database is an older copy: ${ahead.map(({ line }) => line).join('; ')}.`,
    lost: 'What was decided since that copy was made is not known. Those orders, and what they opened, are left as they are.',
    todo: 'Look at the exchange, close there what you do not want to hold, and then /resume. Until then nothing new is opened; what this database knows of is managed on.',
  });
  // A panic or a pause of the owner's own stays what it is.
  if (next.halt?.kind === 'pause' || next.halt?.kind === 'panic') {
    return { state: next, changed: [...changed.values()] };
  }
  tell(turn, { kind: 'halted', halt });
  return { state: { ...next, halt }, changed: [...changed.values()] };
}
