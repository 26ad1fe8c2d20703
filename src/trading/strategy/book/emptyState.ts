import { List, Map as PersistentMap } from 'immutable';
import type { State } from '../model/state.ts';
import { indexReadings } from './recent.ts';
import { NO_TOTALS } from './totals.ts';

/** The state before the first event. `install` is made once per database and goes into every order id. */
export function emptyState(install: string): State {
  return {
    install,
    nextPosition: 1,
    positions: PersistentMap(),
    active: PersistentMap(),
    byTrait: PersistentMap(),
    totals: NO_TOTALS,
    byMessage: PersistentMap(),
    agenda: null,
    halt: null,
    memory: { readings: List(), waiting: [], accounts: {} },
    recent: indexReadings(List()),
  };
}
