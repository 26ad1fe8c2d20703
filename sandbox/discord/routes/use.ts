import type { APIMessage } from 'discord.js';
import {
  any,
  array,
  boolean,
  number,
  object,
  optional,
  record,
  string,
  union,
  unknown,
} from 'zod/mini';
import { contextMenuCommand, slashCommand } from '../interactions/commandUse.ts';
import { componentUse, modalSubmission } from '../interactions/componentUse.ts';
import { type InteractionStart, interactionType } from '../interactions/interaction.ts';
import { offeredCommands } from '../interactions/offered.ts';
import type { OptionValue } from '../interactions/optionValues.ts';
import { apiErrors, DiscordApiError, fieldError } from '../wire/errors.ts';
import { privateApplicationWire, type Wire } from '../wire/wire.ts';
import type { UploadedFile } from '../world/files.ts';
import { messagesOf } from '../world/world.ts';
import { visibleChannel } from './access.ts';
import { type Call, noContent, ok, type Route } from './rest.ts';

/**
 * What a person's client does with applications. Discord publishes no schema of it; this is what its
 * own clients send.
 */

const useRequest = object({
  type: number(),
  channel_id: string(),
  /** Comes back with everything that is told of it. */
  nonce: optional(string()),
  message_id: optional(string()),
  data: record(string(), unknown()),
});

const commandData = object({
  name: string(),
  type: number(),
  target_id: optional(string()),
  options: optional(array(any())),
  attachments: optional(array(object({ id: string(), filename: string() }))),
});
const componentData = object({ custom_id: string(), values: optional(array(string())) });
const formData = object({ id: string(), components: array(any()) });
const usedOption = object({
  name: string(),
  type: number(),
  value: optional(union([string(), number(), boolean()])),
  focused: optional(boolean()),
  options: optional(array(any())),
});

type UseBody = {
  type: number;
  channel_id: string;
  nonce?: string;
  message_id?: string;
  data: Wire;
};

export const useRoutes: Route[] = [
  {
    method: 'POST',
    path: '/interactions',
    only: 'people',
    request: useRequest,
    handle: (call) => {
      const { nonce } = call.body as UseBody;
      const start = startOf(call, call.body as UseBody);
      call.discord.interactions.start({ ...start, ...(nonce === undefined ? {} : { nonce }) });
      return noContent;
    },
  },
  {
    method: 'GET',
    path: '/channels/:channel/application-command-index',
    only: 'people',
    handle: ({ discord, userId, params }) => {
      const channel = visibleChannel(discord.world, params.channel, userId);
      const { id, name, icon, bot } = privateApplicationWire(discord.world);
      return ok({
        applications: [{ id, name, icon, bot }],
        application_commands: offeredCommands(discord, userId, channel),
      });
    },
  },
];

/** The interaction that a request asks for. Throws Discord's form error with a sentence when none. */
function startOf(call: Call, body: UseBody): InteractionStart {
  try {
    switch (body.type) {
      case interactionType.command:
      case interactionType.autocomplete:
        return commandStart(call, body);
      case interactionType.component:
        return componentStart(call, body);
      case interactionType.modalSubmit:
        return formStart(call, body);
      default:
        throw new Error(`There is no interaction of type ${body.type}.`);
    }
  } catch (error) {
    if (error instanceof DiscordApiError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw apiErrors.invalidForm(fieldError(['data'], 'INTERACTION_INVALID', why));
  }
}

function commandStart({ discord, userId, files }: Call, body: UseBody): InteractionStart {
  const channel = visibleChannel(discord.world, body.channel_id, userId);
  const {
    name,
    type,
    target_id: target = '',
    options = [],
    attachments,
  } = commandData.parse(body.data);
  if (type === 2) return contextMenuCommand(discord, userId, channel, name, { userId: target });
  if (type === 3) {
    const message = messagesOf(discord.world, channel.id).find(({ id }) => id === target);
    if (message === undefined) throw apiErrors.unknownMessage();
    return contextMenuCommand(discord, userId, channel, name, { message });
  }
  let path = name;
  let given = options.map((one) => usedOption.parse(one));
  for (let inner = given[0]; inner && inner.type <= 2; inner = given[0]) {
    path += ` ${inner.name}`;
    given = (inner.options ?? []).map((one) => usedOption.parse(one));
  }
  const values: Record<string, OptionValue> = {};
  for (const { name: option, type: kind, value } of given) {
    if (value === undefined) continue;
    values[option] = kind === 11 ? sentFile(files, attachments, String(value)) : value;
  }
  const typed = given.find(({ focused }) => focused)?.name;
  if ((typed === undefined) !== (body.type === interactionType.command)) {
    throw new Error('Only autocomplete has an option that is being typed.');
  }
  return slashCommand(discord, userId, channel, path, values, typed);
}

/** A file of the request, as the option that names it by its number takes it. */
function sentFile(
  files: UploadedFile[],
  attachments: { id: string; filename: string }[] = [],
  id: string,
): OptionValue {
  const described = attachments.find((one) => one.id === id);
  const file = files.find(({ index }) => index === id);
  if (file === undefined) throw new Error(`The file ${id} was not sent.`);
  return {
    filename: described?.filename ?? file.filename,
    content: file.bytes.toString('base64'),
    encoding: 'base64',
    contentType: file.contentType,
  };
}

function componentStart({ discord, userId }: Call, body: UseBody): InteractionStart {
  const channel = visibleChannel(discord.world, body.channel_id, userId);
  const { custom_id, values } = componentData.parse(body.data);
  const message = messageFor({ discord, userId }, channel.id, body.message_id ?? '');
  return componentUse(discord, userId, channel, message, custom_id, values);
}

/** A message that the user sees in a channel; one that is between them and the bot too. */
function messageFor(
  { discord, userId }: Pick<Call, 'discord' | 'userId'>,
  channelId: string,
  id: string,
): APIMessage {
  const hidden = discord.interactions.ephemeral(id);
  const message =
    hidden?.userId === userId
      ? hidden.message
      : messagesOf(discord.world, channelId).find((one) => one.id === id);
  if (message === undefined || message.channel_id !== channelId) throw apiErrors.unknownMessage();
  return message;
}

function formStart({ discord, userId }: Call, body: UseBody): InteractionStart {
  const { id, components } = formData.parse(body.data);
  const opener = discord.interactions.started(id);
  if (opener?.answer.modal === undefined || opener.userId !== userId) {
    throw apiErrors.unknownInteraction();
  }
  const { channel } = opener;
  return modalSubmission(
    discord,
    userId,
    channel,
    opener.answer.modal,
    filledIn(components),
    opener,
  );
}

/** What was filled in, by the ids of the fields. */
function filledIn(rows: Wire[]): Record<string, string | string[]> {
  const fields = rows.flatMap((row) => [row.components ?? row.component ?? []].flat() as Wire[]);
  return Object.fromEntries(
    fields.map(({ custom_id, value, values }) => [
      String(custom_id),
      Array.isArray(values) ? values.map(String) : String(value ?? ''),
    ]),
  );
}
