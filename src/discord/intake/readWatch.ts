import {
  type AnyThreadChannel,
  type GuildBasedChannel,
  type GuildTextBasedChannel,
  type Message,
  SnowflakeUtil,
} from 'discord.js';
import type { Unread, UnreadKey } from '../../trading/store/watches/unread.ts';
import type { Watch } from '../../trading/store/watches/watches.ts';
import type { Bot } from '../bot.ts';
import { type Ask, isGone, isSessionOver, Unreadable, whyUnread } from '../refusals.ts';
import { missingToRead } from './readPermissions.ts';

const PAGE = 100;
/** So many messages before the gap are read again: they may have been edited or deleted in it. */
const REREAD = 50;

/** What came of reading a followed channel, one of its threads, or the list of them. */
export type Part = Pick<UnreadKey, 'channel_id' | 'what'> & {
  /** null where there is no channel to read. */
  channel: GuildTextBasedChannel | null;
  /** What came after this message was to be read. */
  from: string;
  /** Oldest first; with a failure in the middle as many as could be read. */
  messages: readonly Message[];
  /** The last ones up to `from`, which may have been edited since; null where they were not read. */
  before: readonly Message[] | null;
  /** Why not all of it could be read; null when it was. */
  failed: { why: string; gone: boolean } | null;
};

/**
 * Reads what was posted in a followed channel and its threads, also those archived meanwhile, since
 * the newest message known or what is unread of them. Whatever can't be read costs only itself. With
 * `only`, nothing but these channels and threads is read. Rejects when it is the session that failed.
 */
export async function readWatch(
  bot: Bot,
  watch: Watch,
  unread: readonly Unread[],
  ask: Ask,
  only: ReadonlySet<string> | null = null,
): Promise<Part[]> {
  const all = unread.find(({ what }) => what === 'all')?.after_id;
  const list = unread.find(({ what }) => what === 'threads')?.after_id;
  const base = earliest([startOf(watch), all]);
  const own = (id: string) =>
    unread.find(({ what, channel_id }) => what === 'messages' && channel_id === id)?.after_id;

  let channel: GuildBasedChannel;
  try {
    channel = await openChannel(bot, watch.channel_id, ask);
  } catch (error) {
    return [failedPart({ channel_id: watch.channel_id, what: 'all' }, base, error)];
  }
  const parts: Part[] = [];
  const toRead = new Map<string, { channel: GuildTextBasedChannel; from: string }>();
  const add = (one: GuildTextBasedChannel, from: string) => {
    if (only === null || only.has(one.id)) toRead.set(one.id, { channel: one, from });
  };
  if (channel.isTextBased()) add(channel, earliest([base, own(channel.id)]));
  if (!channel.isThread() && only === null) {
    const since = earliest([base, list]);
    const threads = await listThreads(channel, since, ask);
    const key = { channel_id: watch.channel_id, what: 'threads' } as const;
    parts.push(
      threads.error === null
        ? { ...key, channel: null, from: since, messages: [], before: null, failed: null }
        : failedPart(key, since, threads.error),
    );
    for (const thread of threads.found) add(thread, earliest([since, own(thread.id)]));
  }
  for (const { what, channel_id, after_id } of unread) {
    if (what !== 'messages' || toRead.has(channel_id)) continue;
    if (only !== null && !only.has(channel_id)) continue;
    try {
      const one = await ask(() => bot.client.channels.fetch(channel_id));
      if (!one?.isTextBased() || one.isDMBased()) throw new Unreadable('it is gone');
      toRead.set(channel_id, { channel: one, from: earliest([base, after_id]) });
    } catch (error) {
      parts.push(failedPart({ channel_id, what }, after_id, error));
    }
  }
  for (const { channel: one, from } of toRead.values()) parts.push(await readPart(one, from, ask));
  return parts;
}

/** Where a watch is read on when nothing of it is unread. */
export function startOf(watch: Watch): string {
  return (
    watch.last_message_id ??
    SnowflakeUtil.generate({ timestamp: watch.added_at.getTime() }).toString()
  );
}

/** The followed channel. Throws Unreadable, or what Discord says to it. */
export async function openChannel(
  bot: Pick<Bot, 'client'>,
  channelId: string,
  ask: Ask,
): Promise<GuildBasedChannel> {
  const channel = await ask(() => bot.client.channels.fetch(channelId));
  if (channel === null || channel.isDMBased()) throw new Unreadable('it is no channel of a server');
  mustBeReadable(channel);
  return channel;
}

/** Throws Unreadable with what is in the way. */
export function mustBeReadable(channel: GuildBasedChannel): void {
  if (!channel.guild.available) throw new Unreadable('its server is out of order at Discord’s');
  const missing = missingToRead(channel);
  if (missing.length > 0) throw new Unreadable(`the bot lacks ${missing.join(' and ')}`);
}

