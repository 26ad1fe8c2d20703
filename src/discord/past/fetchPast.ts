import { type GuildTextBasedChannel, type Message, SnowflakeUtil } from 'discord.js';
import {
  findPastPart,
  keepPastPage,
  type PastPart,
  type PastRow,
} from '../../trading/store/messages/pastMessages.ts';
import type { Bot } from '../bot.ts';
import { fetchedMessage } from '../intake/fetchedMessage.ts';
import {
  compareIds,
  fetchPage,
  listThreads,
  mustBeReadable,
  openChannel,
} from '../intake/readWatch.ts';
import { isReadable } from '../intake/takeIn.ts';
import { type Ask, askWithin, isGone, isRefusal, whyUnread } from '../refusals.ts';

const PAGE = 100;
/** What passes (an outage, a long limit) is waited for so long in all. */
const PATIENCE_MS = 15 * 60_000;

export type FetchingBot = Pick<Bot, 'client'> & { app: Pick<Bot['app'], 'db' | 'now' | 'log'> };

export type PastRequest = {
  /** The channel that is followed, or would be. */
  channelId: string;
  /** UTC milliseconds. */
  from: number;
  signal: AbortSignal;
  /** Called with how many messages have been fetched by now, and up to which time, UTC milliseconds. */
  onProgress?: (messages: number, upTo: number) => void;
};

/**
 * Brings a channel's past, its threads and a forum's posts among them, into the database: a page of
 * a hundred after the other, each kept with how far it has come, so that whatever ends it goes on
 * there and no page is asked for twice. discord.js waits as Discord's limits say. What can't be read
 * (a thread that is gone meanwhile) costs only itself and is kept as that. Rejects with the signal's
 * reason, with Unreadable or Discord's own no when the channel itself can't be read.
 */
export async function fetchPast(bot: FetchingBot, request: PastRequest): Promise<void> {
  const { channelId, signal } = request;
  const ask = askWithin(PATIENCE_MS, { stopping: signal });
  const from = idBefore(request.from);
  const channel = await openChannel(bot, channelId, ask);
  let fetched = 0;
  const read = (one: GuildTextBasedChannel) =>
    readPast(bot, one, { followedId: channelId, from, ask, signal }, (count, upTo) => {
      fetched += count;
      request.onProgress?.(fetched, upTo);
    });
  if (channel.isTextBased()) await read(channel);
  if (channel.isThread()) return;
  const threads = await listThreads(channel, from, ask);
  if (threads.error !== null) throw threads.error;
  for (const thread of threads.found.sort((a, b) => compareIds(a.id, b.id))) {
    signal.throwIfAborted();
    try {
      await read(thread);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      bot.app.log.warn({ err: error, channelId: thread.id }, 'a thread’s past can not be read');
      const known = await findPastPart(bot.app.db, channelId, thread.id);
      const why = isGone(error) ? 'it is gone' : whyUnread(error);
      const part = known ?? {
        followed_id: channelId,
        channel_id: thread.id,
        read_from: from,
        read_to: from,
      };
      await keepPastPage(bot.app.db, { ...part, why_not: why }, []);
    }
  }
}

type PartRequest = { followedId: string; from: string; ask: Ask; signal: AbortSignal };

async function readPast(
  bot: FetchingBot,
  channel: GuildTextBasedChannel,
  { followedId, from, ask, signal }: PartRequest,
  onPage: (count: number, upTo: number) => void,
): Promise<void> {
  const { db } = bot.app;
  mustBeReadable(channel);
  const known = await findPastPart(db, followedId, channel.id);
  // A thread's first message may have its own id, which is no later than its channel's.
  let part: PastPart = known ?? {
    followed_id: followedId,
    channel_id: channel.id,
    read_from: from,
    read_to: from,
    why_not: null,
  };
  part = { ...part, why_not: null };
  const keep = async (page: readonly Message[], reached: Partial<PastPart>) => {
    part = { ...part, ...reached };
    const rows = page
      .filter((message) => isReadable(bot, message))
      .map((message) => rowOf(bot, followedId, message));
    await keepPastPage(db, part, rows);
    onPage(rows.length, SnowflakeUtil.timestampFrom(part.read_to));
  };

  const newest = channel.lastMessageId;
  const isNew = known === null || newest === null || compareIds(newest, part.read_to) > 0;
  for (let more = isNew; more; ) {
    signal.throwIfAborted();
    const page = await fetchPage(channel, { after: part.read_to, limit: PAGE }, ask);
    await keep(page, { read_to: page.at(-1)?.id ?? part.read_to });
    more = page.length === PAGE;
  }
  while (compareIds(from, part.read_from) < 0) {
    signal.throwIfAborted();
    const before = (BigInt(part.read_from) + 1n).toString();
    const page = await fetchPage(channel, { before, limit: PAGE }, ask);
    const oldest = page[0]?.id;
    const isLast = page.length < PAGE || oldest === undefined || compareIds(oldest, from) <= 0;
    const wanted = page.filter(({ id }) => compareIds(id, from) > 0);
    await keep(wanted, { read_from: isLast ? from : (BigInt(oldest) - 1n).toString() });
  }
}

function rowOf(bot: FetchingBot, followedId: string, message: Message): PastRow {
  const incoming = fetchedMessage(bot, message);
  return {
    message_id: message.id,
    followed_id: followedId,
    channel_id: message.channelId,
    author_id: incoming.authorId,
    author_name: incoming.authorName,
    poster_id: message.webhookId ?? message.author.id,
    is_webhook: message.webhookId !== null,
    replied_to_message_id: incoming.repliedToMessageId,
    body: incoming.body,
    written_at: new Date(incoming.postedAt),
    posted_at: new Date(message.createdTimestamp),
    edited_at: message.editedTimestamp === null ? null : new Date(message.editedTimestamp),
  };
}

/** The last id that a message before that time can have. */
function idBefore(time: number): string {
  const first = SnowflakeUtil.generate({
    timestamp: time,
    increment: 0n,
    processId: 0n,
    workerId: 0n,
  });
  return (first - 1n).toString();
}
