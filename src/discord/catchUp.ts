import {
  type AnyThreadChannel,
  DiscordAPIError,
  type GuildTextBasedChannel,
  type Message,
  SnowflakeUtil,
  type ThreadChannel,
} from 'discord.js';
import { postedMessageIds } from '../trading/store/inbox.ts';
import { findWatch, type Watch } from '../trading/store/watches.ts';
import type { Bot } from './bot.ts';
import { missingToRead } from './readPermissions.ts';
import { isReadable, takeInDeleted, takeInEdited, takeInPosted } from './takeIn.ts';

const PAGE = 100;
/** More threads than these that were archived since are left alone, and the log says so. */
const MOST_ARCHIVED_PAGES = 5;
/** So many messages before the gap are read again: they may have been edited or deleted in it. */
const REREAD = 50;

/**
 * Puts a catch-up of every watch (of one guild, when given) ahead of all that waits: whatever the
 * gateway tells from now on is newer than what the catch-up finds.
 */
export function catchUpWatches(bot: Bot, guildId?: string): void {
  for (const watch of bot.watched.all()) {
    if (guildId !== undefined && watch.guild_id !== guildId) continue;
    bot.lanes.runFirst(watch.channel_id, () => catchUp(bot, watch.id));
  }
}

/**
 * Takes in what was posted in a watched channel and its threads, also those archived meanwhile, since
 * the newest message known, in order, and the edits and deletions among the last ones before it. What is known already
 * changes nothing. A channel that can't be read is said in the log; a database or a network that is
 * away rejects, so that it is tried again.
 */
export async function catchUp(bot: Bot, watchId: number): Promise<void> {
  const watch = await findWatch(bot.app.db, watchId);
  if (watch === null || watch.removed_at !== null) return;
  const since =
    watch.last_message_id ??
    SnowflakeUtil.generate({ timestamp: watch.added_at.getTime() }).toString();
  try {
    const channels: GuildTextBasedChannel[] = [
      ...(await readableChannels(bot, watch)),
      ...(await archivedSince(bot, watch, SnowflakeUtil.timestampFrom(since))),
    ];
    const missed: Message[] = [];
    for (const channel of channels) missed.push(...(await messagesAfter(channel, since)));
    missed.sort((a, b) => compareIds(a.id, b.id));
    let taken = 0;
    for (const message of missed) {
      if (!isReadable(bot, message)) continue;
      if (await takeInPosted(bot, watch, message, 'fetched')()) taken += 1;
    }
    for (const channel of channels) taken += await reread(bot, watch, channel, since);
    if (taken > 0) bot.app.log.info({ watch: watch.name, taken }, 'caught up');
  } catch (error) {
    if (!isRefusal(error)) throw error;
    bot.app.log.error(
      { watch: watch.name, channelId: watch.channel_id, error: error.message },
      'a watched channel can not be read: give the bot View Channel and Read Message History there, or /watch remove it',
    );
  }
}

/** The channel itself, where it holds messages, and its active threads. Throws Unreadable. */
export async function readableChannels(bot: Bot, watch: Watch): Promise<GuildTextBasedChannel[]> {
  const channel = await bot.client.channels.fetch(watch.channel_id);
  if (channel === null || channel.isDMBased()) throw new Unreadable('it is no channel of a server');
  const missing = missingToRead(channel);
  if (missing.length > 0) throw new Unreadable(`the bot lacks ${missing.join(' and ')}`);
  const readable: GuildTextBasedChannel[] = channel.isTextBased() ? [channel] : [];
  if (channel.isThread()) return readable;
  const { threads } = await channel.guild.channels.fetchActiveThreads();
  const own = (thread: ThreadChannel) => thread.parentId === watch.channel_id;
  return [...readable, ...[...threads.values()].filter((thread) => own(thread as ThreadChannel))];
}

/**
 * Threads and forum posts that were archived at or after `since`, UTC milliseconds: one in which
 * somebody has written since was archived after that.
 */
async function archivedSince(
  bot: Bot,
  watch: Watch,
  since: number,
): Promise<GuildTextBasedChannel[]> {
  const channel = await bot.client.channels.fetch(watch.channel_id);
  if (channel === null || !('threads' in channel)) return [];
  const found = new Map<string, AnyThreadChannel>();
  let before: number | undefined;
  for (let pages = 0; pages < MOST_ARCHIVED_PAGES; pages += 1) {
    // Newest first.
    const { threads, hasMore } = await channel.threads.fetchArchived({
      limit: PAGE,
      ...(before !== undefined && { before }),
    });
    const recent = [...threads.values()].filter(
      (thread) => (thread.archiveTimestamp ?? 0) >= since,
    );
    for (const thread of recent) found.set(thread.id, thread);
    if (hasMore !== true || recent.length < threads.size) return [...found.values()];
    // Discord's times are finer than a millisecond: the last page's last one is asked for again.
    before = Math.min(...recent.map((thread) => thread.archiveTimestamp ?? since)) + 1;
  }
  bot.app.log.warn(
    { watch: watch.name, read: found.size },
    'more threads were archived than are caught up',
  );
  return [...found.values()];
}

/** Oldest first. */
async function messagesAfter(channel: GuildTextBasedChannel, since: string): Promise<Message[]> {
  const messages: Message[] = [];
  for (let after = since; ; ) {
    // Not cached: discord.js tells of no message that it has in its cache.
    const page = await channel.messages.fetch({ after, limit: PAGE, cache: false });
    const sorted = [...page.values()].sort((a, b) => compareIds(a.id, b.id));
    messages.push(...sorted);
    const last = sorted.at(-1);
    if (page.size < PAGE || last === undefined) return messages;
    after = last.id;
  }
}

async function reread(
  bot: Bot,
  watch: Watch,
  channel: GuildTextBasedChannel,
  since: string,
): Promise<number> {
  const before = (BigInt(since) + 1n).toString();
  const page = await channel.messages.fetch({ before, limit: REREAD, cache: false });
  const known = await postedMessageIds(bot.app.db, channel.id, REREAD);
  let taken = 0;
  for (const message of page.values()) {
    const edit = known.includes(message.id) ? takeInEdited(bot, watch, message, 'fetched') : null;
    if (edit !== null && (await edit())) taken += 1;
  }
  // Only where the page reaches back far enough can a missing message be told from an old one.
  const oldest = page.size < REREAD ? '0' : ([...page.keys()].sort(compareIds)[0] ?? '0');
  for (const id of known) {
    if (compareIds(id, since) > 0 || compareIds(id, oldest) < 0 || page.has(id)) continue;
    if (await takeInDeleted(bot, watch, { id, channelId: channel.id })()) taken += 1;
  }
  return taken;
}

/** By age: ids are numbers that rise with time. */
export function compareIds(a: string, b: string): number {
  return a.length === b.length ? (a < b ? -1 : a > b ? 1 : 0) : a.length - b.length;
}

/** Discord's proven no (no such channel, no permission); everything else is worth another try. */
export function isRefusal(error: unknown): error is Error {
  return (
    error instanceof Unreadable ||
    (error instanceof DiscordAPIError && (error.status === 403 || error.status === 404))
  );
}

class Unreadable extends Error {
  override name = 'Unreadable';
}
