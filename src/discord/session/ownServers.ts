import { type Guild, PermissionFlagsBits } from 'discord.js';
import type { Bot } from '../bot.ts';
import { isGone } from '../refusals.ts';

/**
 * Whether a server is one that the bot's owner runs or uses it in: theirs, one that they may manage,
 * the one of the private channel, or one whose roles they have let in with /access. In any other,
 * a provider's, its members may do nothing with the bot.
 */
export async function isOwnServer(
  {
    application,
    settings,
    privateChannel,
  }: Pick<Bot, 'application' | 'settings' | 'privateChannel'>,
  guild: Guild,
): Promise<boolean> {
  if (application.ownerIds.has(guild.ownerId)) return true;
  const chosen = privateChannel.chosen();
  if (chosen !== null && guild.channels.cache.has(chosen)) return true;
  const { traders, viewers } = settings.current();
  if ([...traders.roles, ...viewers.roles].some((role) => guild.roles.cache.has(role))) return true;
  for (const user of application.ownerIds) if (await mayManage(guild, user)) return true;
  return false;
}

async function mayManage(guild: Guild, user: string): Promise<boolean> {
  try {
    const member = await guild.members.fetch({ user, force: true });
    return member.permissions.has(PermissionFlagsBits.ManageGuild);
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}
