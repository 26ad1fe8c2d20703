import { channelWire, type Wire } from '../wire/wire.ts';
import { channelPermissions, seesChannel } from '../world/permissions.ts';
import type { World, WorldChannel } from '../world/world.ts';
import { dispatchTo, type Session } from './session.ts';

/**
 * Channels as a person's client is told of them: only those that they see, each with their
 * permissions there, so that a client need not work them out. (Discord tells clients of all, with
 * everybody's roles and overwrites.)
 */

export function userChannelWire(world: World, channel: WorldChannel, userId: string): Wire {
  return {
    ...channelWire(world, channel, userId),
    permissions: channelPermissions(world, channel, userId).toString(),
  };
}

/** What a session was told of a channel, and how it looked, without what every message changes. */
export interface ToldChannel {
  type: number;
  guildId: string | undefined;
  looks: string;
}

const looksOf = ({
  last_message_id,
  message_count,
  total_message_sent,
  member_count,
  ...rest
}: Wire): string => JSON.stringify(rest);

/** Notes what a log-in tells of the channels that there are. */
export function noteChannels(world: World, session: Session): void {
  for (const channel of world.channels.values()) {
    if (channel.thread?.archived || !seesChannel(world, channel, session.userId)) continue;
    note(session, channel, userChannelWire(world, channel, session.userId));
  }
}

function note(session: Session, channel: WorldChannel, wire: Wire): void {
  const { type, guildId } = channel;
  session.told.set(channel.id, { type, guildId, looks: looksOf(wire) });
}

/** Tells a person's session which channels came into their view, changed there, or left it. */
export function tellOfChannels(world: World, session: Session): void {
  const { told, userId } = session;
  const kind = (type: number) => (type >= 10 && type <= 12 ? 'THREAD' : 'CHANNEL');
  for (const channel of world.channels.values()) {
    const known = told.get(channel.id);
    if (!seesChannel(world, channel, userId)) continue;
    if (known === undefined && channel.thread?.archived) continue;
    const wire = userChannelWire(world, channel, userId);
    if (known?.looks === looksOf(wire)) continue;
    note(session, channel, wire);
    dispatchTo(session, `${kind(channel.type)}_${known ? 'UPDATE' : 'CREATE'}`, wire);
  }
  for (const [id, { type, guildId }] of [...told]) {
    const channel = world.channels.get(id);
    if (channel && seesChannel(world, channel, userId)) continue;
    told.delete(id);
    dispatchTo(session, `${kind(type)}_DELETE`, {
      id,
      type,
      ...(guildId === undefined ? {} : { guild_id: guildId }),
    });
  }
}
