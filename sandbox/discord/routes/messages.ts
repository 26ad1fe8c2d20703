import type { APIMessage } from 'discord.js';
import {
  MessageCreateRequestSchema,
  MessageEditRequestPartialSchema,
  MessageResponseSchema,
} from 'discord-api-spec/zod';
import { array, object, string } from 'zod/mini';
import type { Discord } from '../discord.ts';
import { deleteEverywhere, editEverywhere } from '../messages/everywhere.ts';
import {
  buildMessage,
  inGuild,
  type MessageBody,
  pageOfMessages,
  postMessage,
  readableMessage,
} from '../messages/messages.ts';
import { forwardOf, replyTo } from '../messages/references.ts';
import { apiErrors, fieldError } from '../wire/errors.ts';
import { checkMessage } from '../wire/rules.ts';
import type { Wire } from '../wire/wire.ts';
import { may, permission, seesChannel } from '../world/permissions.ts';
import { isSnowflake } from '../world/snowflake.ts';
import { channelType, findUser, messagesOf, type WorldChannel } from '../world/world.ts';
import { requireInChannel, visibleChannel } from './access.ts';
import { type Call, noContent, ok, type Route } from './rest.ts';

/** For how long a nonce with `enforce_nonce` stands for the message that was sent with it. */
const nonceMemoryMs = 5 * 60_000;

type CreateBody = MessageBody & {
  enforce_nonce?: boolean | null;
  message_reference?: {
    message_id: string;
    channel_id?: string | null;
    fail_if_not_exists?: boolean | null;
    type?: number | null;
  } | null;
};

const message = (channel: WorldChannel, discord: Discord, id: string | undefined): APIMessage => {
  const found = messagesOf(discord.world, channel.id).find((one) => one.id === id);
  if (found === undefined) throw apiErrors.unknownMessage();
  return found;
};

/** A message as its reader gets it: people get all of it, the bot what its intents let it read. */
const asRead = ({ world }: Discord, userId: string, one: APIMessage): Wire =>
  readableMessage(
    world,
    one,
    userId !== world.application.botId || world.application.messageContent,
  );

export const messageRoutes: Route[] = [
  {
    method: 'GET',
    path: '/channels/:channel/messages',
    response: array(MessageResponseSchema),
    handle: ({ discord, userId, params, query }) => {
      const channel = visibleChannel(discord.world, params.channel, userId);
      const limit = Number(query.get('limit') ?? 50);
      if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
        throw apiErrors.invalidForm(
          fieldError(['limit'], 'NUMBER_TYPE_MAX', 'int value should be between 1 and 100.'),
        );
      }
      const page = { limit, ...positionOf(query) };
      // Without the permission to read history there is none, and no error.
      if (!may(discord.world, channel, userId, permission.readMessageHistory)) return ok([]);
      return ok(
        pageOfMessages(discord.world, channel.id, page).map((one) => asRead(discord, userId, one)),
      );
    },
  },
  {
    method: 'GET',
    path: '/channels/:channel/messages/:message',
    response: MessageResponseSchema,
    handle: ({ discord, userId, params }) => {
      const channel = visibleChannel(discord.world, params.channel, userId);
      requireInChannel(discord.world, channel, userId, permission.readMessageHistory);
      return ok(asRead(discord, userId, message(channel, discord, params.message)));
    },
  },
  {
    method: 'POST',
    path: '/channels/:channel/messages',
    request: MessageCreateRequestSchema,
    response: MessageResponseSchema,
    handle: (call) => ok(createMessage(call)),
  },
  {
    method: 'PATCH',
    path: '/channels/:channel/messages/:message',
    request: MessageEditRequestPartialSchema,
    response: MessageResponseSchema,
    handle: ({ discord, userId, params, body, files }) => {
      const { world } = discord;
      const channel = visibleChannel(world, params.channel, userId);
      const found = message(channel, discord, params.message);
      if (found.author.id !== userId) throw apiErrors.notAuthor();
      const edit = (body ?? {}) as MessageBody;
      checkMessage(edit, false);
      editEverywhere(discord, channel, found, edit, files);
      return ok(found);
    },
  },
  {
    method: 'DELETE',
    path: '/channels/:channel/messages/:message',
    handle: ({ discord, userId, params }) => {
      const { world } = discord;
      const channel = visibleChannel(world, params.channel, userId);
      const found = message(channel, discord, params.message);
      if (found.author.id !== userId) {
        requireInChannel(world, channel, userId, permission.manageMessages);
      }
      deleteEverywhere(discord, channel, [found.id]);
      return noContent;
    },
  },
  {
    method: 'POST',
    path: '/channels/:channel/messages/bulk-delete',
    request: object({ messages: array(string()) }),
    handle: ({ discord, userId, params, body }) => {
      const channel = visibleChannel(discord.world, params.channel, userId);
      requireInChannel(discord.world, channel, userId, permission.manageMessages);
      deleteEverywhere(discord, channel, (body as { messages: string[] }).messages);
      return noContent;
    },
  },
  {
    method: 'POST',
    path: '/channels/:channel/typing',
    handle: ({ discord, userId, params }) => {
      const channel = visibleChannel(discord.world, params.channel, userId);
      requireInChannel(discord.world, channel, userId, permission.sendMessages);
      discord.events.emit({ type: 'typing', channelId: channel.id });
      discord.gateway.tellUsers(
        (one) => one !== userId && seesChannel(discord.world, channel, one),
        'TYPING_START',
        {
          channel_id: channel.id,
          ...inGuild(channel),
          user_id: userId,
          timestamp: Math.floor(discord.now() / 1_000),
        },
      );
      return noContent;
    },
  },
];

