import type { Kysely } from 'kysely';
import type { Database } from '../tables.ts';

/** When a scheduled job last ran; null when it never did. */
export async function lastRun(db: Kysely<Database>, name: string): Promise<number | null> {
  const row = await db
    .selectFrom('jobs')
    .select('last_run_at')
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.last_run_at.getTime() ?? null;
}

export async function recordRun(db: Kysely<Database>, name: string, at: number): Promise<void> {
  const last_run_at = new Date(at);
  await db
    .insertInto('jobs')
    .values({ name, last_run_at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ last_run_at }))
    .execute();
}
