import { dec } from '../../money.ts';
import type { Price } from '../../venue/marketData.ts';
import { findTriggers, triggersOf } from '../hold/priceTriggers.ts';
import { settle } from '../hold/settle.ts';
import type { Position } from '../model/state.ts';
import type { Turn } from '../model/turn.ts';

/** One price can set off a thing that waits for another; more than a few in a row would be a fault. */
const ROUNDS = 8;

/** The position after its product's price has reached levels that it waits for. */
export function onPrice(position: Position, price: Price, turn: Turn): Position {
  const last = dec(price.last);
  const plain = last.toFixed();
  let next = position;
  let triggers = triggersOf(position);
  for (let round = 0; round < ROUNDS; round += 1) {
    const reached = triggers.find((trigger) =>
      trigger.direction === 'above' ? last.gte(trigger.price) : last.lte(trigger.price),
    );
    if (reached === undefined) break;
    next = reached.act(next, plain, turn);
    triggers = findTriggers(next);
  }
  return next === position ? position : settle(next, turn);
}
