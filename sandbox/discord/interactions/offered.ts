import type { APIApplicationCommand } from 'discord.js';
import type { Discord } from '../discord.ts';
import { channelPermissions, permission } from '../world/permissions.ts';
import { isMember, type WorldChannel } from '../world/world.ts';

/**
 * The command as offered to a user in a channel: the server's own before the one of everywhere. Throws
 * a sentence when there is none.
 */
export function offeredCommand(
  discord: Discord,
  userId: string,
  channel: WorldChannel,
  name: string,
  type: number,
): APIApplicationCommand {
  const named = [...discord.world.commands.values()].filter(
    (one) => one.name === name && one.type === type,
  );
  const [ofServer, everywhere] = [
    named.find((one) => one.guild_id !== undefined && one.guild_id === channel.guildId),
    named.find((one) => one.guild_id === undefined),
  ];
  let why: string | null = null;
  for (const command of [ofServer, everywhere]) {
    if (command === undefined) continue;
    const refusal = whyNotOffered(discord, userId, channel, command);
    if (refusal === null) return command;
    why ??= refusal;
  }
  throw new Error(`Not offered: ${why ?? `there is no command "${name}"`}.`);
}

/** Why Discord's client does not offer a command to a user in a channel; null when it does. */
function whyNotOffered(
  discord: Discord,
  userId: string,
  channel: WorldChannel,
  command: APIApplicationCommand,
): string | null {
  const { world } = discord;
  const { name } = command;
  const user = world.users.get(userId)?.username;
  const permissions = channelPermissions(world, channel, userId);
  if ((permissions & permission.viewChannel) === 0n) return `${user} can't see that channel`;
  const owners = ownersOf(discord, userId, channel, command);
  if (Object.keys(owners).length === 0) return `"${name}" is not installed there for ${user}`;
  const where = contextOf(discord, channel);
  if (command.guild_id === undefined && command.contexts && !command.contexts.includes(where)) {
    return `"${name}" is not for this kind of channel`;
  }
  const needed = command.default_member_permissions;
  const inGuild =
    channel.guildId !== undefined && isMember(world, channel.guildId, world.application.botId);
  if (inGuild && needed !== null) {
    // "0" is for administrators alone.
    const bits = needed === '0' ? permission.administrator : BigInt(needed);
    if ((permissions & bits) !== bits) {
      return `${user} lacks the permissions that "${name}" asks for`;
    }
  }
  return null;
}

/** Whether Discord's client offers this command, and no other of its name, to a user in a channel. */
function isOffered(
  discord: Discord,
  userId: string,
  channel: WorldChannel,
  { id, name, type }: APIApplicationCommand,
): boolean {
  try {
    return offeredCommand(discord, userId, channel, name, type).id === id;
  } catch {
    return false;
  }
}

/** The commands of every kind that Discord's client would offer a user in a channel. */
export function offeredCommands(
  discord: Discord,
  userId: string,
  channel: WorldChannel,
): APIApplicationCommand[] {
  return [...discord.world.commands.values()].filter((command) =>
    isOffered(discord, userId, channel, command),
  );
}

/** 0 in a server, 1 in the bot's own direct message, 2 in one between others. */
function contextOf(discord: Discord, channel: WorldChannel): 0 | 1 | 2 {
  if (channel.guildId !== undefined) return 0;
  return channel.recipients.includes(discord.world.application.botId) ? 1 : 2;
}

/** By whose installation a command may be used: the server's ("0"), the user's ("1"), or none. */
export function ownersOf(
  discord: Discord,
  userId: string,
  channel: WorldChannel,
  command: APIApplicationCommand,
): Record<string, string> {
  const { world } = discord;
  const { botId, installedBy } = world.application;
  const types: number[] = command.integration_types ?? [0];
  const owners: Record<string, string> = {};
  if (types.includes(0)) {
    if (channel.guildId !== undefined && isMember(world, channel.guildId, botId)) {
      owners['0'] = channel.guildId;
    } else if (contextOf(discord, channel) === 1) owners['0'] = '0';
  }
  if (types.includes(1) && installedBy.includes(userId)) owners['1'] = userId;
  return owners;
}
