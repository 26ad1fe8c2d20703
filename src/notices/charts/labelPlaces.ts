/**
 * Where labels go so that none covers another: each as near to where it wants to be as its
 * neighbours allow (the least sum of squared distances, by pooling those that collide).
 *
 * `wanted`: the middles, ascending, in pixels; `height` of each; all stay between `top` and
 * `bottom`, unless there are too many for that. The answer has the order of `wanted`.
 */
export function labelPlaces(
  wanted: readonly number[],
  height: number,
  top: number,
  bottom: number,
): number[] {
  // With each label's own place in the stack taken off, "apart by a height" becomes "not falling".
  const pools: { sum: number; count: number }[] = [];
  wanted.forEach((middle, i) => {
    let pool = { sum: middle - i * height, count: 1 };
    for (let last = pools.at(-1); last && mean(last) > mean(pool); last = pools.at(-1)) {
      pool = { sum: last.sum + pool.sum, count: last.count + pool.count };
      pools.pop();
    }
    pools.push(pool);
  });
  const highest = top + height / 2;
  const lowest = Math.max(highest, bottom - height / 2 - (wanted.length - 1) * height);
  const places = pools.flatMap((pool) => {
    const place = Math.min(Math.max(mean(pool), highest), lowest);
    return Array.from({ length: pool.count }, () => place);
  });
  return places.map((place, i) => place + i * height);
}

function mean(pool: { sum: number; count: number }): number {
  return pool.sum / pool.count;
}
