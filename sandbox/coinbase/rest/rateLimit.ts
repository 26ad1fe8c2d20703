/** Counts calls by key and second. */
export type RateLimit = { allows(key: string, perSecond: number, now: number): boolean };

export function createRateLimit(): RateLimit {
  let second = 0;
  let counts = new Map<string, number>();
  return {
    allows(key, perSecond, now) {
      const current = Math.floor(now / 1000);
      if (current !== second) {
        second = current;
        counts = new Map();
      }
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count <= perSecond;
    },
  };
}
