import type { Product } from './venue.ts';

/**
 * What a product's id alone tells, where the product itself is not at hand (a fill, an order of the
 * owner's own). Nothing outside of `venue/` takes an id apart.
 */
export type ProductName =
  | { type: 'spot'; base: string; quote: string }
  /** A future is counted in contracts, and its quote isn't in its name. */
  | { type: 'future'; root: string };

/** "BTC-USD" is spot; whatever has more or fewer parts ("BIP-20DEC30-CDE") is a future. */
export function nameOf(productId: string): ProductName {
  const [first = '', second, ...more] = productId.split('-');
  if (first !== '' && second && more.length === 0) {
    return { type: 'spot', base: first, quote: second };
  }
  return { type: 'future', root: first };
}

/** Whether an order of that id trades what the product is: of spot the same coin, whatever it is paid in. */
export function isSameMarket(product: Product, productId: string): boolean {
  if (product.id === productId) return true;
  const name = nameOf(productId);
  return product.type === 'spot' && name.type === 'spot' && name.base === product.base;
}
