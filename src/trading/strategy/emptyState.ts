import { Map as PersistentMap } from 'immutable';
import type { State } from './state.ts';

/** The state before the first event. `install` is made once per database and goes into every order id. */
export function emptyState(install: string): State {
  return {
    install,
    nextPosition: 1,
    positions: PersistentMap(),
    active: PersistentMap(),
    byMessage: PersistentMap(),
    agenda: null,
    halt: null,
    memory: { readings: [], accounts: {} },
  };
}
