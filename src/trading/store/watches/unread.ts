import { type Compilable, type ExpressionBuilder, type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../tables.ts';

export type Unread = Selectable<Database['unread']>;
export type UnreadKey = Pick<Unread, 'watch_id' | 'channel_id' | 'what'>;

/** What could not be read of the watches in force, or of one of them. */
export async function listUnread(db: Kysely<Database>, watchId?: number): Promise<Unread[]> {
  let query = db
    .selectFrom('unread')
    .innerJoin('watches', 'watches.id', 'unread.watch_id')
    .selectAll('unread')
    .where('watches.removed_at', 'is', null);
  if (watchId !== undefined) query = query.where('unread.watch_id', '=', watchId);
  return query.orderBy('since').execute();
}

/**
 * Keeps that something could not be read, and from which message on; of two such gaps the longer one.
 * Must be committed before the watch's own mark moves on.
 */
export async function markUnread(
  db: Kysely<Database>,
  gaps: readonly (UnreadKey & Pick<Unread, 'after_id' | 'why' | 'gone'>)[],
  at: number,
): Promise<void> {
  for (const gap of gaps) {
    await db
      .insertInto('unread')
      .values({ ...gap, since: new Date(at), marked_at: new Date(at), told_at: null })
      .onConflict((conflict) =>
        conflict.columns(['watch_id', 'channel_id', 'what']).doUpdateSet({
          after_id: sql<string>`least(unread.after_id::numeric, excluded.after_id::numeric)::text`,
          why: gap.why,
          gone: gap.gone,
          marked_at: new Date(at),
        }),
      )
      .execute();
  }
}

/** A part of a gap was read. */
export function movingUnreadOn(db: Kysely<Database>, key: UnreadKey, afterId: string): Compilable {
  return db
    .updateTable('unread')
    .set({ after_id: afterId })
    .where(isOneOf([key]));
}

/** They were read, as far as they were found unread by then, UTC milliseconds. */
export function clearingUnread(
  db: Kysely<Database>,
  keys: readonly UnreadKey[],
  by: number,
): Compilable {
  return db.deleteFrom('unread').where(isOneOf(keys)).where('marked_at', '<=', new Date(by));
}

/** The owner knows of them from now on. */
export function markingUnreadTold(
  db: Kysely<Database>,
  keys: readonly UnreadKey[],
  at: number,
): Compilable {
  return db
    .updateTable('unread')
    .set({ told_at: new Date(at) })
    .where(isOneOf(keys));
}

const isOneOf = (keys: readonly UnreadKey[]) => (eb: ExpressionBuilder<Database, 'unread'>) =>
  eb.or(keys.map(({ watch_id, channel_id, what }) => eb.and({ watch_id, channel_id, what })));

/** Forgets threads that Discord has not known since before then, UTC milliseconds. */
export async function dropGoneUnread(db: Kysely<Database>, before: number): Promise<void> {
  await db
    .deleteFrom('unread')
    .where('gone', 'is', true)
    .where('what', '=', 'messages')
    .where('since', '<', new Date(before))
    .where('channel_id', 'not in', (eb) => eb.selectFrom('watches').select('channel_id'))
    .execute();
}
