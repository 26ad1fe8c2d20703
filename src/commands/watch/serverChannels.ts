import type { GuildBasedChannel } from 'discord.js';
import type { Bot } from '../../discord/bot.ts';
import { missingToRead } from '../../discord/intake/readPermissions.ts';
import { cut } from '../../notices/words/embedLimits.ts';
import { plainProviderText } from '../../notices/words/providerText.ts';
import { isWatchable } from './followChannel.ts';

/** The channels of every server that the bot can read and does not follow. */
export function followable(bot: Bot): GuildBasedChannel[] {
  const followed = new Set(bot.watched.all().map(({ channel_id }) => channel_id));
  return [...bot.client.channels.cache.values()]
    .filter(isWatchable)
    .filter((channel) => !followed.has(channel.id) && missingToRead(channel).length === 0);
}

/** "#calls in Elsewhere": a channel where those of several servers are named. */
export function channelLabel({ name, guild }: GuildBasedChannel): string {
  return cut(`#${plainProviderText(name, 60)} in ${plainProviderText(guild.name, 60)}`, 100);
}
