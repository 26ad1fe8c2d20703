import type { APIApplicationCommand } from 'discord.js';
import {
  ApplicationCommandCreateRequestSchema,
  ApplicationCommandPatchRequestPartialSchema,
  ApplicationCommandResponseSchema,
  ApplicationCommandUpdateRequestSchema,
  PrivateApplicationResponseSchema,
} from 'discord-api-spec/zod';
import { array } from 'zod/mini';
import {
  commandsOf,
  deleteCommand,
  registerCommands,
  updateCommand,
} from '../interactions/commands.ts';
import { apiErrors } from '../wire/errors.ts';
import { privateApplicationWire, type Wire } from '../wire/wire.ts';
import { ownGuild } from './access.ts';
import { type Call, created, noContent, ok, type Route } from './rest.ts';

/** The guild whose commands a call is about; undefined for the global ones. */
function scopeOf({ discord: { world }, userId, params }: Call): string | undefined {
  if (params.application !== world.application.id) throw apiErrors.missingAccess();
  return params.guild === undefined ? undefined : ownGuild(world, params.guild, userId).id;
}

function commandOf(call: Call): APIApplicationCommand {
  const scope = scopeOf(call);
  const command = call.discord.world.commands.get(call.params.command ?? '');
  if (command === undefined || command.guild_id !== scope) throw apiErrors.unknownCommand();
  return command;
}

/** The same six routes for global commands and for a guild's. */
function commandRoutes(path: string): Route[] {
  return [
    {
      method: 'GET',
      path,
      response: array(ApplicationCommandResponseSchema),
      handle: (call) => ok(commandsOf(call.discord, scopeOf(call))),
    },
    {
      method: 'PUT',
      path,
      request: array(ApplicationCommandUpdateRequestSchema),
      response: array(ApplicationCommandResponseSchema),
      handle: (call) =>
        ok(registerCommands(call.discord, scopeOf(call), call.body as Wire[], true)),
    },
    {
      method: 'POST',
      path,
      request: ApplicationCommandCreateRequestSchema,
      response: ApplicationCommandResponseSchema,
      handle: (call) =>
        created(registerCommands(call.discord, scopeOf(call), [call.body as Wire], false)[0]),
    },
    {
      method: 'GET',
      path: `${path}/:command`,
      response: ApplicationCommandResponseSchema,
      handle: (call) => ok(commandOf(call)),
    },
    {
      method: 'PATCH',
      path: `${path}/:command`,
      request: ApplicationCommandPatchRequestPartialSchema,
      response: ApplicationCommandResponseSchema,
      handle: (call) => ok(updateCommand(call.discord, commandOf(call), call.body as Wire)),
    },
    {
      method: 'DELETE',
      path: `${path}/:command`,
      handle: (call) => {
        deleteCommand(call.discord, commandOf(call));
        return noContent;
      },
    },
  ];
}

const routes: Route[] = [
  {
    method: 'GET',
    path: '/applications/@me',
    response: PrivateApplicationResponseSchema,
    handle: ({ discord }) => ok(privateApplicationWire(discord.world)),
  },
  {
    method: 'GET',
    path: '/oauth2/applications/@me',
    response: PrivateApplicationResponseSchema,
    handle: ({ discord }) => ok(privateApplicationWire(discord.world)),
  },
  ...commandRoutes('/applications/:application/commands'),
  ...commandRoutes('/applications/:application/guilds/:guild/commands'),
];

/** An application is its bot's to look at and change. */
export const applicationRoutes = routes.map((route): Route => ({ ...route, only: 'bot' }));
