import { apiErrors } from '../wire/errors.ts';
import { findMember } from '../wire/wire.ts';
import { guildPermissions, may, seesChannel } from '../world/permissions.ts';
import type { World, WorldChannel, WorldGuild } from '../world/world.ts';

/** What the requests of the bot or of a person may reach; each throws Discord's error when not. */

/** A guild that the user is a member of. */
export function ownGuild(world: World, id: string | undefined, userId: string): WorldGuild {
  const guild = world.guilds.get(id ?? '');
  if (guild === undefined) throw apiErrors.unknownGuild();
  if (!findMember(guild, userId)) throw apiErrors.missingAccess();
  return guild;
}

/** A channel that the user sees. */
export function visibleChannel(world: World, id: string | undefined, userId: string): WorldChannel {
  const channel = world.channels.get(id ?? '');
  if (channel === undefined) throw apiErrors.unknownChannel();
  if (!seesChannel(world, channel, userId)) throw apiErrors.missingAccess();
  return channel;
}

export function requireInChannel(
  world: World,
  channel: WorldChannel,
  userId: string,
  bits: bigint,
): void {
  if (!may(world, channel, userId, bits)) throw apiErrors.missingPermissions();
}

export function requireInGuild(guild: WorldGuild, userId: string, bits: bigint): void {
  const allowed = guildPermissions(guild, userId);
  if ((allowed & bits) !== bits) throw apiErrors.missingPermissions();
}
