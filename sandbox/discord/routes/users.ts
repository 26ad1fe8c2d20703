import {
  CreatePrivateChannelRequestSchema,
  MyGuildResponseSchema,
  PrivateChannelResponseSchema,
  UserPIIResponseSchema,
  UserResponseSchema,
} from 'discord-api-spec/zod';
import { array } from 'zod/mini';
import { openDirectMessage } from '../messages/channels.ts';
import { apiErrors, fieldError } from '../wire/errors.ts';
import { channelWire, findMember, selfWire } from '../wire/wire.ts';
import { guildPermissions } from '../world/permissions.ts';
import { ok, type Route } from './rest.ts';

export const userRoutes: Route[] = [
  {
    method: 'GET',
    path: '/users/@me',
    response: UserPIIResponseSchema,
    handle: ({ discord, userId }) => ok(selfWire(discord.world, userId)),
  },
  {
    method: 'GET',
    path: '/users/@me/guilds',
    response: array(MyGuildResponseSchema),
    handle: ({ discord: { world }, userId }) => {
      const guilds = [...world.guilds.values()].filter((guild) => findMember(guild, userId));
      return ok(
        guilds.map((guild) => ({
          id: guild.id,
          name: guild.name,
          icon: null,
          banner: null,
          owner: guild.ownerId === userId,
          permissions: guildPermissions(guild, userId).toString(),
          features: [],
        })),
      );
    },
  },
  {
    method: 'POST',
    path: '/users/@me/channels',
    request: CreatePrivateChannelRequestSchema,
    response: PrivateChannelResponseSchema,
    handle: ({ discord, userId, body }) => {
      const { world } = discord;
      const id = (body as { recipient_id?: string | null }).recipient_id ?? '';
      const recipient = world.users.get(id);
      if (recipient === undefined || id === userId) {
        throw apiErrors.invalidForm(
          fieldError(['recipient_id'], 'CHANNEL_RECIPIENT_REQUIRED', 'Invalid Recipient(s)'),
        );
      }
      return ok(channelWire(world, openDirectMessage(discord, [userId, id]), userId));
    },
  },
  {
    method: 'GET',
    path: '/users/:user',
    response: UserResponseSchema,
    handle: ({ discord, params }) => {
      const user = discord.world.users.get(params.user ?? '');
      if (user === undefined) throw apiErrors.unknownUser();
      return ok(user);
    },
  },
];
