import { type Channel, ChannelType, type GuildBasedChannel } from 'discord.js';
import type { Bot } from '../../discord/bot.ts';
import { Refusal } from '../../discord/command.ts';
import { missingToRead } from '../../discord/intake/readPermissions.ts';
import { fetchApplication, NO_MESSAGE_CONTENT } from '../../discord/session/application.ts';
import { readSettings } from '../../trading/store/settings/settings.ts';
import { addWatch, findRemovedWatch, type Watch } from '../../trading/store/watches/watches.ts';

/** Where signals can be posted. */
export const WATCHABLE = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.PublicThread,
  ChannelType.AnnouncementThread,
] as const;

type Watchable = Extract<GuildBasedChannel, { type: (typeof WATCHABLE)[number] }>;

export function isWatchable(channel: Channel): channel is Watchable {
  return (WATCHABLE as readonly ChannelType[]).includes(channel.type);
}

/** A new watch follows known formats, unless its owner has said how all are followed. */
async function followFromStart({ app }: Bot): Promise<Record<string, unknown>> {
  const { follow } = await readSettings(app.db, 'defaults');
  return follow === undefined ? { follow: 'known' } : {};
}

/**
 * Follows a channel from now on; `name`: what to call it, the channel's own name when null. Throws
 * Refusal with what is missing and where to click.
 */
export async function followChannel(
  bot: Bot,
  id: string,
  name: string | null,
  by: string,
  /** What it has of its own from the start. */
  settings: Record<string, unknown> = {},
): Promise<{ watch: Watch; channel: GuildBasedChannel; said: string }> {
  const { messageContent } = await fetchApplication(bot.client.rest);
  if (!messageContent) throw new Refusal(`${NO_MESSAGE_CONTENT}, then add the channel again.`);
  const channel = await bot.client.channels.fetch(id).catch(() => null);
  if (channel === null || channel.isDMBased())
    throw new Refusal(
      `The bot can not see <#${id}>. In a server of yours: give it View Channel and Read Message History there (channel settings, Permissions), or add it with /invite. In somebody else’s: its owner can add the bot, or you follow the channel, if it is an announcement channel, into a server of yours and watch it there.`,
    );
  if (!isWatchable(channel))
    throw new Refusal(`<#${id}> is no channel that signals are posted in as text.`);
  const missing = missingToRead(channel);
  if (missing.length > 0)
    throw new Refusal(
      `The bot can not read <#${id}>: it lacks ${missing.join(' and ')}. Grant that in the channel’s settings under Permissions, then add it again.`,
    );
  const before = await findRemovedWatch(bot.app.db, id);
  const own = { ...(before?.settings ?? (await followFromStart(bot))), ...settings };
  // With real money on, a watch that nobody has said a word about asks.
  const asks =
    bot.app.account === 'live' && settings.follow === undefined && own.follow !== 'paper';
  const watch = await addWatch(bot.app.db, {
    guildId: channel.guildId,
    channelId: id,
    name: name ?? before?.name ?? channel.name,
    settings: asks ? { ...own, follow: 'confirm' } : own,
    ...(before !== null && { trusted: before.trusted }),
    by,
    at: bot.app.now(),
  });
  if (watch === null) throw new Refusal(`<#${id}> is followed already.`);
  await bot.watched.reload();
  return { watch, channel, said: saidOf(before, asks) };
}

function saidOf(before: Watch | null, asks: boolean): string {
  return [
    ...(before === null
      ? []
      : ['It has its settings of the last time again, and reads the same people.']),
    ...(asks
      ? [
          '⚠ Real money is on, so it asks you before each trade. “How it follows” lets it trade by itself.',
        ]
      : []),
  ].join(' ');
}
