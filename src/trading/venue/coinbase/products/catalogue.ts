import type { Logger } from 'pino';
import { z } from 'zod';
import { type Listed, UnreadableError } from '../../listed.ts';
import { type Product, VenueError } from '../../venue.ts';
import type { Rest } from '../connection/rest.ts';
import type { EntryReader } from '../wire/entries.ts';
import { productList, type WireProduct, wireProduct } from '../wire/wire.ts';
import { toProduct } from './product.ts';

/** What a list without a type leaves out: dated futures, and perpetual-style ones apart from them. */
const FUTURES = [
  { product_type: 'FUTURE', get_tradability_status: true },
  { product_type: 'FUTURE', contract_expiry_type: 'PERPETUAL', get_tradability_status: true },
] as const;

/**
 * All products, spot and futures. `path` is "/brokerage/products" with a key, which then says what
 * this account may trade, or the public "/brokerage/market/products". Where futures are refused
 * (not every country has them) spot alone is the answer; a failure to answer rejects.
 */
export async function readProducts(
  rest: Rest,
  path: '/brokerage/products' | '/brokerage/market/products',
  readEntries: EntryReader,
  log: Logger,
): Promise<Listed<Product>> {
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

  const { read, unreadable } = readEntries('a product', wireProduct, found, 'product_id');
  const products = new Map<string, Product>();
  for (const wire of read) if (!isElsewhere(wire)) products.set(wire.product_id, toProduct(wire));
  return { entries: [...products.values()], unreadable };
}

/**
 * One product as it is now; null when Coinbase has none of that id. An exit may wait for the answer,
 * so it goes before what only reads.
 */
export async function readProduct(
  rest: Rest,
  path: '/brokerage/products' | '/brokerage/market/products',
  productId: string,
): Promise<Product | null> {
  const answer = await rest.send(z.unknown(), {
    what: `read the product ${productId}`,
    method: 'GET',
    path: `${path}/${encodeURIComponent(productId)}`,
    query: { get_tradability_status: true },
    priority: 'urgent',
  });
  if (answer.kind === 'refused' && (answer.status === 404 || answer.code === 'NOT_FOUND')) {
    return null;
  }
  if (answer.kind !== 'ok') throw new VenueError(answer.message);
  const parsed = wireProduct.safeParse(answer.value);
  if (!parsed.success || parsed.data.product_id !== productId) {
    throw new UnreadableError(`What Coinbase says of ${productId} can't be read.`);
  }
  return isElsewhere(parsed.data) ? null : toProduct(parsed.data);
}

/**
 * Perpetuals for accounts outside the US left this API for another one on 1 October 2026; one that
 * is listed all the same takes no order here.
 */
function isElsewhere({ product_id }: WireProduct): boolean {
  return product_id.endsWith('-INTX');
}
