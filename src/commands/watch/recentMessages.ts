import type { GuildTextBasedChannel, Message } from 'discord.js';
import type { Bot } from '../../discord/bot.ts';
import { Refusal } from '../../discord/command.ts';
import { fetchedMessage } from '../../discord/intake/fetchedMessage.ts';
import { activeThreads, compareIds, openChannel } from '../../discord/intake/readWatch.ts';
import { isReadable } from '../../discord/intake/takeIn.ts';
import { type Ask, isRefusal } from '../../discord/refusals.ts';
import type { IncomingMessage } from '../../trading/store/messages/inbox.ts';
import type { Watch } from '../../trading/store/watches/watches.ts';

/** How far back a channel is read for a look at it. */
const RECENT = 50;
/** As many messages as Discord gives at once. */
const PAGE = 100;
/** A forum has many posts; the latest tell enough. */
const MOST_CHANNELS = 10;

export type RecentMessage = { message: Message; incoming: Omit<IncomingMessage, 'watchId'> };

/**
 * The last messages of a watched channel and its threads, oldest first; up to and with the message
 * `upTo`, when given. Throws Refusal with where to click when the bot may not read there.
 */
export async function recentMessages(
  bot: Bot,
  watch: Watch,
  upTo: string | null = null,
  most = RECENT,
): Promise<RecentMessage[]> {
  const before = upTo === null ? {} : { before: (BigInt(upTo) + 1n).toString() };
  try {
    const found: Message[] = [];
    for (const channel of await channelsOf(bot, watch)) {
      try {
        found.push(...(await lastOf(channel, before, most)));
      } catch (error) {
        if (!channel.isThread() || !isRefusal(error)) throw error;
        bot.app.log.warn({ err: error, channelId: channel.id }, 'a thread could not be read');
      }
    }
    return found
      .filter((message) => isReadable(bot, message))
      .sort((a, b) => compareIds(a.id, b.id))
      .slice(-most)
      .map((message) => ({ message, incoming: fetchedMessage(bot, message) }));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new Refusal(
      `<#${watch.channel_id}> can not be read: ${error.message}. Give the bot View Channel and Read Message History there (channel settings, Permissions).`,
    );
  }
}

/** The last messages of a channel, by pages of as many as Discord gives at once. */
async function lastOf(
  channel: GuildTextBasedChannel,
  from: { before?: string },
  most: number,
): Promise<Message[]> {
  const found: Message[] = [];
  let before = from;
  while (found.length < most) {
    const limit = Math.min(PAGE, most - found.length);
    const page = await channel.messages.fetch({ ...before, limit, cache: false });
    found.push(...page.values());
    const oldest = page.last();
    if (page.size < limit || oldest === undefined) break;
    before = { before: oldest.id };
  }
  return found;
}

/** The channel itself, where it holds messages, and some of its active threads. */
async function channelsOf(bot: Bot, watch: Watch): Promise<GuildTextBasedChannel[]> {
  const once: Ask = (question) => question();
  const channel = await openChannel(bot, watch.channel_id, once);
  const threads = channel.isThread() ? [] : (await activeThreads(channel, once)).found;
  return [...(channel.isTextBased() ? [channel] : []), ...threads].slice(0, MOST_CHANNELS);
}
