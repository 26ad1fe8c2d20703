import type { Discord } from '../discord.ts';
import { findMember, guildCreateWire, memberWire } from '../wire/wire.ts';
import { intent } from '../world/intents.ts';
import { permission } from '../world/permissions.ts';
import { findGuild, findUser, isMember, type WorldGuild } from '../world/world.ts';

/** The role of that name or id, wherever it is. Throws a sentence naming what is missing. */
function findRole(discord: Discord, reference: string) {
  for (const guild of discord.world.guilds.values()) {
    const role = guild.roles.find(({ id, name }) => id === reference || name === reference);
    if (role !== undefined) return { guild, role };
  }
  throw new Error(`There is no role "${reference}" in this world.`);
}

function tell(discord: Discord, guild: WorldGuild, event: string, data: Record<string, unknown>) {
  tellBot(discord, guild, event, data);
  tellMembers(discord, guild, event, data);
}

function tellBot(
  discord: Discord,
  guild: WorldGuild,
  event: string,
  data: Record<string, unknown>,
) {
  discord.changed();
  const { world, gateway } = discord;
  if (isMember(world, guild.id, world.application.botId)) {
    gateway.dispatch(event, intent.guilds, data);
  }
}

/** Tells the people of a server, and of the channels that came into their view or left it. */
function tellMembers(
  { world, gateway }: Discord,
  guild: WorldGuild,
  event: string,
  data: Record<string, unknown>,
) {
  gateway.tellUsers((userId) => isMember(world, guild.id, userId), event, data);
  gateway.tellOfChannels();
}

export function setRolePermissions(
  discord: Discord,
  reference: string,
  change: { allow?: (keyof typeof permission)[]; deny?: (keyof typeof permission)[] },
): void {
  const { guild, role } = findRole(discord, reference);
  let bits = BigInt(role.permissions);
  for (const name of change.allow ?? []) bits |= permission[name];
  for (const name of change.deny ?? []) bits &= ~permission[name];
  role.permissions = bits.toString();
  tell(discord, guild, 'GUILD_ROLE_UPDATE', { guild_id: guild.id, role });
}

export function deleteRole(discord: Discord, reference: string): void {
  const { guild, role } = findRole(discord, reference);
  guild.roles = guild.roles.filter(({ id }) => id !== role.id);
  for (const member of guild.members) member.roles = member.roles.filter((id) => id !== role.id);
  tell(discord, guild, 'GUILD_ROLE_DELETE', { guild_id: guild.id, role_id: role.id });
}

/** Of other members a bot hears only with an intent of its own; of itself always. */
export function setRoles(discord: Discord, user: string, references: string[]): void {
  const { world, gateway } = discord;
  const { id } = findUser(world, user);
  for (const guild of world.guilds.values()) {
    const member = guild.members.find(({ userId }) => userId === id);
    if (member === undefined) continue;
    member.roles = guild.roles
      .filter((role) => references.includes(role.id) || references.includes(role.name))
      .map((role) => role.id);
    discord.changed();
    const wanted = id === world.application.botId ? intent.guilds : intent.guildMembers;
    const wire = { ...memberWire(world, member), guild_id: guild.id };
    if (isMember(world, guild.id, world.application.botId))
      gateway.dispatch('GUILD_MEMBER_UPDATE', wanted, wire);
    tellMembers(discord, guild, 'GUILD_MEMBER_UPDATE', wire);
  }
}

/** The bot is added to a server, or removed from it. */
export function setBotMember(discord: Discord, reference: string, member: boolean): void {
  const { world, gateway } = discord;
  const guild = findGuild(world, reference);
  const { botId } = world.application;
  if (isMember(world, guild.id, botId) === member) return;
  if (member) {
    const joinedAt = new Date(discord.now()).toISOString();
    guild.members.push({ userId: botId, roles: [], nick: null, joinedAt });
    gateway.dispatch('GUILD_CREATE', intent.guilds, guildCreateWire(world, guild));
    const self = findMember(guild, botId);
    if (self) {
      const wire = { ...memberWire(world, self), guild_id: guild.id };
      tellMembers(discord, guild, 'GUILD_MEMBER_ADD', wire);
    }
  } else {
    guild.members = guild.members.filter(({ userId }) => userId !== botId);
    gateway.dispatch('GUILD_DELETE', intent.guilds, { id: guild.id });
    const user = world.users.get(botId);
    tellMembers(discord, guild, 'GUILD_MEMBER_REMOVE', { guild_id: guild.id, user });
  }
  discord.changed();
}

/** A server that is out of order at Discord's tells the bot nothing until it is back. */
export function setAvailable(discord: Discord, reference: string, available: boolean): void {
  const { world } = discord;
  const guild = findGuild(world, reference);
  if (available) {
    delete guild.unavailable;
    tellBot(discord, guild, 'GUILD_CREATE', guildCreateWire(world, guild));
  } else {
    guild.unavailable = true;
    tellBot(discord, guild, 'GUILD_DELETE', { id: guild.id, unavailable: true });
  }
}
