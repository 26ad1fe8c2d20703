import type {
  APIApplicationCommand,
  APIMessage,
  APIOverwrite,
  APIRole,
  APIUser,
  ChannelType,
  GuildForumTag,
} from 'discord.js';
import { compareSnowflakes } from './snowflake.ts';

/** Everything that exists on this Discord: plain data, written to the data folder as it is. */
export interface World {
  application: WorldApplication;
  users: Map<string, APIUser>;
  guilds: Map<string, WorldGuild>;
  channels: Map<string, WorldChannel>;
  /** By channel, oldest first, as they go over the wire. */
  messages: Map<string, APIMessage[]>;
  commands: Map<string, APIApplicationCommand>;
  webhooks: Map<string, WorldWebhook>;
}

export interface WorldApplication {
  id: string;
  name: string;
  ownerId: string;
  botId: string;
  /** Privileged intents switched on in the developer portal. */
  messageContent: boolean;
  guildMembers: boolean;
  presences: boolean;
  /** Users who installed the application to their account. */
  installedBy: string[];
  /** Users who take no direct messages from the bot. */
  unreachable: string[];
}

/** A webhook that posts under a name of its own. */
export interface WorldWebhook {
  id: string;
  channelId: string;
  name: string;
}

export interface WorldGuild {
  id: string;
  name: string;
  ownerId: string;
  roles: APIRole[];
  members: WorldMember[];
  /** Out of order at Discord's. */
  unavailable?: true;
}

export interface WorldMember {
  userId: string;
  roles: string[];
  nick: string | null;
  joinedAt: string;
}

export interface WorldChannel {
  id: string;
  type: ChannelType;
  name: string;
  /** Absent in direct messages. */
  guildId?: string;
  /** The category, or a thread's channel. */
  parentId: string | null;
  topic: string | null;
  position: number;
  overwrites: APIOverwrite[];
  /** Who takes part in a direct message; empty elsewhere. */
  recipients: string[];
  tags?: GuildForumTag[];
  thread?: WorldThread;
}

export interface WorldThread {
  ownerId: string;
  archived: boolean;
  locked: boolean;
  createdAt: string;
  /** When it was last archived or opened again; never yet, where it is missing. */
  archiveChangedAt?: string;
  appliedTags: string[];
  memberIds: string[];
}

/** `World` as JSON. */
export interface WorldSnapshot {
  application: WorldApplication;
  users: APIUser[];
  guilds: WorldGuild[];
  channels: WorldChannel[];
  messages: APIMessage[];
  commands: APIApplicationCommand[];
  webhooks: WorldWebhook[];
}

export const channelType = {
  text: 0,
  dm: 1,
  category: 4,
  announcement: 5,
  announcementThread: 10,
  publicThread: 11,
  privateThread: 12,
  forum: 15,
} as const;

export const messageFlag = {
  crossposted: 1 << 0,
  isCrosspost: 1 << 1,
  suppressEmbeds: 1 << 2,
  sourceMessageDeleted: 1 << 3,
  hasThread: 1 << 5,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  hasSnapshot: 1 << 14,
  componentsV2: 1 << 15,
} as const;

// The payload types have no name for "no flag at all".
export const noFlags = 0 as never;

/** A user's account. */
export function makeUser(id: string, username: string, displayName: string, bot = false): APIUser {
  return {
    id,
    username,
    discriminator: '0',
    global_name: displayName,
    avatar: null,
    bot,
    flags: noFlags,
    public_flags: noFlags,
    primary_guild: null,
  };
}

export function worldFromSnapshot(snapshot: WorldSnapshot): World {
  const byId = <T extends { id: string }>(all: T[]) => new Map(all.map((one) => [one.id, one]));
  const messages = new Map<string, APIMessage[]>();
  for (const message of snapshot.messages) {
    const inChannel = messages.get(message.channel_id);
    if (inChannel === undefined) messages.set(message.channel_id, [message]);
    else inChannel.push(message);
  }
  return {
    application: snapshot.application,
    users: byId(snapshot.users),
    guilds: byId(snapshot.guilds),
    channels: byId(snapshot.channels),
    messages,
    commands: byId(snapshot.commands),
    webhooks: byId(snapshot.webhooks),
  };
}

export function snapshotOfWorld(world: World): WorldSnapshot {
  return {
    application: world.application,
    users: [...world.users.values()],
    guilds: [...world.guilds.values()],
    channels: [...world.channels.values()],
    messages: [...world.messages.values()].flat(),
    commands: [...world.commands.values()],
    webhooks: [...world.webhooks.values()],
  };
}

/** The greatest id in a world, so that new ids go on above it. */
export function lastId(world: World): string {
  const ids = [
    world.application.id,
    ...world.users.keys(),
    ...world.guilds.keys(),
    ...world.channels.keys(),
    ...world.commands.keys(),
    ...world.webhooks.keys(),
  ];
  for (const messages of world.messages.values()) {
    const last = messages.at(-1);
    if (last !== undefined) ids.push(last.id);
  }
  return ids.reduce((a, b) => (compareSnowflakes(a, b) > 0 ? a : b), '0');
}

/** Messages of a channel, oldest first. The list itself: pushing to it posts. */
export function messagesOf(world: World, channelId: string): APIMessage[] {
  let messages = world.messages.get(channelId);
  if (messages === undefined) {
    messages = [];
    world.messages.set(channelId, messages);
  }
  return messages;
}

export function isMember(world: World, guildId: string | undefined, userId: string): boolean {
  const guild = guildId === undefined ? undefined : world.guilds.get(guildId);
  return guild?.members.some((member) => member.userId === userId) ?? false;
}

/** A user by id or user name. Throws a sentence naming who is missing. */
export function findUser(world: World, reference: string): APIUser {
  const byId = world.users.get(reference);
  if (byId !== undefined) return byId;
  for (const user of world.users.values()) if (user.username === reference) return user;
  throw new Error(`There is no user "${reference}" in this world.`);
}

export function findGuild(world: World, reference: string): WorldGuild {
  const byId = world.guilds.get(reference);
  if (byId !== undefined) return byId;
  for (const guild of world.guilds.values()) if (guild.name === reference) return guild;
  throw new Error(`There is no server "${reference}" in this world.`);
}

/** A channel or thread by id, by name, or by "Server/name" where names repeat. */
export function findChannel(world: World, reference: string): WorldChannel {
  const byId = world.channels.get(reference);
  if (byId !== undefined) return byId;
  const slash = reference.indexOf('/');
  const guild = slash > 0 ? findGuild(world, reference.slice(0, slash)) : undefined;
  const name = reference.slice(slash > 0 ? slash + 1 : 0).replace(/^#/, '');
  for (const channel of world.channels.values()) {
    if (channel.name === name && (guild === undefined || channel.guildId === guild.id)) {
      return channel;
    }
  }
  throw new Error(`There is no channel "${reference}" in this world.`);
}

/** A message by id, wherever it is. */
export function findMessage(world: World, id: string): APIMessage | undefined {
  for (const messages of world.messages.values()) {
    const found = messages.find((message) => message.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}
