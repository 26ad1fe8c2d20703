import type { Kysely } from 'kysely';
import type { Account } from '../../strategy/model/event.ts';
import type { Capabilities, Product } from '../../venue/venue.ts';
import { jsonb } from '../jsonb.ts';
import type { Database } from '../tables.ts';

/** The catalogue as last fetched; empty before the first time. */
export async function loadProducts(db: Kysely<Database>, account: Account): Promise<Product[]> {
  const rows = await db
    .selectFrom('products')
    .select('body')
    .where('account', '=', account)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.body);
}

/** Replaces the catalogue: what the venue no longer lists is gone. */
export async function saveProducts(
  db: Kysely<Database>,
  account: Account,
  products: readonly Product[],
  at: number,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('products').where('account', '=', account).execute();
    // Postgres takes at most 65,535 parameters a statement.
    for (let start = 0; start < products.length; start += 1000) {
      await trx
        .insertInto('products')
        .values(
          products.slice(start, start + 1000).map((product) => ({
            account,
            id: product.id,
            body: jsonb(product),
            refreshed_at: new Date(at),
          })),
        )
        .execute();
    }
  });
}

/** What was learned of each product's protective orders, by product id. */
export async function loadCapabilities(
  db: Kysely<Database>,
  account: Account,
): Promise<Record<string, Capabilities>> {
  const rows = await db
    .selectFrom('capabilities')
    .select(['product_id', 'body'])
    .where('account', '=', account)
    .execute();
  return Object.fromEntries(rows.map((row) => [row.product_id, row.body]));
}

export async function saveCapabilities(
  db: Kysely<Database>,
  account: Account,
  productId: string,
  capabilities: Capabilities,
  at: number,
): Promise<void> {
  const row = { body: jsonb(capabilities), learned_at: new Date(at) };
  await db
    .insertInto('capabilities')
    .values({ account, product_id: productId, ...row })
    .onConflict((conflict) => conflict.columns(['account', 'product_id']).doUpdateSet(row))
    .execute();
}
