import { type Decimal, dec, floorTo, maxOf, ZERO } from '../../money.ts';
import type { OrderSide, Product } from '../venue.ts';
import { unitsOf } from './product.ts';

/** The depth that the outside world offers around its best bid and ask. */
export type Depth = {
  /** Price levels on each side. */
  levels: number;
  /** Quote value offered at the best level; each further level offers a quarter of it more. */
  quotePerLevel: string;
  /** Distance between levels as a fraction of the price, at least one price increment. */
  step: string;
  /** Bid to ask as a fraction of the price, where only one price is known (candles). */
  spread: string;
};

export const DEFAULT_DEPTH: Depth = {
  levels: 20,
  quotePerLevel: '100000',
  step: '0.0002',
  spread: '0.0002',
};

export type Offer = { price: Decimal; size: Decimal };

/**
 * The outside offers a taker meets, best first: `side` buy walks up from the ask, sell walks down
 * from the bid. `taken` is what earlier takers have eaten since the price last moved.
 */
export function* outsideOffers(
  product: Product,
  depth: Depth,
  side: OrderSide,
  best: Decimal,
  taken: Decimal,
): Generator<Offer> {
  const tick = dec(product.priceIncrement);
  const step = maxOf(floorTo(best.mul(depth.step), tick), tick).mul(side === 'buy' ? 1 : -1);
  const increment = dec(product.baseIncrement);
  let eaten = taken;
  for (let level = 0; level < depth.levels; level += 1) {
    const price = best.plus(step.mul(level));
    if (price.lte(ZERO)) return;
    const value = dec(depth.quotePerLevel)
      .mul(4 + level)
      .div(4);
    const offered = maxOf(floorTo(value.div(price.mul(unitsOf(product))), increment), increment);
    if (eaten.gte(offered)) {
      eaten = eaten.minus(offered);
      continue;
    }
    yield { price, size: offered.minus(eaten) };
    eaten = ZERO;
  }
}
