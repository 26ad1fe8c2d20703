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
import { guildPermissions, may, permission } from '../world/permissions.ts';
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
    handle: ({ discord: { world }, params }) => ok(guildWire(ownGuild(world, params.guild))),
  },
  {
    method: 'GET',
    path: '/guilds/:guild/roles',
    response: array(GuildRoleResponseSchema),
    handle: ({ discord: { world }, params }) => ok(ownGuild(world, params.guild).roles),
  },
  {
    method: 'GET',
    path: '/guilds/:guild/members/:user',
    response: GuildMemberResponseSchema,
    handle: ({ discord: { world }, params }) => {
      const member = findMember(ownGuild(world, params.guild), params.user ?? '');
      if (member === undefined) throw apiErrors.unknownMember();
      return ok(memberWire(world, member));
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guild/channels',
    response: array(GuildChannelResponseSchema),
    handle: ({ discord: { world }, params }) => {
      const guild = ownGuild(world, params.guild);
      const channels = [...world.channels.values()];
      return ok(
        channels
          .filter((one) => one.guildId === guild.id && !one.thread)
          .map((one) => channelWire(world, one)),
      );
    },
  },
  {
    method: 'POST',
    path: '/guilds/:guild/channels',
    request: CreateGuildChannelRequestSchema,
    response: GuildChannelResponseSchema,
    handle: ({ discord, params, body }) => {
      const guild = ownGuild(discord.world, params.guild);
      requireInGuild(discord.world, guild, permission.manageChannels);
      const asked = body as {
        name: string;
        type?: ChannelType | null;
        topic?: string | null;
        parent_id?: string | null;
        permission_overwrites?: OverwriteBody[] | null;
      };
      // Nobody can allow or deny in a channel what they may not do themselves.
      const own = guildPermissions(guild, discord.world.application.botId);
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
      return created(channelWire(discord.world, channel));
    },
  },
  {
    method: 'GET',
    path: '/channels/:channel',
    response: anyChannel,
    handle: ({ discord: { world }, params }) =>
      ok(channelWire(world, visibleChannel(world, params.channel))),
  },
  {
    method: 'PATCH',
    path: '/channels/:channel',
    request: union([UpdateGuildChannelRequestPartialSchema, UpdateThreadRequestPartialSchema]),
    response: anyChannel,
    handle: ({ discord, params, body }) => {
      const { world } = discord;
      const channel = visibleChannel(world, params.channel);
      const asked = (body ?? {}) as {
        name?: string | null;
        topic?: string | null;
        archived?: boolean | null;
        locked?: boolean | null;
        permission_overwrites?: OverwriteBody[] | null;
      };
      requireInChannel(world, channel, permission.manageChannels);
      if (asked.name) channel.name = asked.name;
      if (channel.thread) {
        setArchived(discord, channel, asked.archived ?? channel.thread.archived);
        channel.thread.locked = asked.locked ?? channel.thread.locked;
      } else {
        if (asked.topic !== undefined) channel.topic = asked.topic;
        if (asked.permission_overwrites) {
          requireInChannel(world, channel, permission.manageRoles);
          channel.overwrites = asked.permission_overwrites.map(overwriteOf);
        }
      }
      announceChannel(discord, channel, channel.thread ? 'THREAD_UPDATE' : 'CHANNEL_UPDATE');
      return ok(channelWire(world, channel));
    },
  },
  {
    method: 'DELETE',
    path: '/channels/:channel',
    response: anyChannel,
    handle: ({ discord, params }) => {
      const channel = visibleChannel(discord.world, params.channel);
      requireInChannel(discord.world, channel, permission.manageChannels);
      const wire = channelWire(discord.world, channel);
      deleteChannel(discord, channel);
      return ok(wire);
    },
  },
  {
    method: 'PUT',
    path: '/channels/:channel/permissions/:overwrite',
    request: omit(ChannelPermissionOverwriteRequestSchema, { id: true }),
    handle: ({ discord, params, body }) => {
      const channel = visibleChannel(discord.world, params.channel);
      requireInChannel(discord.world, channel, permission.manageRoles);
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
    handle: ({ discord, params, body }) => {
      const { world } = discord;
      const channel = visibleChannel(world, params.channel);
      requireInChannel(world, channel, permission.createPublicThreads);
      const message = messagesOf(world, channel.id).find(({ id }) => id === params.message);
      if (message === undefined) throw apiErrors.unknownMessage();
      const thread = createThread(discord, channel, {
        id: message.id,
        name: (body as { name: string }).name,
        ownerId: world.application.botId,
      });
      message.flags = Number(message.flags ?? 0) | messageFlag.hasThread;
      announceEdit(discord, channel, message);
      return created(channelWire(world, thread));
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
    handle: ({ discord, params, body, files }) => {
      const { world } = discord;
      const { botId } = world.application;
      const channel = visibleChannel(world, params.channel);
      const asked = body as { name: string; type?: number | null; message?: MessageBody };
      const forum = channel.type === channelType.forum;
      requireInChannel(
        world,
        channel,
        forum ? permission.sendMessages : permission.createPublicThreads,
      );
      if (forum !== (asked.message !== undefined)) throw apiErrors.wrongChannelType();
      if (asked.message) checkMessage(asked.message, files.length === 0);
      const thread = createThread(discord, channel, {
        name: asked.name,
        ownerId: botId,
        private: asked.type === channelType.privateThread,
      });
      if (asked.message) {
        const author = findUser(world, botId);
        // A forum post's first message has its thread's id.
        const first = buildMessage(discord, thread, author, asked.message, files, {
          id: thread.id,
        });
        postMessage(discord, thread, first);
      }
      return created(channelWire(world, thread));
    },
  },
  {
    method: 'PUT',
    path: '/channels/:channel/thread-members/@me',
    handle: ({ discord, params }) => {
      const { world } = discord;
      const thread = visibleChannel(world, params.channel);
      if (!thread.thread) throw apiErrors.wrongChannelType();
      const { memberIds } = thread.thread;
      if (!memberIds.includes(world.application.botId)) memberIds.push(world.application.botId);
      discord.changed();
      return noContent;
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guild/threads/active',
    response: object({ threads: array(ThreadResponseSchema) }),
    handle: ({ discord: { world }, params }) => {
      const guild = ownGuild(world, params.guild);
      const { botId } = world.application;
      const threads = [...world.channels.values()].filter(
        (one) =>
          one.guildId === guild.id &&
          one.thread &&
          !one.thread.archived &&
          may(world, one, botId, permission.viewChannel),
      );
      return ok({ threads: threads.map((one) => channelWire(world, one)), members: [] });
    },
  },
  {
    method: 'GET',
    path: '/channels/:channel/threads/archived/public',
    response: ThreadsResponseSchema,
    handle: ({ discord: { world }, params, query }) => {
      const channel = visibleChannel(world, params.channel);
      requireInChannel(world, channel, permission.readMessageHistory);
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
        threads: threads.slice(0, limit).map((one) => channelWire(world, one)),
        members: [],
        has_more: threads.length > limit,
      });
    },
  },
];
