import type { Source } from '../model/event.ts';
import type { State, WaitingSignal } from '../model/state.ts';
import { keyOf } from './recent.ts';

/** More than anybody reads: beyond it the oldest goes. */
const MOST = 200;

/** The signal that waits for others under this reading; null where none does. */
export function waitingAs(
  { memory }: State,
  source: Pick<Source, 'messageId' | 'readingIndex'>,
): WaitingSignal | null {
  const key = keyOf(source);
  return memory.waiting.find((one) => keyOf(one.source) === key) ?? null;
}

/** The state in which this signal waits; what waited under the same reading no more. */
export function putWaiting(state: State, signal: WaitingSignal): State {
  const key = keyOf(signal.source);
  const others = state.memory.waiting.filter((one) => keyOf(one.source) !== key);
  return withWaiting(state, [...others, signal].slice(-MOST));
}

export function changeWaiting(
  state: State,
  isMeant: (one: WaitingSignal) => boolean,
  change: (one: WaitingSignal) => WaitingSignal,
): State {
  const { waiting } = state.memory;
  if (!waiting.some(isMeant)) return state;
  return withWaiting(
    state,
    waiting.map((one) => (isMeant(one) ? change(one) : one)),
  );
}

export function withWaiting(state: State, waiting: readonly WaitingSignal[]): State {
  return { ...state, memory: { ...state.memory, waiting } };
}

/** When the first of those that wait has waited long enough, UTC milliseconds; infinite where none waits. */
export function firstToExpire({ memory }: State): number {
  return memory.waiting.reduce((first, { until }) => Math.min(first, until), Infinity);
}
