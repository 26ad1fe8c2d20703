import type { APIApplicationCommand, APIRole, APIUser } from 'discord.js';
import type { Discord } from '../discord.ts';
import { isOffered } from '../interactions/offered.ts';
import { channelPermissions, permission } from '../world/permissions.ts';
import {
  isMember,
  messagesOf,
  type World,
  type WorldChannel,
  type WorldGuild,
} from '../world/world.ts';

/** A channel as a user's client lists it. */
export interface ViewChannel {
  id: string;
  type: number;
  name: string;
  topic: string | null;
  /** The category, or a thread's channel. */
  parentId: string | null;
  archived: boolean;
  /** Whether the user may write there. */
  maySend: boolean;
  /** Whether the user may delete what others wrote there. */
  mayManage: boolean;
  lastMessageId: string | null;
  /** Of a direct message: everybody in it but the user. */
  recipients: string[];
}

export interface ViewGuild {
  id: string;
  name: string;
  ownerId: string;
  roles: APIRole[];
  memberIds: string[];
  /** Whether the bot is a member. */
  hasBot: boolean;
  channels: ViewChannel[];
}

/** Everything that a user's client shows before a channel is opened. */
export interface UserView {
  user: APIUser;
  botId: string;
  ownerId: string;
  guilds: ViewGuild[];
  directMessages: ViewChannel[];
  users: APIUser[];
}

/** The servers, channels and people that a user sees. */
export function viewOf(world: World, user: APIUser): UserView {
  const channels = [...world.channels.values()];
  const shown = (channel: WorldChannel) =>
    (channelPermissions(world, channel, user.id) & permission.viewChannel) !== 0n;
  const guilds = [...world.guilds.values()].filter((guild) => isMember(world, guild.id, user.id));
  return {
    user,
    botId: world.application.botId,
    ownerId: world.application.ownerId,
    guilds: guilds.map((guild) => guildView(world, user, guild, channels.filter(shown))),
    directMessages: channels
      .filter(({ guildId, recipients }) => guildId === undefined && recipients.includes(user.id))
      .map((channel) => channelView(world, user, channel)),
    users: [...world.users.values()],
  };
}

function guildView(
  world: World,
  user: APIUser,
  guild: WorldGuild,
  shown: readonly WorldChannel[],
): ViewGuild {
  return {
    id: guild.id,
    name: guild.name,
    ownerId: guild.ownerId,
    roles: guild.roles,
    memberIds: guild.members.map(({ userId }) => userId),
    hasBot: isMember(world, guild.id, world.application.botId),
    channels: shown
      .filter(({ guildId }) => guildId === guild.id)
      .toSorted((a, b) => a.position - b.position)
      .map((channel) => channelView(world, user, channel)),
  };
}

function channelView(world: World, user: APIUser, channel: WorldChannel): ViewChannel {
  const allowed = channelPermissions(world, channel, user.id);
  const send = channel.thread ? permission.sendMessagesInThreads : permission.sendMessages;
  return {
    id: channel.id,
    type: channel.type,
    name: channel.name,
    topic: channel.topic,
    parentId: channel.parentId,
    archived: channel.thread?.archived ?? false,
    maySend: (allowed & send) === send,
    mayManage: (allowed & permission.manageMessages) !== 0n,
    lastMessageId: messagesOf(world, channel.id).at(-1)?.id ?? null,
    recipients: channel.recipients.filter((id) => id !== user.id),
  };
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
