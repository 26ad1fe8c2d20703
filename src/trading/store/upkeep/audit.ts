import type { Kysely, Selectable } from 'kysely';
import { jsonb } from '../jsonb.ts';
import type { Database } from '../tables.ts';

export type AuditRow = Selectable<Database['audit']>;

/** Keeps who asked for what, whether they might, and with which words. */
export async function recordAudit(
  db: Kysely<Database>,
  entry: {
    at: number;
    userId: string;
    userName: string;
    action: string;
    allowed: boolean;
    detail: Record<string, unknown>;
  },
): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      at: new Date(entry.at),
      user_id: entry.userId,
      user_name: entry.userName,
      action: entry.action,
      allowed: entry.allowed,
      detail: jsonb(entry.detail),
    })
    .execute();
}

/** Newest first. */
export function listAudit(
  db: Kysely<Database>,
  filter: { limit: number; before?: number; by?: string },
): Promise<AuditRow[]> {
  let query = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(filter.limit);
  if (filter.before !== undefined) query = query.where('id', '<', filter.before);
  if (filter.by !== undefined) query = query.where('user_id', '=', filter.by);
  return query.execute();
}
