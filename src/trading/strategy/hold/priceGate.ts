import { type Decimal, dec } from '../../money.ts';
import type { Price } from '../../venue/marketData.ts';
import type { Position } from '../model/state.ts';
import { nearestTriggers } from './priceTriggers.ts';

/**
 * Says which positions a tick concerns. Kept beside the state and never stored: `update` with all
 * positions builds it again. A tick that crosses nothing costs two comparisons; a changed position
 * costs O(log n).
 */
export type PriceGate = {
  /** Takes over the levels of new or changed positions. */
  update(positions: Iterable<Position>): void;
  /** Ids of the positions whose level the last trade has reached, oldest first; it stays reached until `update`. */
  crossed(price: Price): readonly string[];
  /** The products that some position waits for a price of. */
  products(): readonly string[];
};

/** One side of a product: a binary heap with the level that is reached first on top. */
type Side = { up: boolean; heap: Level[] };
type Level = { level: Decimal; positionId: string; version: number };
type Book = { above: Side; below: Side; watching: number };
type Watched = {
  productId: string;
  above: Decimal | null;
  below: Decimal | null;
  version: number;
};

export function createPriceGate(): PriceGate {
  const books = new Map<string, Book>();
  const watched = new Map<string, Watched>();
  let version = 0;

  /** Levels are not taken out of a heap when they change, but known as outdated when they come up. */
  const isCurrent = (level: Level) => watched.get(level.positionId)?.version === level.version;

  function update(positions: Iterable<Position>): void {
    for (const position of positions) set(position);
  }

  function set(position: Position): void {
    const { above, below } = nearestTriggers(position);
    const before = watched.get(position.id);
    if (before !== undefined) {
      if (isSame(before.above, above) && isSame(before.below, below)) return;
      watched.delete(position.id);
      const book = books.get(before.productId);
      if (book !== undefined) {
        book.watching -= 1;
        if (book.watching === 0) books.delete(before.productId);
      }
    }
    if (above === null && below === null) return;

    version += 1;
    const productId = position.product.id;
    watched.set(position.id, { productId, above, below, version });
    const book = books.get(productId) ?? emptyBook();
    books.set(productId, book);
    book.watching += 1;
    if (above !== null) add(book.above, { level: above, positionId: position.id, version });
    if (below !== null) add(book.below, { level: below, positionId: position.id, version });
    if (book.above.heap.length + book.below.heap.length > 4 * book.watching + 64) {
      compact(book.above);
      compact(book.below);
    }
  }

  function crossed(price: Price): readonly string[] {
    const book = books.get(price.productId);
    if (book === undefined) return [];
    const last = dec(price.last);
    const above = take(book.above, last);
    const below = take(book.below, last);
    if (above.length === 0 && below.length === 0) return [];
    const ids = new Set([...above, ...below].map(({ positionId }) => positionId));
    return [...ids].sort((a, b) => Number(a) - Number(b));
  }

  /** The current levels that the price has reached; they stay in the heap. */
  function take(side: Side, last: Decimal): readonly Level[] {
    const reached: Level[] = [];
    for (let top = side.heap[0]; top !== undefined; top = side.heap[0]) {
      const current = isCurrent(top);
      if (current && !(side.up ? last.gte(top.level) : last.lte(top.level))) break;
      pop(side);
      if (current) reached.push(top);
    }
    for (const level of reached) add(side, level);
    return reached;
  }

  function compact(side: Side): void {
    const current = side.heap.filter(isCurrent);
    side.heap = [];
    for (const level of current) add(side, level);
  }

  return { update, crossed, products: () => [...books.keys()].sort() };
}

function isSame(a: Decimal | null, b: Decimal | null): boolean {
  return a === b || (a !== null && b !== null && a.eq(b));
}

function emptyBook(): Book {
  return { above: { up: true, heap: [] }, below: { up: false, heap: [] }, watching: 0 };
}

function isBefore(side: Side, a: Level, b: Level): boolean {
  return side.up ? a.level.lt(b.level) : a.level.gt(b.level);
}

function add(side: Side, level: Level): void {
  const { heap } = side;
  let i = heap.length;
  heap.push(level);
  while (i > 0) {
    const up = (i - 1) >> 1;
    const parent = heap[up];
    if (parent === undefined || !isBefore(side, level, parent)) break;
    heap[i] = parent;
    i = up;
  }
  heap[i] = level;
}

function pop(side: Side): void {
  const { heap } = side;
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let i = 0;
  for (;;) {
    const left = heap[2 * i + 1];
    if (left === undefined) break;
    const right = heap[2 * i + 2];
    const useRight = right !== undefined && isBefore(side, right, left);
    const child = useRight ? right : left;
    if (!isBefore(side, child, last)) break;
    heap[i] = child;
    i = 2 * i + (useRight ? 2 : 1);
  }
  heap[i] = last;
}
