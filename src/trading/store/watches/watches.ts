import type { Insertable, Kysely, Selectable, Updateable } from 'kysely';
import { jsonb } from '../jsonb.ts';
import { inTransaction } from '../server/database.ts';
import { writeSettings } from '../settings/settings.ts';
import type { Trusted } from '../tables/watches.ts';
import type { Database } from '../tables.ts';

export type Watch = Selectable<Database['watches']>;

/** What stands for the channel of the one watch that holds what was entered or read by hand. */
export const HAND_CHANNEL = 'by hand';

export const TRUST_ALL: Trusted = { posters: [], roles: [] };

/** Follows a channel. Resolves to null when it is followed already. */
export async function addWatch(
  db: Kysely<Database>,
  watch: {
    guildId: string | null;
    channelId: string;
    name: string;
    settings: Record<string, unknown>;
    /** Who is read; everybody where left out. */
    trusted?: Trusted;
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
    paused_at: null,
    resumed_at: null,
    trusted: jsonb(watch.trusted ?? TRUST_ALL),
  };
  return inTransaction(db, async (trx) => {
    const added = await trx
      .insertInto('watches')
      .values(row)
      .onConflict((conflict) =>
        conflict.column('channel_id').where('removed_at', 'is', null).doNothing(),
      )
      .returningAll()
      .executeTakeFirst();
    if (added === undefined) return null;
    await keepChange(trx, added, watch.by, watch.at);
    return added;
  });
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

/** All watches that there ever were. */
export function listWatchesEver(db: Kysely<Database>): Promise<Watch[]> {
  return db.selectFrom('watches').selectAll().orderBy('id').execute();
}

/** The watch that followed that channel last and was removed; null when there was none. */
export async function findRemovedWatch(
  db: Kysely<Database>,
  channelId: string,
): Promise<Watch | null> {
  const removed = watchesOf(db, channelId).where('removed_at', 'is not', null);
  return (await removed.orderBy('id', 'desc').limit(1).executeTakeFirst()) ?? null;
}

/** The newest message of each watch in force, by its number; as it is now. */
export async function lastMessages(db: Kysely<Database>): Promise<ReadonlyMap<number, string>> {
  const rows = await db
    .selectFrom('watches')
    .select(['id', 'last_message_id'])
    .where('removed_at', 'is', null)
    .execute();
  return new Map(
    rows.flatMap(({ id, last_message_id }) =>
      last_message_id === null ? [] : [[id, last_message_id] as const],
    ),
  );
}

/** The oldest watch of that channel, also one that was removed. */
export async function findWatchByChannelEver(
  db: Kysely<Database>,
  channelId: string,
): Promise<Watch | null> {
  const oldest = watchesOf(db, channelId).orderBy('id').limit(1);
  return (await oldest.executeTakeFirst()) ?? null;
}

/** Those that there ever were. */
function watchesOf(db: Kysely<Database>, channelId: string) {
  return db.selectFrom('watches').selectAll().where('channel_id', '=', channelId);
}

/** A watch by id, also one that was removed: its messages and positions still speak of it. */
export async function findWatch(db: Kysely<Database>, id: number): Promise<Watch | null> {
  const watch = await db.selectFrom('watches').selectAll().where('id', '=', id).executeTakeFirst();
  return watch ?? null;
}

/** What of a watch can be changed; times in UTC milliseconds. */
export type WatchChange = {
  name?: string;
  /** Only what differs from the defaults, as a whole. */
  settings?: Record<string, unknown>;
  trusted?: Trusted;
  pausedAt?: number | null;
  resumedAt?: number;
  removedAt?: number;
};

/**
 * Changes a watch in force and keeps who did it. Resolves to null when there is no such watch; else
 * to the watch and the number that the change has in the history.
 */
export async function changeWatch(
  db: Kysely<Database>,
  id: number,
  change: WatchChange,
  by: string,
  at: number,
): Promise<{ watch: Watch; changeId: number } | null> {
  return inTransaction(db, async (trx) => {
    const watch = await trx
      .updateTable('watches')
      .set(rowOf(change))
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (watch === undefined) return null;
    return { watch, changeId: await keepChange(trx, watch, by, at) };
  });
}

/** Whether a message posted then opens nothing: the watch is paused, or was not yet resumed. */
export function isPausedFor(
  watch: Pick<Watch, 'paused_at' | 'resumed_at'>,
  postedAt: number,
): boolean {
  return (
    watch.paused_at !== null || (watch.resumed_at !== null && postedAt < watch.resumed_at.getTime())
  );
}

function rowOf(change: WatchChange): Updateable<Database['watches']> {
  const { name, settings, trusted, pausedAt, resumedAt, removedAt } = change;
  return {
    ...(name !== undefined && { name }),
    ...(settings !== undefined && { settings: jsonb(settings) }),
    ...(trusted !== undefined && { trusted: jsonb(trusted) }),
    ...(pausedAt !== undefined && { paused_at: pausedAt === null ? null : new Date(pausedAt) }),
    ...(resumedAt !== undefined && { resumed_at: new Date(resumedAt) }),
    ...(removedAt !== undefined && { removed_at: new Date(removedAt) }),
  };
}

/** A copy of all that can be changed of it, so that the history can tell what was. */
function keepChange(trx: Kysely<Database>, watch: Watch, by: string, at: number): Promise<number> {
  const { name, channel_id, settings, trusted } = watch;
  const value = {
    ...settings,
    name,
    channel: channel_id,
    followed: watch.removed_at === null,
    paused: watch.paused_at !== null,
    trusted: [...trusted.posters, ...trusted.roles.map((role) => `&${role}`)],
  };
  return writeSettings(trx, `watch:${watch.id}`, value, by, at);
}
