import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { loadProducts, saveProducts } from '../store/market/products.ts';
import type { Database } from '../store/tables.ts';
import type { Account } from '../strategy/model/event.ts';
import type { Listed } from '../venue/listed.ts';
import type { Product } from '../venue/venue.ts';

/** What can be traded on one account: kept in memory and in Postgres, so that a start needs no venue. */
export type Catalogue = {
  products(): readonly Product[];
  find(productId: string): Product | undefined;
  /** Base assets, upper case. */
  symbols(): ReadonlySet<string>;
  /** Fetches it anew; keeps the old one and rejects when that fails. */
  refresh(): Promise<void>;
};

export async function openCatalogue(parts: {
  db: Kysely<Database>;
  account: Account;
  fetch: () => Promise<Listed<Product>>;
  log: Logger;
  now: () => number;
}): Promise<Catalogue> {
  const { db, account, log } = parts;
  let products: readonly Product[] = [];
  let byId = new Map<string, Product>();
  let symbols = new Set<string>();

  const use = (list: readonly Product[]) => {
    products = list;
    byId = new Map(list.map((product) => [product.id, product]));
    symbols = new Set(list.map((product) => product.base.toUpperCase()));
  };

  const refresh = async () => {
    const { entries, unreadable } = await parts.fetch();
    // One that can't be read is not delisted: what was known of it stays.
    const kept = unreadable.flatMap(({ id }) => byId.get(id ?? '') ?? []);
    const fetched = [...entries, ...kept];
    use(fetched);
    await saveProducts(db, account, fetched, parts.now());
    log.info({ account, products: fetched.length }, 'product catalogue refreshed');
  };

  use(await loadProducts(db, account));
  return {
    products: () => products,
    find: (productId) => byId.get(productId),
    symbols: () => symbols,
    refresh,
  };
}
