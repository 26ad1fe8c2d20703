/** Something of a later time than the clock's was asked for. It is a fault of ours, never of data. */
export class LookAhead extends Error {
  override name = 'LookAhead';
}

/** The time of a history: it only moves forward, and what it has not reached can't be had. */
export type HistoryClock = {
  /** UTC milliseconds. */
  now(): number;
  /** Throws LookAhead when `to` is behind the clock already. */
  advance(to: number): void;
  /** Throws LookAhead unless all of what ends (or was said) at this time is past. */
  requirePast(at: number, what: string): void;
};

export function createHistoryClock(start: number): HistoryClock {
  let now = start;
  return {
    now: () => now,
    advance(to) {
      if (to < now) throw new LookAhead(`the clock can't go back from ${now} to ${to}`);
      now = to;
    },
    requirePast(at, what) {
      if (at > now) throw new LookAhead(`${what} is of ${at}, and it is ${now}`);
    },
  };
}
