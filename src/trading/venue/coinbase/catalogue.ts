import type { Logger } from 'pino';
import type { Product } from '../venue.ts';
import { toProduct } from './product.ts';
import type { Rest } from './rest.ts';
import { productList, type WireProduct, wireProduct } from './wire.ts';

/** What a list without a type leaves out: dated futures, and perpetual-style ones apart from them. */
const FUTURES = [
  { product_type: 'FUTURE' },
  { product_type: 'FUTURE', contract_expiry_type: 'PERPETUAL' },
] as const;

/**
 * All products, spot and futures. `path` is "/brokerage/products" with a key, which then says what
 * this account may trade, or the public "/brokerage/market/products". Where futures are refused
 * (not every country has them) spot alone is the answer; a failure to answer rejects.
 */
export async function readProducts(
  rest: Rest,
  path: '/brokerage/products' | '/brokerage/market/products',
  log: Logger,
): Promise<Product[]> {
  const request = { what: 'list the products', method: 'GET', path } as const;
  const spot = await rest.read(productList, {
    ...request,
    query: { get_tradability_status: true },
  });
  const found = [...spot.products];
  for (const query of FUTURES) {
    const answer = await rest.send(productList, { ...request, query });
    if (answer.kind === 'ok') found.push(...answer.value.products);
    else if (answer.kind === 'refused') log.info(`No futures: ${answer.message}`);
    // A catalogue that lost its futures for a moment would look like a delisting.
    else await rest.read(productList, { ...request, query });
  }

  const products = new Map<string, Product>();
  let unreadable = 0;
  for (const entry of found) {
    const parsed = wireProduct.safeParse(entry);
    if (!parsed.success) unreadable += 1;
    else if (!isElsewhere(parsed.data))
      products.set(parsed.data.product_id, toProduct(parsed.data));
  }
  if (unreadable > 0) log.warn({ unreadable }, "Coinbase lists products that can't be read.");
  return [...products.values()];
}

/**
 * Perpetuals for accounts outside the US left this API for another one on 1 October 2026; one that
 * is listed all the same takes no order here.
 */
function isElsewhere({ product_id }: WireProduct): boolean {
  return product_id.endsWith('-INTX');
}
