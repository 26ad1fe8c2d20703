import { ChannelType, type GuildBasedChannel } from 'discord.js';
import type { Bot } from '../../discord/bot.ts';
import { Refusal } from '../../discord/command.ts';
import { missingToRead } from '../../discord/readPermissions.ts';
import { addWatch, type Watch } from '../../trading/store/watches.ts';

/** Where signals can be posted. */
export const WATCHABLE = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.PublicThread,
  ChannelType.AnnouncementThread,
] as const;

/**
 * Follows a channel from now on; `name`: what to call it, the channel's own name when null. Throws
 * Refusal with what is missing and where to click.
 */
export async function followChannel(
  bot: Bot,
  id: string,
  name: string | null,
  by: string,
): Promise<{ watch: Watch; channel: GuildBasedChannel }> {
  const channel = await bot.client.channels.fetch(id).catch(() => null);
  if (channel === null || channel.isDMBased())
    throw new Refusal(
      `The bot can not see <#${id}>. Add it to that server with /invite, or give it View Channel and Read Message History there (channel settings, Permissions).`,
    );
  const missing = missingToRead(channel);
  if (missing.length > 0)
    throw new Refusal(
      `The bot can not read <#${id}>: it lacks ${missing.join(' and ')}. Grant that in the channel’s settings under Permissions, then add it again.`,
    );
  const watch = await addWatch(bot.app.db, {
    guildId: channel.guildId,
    channelId: id,
    name: name ?? channel.name,
    settings: {},
    by,
    at: bot.app.now(),
  });
  if (watch === null) throw new Refusal(`<#${id}> is followed already.`);
  await bot.watched.reload();
  return { watch, channel };
}
