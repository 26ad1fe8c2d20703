import { type Map as PersistentMap, Set as PersistentSet } from 'immutable';
import type { Side } from '../../signal/reading.ts';
import type { Source } from '../model/event.ts';
import { isActive } from '../model/positionStatus.ts';
import type { Position, State } from '../model/state.ts';
import { schedule } from './agenda.ts';
import { deadlineOf } from './deadline.ts';
import { retotal } from './totals.ts';

/** The state with this position in it, new or in place of what had its id, and all indexes right. */
export function putPosition(state: State, position: Position): State {
  const before = state.positions.get(position.id);
  const productId = position.product.id;
  const next: State = { ...state, positions: state.positions.set(position.id, position) };

  const was = before !== undefined && isActive(before) ? before : null;
  const is = isActive(position) ? position : null;
  if ((is === null) !== (was === null)) {
    const change = is === null ? withoutId : withId;
    next.active = change(state.active, productId, position.id);
    for (const trait of traitsOf(position)) {
      next.byTrait = change(next.byTrait, trait, position.id);
    }
  }
  next.totals = retotal(state.totals, was, is);

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

type Ids = PersistentMap<string, PersistentSet<string>>;

function withId(index: Ids, key: string, id: string): Ids {
  return index.set(key, (index.get(key) ?? PersistentSet<string>()).add(id));
}

function withoutId(index: Ids, key: string, id: string): Ids {
  const ids = index.get(key)?.delete(id);
  return ids === undefined || ids.isEmpty() ? index.delete(key) : index.set(key, ids);
}

/** What is looked for among the positions that have not ended; without `asset` all of a provider. */
type Trait = { providerId: string; asset?: { name: string; side: Side } };

function keyOf({ providerId, asset }: Trait): string {
  return asset === undefined ? providerId : `${providerId} ${asset.side} ${asset.name}`;
}

/** A position is known by its product's base and by the asset as its signal names it. */
function traitsOf({ source: { providerId }, symbol, product, side }: Position): readonly string[] {
  const names = symbol === product.base ? [symbol] : [symbol, product.base];
  const ofAsset = names.map((name) => keyOf({ providerId, asset: { name, side } }));
  return [keyOf({ providerId }), ...ofAsset];
}

/** The positions that have not ended and have this trait, oldest first. */
export function positionsWith(state: State, trait: Trait): readonly Position[] {
  return oldestFirst(positionsOf(state, state.byTrait.get(keyOf(trait)) ?? []));
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

/** Those of a product that have not ended, oldest first. */
export function activeIn(state: State, productId: string): readonly Position[] {
  return oldestFirst(positionsOf(state, state.active.get(productId) ?? []));
}

/** All positions that have not ended, oldest first: a restart must not change the order of acts. */
export function activePositions(state: State): readonly Position[] {
  const all: Position[] = [];
  for (const ids of state.active.values()) all.push(...positionsOf(state, ids));
  return oldestFirst(all);
}

function oldestFirst(positions: readonly Position[]): readonly Position[] {
  return positions.toSorted((a, b) => Number(a.id) - Number(b.id));
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
