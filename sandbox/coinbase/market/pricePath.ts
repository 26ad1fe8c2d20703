/**
 * Invented prices: a curve that looks like a coin's price, whose value at any time follows from
 * the seed alone, so that past candles and the live price are one history, today and after a
 * restart. It is a sum of straight-line noises of ever longer periods, each as strong as the
 * square root of its period, as a random walk's moves are.
 *
 * Floating point is fine here: nothing is accounted with these numbers before they are rounded to
 * the product's price step.
 */
export type PricePath = {
  /** The price at a time in UTC milliseconds. */
  at(time: number): number;
  /** A fraction from 0 to 1 for a whole number, for volumes and sizes. */
  chance(index: number): number;
};

/** Seconds; four times longer each, from 8 s to 97 days. */
const PERIODS = Array.from({ length: 11 }, (_, octave) => 8 * 4 ** octave);
const DAY_SECONDS = 86_400;

export type PathOptions = {
  /** Together with `name`, what the path follows from. */
  seed: number;
  name: string;
  startPrice: number;
  /** Typical move of a day, as a fraction. */
  dailyMove: number;
};

export function createPricePath({ seed, name, startPrice, dailyMove }: PathOptions): PricePath {
  const base = mix(seed, hashText(name));
  const octaves = PERIODS.map((period, octave) => ({
    period,
    seed: mix(base, octave + 1),
    strength: 0.7 * dailyMove * Math.sqrt(period / DAY_SECONDS),
  }));
  return {
    at(time) {
      let log = 0;
      for (const octave of octaves) {
        const position = time / 1000 / octave.period;
        const index = Math.floor(position);
        const here = signedChance(octave.seed, index);
        const next = signedChance(octave.seed, index + 1);
        log += octave.strength * (here + (next - here) * (position - index));
      }
      return startPrice * Math.exp(log);
    },
    chance: (index) => (signedChance(base, index) + 1) / 2,
  };
}

function signedChance(seed: number, index: number): number {
  return mix(seed, index) / 2 ** 31 - 1;
}

/** A 32-bit mixing of two whole numbers (the finalizer of MurmurHash3). */
function mix(a: number, b: number): number {
  let h = Math.imul(a ^ Math.imul(b | 0, 0x9e3779b1), 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 13;
  h = Math.imul(h, 0x27d4eb2f);
  h ^= h >>> 16;
  return h >>> 0;
}

function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (const character of text) h = Math.imul(h ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return h >>> 0;
}
