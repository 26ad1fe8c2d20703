import type { APIOverwrite, ChannelType } from 'discord.js';
import type { Discord } from '../discord.ts';
import { apiErrors } from '../wire/errors.ts';
import { channelWire } from '../wire/wire.ts';
import { intent } from '../world/intents.ts';
import { channelType, isMember, type WorldChannel } from '../world/world.ts';
import { botSees } from './messages.ts';

/** The direct message of exactly these users, made when there is none. */
export function openDirectMessage(discord: Discord, userIds: string[]): WorldChannel {
  const wanted = [...new Set(userIds)].toSorted();
  for (const channel of discord.world.channels.values()) {
    if (
      channel.type === channelType.dm &&
      channel.recipients.length === wanted.length &&
      wanted.every((id) => channel.recipients.includes(id))
    ) {
      return channel;
    }
  }
  const channel: WorldChannel = {
    id: discord.nextId(),
    type: channelType.dm,
    name: '',
    parentId: null,
    topic: null,
    position: 0,
    overwrites: [],
    recipients: wanted,
  };
  discord.world.channels.set(channel.id, channel);
  discord.events.emit({ type: 'channel', channelId: channel.id });
  discord.changed();
  discord.gateway.tellOfChannels();
  return channel;
}

/** Adds a channel to a guild. */
export function createChannel(
  discord: Discord,
  guildId: string,
  made: {
    name: string;
    type?: ChannelType;
    topic?: string | null;
    parentId?: string | null;
    overwrites?: APIOverwrite[];
  },
): WorldChannel {
  const siblings = [...discord.world.channels.values()].filter((one) => one.guildId === guildId);
  const channel: WorldChannel = {
    id: discord.nextId(),
    type: made.type ?? channelType.text,
    // Text channels have no capitals and no blanks.
    name:
      made.type === channelType.category ? made.name : made.name.toLowerCase().replaceAll(' ', '-'),
    guildId,
    parentId: made.parentId ?? null,
    topic: made.topic ?? null,
    position: siblings.length,
    overwrites: made.overwrites ?? [],
    recipients: [],
    ...(made.type === channelType.forum ? { tags: [] } : {}),
  };
  discord.world.channels.set(channel.id, channel);
  announceChannel(discord, channel, 'CHANNEL_CREATE');
  return channel;
}

/**
 * Adds a thread. One that starts from a message has that message's id.
 *
 * @param parent a text, announcement or forum channel
 */
export function createThread(
  discord: Discord,
  parent: WorldChannel,
  made: { name: string; ownerId: string; id?: string; private?: boolean; appliedTags?: string[] },
): WorldChannel {
  const type =
    parent.type === channelType.announcement
      ? channelType.announcementThread
      : made.private
        ? channelType.privateThread
        : channelType.publicThread;
  const thread: WorldChannel = {
    id: made.id ?? discord.nextId(),
    type,
    name: made.name,
    ...(parent.guildId === undefined ? {} : { guildId: parent.guildId }),
    parentId: parent.id,
    topic: null,
    position: 0,
    overwrites: [],
    recipients: [],
    thread: {
      ownerId: made.ownerId,
      archived: false,
      locked: false,
      createdAt: new Date(discord.now()).toISOString(),
      appliedTags: made.appliedTags ?? [],
      memberIds: [made.ownerId],
    },
  };
  discord.world.channels.set(thread.id, thread);
  discord.events.emit({ type: 'channel', channelId: thread.id });
  discord.changed();
  discord.gateway.tellOfChannels();
  if (botSees(discord, thread)) {
    discord.gateway.dispatch('THREAD_CREATE', intent.guilds, {
      ...channelWire(discord.world, thread),
      newly_created: true,
    });
  }
  return thread;
}

/** Archives a thread, or opens it again; nobody is told. */
export function setArchived(discord: Discord, channel: WorldChannel, archived: boolean): void {
  const { thread } = channel;
  if (!thread) throw apiErrors.wrongChannelType();
  if (thread.archived === archived) return;
  thread.archived = archived;
  thread.archiveChangedAt = new Date(discord.now()).toISOString();
}

/**
 * Tells of a channel made, changed or deleted: people when they see it, a bot whether it may see it
 * or not; that is how it learns that it no longer may.
 */
export function announceChannel(
  discord: Discord,
  channel: WorldChannel,
  event: 'CHANNEL_CREATE' | 'CHANNEL_UPDATE' | 'CHANNEL_DELETE' | 'THREAD_UPDATE' | 'THREAD_DELETE',
): void {
  discord.changed();
  discord.events.emit({ type: 'channel', channelId: channel.id });
  const { world, gateway } = discord;
  if (isMember(world, channel.guildId, world.application.botId)) {
    gateway.dispatch(event, intent.guilds, channelWire(world, channel));
  }
  gateway.tellOfChannels();
}

/** Removes a channel with its messages and threads. */
export function deleteChannel(discord: Discord, channel: WorldChannel): void {
  announceChannel(discord, channel, channel.thread ? 'THREAD_DELETE' : 'CHANNEL_DELETE');
  const { channels, messages } = discord.world;
  for (const one of [...channels.values()]) {
    if (one.id === channel.id || (one.thread && one.parentId === channel.id)) {
      channels.delete(one.id);
      messages.delete(one.id);
    }
  }
  discord.gateway.tellOfChannels();
}
