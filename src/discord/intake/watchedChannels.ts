import type { Channel } from 'discord.js';
import type { Kysely } from 'kysely';
import type { Database } from '../../trading/store/tables.ts';
import { listWatches, type Watch } from '../../trading/store/watches/watches.ts';

/** The watches in force, in memory, so that a message elsewhere costs no query. */
export type WatchedChannels = {
  /** Reads them anew; after every change of a watch. */
  reload(): Promise<void>;
  all(): readonly Watch[];
  /** The watch that this channel, or the channel of this thread or forum post, belongs to. */
  of(channel: Channel): Watch | null;
};

export function createWatchedChannels(db: Kysely<Database>): WatchedChannels {
  let watches: readonly Watch[] = [];
  let byChannel = new Map<string, Watch>();
  return {
    async reload() {
      watches = await listWatches(db);
      byChannel = new Map(watches.map((watch) => [watch.channel_id, watch]));
    },
    all: () => watches,
    of: (channel) =>
      byChannel.get(channel.id) ??
      (channel.isThread() && channel.parentId !== null ? byChannel.get(channel.parentId) : null) ??
      null,
  };
}
