import type { Decimal } from '../../money.ts';

export type Level<T> = { price: Decimal; items: Set<T> };

/**
 * Items sorted by a price level, first come first within a level: one side of an order book, or
 * the orders waiting for a trigger.
 *
 * The best level is the last of a sorted array, so a tick that reaches nothing costs one
 * comparison, taking the best costs nothing, and finding a place is a binary search.
 */
export type Levels<T> = {
  add(price: Decimal, item: T): void;
  remove(price: Decimal, item: T): void;
  best(): Level<T> | undefined;
  /** From the best on; the levels must not be changed meanwhile. */
  [Symbol.iterator](): Iterator<Level<T>>;
};

/** @param best which end is reached first: the highest price (bids) or the lowest (asks). */
export function createLevels<T>(best: 'highest' | 'lowest'): Levels<T> {
  const levels: Level<T>[] = [];
  const sign = best === 'highest' ? 1 : -1;

  /** The index of `price`, or where it belongs. */
  function search(price: Decimal): { index: number; found: boolean } {
    let low = 0;
    let high = levels.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const level = levels[middle] as Level<T>;
      const order = level.price.cmp(price) * sign;
      if (order === 0) return { index: middle, found: true };
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return { index: low, found: false };
  }

  return {
    add(price, item) {
      const { index, found } = search(price);
      if (found) levels[index]?.items.add(item);
      else levels.splice(index, 0, { price, items: new Set([item]) });
    },
    remove(price, item) {
      const { index, found } = search(price);
      const level = levels[index];
      if (!found || !level) return;
      level.items.delete(item);
      if (level.items.size === 0) levels.splice(index, 1);
    },
    best: () => levels.at(-1),
    *[Symbol.iterator]() {
      for (let index = levels.length - 1; index >= 0; index -= 1) yield levels[index] as Level<T>;
    },
  };
}
