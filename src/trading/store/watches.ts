import type { Insertable, Kysely, Selectable } from 'kysely';
import { jsonb } from './jsonb.ts';
import type { Database } from './tables.ts';

export type Watch = Selectable<Database['watches']>;

/** Follows a channel. Resolves to null when it is followed already. */
export async function addWatch(
  db: Kysely<Database>,
  watch: {
    guildId: string | null;
    channelId: string;
    name: string;
    settings: Record<string, unknown>;
    by: string;
    at: number;
  },
): Promise<Watch | null> {
  const row: Insertable<Database['watches']> = {
    guild_id: watch.guildId,
    channel_id: watch.channelId,
    name: watch.name,
    settings: jsonb(watch.settings),
    added_by: watch.by,
    added_at: new Date(watch.at),
    removed_at: null,
    last_message_id: null,
  };
  const added = await db
    .insertInto('watches')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('channel_id').where('removed_at', 'is', null).doNothing(),
    )
    .returningAll()
    .executeTakeFirst();
  return added ?? null;
}

/** All watches in force, oldest first. */
export function listWatches(db: Kysely<Database>): Promise<Watch[]> {
  return db
    .selectFrom('watches')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute();
}

export async function findWatchByChannel(
  db: Kysely<Database>,
  channelId: string,
): Promise<Watch | null> {
  const watch = await db
    .selectFrom('watches')
    .selectAll()
    .where('channel_id', '=', channelId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return watch ?? null;
}

/** The oldest watch of that channel, also one that was removed. */
export async function findWatchByChannelEver(
  db: Kysely<Database>,
  channelId: string,
): Promise<Watch | null> {
  const watch = await db
    .selectFrom('watches')
    .selectAll()
    .where('channel_id', '=', channelId)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return watch ?? null;
}

/** A watch by id, also one that was removed: its messages and positions still speak of it. */
export async function findWatch(db: Kysely<Database>, id: number): Promise<Watch | null> {
  const watch = await db.selectFrom('watches').selectAll().where('id', '=', id).executeTakeFirst();
  return watch ?? null;
}

/** Stops following. False when there is no such watch in force. */
export async function removeWatch(db: Kysely<Database>, id: number, at: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('watches')
    .set({ removed_at: new Date(at) })
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function updateWatchSettings(
  db: Kysely<Database>,
  id: number,
  settings: Record<string, unknown>,
): Promise<void> {
  await db
    .updateTable('watches')
    .set({ settings: jsonb(settings) })
    .where('id', '=', id)
    .execute();
}
