import type { Discord } from '../discord.ts';
import { findMember, guildCreateWire, type Wire } from '../wire/wire.ts';
import { seesChannel } from '../world/permissions.ts';
import { channelType } from '../world/world.ts';
import { dispatchTo, type Session } from './session.ts';
import { noteChannels, userChannelWire } from './userChannels.ts';

/**
 * What a person's client is told when it logs in: itself, its direct messages, and its servers with
 * the channels that the person sees and whether the bot is there.
 *
 * @param botPresence as PRESENCE_UPDATE carries it
 */
export function tellUserOfEverything(
  { world, url }: Discord,
  session: Session,
  botPresence: Wire,
): void {
  const { userId } = session;
  const channels = [...world.channels.values()].filter((one) => seesChannel(world, one, userId));
  const guilds = [...world.guilds.values()].filter((one) => findMember(one, userId));
  dispatchTo(session, 'READY', {
    v: 10,
    user: world.users.get(userId),
    guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
    session_id: session.id,
    resume_gateway_url: url.replace('http', 'ws'),
    session_type: 'normal',
    private_channels: channels
      .filter(({ type }) => type === channelType.dm)
      .map((one) => userChannelWire(world, one, userId)),
    relationships: [],
    presences: [],
    user_settings: {},
  });
  const wires = (guildId: string, threads: boolean) =>
    channels
      .filter((one) => one.guildId === guildId && (one.thread !== undefined) === threads)
      .filter(({ thread }) => !thread?.archived)
      .map((one) => userChannelWire(world, one, userId));
  for (const guild of guilds) {
    dispatchTo(session, 'GUILD_CREATE', {
      ...guildCreateWire(world, guild),
      joined_at: findMember(guild, userId)?.joinedAt,
      channels: wires(guild.id, false),
      threads: wires(guild.id, true),
      presences: findMember(guild, world.application.botId) ? [botPresence] : [],
    });
  }
  noteChannels(world, session);
}
