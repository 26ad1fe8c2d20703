import { apiErrors } from '../wire/errors.ts';
import { findMember } from '../wire/wire.ts';
import { guildPermissions, may, permission } from '../world/permissions.ts';
import type { World, WorldChannel, WorldGuild } from '../world/world.ts';

/** What the bot's requests may reach; each throws Discord's error when they may not. */

/** A guild the bot is a member of. */
export function ownGuild(world: World, id: string | undefined): WorldGuild {
  const guild = world.guilds.get(id ?? '');
  if (guild === undefined) throw apiErrors.unknownGuild();
  if (!findMember(guild, world.application.botId)) throw apiErrors.missingAccess();
  return guild;
}

/** A channel the bot sees. */
export function visibleChannel(world: World, id: string | undefined): WorldChannel {
  const channel = world.channels.get(id ?? '');
  if (channel === undefined) throw apiErrors.unknownChannel();
  if (!may(world, channel, world.application.botId, permission.viewChannel)) {
    throw apiErrors.missingAccess();
  }
  return channel;
}

export function requireInChannel(world: World, channel: WorldChannel, bits: bigint): void {
  if (!may(world, channel, world.application.botId, bits)) throw apiErrors.missingPermissions();
}

export function requireInGuild(world: World, guild: WorldGuild, bits: bigint): void {
  const allowed = guildPermissions(guild, world.application.botId);
  if ((allowed & bits) !== bits) throw apiErrors.missingPermissions();
}
