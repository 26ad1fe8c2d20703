import type { ChannelType } from 'discord.js';
import {
  ChannelPermissionOverwriteRequestSchema,
  CreatedThreadResponseSchema,
  CreateForumThreadRequestSchema,
  CreateGuildChannelRequestSchema,
  CreateTextThreadWithMessageRequestSchema,
  CreateTextThreadWithoutMessageRequestSchema,
  GuildChannelResponseSchema,
  GuildMemberResponseSchema,
  GuildRoleResponseSchema,
  GuildWithCountsResponseSchema,
  PrivateChannelResponseSchema,
  ThreadResponseSchema,
  ThreadsResponseSchema,
  UpdateGuildChannelRequestPartialSchema,
  UpdateThreadRequestPartialSchema,
} from 'discord-api-spec/zod';
import { array, object, omit, union } from 'zod/mini';
import {
  announceChannel,
  createChannel,
  createThread,
  deleteChannel,
  setArchived,
} from '../messages/channels.ts';
import { announceEdit, buildMessage, type MessageBody, postMessage } from '../messages/messages.ts';
import { apiErrors, fieldError } from '../wire/errors.ts';
import { checkMessage } from '../wire/rules.ts';
import { channelWire, findMember, guildWire, memberWire } from '../wire/wire.ts';
import { guildPermissions, permission, seesChannel } from '../world/permissions.ts';
import {
  channelType,
  findUser,
  messageFlag,
  messagesOf,
  type WorldChannel,
} from '../world/world.ts';
import { ownGuild, requireInChannel, requireInGuild, visibleChannel } from './access.ts';
import { created, noContent, ok, type Route } from './rest.ts';

interface OverwriteBody {
  id: string;
  type?: 0 | 1 | null;
  allow?: string | number | null;
  deny?: string | number | null;
}

const overwriteOf = ({ id, type, allow, deny }: OverwriteBody) => ({
  id,
  type: type ?? 0,
  allow: String(allow ?? 0),
  deny: String(deny ?? 0),
});

const anyChannel = union([
  GuildChannelResponseSchema,
  ThreadResponseSchema,
  PrivateChannelResponseSchema,
]);

