import { type GuildBasedChannel, PermissionFlagsBits } from 'discord.js';

const NEEDED = [
  ['View Channel', PermissionFlagsBits.ViewChannel],
  ['Read Message History', PermissionFlagsBits.ReadMessageHistory],
] as const;

/**
 * The permissions that the bot lacks to read a channel, by the names Discord shows. Without Read
 * Message History Discord answers with an empty channel instead of an error.
 */
export function missingToRead(channel: GuildBasedChannel): string[] {
  const me = channel.client.user.id;
  const granted = channel.permissionsFor(me);
  return NEEDED.filter(([, bit]) => !granted?.has(bit)).map(([name]) => name);
}