function createMessage({ discord, userId, params, body, files }: Call): APIMessage {
  const { world } = discord;
  const channel = visibleChannel(world, params.channel, userId);
  const sent = (body ?? {}) as CreateBody;
  if (channel.type === channelType.forum || channel.type === channelType.category) {
    throw apiErrors.wrongChannelType();
  }
  if (
    userId === world.application.botId &&
    channel.guildId === undefined &&
    world.application.unreachable.some((id) => channel.recipients.includes(id))
  ) {
    throw apiErrors.cannotMessageUser();
  }
  requireInChannel(
    world,
    channel,
    userId,
    channel.thread ? permission.sendMessagesInThreads : permission.sendMessages,
  );
  if (sent.embeds?.length) requireInChannel(world, channel, userId, permission.embedLinks);
  if (files.length > 0) requireInChannel(world, channel, userId, permission.attachFiles);

  const reference = sent.message_reference;
  const forwards = reference?.type === 1;
  checkMessage(sent, files.length === 0 && !forwards);

  if (sent.enforce_nonce && sent.nonce !== undefined && sent.nonce !== null) {
    const since = discord.now() - nonceMemoryMs;
    const same = messagesOf(world, channel.id).find(
      (one) =>
        one.author.id === userId && one.nonce === sent.nonce && Date.parse(one.timestamp) >= since,
    );
    if (same !== undefined) return same;
  }
  const posted = buildMessage(
    discord,
    channel,
    findUser(world, userId),
    sent,
    files,
    reference ? referenceOf(discord, userId, channel, reference) : {},
  );
  postMessage(discord, channel, posted);
  return posted;
}

function referenceOf(
  discord: Discord,
  userId: string,
  channel: WorldChannel,
  reference: NonNullable<CreateBody['message_reference']>,
) {
  const origin = visibleChannel(discord.world, reference.channel_id ?? channel.id, userId);
  const target = messagesOf(discord.world, origin.id).find(
    (one) => one.id === reference.message_id,
  );
  if (target === undefined) {
    if (reference.type !== 1 && reference.fail_if_not_exists === false) return {};
    throw apiErrors.invalidForm(
      fieldError(['message_reference'], 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message'),
    );
  }
  return reference.type === 1 ? forwardOf(discord.world, target) : replyTo(discord.world, target);
}

/** Where a page of history begins; Discord takes one of the three. */
function positionOf(query: URLSearchParams): { before?: string; after?: string; around?: string } {
  for (const name of ['around', 'before', 'after'] as const) {
    const id = query.get(name);
    if (id === null) continue;
    if (id !== '0' && !isSnowflake(id)) {
      throw apiErrors.invalidForm(
        fieldError([name], 'NUMBER_TYPE_COERCE', `Value "${id}" is not snowflake.`),
      );
    }
    return { [name]: id };
  }
  return {};
}