export const channelRoutes: Route[] = [
  {
    method: 'GET',
    path: '/guilds/:guild',
    response: GuildWithCountsResponseSchema,
    handle: ({ discord: { world }, userId, params }) =>
      ok(guildWire(ownGuild(world, params.guild, userId))),
  },
  {
    method: 'GET',
    path: '/guilds/:guild/roles',
    response: array(GuildRoleResponseSchema),
    handle: ({ discord: { world }, userId, params }) =>
      ok(ownGuild(world, params.guild, userId).roles),
  },
  {
    method: 'GET',
    path: '/guilds/:guild/members/:user',
    response: GuildMemberResponseSchema,
    handle: ({ discord: { world }, userId, params }) => {
      const member = findMember(ownGuild(world, params.guild, userId), params.user ?? '');
      if (member === undefined) throw apiErrors.unknownMember();
      return ok(memberWire(world, member));
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guild/channels',
    response: array(GuildChannelResponseSchema),
    handle: ({ discord: { world }, userId, params }) => {
      const guild = ownGuild(world, params.guild, userId);
      const channels = [...world.channels.values()];
      return ok(
        channels
          .filter((one) => one.guildId === guild.id && !one.thread)
          // Bots hear of all.
          .filter((one) => userId === world.application.botId || seesChannel(world, one, userId))
          .map((one) => channelWire(world, one, userId)),
      );
    },
  },
  {
    method: 'POST',
    path: '/guilds/:guild/channels',
    request: CreateGuildChannelRequestSchema,
    response: GuildChannelResponseSchema,
    handle: ({ discord, userId, params, body }) => {
      const guild = ownGuild(discord.world, params.guild, userId);
      requireInGuild(guild, userId, permission.manageChannels);
      const asked = body as {
        name: string;
        type?: ChannelType | null;
        topic?: string | null;
        parent_id?: string | null;
        permission_overwrites?: OverwriteBody[] | null;
      };
      // Nobody can allow or deny in a channel what they may not do themselves.
      const own = guildPermissions(guild, userId);
      const overwrites = (asked.permission_overwrites ?? []).map(overwriteOf);
      if (overwrites.some(({ allow, deny }) => ((BigInt(allow) | BigInt(deny)) & ~own) !== 0n)) {
        throw apiErrors.missingPermissions();
      }
      const channel = createChannel(discord, guild.id, {
        name: asked.name,
        type: asked.type ?? channelType.text,
        topic: asked.topic ?? null,
        parentId: asked.parent_id ?? null,
        overwrites,
      });
      return created(channelWire(discord.world, channel, userId));
    },
  },
  {
    method: 'GET',
    path: '/channels/:channel',
    response: anyChannel,
    handle: ({ discord: { world }, userId, params }) =>
      ok(channelWire(world, visibleChannel(world, params.channel, userId), userId)),
  },
  {
    method: 'PATCH',
    path: '/channels/:channel',
    request: union([UpdateGuildChannelRequestPartialSchema, UpdateThreadRequestPartialSchema]),
    response: anyChannel,
    handle: ({ discord, userId, params, body }) => {
      const { world } = discord;
      const channel = visibleChannel(world, params.channel, userId);
      const asked = (body ?? {}) as {
        name?: string | null;
        topic?: string | null;
        archived?: boolean | null;
        locked?: boolean | null;
        permission_overwrites?: OverwriteBody[] | null;
      };
      requireInChannel(world, channel, userId, permission.manageChannels);
      if (asked.name) channel.name = asked.name;
      if (channel.thread) {
        setArchived(discord, channel, asked.archived ?? channel.thread.archived);
        channel.thread.locked = asked.locked ?? channel.thread.locked;
      } else {
        if (asked.topic !== undefined) channel.topic = asked.topic;
        if (asked.permission_overwrites) {
          requireInChannel(world, channel, userId, permission.manageRoles);
          channel.overwrites = asked.permission_overwrites.map(overwriteOf);
        }
      }
      announceChannel(discord, channel, channel.thread ? 'THREAD_UPDATE' : 'CHANNEL_UPDATE');
      return ok(channelWire(world, channel, userId));
    },
  },
  {
    method: 'DELETE',
    path: '/channels/:channel',
    response: anyChannel,
    handle: ({ discord, userId, params }) => {
      const channel = visibleChannel(discord.world, params.channel, userId);
      requireInChannel(discord.world, channel, userId, permission.manageChannels);
      const wire = channelWire(discord.world, channel, userId);
      deleteChannel(discord, channel);
      return ok(wire);
    },
  },
  {
    method: 'PUT',
    path: '/channels/:channel/permissions/:overwrite',
    request: omit(ChannelPermissionOverwriteRequestSchema, { id: true }),
    handle: ({ discord, userId, params, body }) => {
      const channel = visibleChannel(discord.world, params.channel, userId);
      requireInChannel(discord.world, channel, userId, permission.manageRoles);
      const id = params.overwrite ?? '';
      channel.overwrites = [
        ...channel.overwrites.filter((one) => one.id !== id),
        overwriteOf({ ...(body as Omit<OverwriteBody, 'id'>), id }),
      ];
      announceChannel(discord, channel, 'CHANNEL_UPDATE');
      return noContent;
    },
  },
  {
    method: 'POST',
    path: '/channels/:channel/messages/:message/threads',
    request: CreateTextThreadWithMessageRequestSchema,
    response: CreatedThreadResponseSchema,
    handle: ({ discord, userId, params, body }) => {
      const { world } = discord;
      const channel = visibleChannel(world, params.channel, userId);
      requireInChannel(world, channel, userId, permission.createPublicThreads);
      const message = messagesOf(world, channel.id).find(({ id }) => id === params.message);
      if (message === undefined) throw apiErrors.unknownMessage();
      const thread = createThread(discord, channel, {
        id: message.id,
        name: (body as { name: string }).name,
        ownerId: userId,
      });
      message.flags = Number(message.flags ?? 0) | messageFlag.hasThread;
      announceEdit(discord, channel, message);
      return created(channelWire(world, thread, userId));
    },
  },
  {
    method: 'POST',
    path: '/channels/:channel/threads',
    request: (body) =>
      body !== null && typeof body === 'object' && 'message' in body
        ? CreateForumThreadRequestSchema
        : CreateTextThreadWithoutMessageRequestSchema,
    response: CreatedThreadResponseSchema,
    handle: ({ discord, userId, params, body, files }) => {
      const { world } = discord;
      const channel = visibleChannel(world, params.channel, userId);
      const asked = body as { name: string; type?: number | null; message?: MessageBody };
      const forum = channel.type === channelType.forum;
      requireInChannel(
        world,
        channel,
        userId,
        forum ? permission.sendMessages : permission.createPublicThreads,
      );
      if (forum !== (asked.message !== undefined)) throw apiErrors.wrongChannelType();
      if (asked.message) checkMessage(asked.message, files.length === 0);
      const thread = createThread(discord, channel, {
        name: asked.name,
        ownerId: userId,
        private: asked.type === channelType.privateThread,
      });
      if (asked.message) {
        const author = findUser(world, userId);
        // A forum post's first message has its thread's id.
        const first = buildMessage(discord, thread, author, asked.message, files, {
          id: thread.id,
        });
        postMessage(discord, thread, first);
      }
      return created(channelWire(world, thread, userId));
    },
  },
  {
    method: 'PUT',
    path: '/channels/:channel/thread-members/@me',
    handle: ({ discord, userId, params }) => {
      const { world } = discord;
      const thread = visibleChannel(world, params.channel, userId);
      if (!thread.thread) throw apiErrors.wrongChannelType();
      const { memberIds } = thread.thread;
      if (!memberIds.includes(userId)) memberIds.push(userId);
      discord.changed();
      return noContent;
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guild/threads/active',
    response: object({ threads: array(ThreadResponseSchema) }),
    handle: ({ discord: { world }, userId, params }) => {
      const guild = ownGuild(world, params.guild, userId);
      const threads = [...world.channels.values()].filter(
        (one) =>
          one.guildId === guild.id &&
          one.thread &&
          !one.thread.archived &&
          seesChannel(world, one, userId),
      );
      return ok({ threads: threads.map((one) => channelWire(world, one, userId)), members: [] });
    },
  },
  {
    method: 'GET',
    path: '/channels/:channel/threads/archived/public',
    response: ThreadsResponseSchema,
    handle: ({ discord: { world }, userId, params, query }) => {
      const channel = visibleChannel(world, params.channel, userId);
      requireInChannel(world, channel, userId, permission.readMessageHistory);
      const limit = Number(query.get('limit') ?? 50);
      const before = query.get('before');
      if (!Number.isInteger(limit) || limit < 1 || limit > 100)
        throw apiErrors.invalidForm(
          fieldError(['limit'], 'NUMBER_TYPE_MAX', 'int value should be between 1 and 100.'),
        );
      const archivedAt = (one: WorldChannel) => Date.parse(one.thread?.archiveChangedAt ?? '');
      const threads = [...world.channels.values()]
        .filter(
          (one) =>
            one.parentId === channel.id &&
            one.thread?.archived === true &&
            one.type !== channelType.privateThread &&
            (before === null || archivedAt(one) < Date.parse(before)),
        )
        .sort((a, b) => archivedAt(b) - archivedAt(a));
      return ok({
        threads: threads.slice(0, limit).map((one) => channelWire(world, one, userId)),
        members: [],
        has_more: threads.length > limit,
      });
    },
  },
];
