import { dec } from '../money.ts';
import { DOLLARS } from './assetNames.ts';
import { nameOf } from './productId.ts';
import type { OrderRequest, OrderSide, OrderTerms } from './venue.ts';

/** What a venue says of an order, as far as it says it. */
export type Told = {
  clientOrderId?: string | undefined;
  productId?: string | undefined;
  side?: OrderSide | undefined;
  terms?: OrderTerms | undefined;
};

/**
 * Why what the venue answered with can't be the order that was asked for: its id, product, side,
 * kind or size is another; null when all that is told agrees. Prices are left out: an order may
 * have been moved since it was placed.
 */
export function disagreement(asked: OrderRequest, told: Told): string | null {
  const { clientOrderId, productId, side, terms } = told;
  if (clientOrderId && clientOrderId !== asked.clientOrderId) return `its id is ${clientOrderId}`;
  if (productId && !isSameBook(asked.productId, productId)) return `it is on ${productId}`;
  if (side && side !== asked.side) return `it is a ${side}`;
  if (!terms) return null;
  if (kindOf(terms) !== kindOf(asked.terms)) return `it is a ${kindOf(terms)} order`;
  const size = sizeOf(terms);
  return dec(size).eq(sizeOf(asked.terms)) ? null : `its size is ${size}`;
}

/** An order on the USDC twin of a dollar book may be told under the book's own name. */
function isSameBook(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [nameOf(one), nameOf(other)];
  if (a.type !== 'spot' || b.type !== 'spot' || a.base !== b.base) return false;
  return DOLLARS.has(a.quote) && DOLLARS.has(b.quote);
}

function kindOf(terms: OrderTerms): string {
  if (terms.type === 'market') return 'quoteSize' in terms ? 'market by quote' : 'market';
  return terms.type === 'limit' ? `limit ${terms.timeInForce}` : terms.type.replace('_', '-');
}

/** Whether two orders are over as much; true where one counts in base and the other in quote. */
export function isSameSize(one: OrderTerms, other: OrderTerms): boolean {
  if ('quoteSize' in one !== 'quoteSize' in other) return true;
  return dec(sizeOf(one)).eq(sizeOf(other));
}

const sizeOf = (terms: OrderTerms) => ('quoteSize' in terms ? terms.quoteSize : terms.size);
