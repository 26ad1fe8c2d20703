import { Set as PersistentSet } from 'immutable';
import { schedule } from './agenda.ts';
import { deadlineOf } from './deadline.ts';
import type { Source } from './event.ts';
import type { Position, State } from './state.ts';

/** Not over: something of it is open, or may still open. */
export function isActive(position: Position): boolean {
  return (
    position.status === 'pending' || position.status === 'open' || position.status === 'closing'
  );
}

/** The state with this position in it, new or in place of what had its id, and all indexes right. */
export function putPosition(state: State, position: Position): State {
  const before = state.positions.get(position.id);
  const productId = position.product.id;
  const next: State = { ...state, positions: state.positions.set(position.id, position) };

  const wasActive = before !== undefined && isActive(before);
  if (isActive(position) !== wasActive) {
    const ids = state.active.get(productId) ?? PersistentSet<string>();
    const changed = wasActive ? ids.delete(position.id) : ids.add(position.id);
    next.active = changed.isEmpty()
      ? state.active.delete(productId)
      : state.active.set(productId, changed);
  }

  if (before === undefined) {
    const { messageId } = position.source;
    const ids = state.byMessage.get(messageId) ?? [];
    next.byMessage = state.byMessage.set(messageId, [...ids, position.id]);
  }

  const deadline = deadlineOf(position);
  if (deadline !== null && (before === undefined || deadlineOf(before) !== deadline)) {
    next.agenda = schedule(state.agenda, deadline, position.id);
  }
  return next;
}

/** The state without this position, which has ended. */
export function removePosition(state: State, position: Position): State {
  const { messageId } = position.source;
  const others = (state.byMessage.get(messageId) ?? []).filter((id) => id !== position.id);
  return {
    ...state,
    positions: state.positions.delete(position.id),
    byMessage:
      others.length === 0
        ? state.byMessage.delete(messageId)
        : state.byMessage.set(messageId, others),
  };
}

/** All positions that have not ended, oldest first: a restart must not change the order of acts. */
export function activePositions(state: State): readonly Position[] {
  const all: Position[] = [];
  for (const ids of state.active.values()) all.push(...positionsOf(state, ids));
  return all.sort((a, b) => Number(a.id) - Number(b.id));
}

/** The position that this reading opened. */
export function positionOfReading(
  state: State,
  { messageId, readingIndex }: Pick<Source, 'messageId' | 'readingIndex'>,
): Position | undefined {
  return positionsOf(state, state.byMessage.get(messageId) ?? []).find(
    (position) => position.source.readingIndex === readingIndex,
  );
}

/** The positions of these ids that are still kept, in that order. */
export function positionsOf(state: State, ids: Iterable<string>): readonly Position[] {
  const found: Position[] = [];
  for (const id of ids) {
    const position = state.positions.get(id);
    if (position !== undefined) found.push(position);
  }
  return found;
}
