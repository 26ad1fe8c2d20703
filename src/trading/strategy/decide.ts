import type { Decision } from './command.ts';
import type { Event } from './event.ts';
import type { State } from './state.ts';

/** The pure core: what happens, given what is. Never throws on an event of the union. */
export function decide(state: State, event: Event): Decision {
  void event;
  return { state, commands: [], changed: [] };
}