/** The active threads of a channel; those that are known already, where Discord does not say. */
export async function activeThreads(
  channel: GuildBasedChannel,
  ask: Ask,
): Promise<{ found: AnyThreadChannel[]; error: unknown }> {
  if (!('threads' in channel)) return { found: [], error: null };
  const own = (thread: AnyThreadChannel) => thread.parentId === channel.id;
  try {
    const { threads } = await ask(() => channel.guild.channels.fetchActiveThreads());
    return { found: ([...threads.values()] as AnyThreadChannel[]).filter(own), error: null };
  } catch (error) {
    const known = [...channel.threads.cache.values()] as AnyThreadChannel[];
    return { found: known.filter(({ archived }) => archived !== true), error };
  }
}

/** Active threads and those archived since; what could be found, and why not all where that failed. */
export async function listThreads(
  channel: GuildBasedChannel,
  since: string,
  ask: Ask,
): Promise<{ found: AnyThreadChannel[]; error: unknown }> {
  const active = await activeThreads(channel, ask);
  const archived = await archivedSince(channel, SnowflakeUtil.timestampFrom(since), ask);
  return {
    found: [...active.found, ...archived.found],
    error: active.error ?? archived.error,
  };
}

/**
 * Threads and forum posts that were archived at or after `since`, UTC milliseconds: one in which
 * somebody has written since was archived after that.
 */
async function archivedSince(
  channel: GuildBasedChannel,
  since: number,
  ask: Ask,
): Promise<{ found: AnyThreadChannel[]; error: unknown }> {
  if (!('threads' in channel)) return { found: [], error: null };
  const found = new Map<string, AnyThreadChannel>();
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    try {
      const until = Number.isFinite(before) ? { before } : {};
      // Newest first.
      const { threads, hasMore } = await ask(() =>
        channel.threads.fetchArchived({ limit: PAGE, ...until }),
      );
      const recent = ([...threads.values()] as AnyThreadChannel[]).filter(
        (thread) => (thread.archiveTimestamp ?? 0) >= since,
      );
      for (const thread of recent) found.set(thread.id, thread);
      if (hasMore !== true || recent.length < threads.size || recent.length === 0)
        return { found: [...found.values()], error: null };
      // Discord's times are finer than a millisecond: the last page's last one is asked for again.
      const oldest = Math.min(...recent.map((thread) => thread.archiveTimestamp ?? since)) + 1;
      before = Math.min(oldest, before - 1);
    } catch (error) {
      return { found: [...found.values()], error };
    }
  }
}

/** What came after that message in one channel or thread, and the last ones before. */
export async function readPart(
  channel: GuildTextBasedChannel,
  from: string,
  ask: Ask,
): Promise<Part> {
  const key = { channel_id: channel.id, what: 'messages' } as const;
  const messages: Message[] = [];
  try {
    mustBeReadable(channel);
    for (let after = from; ; ) {
      const page = await fetchPage(channel, { after, limit: PAGE }, ask);
      messages.push(...page);
      const last = page.at(-1);
      if (page.length < PAGE || last === undefined) break;
      after = last.id;
    }
    const before = (BigInt(from) + 1n).toString();
    const known = await fetchPage(channel, { before, limit: REREAD }, ask);
    // Without the right to Discord answers with an empty page.
    mustBeReadable(channel);
    return { ...key, channel, from, messages, before: known, failed: null };
  } catch (error) {
    return { ...failedPart(key, from, error), messages };
  }
}

/** How many of the last messages before a gap are read again. */
export const rereadCount = REREAD;

/** Oldest first. */
export async function fetchPage(
  channel: GuildTextBasedChannel,
  where: { after?: string; before?: string; limit: number },
  ask: Ask,
): Promise<Message[]> {
  // Not cached: discord.js tells of no message that it has in its cache.
  const page = await ask(() => channel.messages.fetch({ ...where, cache: false }));
  return [...page.values()].sort((a, b) => compareIds(a.id, b.id));
}

function failedPart(key: Pick<Part, 'channel_id' | 'what'>, from: string, error: unknown): Part {
  if (isSessionOver(error)) throw error;
  const failed = { why: whyUnread(error), gone: isGone(error) };
  return { ...key, channel: null, from, messages: [], before: null, failed };
}

function earliest(ids: readonly (string | undefined)[]): string {
  const known = ids.filter((id) => id !== undefined);
  return known.reduce((a, b) => (compareIds(a, b) <= 0 ? a : b));
}

/** By age: ids are numbers that rise with time. */
export function compareIds(a: string, b: string): number {
  return a.length === b.length ? (a < b ? -1 : a > b ? 1 : 0) : a.length - b.length;
}
