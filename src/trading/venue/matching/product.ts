import { type Decimal, dec, ZERO } from '../../money.ts';
import { entryClosed } from '../orderEntry.ts';
import type { Product } from '../venue.ts';
import type { Request, Terms } from './order.ts';

/** A product as the matching core trades it. */
export type MarketProduct = Product & {
  /** Order types this product does not take. */
  unsupported?: readonly Terms['type'][];
  /** Leverage of a derivatives order that names none; 1 when left out. */
  defaultLeverage?: string;
};

/** Why an order, an edit or a cancel was refused. */
export type RefusalReason =
  | 'unknown_product'
  | 'product_unavailable'
  | 'limit_only'
  | 'post_only'
  | 'expired'
  | 'session_closed'
  | 'after_hours_type'
  | 'after_hours_time_in_force'
  | 'unsupported_order'
  | 'invalid_side'
  | 'size_precision'
  | 'size_too_small'
  | 'size_too_large'
  | 'price_precision'
  | 'invalid_price'
  | 'stop_price_above_last'
  | 'stop_price_below_last'
  | 'stop_price_above_limit'
  | 'stop_price_below_limit'
  | 'bracket_prices'
  | 'bracket_size'
  | 'attached_prices'
  | 'attached_kind'
  | 'attached_side'
  | 'expiry'
  | 'leverage'
  | 'would_cross'
  | 'no_price'
  | 'no_liquidity'
  | 'insufficient_funds'
  | 'unknown_order'
  | 'not_open'
  | 'not_editable';

export type Refusal = { reason: RefusalReason; message: string };

/** The product whose order book an order on `product` meets. */
export function bookOf(product: Product): string {
  return product.aliasOf ?? product.id;
}

/** Base units in one unit of size: one, or the size of a contract. */
export function unitsOf(product: Product): Decimal {
  return dec(product.contractSize ?? 1);
}

/** What the request breaks of the product's own rules, whatever the market and the account are. */
export function checkRequest(product: MarketProduct, request: Request, at: number): Refusal | null {
  const { terms, attached } = request;
  return (
    checkEntry(product, terms, at) ??
    checkSupport(product, request) ??
    checkSize(product, terms) ??
    checkPrices(product, terms) ??
    (attached ? checkAttached(product, request, attached.target, attached.stop) : null) ??
    checkExpiry(terms, at) ??
    checkLeverage(product, request.leverage)
  );
}

function checkEntry(product: MarketProduct, terms: Terms, at: number): Refusal | null {
  const closed = entryClosed(product, terms, at);
  if (!closed) return null;
  const { rule, message } = closed;
  return { reason: rule === 'closed' ? 'product_unavailable' : rule, message };
}

function checkSupport(product: MarketProduct, { terms, side, attached }: Request): Refusal | null {
  const unsupported = (what: string): Refusal => ({
    reason: 'unsupported_order',
    message: `${product.id} does not take ${what}`,
  });
  if (product.unsupported?.includes(terms.type)) return unsupported(`${terms.type} orders`);
  if (attached && product.unsupported?.includes('bracket')) return unsupported('attached brackets');
  if (attached && terms.type !== 'market' && terms.type !== 'limit') {
    const message = 'a bracket can be attached to a market or limit order only';
    return { reason: 'attached_kind', message };
  }
  if (product.type === 'future' && 'quoteSize' in terms) return unsupported('a size in quote');
  if (product.type === 'spot' && terms.type === 'bracket' && side === 'buy') {
    return { reason: 'invalid_side', message: 'a spot bracket can only sell' };
  }
  if (product.type === 'spot' && attached && side === 'sell') {
    return { reason: 'attached_side', message: 'a bracket can be attached to a spot buy only' };
  }
  if ('quoteSize' in terms && side === 'sell') {
    return { reason: 'invalid_side', message: 'a market sell is sized in base' };
  }
  return null;
}

function checkSize(product: Product, terms: Terms): Refusal | null {
  const [size, increment, least, most] =
    'quoteSize' in terms
      ? [terms.quoteSize, product.quoteIncrement, product.minQuoteSize, product.maxQuoteSize]
      : [terms.size, product.baseIncrement, product.minBaseSize, product.maxBaseSize];
  if (!isMultiple(size, dec(increment))) {
    return {
      reason: 'size_precision',
      message: `size ${size.toFixed()} is no multiple of ${increment}`,
    };
  }
  if (size.lte(ZERO) || size.lt(least)) {
    return {
      reason: 'size_too_small',
      message: `size ${size.toFixed()} is under the least of ${least}`,
    };
  }
  if (size.gt(most)) {
    return {
      reason: 'size_too_large',
      message: `size ${size.toFixed()} is over the most of ${most}`,
    };
  }
  return null;
}

function pricesOf(terms: Terms): Decimal[] {
  switch (terms.type) {
    case 'market':
      return [];
    case 'limit':
      return [terms.price];
    case 'stop_limit':
      return [terms.price, terms.stopPrice];
    case 'bracket':
      return [terms.target, terms.stop];
  }
}

function checkPriceSteps(product: Product, prices: Decimal[]): Refusal | null {
  for (const price of prices) {
    if (price.lte(ZERO)) {
      return { reason: 'invalid_price', message: `price ${price.toFixed()} is not above zero` };
    }
    if (!isMultiple(price, dec(product.priceIncrement))) {
      const message = `price ${price.toFixed()} is no multiple of ${product.priceIncrement}`;
      return { reason: 'price_precision', message };
    }
  }
  return null;
}

function checkPrices(product: Product, terms: Terms): Refusal | null {
  return checkPriceSteps(product, pricesOf(terms));
}

function checkAttached(
  product: Product,
  { side, terms }: Request,
  target: Decimal,
  stop: Decimal,
): Refusal | null {
  const wrongStep = checkPriceSteps(product, [target, stop]);
  if (wrongStep) return wrongStep;
  const entry = terms.type === 'limit' || terms.type === 'stop_limit' ? terms.price : null;
  const [high, low] = side === 'buy' ? [target, stop] : [stop, target];
  if (high.lte(low) || (entry && (entry.gte(high) || entry.lte(low)))) {
    const message = `target ${target.toFixed()} and stop ${stop.toFixed()} do not enclose the entry`;
    return { reason: 'attached_prices', message };
  }
  return null;
}

function checkExpiry(terms: Terms, at: number): Refusal | null {
  const expiresAt = 'expiresAt' in terms ? terms.expiresAt : undefined;
  if (terms.type === 'limit' && (terms.timeInForce === 'gtd') !== (expiresAt !== undefined)) {
    return { reason: 'expiry', message: 'an expiry belongs to a good-till-date order' };
  }
  return expiresAt !== undefined && expiresAt <= at
    ? { reason: 'expiry', message: 'the expiry is in the past' }
    : null;
}

function checkLeverage(product: Product, leverage: Decimal | undefined): Refusal | null {
  if (leverage === undefined) return null;
  if (product.type === 'spot') {
    return leverage.eq(1) ? null : { reason: 'leverage', message: `${product.id} has no leverage` };
  }
  return leverage.lt(1) || leverage.gt(product.maxLeverage ?? 1)
    ? { reason: 'leverage', message: `leverage must be 1 to ${product.maxLeverage ?? 1}` }
    : null;
}

function isMultiple(value: Decimal, step: Decimal): boolean {
  return value.mod(step).isZero();
}
