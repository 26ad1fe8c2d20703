import type { World, WorldChannel, WorldGuild } from './world.ts';

/** Permission bits as Discord documents them; only those that something here looks at. */
export const permission = {
  administrator: 1n << 3n,
  manageChannels: 1n << 4n,
  manageGuild: 1n << 5n,
  addReactions: 1n << 6n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  mentionEveryone: 1n << 17n,
  manageRoles: 1n << 28n,
  useApplicationCommands: 1n << 31n,
  createPublicThreads: 1n << 35n,
  sendMessagesInThreads: 1n << 38n,
} as const;

export const everyPermission = (1n << 53n) - 1n;

/** What members may do in the whole guild, before any channel's overwrites. */
export function guildPermissions(guild: WorldGuild, userId: string): bigint {
  if (guild.ownerId === userId) return everyPermission;
  const member = guild.members.find((one) => one.userId === userId);
  if (member === undefined) return 0n;
  let allowed = 0n;
  for (const role of guild.roles) {
    if (role.id === guild.id || member.roles.includes(role.id)) allowed |= BigInt(role.permissions);
  }
  return (allowed & permission.administrator) !== 0n ? everyPermission : allowed;
}

/**
 * What a user may do in a channel: guild roles, then the overwrites of @everyone, of the roles, of
 * the member, in Discord's order. A thread takes its parent's. In a direct message its recipients
 * may do everything that exists there, and nobody else anything.
 */
export function channelPermissions(world: World, channel: WorldChannel, userId: string): bigint {
  if (channel.guildId === undefined) {
    return channel.recipients.includes(userId) ? everyPermission : 0n;
  }
  const guild = world.guilds.get(channel.guildId);
  if (guild === undefined) return 0n;
  const base = guildPermissions(guild, userId);
  if (base === everyPermission) return base;
  const member = guild.members.find((one) => one.userId === userId);
  if (member === undefined) return 0n;
  const parent =
    channel.thread && channel.parentId ? world.channels.get(channel.parentId) : channel;
  const overwrites = (parent ?? channel).overwrites;
  const everyone = overwrites.filter((one) => one.id === guild.id);
  const roles = overwrites.filter((one) => one.id !== guild.id && member.roles.includes(one.id));
  const own = overwrites.filter((one) => one.id === userId);
  let allowed = base;
  for (const group of [everyone, roles, own]) {
    for (const one of group) allowed &= ~BigInt(one.deny);
    for (const one of group) allowed |= BigInt(one.allow);
  }
  // Who can't see a channel can do nothing in it.
  return (allowed & permission.viewChannel) === 0n ? 0n : allowed;
}

export function may(world: World, channel: WorldChannel, userId: string, bits: bigint): boolean {
  return (channelPermissions(world, channel, userId) & bits) === bits;
}

export function seesChannel(world: World, channel: WorldChannel, userId: string): boolean {
  return may(world, channel, userId, permission.viewChannel);
}
