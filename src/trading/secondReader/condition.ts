import type { ModelFault } from './askModel.ts';

/** How the second reader is. Trading goes on in each: what can't be asked is asked of the owner. */
export type SecondReaderState = {
  is: 'off' | 'on' | 'over_budget' | Exclude<ModelFault, 'malformed'>;
  /** Since when, UTC milliseconds. */
  since: number | null;
  /** In a few words, for the owner. */
  message: string;
};

/** After a fault it is left alone for so long; twice as long after each further one. */
const FIRST_REST_MS: Readonly<Record<Exclude<ModelFault, 'malformed'>, number>> = {
  down: 15_000,
  slow: 30_000,
  wrong_key: 10 * 60_000,
};
const LONGEST_REST_MS = 10 * 60_000;

/** Remembers how a model's server was last, and whether it is worth asking again. */
export function createCondition(now: () => number) {
  let state: SecondReaderState = { is: 'on', since: null, message: '' };
  let restUntil = 0;
  let faults = 0;
  const become = (is: SecondReaderState['is'], message: string): void => {
    state = { is, since: state.is === is ? state.since : now(), message };
  };
  return {
    state: () => state,
    mayAsk: () => now() >= restUntil,
    answered(): void {
      faults = 0;
      restUntil = 0;
      become('on', '');
    },
    overBudget(): void {
      become('over_budget', 'the day’s calls or money are used up');
    },
    failed(fault: Exclude<ModelFault, 'malformed'>, message: string): void {
      const rest = Math.min(FIRST_REST_MS[fault] * 2 ** faults, LONGEST_REST_MS);
      faults += 1;
      restUntil = now() + rest;
      become(fault, message);
    },
  };
}
