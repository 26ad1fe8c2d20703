import type { Logger } from 'pino';
import { createPriceGate } from '../strategy/hold/priceGate.ts';
import type { Position } from '../strategy/model/state.ts';
import type { Tasks } from '../tasks.ts';
import type { MarketData, Price } from '../venue/marketData.ts';
import type { Engine } from './engine.ts';

/**
 * Follows the prices of all products with positions. A tick becomes an event only when it crosses
 * a level that some position waits for; the others cost a comparison and are forgotten.
 */
export type PriceWatch = {
  onPrice(price: Price): void;
  /** The last price seen, if the product is followed. */
  last(productId: string): Price | undefined;
};

/** A crash that crosses thousands of levels in one tick must not hold up everything else. */
const MOST_AT_ONCE = 100;

export function createPriceWatch(parts: {
  engine: Engine;
  marketData: MarketData;
  /** Products wanted by others: a simulated venue fills its orders by their prices. */
  alsoFollowed: () => readonly string[];
  tasks: Tasks;
  log: Logger;
}): PriceWatch {
  const { engine, marketData, tasks } = parts;
  const gate = createPriceGate();
  const latest = new Map<string, Price>();
  /** Positions whose crossing is being decided on: more ticks would say the same. */
  const deciding = new Set<string>();
  let followed = new Set<string>();

  const follow = () => {
    const wanted = new Set([...engine.state().active.keys(), ...parts.alsoFollowed()]);
    if (wanted.size === followed.size && [...wanted].every((id) => followed.has(id))) return;
    followed = wanted;
    // A price from an earlier time would set off levels of a later position.
    for (const id of latest.keys()) if (!wanted.has(id)) latest.delete(id);
    marketData.follow([...wanted]);
  };

  const update = (positions: Iterable<Position>) => {
    gate.update(positions);
    follow();
  };

  const onPrice = (price: Price) => {
    latest.set(price.productId, price);
    const positionIds = gate.crossed(price).filter((id) => !deciding.has(id));
    if (positionIds.length === 0) return;
    for (const id of positionIds) deciding.add(id);
    tasks.start('a price could not be decided on; the next tick does it', async () => {
      try {
        for (let i = 0; i < positionIds.length; i += MOST_AT_ONCE) {
          const some = positionIds.slice(i, i + MOST_AT_ONCE);
          await engine.submit({ type: 'price', at: price.at, price, positionIds: some });
        }
      } finally {
        for (const id of positionIds) deciding.delete(id);
      }
    });
  };

  update(engine.state().positions.values());
  engine.onCommit(({ decision }) => {
    update(decision.changed);
    // A level that was just set may be behind the price already.
    for (const position of decision.changed) {
      const price = latest.get(position.product.id);
      if (price) onPrice(price);
    }
  });
  return { onPrice, last: (productId) => latest.get(productId) };
}
