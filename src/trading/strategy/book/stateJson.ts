import { List } from 'immutable';
import type { Halt, Memory, Position, RecentReading, State } from '../model/state.ts';
import { emptyState } from './emptyState.ts';
import { putPosition } from './positions.ts';
import { indexReadings } from './recent.ts';

/** The state beside its positions, as plain JSON. */
export type StateJson = {
  install: string;
  nextPosition: number;
  halt: Halt | null;
  memory: Omit<Memory, 'readings' | 'waiting'> & {
    readings: readonly RecentReading[];
    /** Left out by earlier versions. */
    waiting?: Memory['waiting'];
  };
};

/** What is stored beside one row a position; `fromJson` with those rows gives the state again. */
export function toJson(state: State): StateJson {
  const { install, nextPosition, halt, memory } = state;
  return {
    install,
    nextPosition,
    halt,
    memory: { ...memory, readings: memory.readings.toArray() },
  };
}

/** The state from what `toJson` gave and the positions (`readPosition`), in any order. */
export function fromJson(json: StateJson, positions: Iterable<Position>): State {
  const byId = [...positions].sort((a, b) => Number(a.id) - Number(b.id));
  const readings = List(json.memory.readings);
  const empty: State = {
    ...emptyState(json.install),
    ...json,
    memory: { waiting: [], ...json.memory, readings },
    recent: indexReadings(readings),
  };
  return byId.reduce(putPosition, empty);
}
