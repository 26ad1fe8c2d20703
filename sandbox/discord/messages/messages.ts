import type { APIAttachment, APIEmbed, APIMessage, APIUser } from 'discord.js';
import type { Discord } from '../discord.ts';
import { apiErrors } from '../wire/errors.ts';
import { findMember, partialMemberWire, type Wire } from '../wire/wire.ts';
import { storeFile, type UploadedFile } from '../world/files.ts';
import { intent } from '../world/intents.ts';
import { may, permission, seesChannel } from '../world/permissions.ts';
import { compareSnowflakes } from '../world/snowflake.ts';
import { messageFlag, messagesOf, type World, type WorldChannel } from '../world/world.ts';
import { componentsOf, embedsOf, withoutEmbedded } from './embedsAndComponents.ts';

/** What a request says about a message, already validated. Absent is unchanged, null is emptied. */
export interface MessageBody {
  content?: string | null;
  embeds?: APIEmbed[] | null;
  components?: Wire[] | null;
  flags?: number | null;
  tts?: boolean | null;
  nonce?: string | number | null;
  allowed_mentions?: {
    parse?: (string | null)[] | null;
    users?: (string | null)[] | null;
    roles?: (string | null)[] | null;
    replied_user?: boolean | null;
  } | null;
  attachments?: { id: string; filename?: string | null; description?: string | null }[] | null;
}

/** Flags a client may set itself. */
const settableFlags =
  messageFlag.suppressEmbeds | messageFlag.suppressNotifications | messageFlag.componentsV2;

/** Makes a message that is in no channel yet. `more` is what only some kinds of message carry. */
export function buildMessage(
  discord: Discord,
  channel: WorldChannel,
  author: APIUser,
  body: MessageBody,
  files: UploadedFile[] = [],
  more: Partial<APIMessage> & Wire = {},
): APIMessage {
  const id = discord.nextId();
  const attachments = files.map((file) => attachmentOf(discord, file, channel.id, body));
  const content = body.content ?? '';
  const replied = body.allowed_mentions?.replied_user === false ? null : more.referenced_message;
  const shown = withoutEmbedded(embedsOf(body.embeds ?? [], attachments), attachments);
  const message = {
    id,
    type: 0,
    channel_id: channel.id,
    author,
    content,
    ...mentionsOf(discord.world, channel, author, content, body, replied?.author),
    mention_roles: [],
    attachments: shown.attachments,
    embeds: shown.embeds,
    components: componentsOf(body.components ?? []),
    timestamp: new Date(discord.now()).toISOString(),
    edited_timestamp: null,
    tts: body.tts ?? false,
    pinned: false,
    ...(body.nonce === undefined || body.nonce === null ? {} : { nonce: body.nonce }),
    ...more,
    flags: ((body.flags ?? 0) & settableFlags) | Number(more.flags ?? 0),
  };
  return message as unknown as APIMessage;
}

/** Puts a message into its channel and tells whoever may see it. */
export function postMessage(discord: Discord, channel: WorldChannel, message: APIMessage): void {
  const messages = messagesOf(discord.world, channel.id);
  messages.push(message);
  dispatchMessage(discord, channel, 'MESSAGE_CREATE', message);
  discord.events.emit({ type: 'message', message });
  discord.changed();
}

/**
 * Applies an edit to a message, wherever it is; nobody is told. Throws, with nothing changed, when
 * nothing would be left of the message.
 */
export function applyEdit(
  discord: Discord,
  channel: WorldChannel,
  message: APIMessage,
  body: MessageBody,
  files: UploadedFile[] = [],
): void {
  const kept =
    body.attachments === undefined
      ? message.attachments
      : message.attachments.filter((old) => body.attachments?.some(({ id }) => id === old.id));
  const uploaded = files.map((file) => attachmentOf(discord, file, channel.id, body));
  const attachments = [...kept, ...uploaded];
  const change: Wire = { attachments };
  if (body.content !== undefined) {
    const content = body.content ?? '';
    change.content = content;
    Object.assign(
      change,
      mentionsOf(
        discord.world,
        channel,
        message.author,
        content,
        body,
        message.referenced_message?.author,
      ),
    );
  }
  if (body.embeds !== undefined) {
    const shown = withoutEmbedded(embedsOf(body.embeds ?? [], attachments), attachments);
    Object.assign(change, shown);
  }
  if (body.components !== undefined) change.components = componentsOf(body.components ?? []);
  if (body.flags !== undefined) {
    change.flags = ((message.flags ?? 0) & ~settableFlags) | ((body.flags ?? 0) & settableFlags);
  }
  change.edited_timestamp = new Date(discord.now()).toISOString();
  if (isEmpty({ ...message, ...change })) throw apiErrors.emptyMessage();
  Object.assign(message, change);
}

function isEmpty({ content, embeds, attachments, components, message_snapshots }: APIMessage) {
  const shown = [embeds, attachments, components ?? [], message_snapshots ?? []];
  return content === '' && shown.every((list) => list.length === 0);
}

/** Tells everybody that a message in a channel changed. */
export function announceEdit(discord: Discord, channel: WorldChannel, message: APIMessage): void {
  dispatchMessage(discord, channel, 'MESSAGE_UPDATE', message);
  discord.events.emit({ type: 'messageEdit', message });
  discord.changed();
}

