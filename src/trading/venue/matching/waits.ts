import type { Decimal } from '../../money.ts';
import { bookFor, type ExchangeCore } from './core.ts';
import { liquidationPrice } from './liquidation.ts';
import type { MarketProduct } from './product.ts';

/** The nearest prices below and above at which anything would happen; null: none that way. */
export type Waits = { below: Decimal | null; above: Decimal | null };

/** Between these two prices nothing happens on a product, however often its price moves. */
export function waitsIn(core: ExchangeCore, product: MarketProduct): Waits {
  const book = bookFor(core, product);
  let below: Decimal | null = null;
  let above: Decimal | null = null;
  for (const levels of [book.bids, book.buyTargets, book.stopsDown]) {
    const price = levels.best()?.price;
    if (price && (below === null || price.gt(below))) below = price;
  }
  for (const levels of [book.asks, book.sellTargets, book.stopsUp]) {
    const price = levels.best()?.price;
    if (price && (above === null || price.lt(above))) above = price;
  }
  if (product.type !== 'future') return { below, above };
  for (const { positions } of core.accounts.values()) {
    const position = positions.get(product.id);
    if (!position || position.size.isZero()) continue;
    const price = liquidationPrice(position, product);
    if (position.size.isPositive()) {
      if (below === null || price.gt(below)) below = price;
    } else if (above === null || price.lt(above)) above = price;
  }
  return { below, above };
}
