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
    handle: ({ discord }) => ok(selfWire(discord.world)),
  },
  {
    method: 'GET',
    path: '/users/@me/guilds',
    response: array(MyGuildResponseSchema),
    handle: ({ discord: { world } }) => {
      const { botId } = world.application;
      const guilds = [...world.guilds.values()].filter((guild) => findMember(guild, botId));
      return ok(
        guilds.map((guild) => ({
          id: guild.id,
          name: guild.name,
          icon: null,
          banner: null,
          owner: guild.ownerId === botId,
          permissions: guildPermissions(guild, botId).toString(),
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
    handle: ({ discord, body }) => {
      const { world } = discord;
      const id = (body as { recipient_id?: string | null }).recipient_id ?? '';
      const recipient = world.users.get(id);
      if (recipient === undefined || id === world.application.botId) {
        throw apiErrors.invalidForm(
          fieldError(['recipient_id'], 'CHANNEL_RECIPIENT_REQUIRED', 'Invalid Recipient(s)'),
        );
      }
      return ok(channelWire(world, openDirectMessage(discord, [world.application.botId, id])));
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