/** Removes messages of one channel: one delete event, or one bulk event for several. */
export function deleteMessages(discord: Discord, channel: WorldChannel, ids: string[]): void {
  const messages = messagesOf(discord.world, channel.id);
  const gone = ids.filter((id) => messages.some((message) => message.id === id));
  discord.world.messages.set(
    channel.id,
    messages.filter((message) => !gone.includes(message.id)),
  );
  if (gone.length === 0) return;
  const { gateway, world } = discord;
  const place = { channel_id: channel.id, ...inGuild(channel) };
  const [type, data] =
    ids.length === 1
      ? ['MESSAGE_DELETE', { id: gone[0], ...place }]
      : ['MESSAGE_DELETE_BULK', { ids: gone, ...place }];
  if (botSees(discord, channel)) {
    const wanted = channel.guildId === undefined ? intent.directMessages : intent.guildMessages;
    gateway.dispatch(type, wanted, data);
  }
  gateway.tellUsers((userId) => seesChannel(world, channel, userId), type, data);
  for (const messageId of gone) {
    discord.events.emit({ type: 'messageDelete', channelId: channel.id, messageId });
  }
  discord.changed();
}

/** One page of a channel's history, newest first, as the API sends it. */
export function pageOfMessages(
  world: World,
  channelId: string,
  page: { before?: string; after?: string; around?: string; limit: number },
): APIMessage[] {
  const messages = messagesOf(world, channelId);
  const { before, after, around, limit } = page;
  let chosen: APIMessage[];
  if (around !== undefined) {
    const half = Math.floor(limit / 2);
    const older = messages
      .filter((one) => compareSnowflakes(one.id, around) < 0)
      .slice(-half || messages.length);
    const rest = messages.filter((one) => compareSnowflakes(one.id, around) >= 0);
    chosen = [...(half === 0 ? [] : older), ...rest].slice(0, limit);
  } else if (after !== undefined) {
    chosen = messages.filter((one) => compareSnowflakes(one.id, after) > 0).slice(0, limit);
  } else if (before !== undefined) {
    chosen = messages.filter((one) => compareSnowflakes(one.id, before) < 0).slice(-limit);
  } else {
    chosen = messages.slice(-limit);
  }
  return chosen.toReversed();
}

/**
 * A message as the bot may read it. Without Message Content it sees the words of others only where
 * it takes part itself: in direct messages, its own messages, and those that mention it.
 */
export function readableMessage(world: World, message: APIMessage, mayReadContent: boolean): Wire {
  const { botId, id: applicationId } = world.application;
  const wire = { ...message } as unknown as Wire;
  const readable =
    mayReadContent ||
    message.author.id === botId ||
    message.application_id === applicationId ||
    message.mentions.some((user) => user.id === botId) ||
    world.channels.get(message.channel_id)?.guildId === undefined;
  if (readable) return wire;
  const emptied = { content: '', embeds: [], attachments: [], components: [] };
  Object.assign(wire, emptied);
  if (message.message_snapshots) {
    wire.message_snapshots = message.message_snapshots.map((one) => ({
      message: { ...one.message, ...emptied },
    }));
  }
  if (message.referenced_message) {
    wire.referenced_message = readableMessage(world, message.referenced_message, false);
  }
  return wire;
}

export function botSees(discord: Discord, channel: WorldChannel): boolean {
  const { world } = discord;
  if (world.guilds.get(channel.guildId ?? '')?.unavailable) return false;
  return may(world, channel, world.application.botId, permission.viewChannel);
}

export function inGuild(channel: WorldChannel): { guild_id?: string } {
  return channel.guildId === undefined ? {} : { guild_id: channel.guildId };
}

function dispatchMessage(
  discord: Discord,
  channel: WorldChannel,
  type: string,
  message: APIMessage,
): void {
  const { gateway, world } = discord;
  const extra = messageExtra(world, channel, message);
  if (botSees(discord, channel)) {
    gateway.dispatchMessage(type, message, extra, channel.guildId === undefined);
  }
  const wire = { ...message, ...extra };
  gateway.tellUsers((userId) => seesChannel(world, channel, userId), type, wire);
}

/** What a message event says beside the message. */
export function messageExtra(world: World, channel: WorldChannel, message: APIMessage): Wire {
  const guild = channel.guildId === undefined ? undefined : world.guilds.get(channel.guildId);
  const member = guild && findMember(guild, message.author.id);
  const extra: Wire = { channel_type: channel.type, ...inGuild(channel) };
  if (member && message.webhook_id === undefined) extra.member = partialMemberWire(member);
  if (guild) {
    extra.mentions = message.mentions.map((user) => {
      const mentioned = findMember(guild, user.id);
      return mentioned ? { ...user, member: partialMemberWire(mentioned) } : user;
    });
  }
  return extra;
}

function attachmentOf(
  discord: Discord,
  file: UploadedFile,
  channelId: string,
  body: MessageBody,
): APIAttachment {
  const described = body.attachments?.find(({ id }) => id === file.index);
  return storeFile(discord, file, channelId, described);
}

/** Whom a text mentions, as far as `allowed_mentions` lets it ping. */
function mentionsOf(
  world: World,
  channel: WorldChannel,
  author: APIUser,
  content: string,
  body: MessageBody,
  replied?: APIUser,
): { mentions: APIUser[]; mention_everyone: boolean } {
  const allowed = body.allowed_mentions;
  const kinds = allowed ? (allowed.parse ?? []) : ['users', 'roles', 'everyone'];
  const ids = new Set<string>();
  for (const [, id] of content.matchAll(/<@!?([0-9]{1,20})>/g)) {
    if (id !== undefined && (kinds.includes('users') || allowed?.users?.includes(id))) ids.add(id);
  }
  if (replied) ids.add(replied.id);
  const mentions = [...ids].map((id) => world.users.get(id)).filter((user) => user !== undefined);
  const mention_everyone =
    kinds.includes('everyone') &&
    (content.includes('@everyone') || content.includes('@here')) &&
    may(world, channel, author.id, permission.mentionEveryone);
  return { mentions, mention_everyone };
}
