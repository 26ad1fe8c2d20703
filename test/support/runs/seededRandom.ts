/** Chances that come out the same again for the same seed, so that a failure can be played again. */
export type SeededRandom = {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `from` up to, not including, `to`. */
  between(from: number, to: number): number;
  pick<T>(items: readonly T[]): T | undefined;
  chance(probability: number): boolean;
};

/** mulberry32: 32 bits of state, good enough to choose moments and prices. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from));
  return {
    next,
    between,
    pick: (items) => items[between(0, items.length)],
    chance: (probability) => next() < probability,
  };
}
