import type { Watch } from '../../trading/store/watches/watches.ts';
import type { Bot } from '../bot.ts';
import { catchUp } from './catchUp.ts';
import { missingToRead } from './readPermissions.ts';

/** Why nothing arrives from a watched channel, as far as is known without asking; null when all is well. */
function whyUnreadable({ client }: Bot, { channel_id }: Watch): string | null {
  const channel = client.channels.cache.get(channel_id);
  if (channel === undefined || channel.isDMBased())
    return 'the bot can not see it: it is gone, or View Channel is missing';
  if (!channel.guild.available) return 'its server is out of order at Discord’s';
  const missing = missingToRead(channel);
  return missing.length === 0 ? null : `the bot lacks ${missing.join(' and ')}`;
}

/**
 * Notices which watched channels the bot may read now and could not before, or the other way round:
 * what can't be read is marked from here and told, what can be read again is caught up, each in its
 * place among what the gateway tells. To be called whenever permissions may have changed.
 */
export function lookAtWatches(bot: Bot): void {
  for (const watch of bot.watched.all()) {
    const why = whyUnreadable(bot, watch);
    const before = bot.readability.get(watch.id) ?? null;
    bot.readability.set(watch.id, why);
    if (why === before) continue;
    bot.app.log.info({ watch: watch.name, why }, 'what may be read has changed');
    bot.lanes.run(watch.channel_id, () => catchUp(bot, watch.id));
  }
}

/** How it stands at the beginning of a session, which begins with a catch-up of all. */
export function noteReadability(bot: Bot): void {
  bot.readability.clear();
  for (const watch of bot.watched.all()) bot.readability.set(watch.id, whyUnreadable(bot, watch));
}
