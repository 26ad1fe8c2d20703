import type { DecimalString, Product } from '../../venue.ts';
import type { Rest } from '../connection/rest.ts';
import { wireProduct } from '../wire/wire.ts';

/** How many base units one unit of an order's size is: 1 on spot, a contract's content on futures. */
export type Contracts = {
  /** undefined for a future that was not met yet. */
  knownSize(productId: string): DecimalString | undefined;
  /** Looks a future up that was not met yet; rejects with a VenueError. */
  size(productId: string): Promise<DecimalString>;
  remember(products: readonly Product[]): void;
};

export function createContracts(rest: Rest): Contracts {
  const sizes = new Map<string, DecimalString>();

  function knownSize(productId: string): DecimalString | undefined {
    return isFuture(productId) ? sizes.get(productId) : '1';
  }

  return {
    knownSize,
    async size(productId) {
      const known = knownSize(productId);
      if (known) return known;
      const product = await rest.read(wireProduct, {
        what: `read the product ${productId}`,
        method: 'GET',
        path: `/brokerage/products/${encodeURIComponent(productId)}`,
      });
      const size = product.future_product_details?.contract_size ?? '1';
      sizes.set(productId, size);
      return size;
    },
    remember(products) {
      for (const { id, contractSize } of products) if (contractSize) sizes.set(id, contractSize);
    },
  };
}

/** "BIP-20DEC30-CDE"; the names of spot products have two parts. */
function isFuture(productId: string): boolean {
  return productId.endsWith('-CDE');
}
