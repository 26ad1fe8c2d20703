import type { Kysely } from 'kysely';
import type { Database } from './tables.ts';

/** How often the core has committed: of two states of one database it tells which is the newer. */
export async function readRevision(db: Kysely<Database>): Promise<number> {
  const row = await db.selectFrom('store_marks').select('revision').executeTakeFirstOrThrow();
  return row.revision;
}

/**
 * Raises the revision by one, in the caller's transaction; false when it is not `from`. Until that
 * transaction ends no other can raise it, so two from the same revision never both happen.
 */
export async function riseRevision(trx: Kysely<Database>, from: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('store_marks')
    .set({ revision: from + 1 })
    .where('revision', '=', from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
