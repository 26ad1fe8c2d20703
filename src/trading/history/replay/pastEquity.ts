import { dec, ZERO } from '../../money.ts';
import { DOLLARS } from '../../venue/assetNames.ts';
import { unitsOf } from '../../venue/matching/product.ts';
import type { DecimalString, Product } from '../../venue/venue.ts';
import type { Desk } from './desk.ts';

/** What an account was worth at a time, in US dollars; `exposed` is the part of it in coins or contracts. */
export type EquityPoint = { at: number; total: DecimalString; exposed: DecimalString };

const markets = new WeakMap<readonly Product[], Map<string, string>>();

/** The product in dollars by which a coin is valued. */
function dollarMarkets(products: readonly Product[]): ReadonlyMap<string, string> {
  let known = markets.get(products);
  if (known === undefined) {
    known = new Map();
    for (const { id, base, quote, type } of products) {
      if (type === 'spot' && DOLLARS.has(quote) && !known.has(base)) known.set(base, id);
    }
    markets.set(products, known);
  }
  return known;
}

/** The account's worth now: its cash, its coins at their last price, what open contracts have gained. */
export function equityOf(desk: Desk, products: readonly Product[]): Omit<EquityPoint, 'at'> {
  let total = ZERO;
  let exposed = ZERO;
  for (const [asset, amount] of desk.holdings()) {
    if (DOLLARS.has(asset)) {
      total = total.add(amount);
      continue;
    }
    const market = dollarMarkets(products).get(asset);
    const price = market === undefined ? null : desk.last(market);
    if (price === null) continue;
    const value = amount.mul(price);
    total = total.add(value);
    exposed = exposed.add(value);
  }
  for (const { productId, size, averageEntry } of desk.account.positions()) {
    const product = desk.exchange.product(productId);
    const price = desk.last(productId);
    if (!product || price === null) continue;
    const units = dec(size).mul(unitsOf(product));
    total = total.add(price.sub(averageEntry).mul(units));
    exposed = exposed.add(units.abs().mul(price));
  }
  return { total: total.toFixed(), exposed: exposed.toFixed() };
}
