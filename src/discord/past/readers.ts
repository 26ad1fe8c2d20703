import { DiscordAPIError } from 'discord.js';
import type { Poster } from '../../trading/history/messages/gatherPast.ts';
import type { Trusted } from '../../trading/store/tables/watches.ts';
import type { Bot } from '../bot.ts';
import { trustsAll } from '../intake/trust.ts';

/**
 * Whether a watch reads what somebody has posted, by what is known of a message of the past. Roles
 * are those of today; who is no member any more has none.
 */
export function readersOf(
  bot: Pick<Bot, 'client'>,
  followedId: string,
  trusted: Trusted,
): (poster: Poster) => Promise<boolean> {
  const byRole = new Map<string, Promise<boolean>>();
  return async ({ author_id, poster_id, is_webhook }) => {
    if (trustsAll(trusted)) return true;
    if ([author_id, poster_id].some((id) => trusted.posters.includes(id))) return true;
    if (trusted.roles.length === 0 || is_webhook) return false;
    const known = byRole.get(poster_id) ?? hasRole(bot, followedId, poster_id, trusted.roles);
    byRole.set(poster_id, known);
    return known;
  };
}

async function hasRole(
  { client }: Pick<Bot, 'client'>,
  followedId: string,
  userId: string,
  roles: readonly string[],
): Promise<boolean> {
  const channel = await client.channels.fetch(followedId);
  if (channel === null || channel.isDMBased()) return false;
  try {
    const member = await channel.guild.members.fetch({ user: userId, force: true });
    return member.roles.cache.some((role) => roles.includes(role.id));
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status === 404) return false;
    throw error;
  }
}
