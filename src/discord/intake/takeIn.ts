import {
  DiscordAPIError,
  type Message,
  MessageFlags,
  MessageType,
  RESTJSONErrorCodes,
} from 'discord.js';
import type { IncomingMessage } from '../../trading/store/messages/inbox.ts';
import { ignoreMessage } from '../../trading/store/messages/posters.ts';
import { askForTerms, type ComingTerms } from '../../trading/store/watches/terms.ts';
import type { Watch } from '../../trading/store/watches/watches.ts';
import type { Bot } from '../bot.ts';
import { messageText, messageWords, type WordyMessage } from './messageText.ts';
import { isTrusted, providerOf, rolesOf } from './trust.ts';

/** Whether the message is one that a provider may have written: not ours, and no notice of Discord's. */
export function isReadable(bot: Pick<Bot, 'client'>, message: Message): boolean {
  return !message.system && message.author.id !== bot.client.user?.id;
}

/** How a message was learned of: one that the gateway tells has its author's roles with it. */
export type Way = 'told' | 'fetched';

/** `moveOn` is called once the next message can be taken in beside this one. */
export type TakeIn = (moveOn?: () => void) => Promise<boolean>;

/**
 * The job that takes a message in; false when it is known already or its author is not trusted there.
 * The text is copied now: discord.js changes the very same object when an edit comes. Running the
 * job again, or taking in the message again, changes nothing.
 */
export function takeInPosted(bot: Bot, watch: Watch, message: Message, way: Way): TakeIn {
  return takeIn(bot, watch, message, 'posted', 0, way);
}

/** null: no edit by its author, but Discord's own doing (a link preview, a pin). */
export function takeInEdited(bot: Bot, watch: Watch, message: Message, way: Way): TakeIn | null {
  // The announcement that this is a copy of is gone.
  if (message.flags.has(MessageFlags.SourceMessageDeleted))
    return takeInDeleted(bot, watch, message);
  if (message.editedTimestamp === null) return null;
  return takeIn(bot, watch, message, 'edited', message.editedTimestamp, way);
}

export function takeInDeleted(
  bot: Bot,
  watch: Watch,
  message: { id: string; channelId: string },
): TakeIn {
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
  way: Way,
): TakeIn {
  const incoming = { ...incomingMessage(bot, message), kind, revision, watchId: watch.id };
  const reply = incoming.repliedToMessageId;
  const roles = way === 'told' ? rolesOf(message) : null;
  // What is told of is worked in a moment, and those before it in its channel as well.
  const coming =
    way === 'told' && bot.app.databaseTrouble() === null
      ? askForTerms(bot.app.db, watch.id, incoming.authorId)
      : undefined;
  return async (moveOn) => {
    if (!(await isTrusted(watch.trusted, message, roles))) {
      if (kind === 'posted') await ignoreMessage(bot.app.db, incoming);
      return false;
    }
    const repliedTo = reply === null ? null : await fetchRepliedTo(bot, message, reply);
    return store(
      bot,
      {
        ...incoming,
        body: { ...incoming.body, ...(repliedTo && { repliedTo: messageWords(repliedTo) }) },
      },
      moveOn,
      coming,
    );
  };
}

/** A message as it stands, as one newly posted; what it replies to is only named. */
export function incomingMessage(
  bot: { app: Pick<Bot['app'], 'now'> },
  message: Message,
): Omit<IncomingMessage, 'watchId'> {
  const isReply = message.type === MessageType.Reply;
  return {
    messageId: message.id,
    kind: 'posted',
    revision: 0,
    channelId: message.channelId,
    ...providerOf(message),
    repliedToMessageId: isReply ? (message.reference?.messageId ?? null) : null,
    body: messageText(message, null),
    receivedAt: bot.app.now(),
  };
}

async function store(
  bot: Bot,
  message: IncomingMessage,
  moveOn?: () => void,
  coming?: ComingTerms,
): Promise<boolean> {
  const isNew = await bot.app.takeIn(message, moveOn, coming);
  if (isNew) bot.lastMessageAt = message.receivedAt;
  return isNew;
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
