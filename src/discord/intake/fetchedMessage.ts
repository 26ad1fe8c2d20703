import type { Message } from 'discord.js';
import type { IncomingMessage } from '../../trading/store/messages/inbox.ts';
import type { Bot } from '../bot.ts';
import { messageWords } from './messageText.ts';
import { incomingMessage } from './takeIn.ts';

/** A message of a page that was fetched, with what it replies to: that comes along in Discord's answer. */
export function fetchedMessage(
  bot: { app: Pick<Bot['app'], 'now'> },
  message: Message,
): Omit<IncomingMessage, 'watchId'> {
  const incoming = incomingMessage(bot, message);
  const repliedTo =
    incoming.repliedToMessageId === null
      ? undefined
      : message.channel.messages.cache.get(incoming.repliedToMessageId);
  return repliedTo === undefined
    ? incoming
    : { ...incoming, body: { ...incoming.body, repliedTo: messageWords(repliedTo) } };
}
