import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Catalogue } from '../trading/market/catalogue.ts';
import { loadProducts } from '../trading/store/market/products.ts';
import type { Database } from '../trading/store/tables.ts';
import type { Account } from '../trading/strategy/model/event.ts';
import type { Tasks } from '../trading/tasks.ts';
import type { Product } from '../trading/venue/venue.ts';

const READ_EVERY_MS = 60_000;

/** What can be traded, as the trader last wrote it down; read anew each minute. */
export async function storedCatalogue(
  db: Kysely<Database>,
  account: () => Account,
  tasks: Tasks,
): Promise<Catalogue> {
  let byId = new Map<string, Product>();
  let symbols = new Set<string>();
  const refresh = async () => {
    const products = await loadProducts(db, account());
    byId = new Map(products.map((product) => [product.id, product]));
    symbols = new Set(products.map(({ base }) => base.toUpperCase()));
  };
  await refresh();
  tasks.start('the products could not be read anew', async () => {
    while (!tasks.stopping.aborted) {
      await delay(READ_EVERY_MS, undefined, { signal: tasks.stopping }).catch(() => undefined);
      if (!tasks.stopping.aborted) await refresh().catch(() => undefined);
    }
  });
  return {
    products: () => [...byId.values()],
    find: (productId) => byId.get(productId),
    symbols: () => symbols,
    refresh,
  };
}
