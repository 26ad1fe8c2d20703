import {
  DiscordAPIError,
  type Message,
  MessageFlags,
  MessageReferenceType,
  MessageType,
  RESTJSONErrorCodes,
} from 'discord.js';
import { type IncomingMessage, receive } from '../trading/store/inbox.ts';
import type { Watch } from '../trading/store/watches.ts';
import type { Bot } from './bot.ts';
import { messageText, messageWords, type WordyMessage } from './messageText.ts';

/** Whether the message is one that a provider may have written: not ours, and no notice of Discord's. */
export function isReadable(bot: Bot, message: Message): boolean {
  return !message.system && message.author.id !== bot.client.user?.id;
}

/**
 * The job that takes a message in. The text is copied now: discord.js changes the very same object
 * when an edit comes. Running the job again, or taking in the message again, changes nothing.
 */
export function takeInPosted(bot: Bot, watch: Watch, message: Message): () => Promise<boolean> {
  return takeIn(bot, watch, message, 'posted', 0);
}

/** null: no edit by its author, but Discord's own doing (a link preview, a pin). */
export function takeInEdited(
  bot: Bot,
  watch: Watch,
  message: Message,
): (() => Promise<boolean>) | null {
  if (message.editedTimestamp === null) return null;
  return takeIn(bot, watch, message, 'edited', message.editedTimestamp);
}

export function takeInDeleted(
  bot: Bot,
  watch: Watch,
  message: { id: string; channelId: string },
): () => Promise<boolean> {
  const at = bot.app.now();
  return () =>
    store(bot, {
      messageId: message.id,
      kind: 'deleted',
      revision: 0,
      watchId: watch.id,
      channelId: message.channelId,
      authorId: '',
      authorName: '',
      repliedToMessageId: null,
      body: { text: '' },
      postedAt: at,
      receivedAt: at,
    });
}

function takeIn(
  bot: Bot,
  watch: Watch,
  message: Message,
  kind: 'posted' | 'edited',
  revision: number,
): () => Promise<boolean> {
  const incoming = { ...incomingMessage(bot, message), kind, revision, watchId: watch.id };
  const reply = incoming.repliedToMessageId;
  return async () => {
    const repliedTo = reply === null ? null : await fetchRepliedTo(bot, message, reply);
    return store(bot, {
      ...incoming,
      body: { ...incoming.body, ...(repliedTo && { repliedTo: messageWords(repliedTo) }) },
    });
  };
}

/** A message as it stands, as one newly posted; what it replies to is only named. */
export function incomingMessage(bot: Bot, message: Message): Omit<IncomingMessage, 'watchId'> {
  const isReply = message.type === MessageType.Reply;
  return {
    messageId: message.id,
    kind: 'posted',
    revision: 0,
    channelId: message.channelId,
    ...providerOf(message),
    repliedToMessageId: isReply ? (message.reference?.messageId ?? null) : null,
    body: messageText(message, null),
    postedAt: message.createdTimestamp,
    receivedAt: bot.app.now(),
  };
}

async function store(bot: Bot, message: IncomingMessage): Promise<boolean> {
  const isNew = await receive(bot.app.db, message);
  if (isNew) {
    bot.lastMessageAt = message.receivedAt;
    bot.app.wake();
  }
  return isNew;
}

/** Who posts: the author (a webhook is one too), or the channel that a followed announcement came from. */
function providerOf(message: Message): { authorId: string; authorName: string } {
  const origin = message.reference;
  const crossposted =
    message.flags.has(MessageFlags.IsCrosspost) &&
    origin !== null &&
    origin.type !== MessageReferenceType.Forward;
  return {
    authorId: crossposted ? origin.channelId : (message.webhookId ?? message.author.id),
    authorName: message.author.displayName,
  };
}

/** null when it is gone or can't be had: a signal doesn't wait for what it replies to. */
async function fetchRepliedTo(
  bot: Bot,
  message: Message,
  id: string,
): Promise<WordyMessage | null> {
  try {
    return await message.channel.messages.fetch(id);
  } catch (error) {
    const gone =
      error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMessage;
    if (!gone)
      bot.app.log.warn({ err: error, messageId: id }, 'the message replied to could not be read');
    return null;
  }
}
