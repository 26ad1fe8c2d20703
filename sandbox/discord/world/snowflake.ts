/** Milliseconds of Discord's epoch, 2015-01-01T00:00:00Z. */
const DISCORD_EPOCH = 1_420_070_400_000n;

/**
 * Makes ids as Discord does: the high bits are milliseconds since 2015, the low 22 a counter.
 * Each id is greater than every one before it, even when the clock stands still or steps back.
 *
 * @param last the greatest id given out so far ('0' for none)
 */
export function createSnowflakes(now: () => number, last = '0'): () => string {
  let previous = BigInt(last);
  return () => {
    const fromClock = (BigInt(now()) - DISCORD_EPOCH) << 22n;
    previous = fromClock > previous ? fromClock : previous + 1n;
    return previous.toString();
  };
}

/** Negative when `a` was made before `b`. */
export function compareSnowflakes(a: string, b: string): number {
  return a.length === b.length ? (a < b ? -1 : a > b ? 1 : 0) : a.length - b.length;
}

/** Whether the text can be an id at all. */
export function isSnowflake(text: string): boolean {
  return /^[1-9][0-9]{0,19}$/.test(text);
}
