import type { Order } from '../../../src/trading/venue/matching/order.ts';
import type { MarketProduct } from '../../../src/trading/venue/matching/product.ts';
import type { ApiKey } from '../market/keys.ts';
import type { Market } from '../market/market.ts';

/** An order of the key's own portfolio. */
export function ownOrder({ exchange }: Market, key: ApiKey, orderId: string): Order | undefined {
  const order = exchange.order(orderId);
  return order?.accountId === key.portfolioId ? order : undefined;
}

export function productOf({ exchange }: Market, order: Order): MarketProduct {
  const product = exchange.product(order.productId);
  if (!product) throw new RangeError(`no product ${order.productId}`);
  return product;
}
