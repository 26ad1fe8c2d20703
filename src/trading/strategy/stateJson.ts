import { Map as PersistentMap } from 'immutable';
import { putPosition } from './positions.ts';
import type { Halt, Memory, Position, State } from './state.ts';

/** The state beside its positions, as plain JSON. */
export type StateJson = {
  install: string;
  nextPosition: number;
  halt: Halt | null;
  memory: Memory;
};

/** What is stored beside one row a position; `fromJson` with those rows gives the state again. */
export function toJson(state: State): StateJson {
  const { install, nextPosition, halt, memory } = state;
  return { install, nextPosition, halt, memory };
}

/** The state from what `toJson` gave and the positions, in any order. */
export function fromJson(json: StateJson, positions: Iterable<Position>): State {
  const byId = [...positions].sort((a, b) => Number(a.id) - Number(b.id));
  const empty: State = {
    ...json,
    positions: PersistentMap(),
    active: PersistentMap(),
    byMessage: PersistentMap(),
    agenda: null,
  };
  return byId.reduce(putPosition, empty);
}
