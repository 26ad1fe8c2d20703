import { type Kysely, type Selectable, sql } from 'kysely';
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
export async function unreadMovedOn(
  db: Kysely<Database>,
  key: UnreadKey,
  afterId: string,
): Promise<void> {
  await db
    .updateTable('unread')
    .set({ after_id: afterId })
    .where('watch_id', '=', key.watch_id)
    .where('channel_id', '=', key.channel_id)
    .where('what', '=', key.what)
    .execute();
}

/** It was read, as far as it was found unread by then, UTC milliseconds; what had been told is given. */
export async function clearUnread(
  db: Kysely<Database>,
  keys: readonly UnreadKey[],
  by: number,
): Promise<Unread[]> {
  const cleared: Unread[] = [];
  for (const key of keys) {
    const rows = await db
      .deleteFrom('unread')
      .where('watch_id', '=', key.watch_id)
      .where('channel_id', '=', key.channel_id)
      .where('what', '=', key.what)
      .where('marked_at', '<=', new Date(by))
      .returningAll()
      .execute();
    cleared.push(...rows.filter(({ told_at }) => told_at !== null));
  }
  return cleared;
}

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

/** What the owner does not know yet; it counts as told from now on. */
export function takeUntold(db: Kysely<Database>, watchId: number, at: number): Promise<Unread[]> {
  return db
    .updateTable('unread')
    .set({ told_at: new Date(at) })
    .where('watch_id', '=', watchId)
    .where('told_at', 'is', null)
    .returningAll()
    .execute();
}
