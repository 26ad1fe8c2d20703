import { dec } from '../money.ts';
import type { Price } from '../venue/marketData.ts';
import { settle } from './settle.ts';
import type { Position } from './state.ts';
import type { Turn } from './turn.ts';
import { findWatches, watchesOf } from './watches.ts';

/** One price can set off a thing that waits for another; more than a few in a row would be a fault. */
const ROUNDS = 8;

/** The position after its product's price has reached levels that it waits for. */
export function onPrice(position: Position, price: Price, turn: Turn): Position {
  const last = dec(price.last);
  const plain = last.toFixed();
  let next = position;
  let watches = watchesOf(position);
  for (let round = 0; round < ROUNDS; round += 1) {
    const reached = watches.find((watch) =>
      watch.direction === 'above' ? last.gte(watch.price) : last.lte(watch.price),
    );
    if (reached === undefined) break;
    next = reached.act(next, plain, turn);
    watches = findWatches(next);
  }
  return next === position ? position : settle(next, turn);
}
