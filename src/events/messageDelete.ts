import { type Channel, Events } from 'discord.js';
import type { Bot } from '../discord/bot.ts';
import { takeInDeleted } from '../discord/intake/takeIn.ts';
import { gatewayEvent } from './gatewayEvent.ts';

export const messageDelete = gatewayEvent(Events.MessageDelete, (bot, message) =>
  takeInDeletions(bot, message.channel, [message.id]),
);

export const messageDeleteBulk = gatewayEvent(Events.MessageBulkDelete, (bot, messages, channel) =>
  takeInDeletions(bot, channel, [...messages.keys()]),
);

function takeInDeletions(bot: Bot, channel: Channel, ids: readonly string[]): void {
  const watch = bot.watched.of(channel);
  if (watch === null) return;
  for (const id of ids) {
    const job = takeInDeleted(bot, watch, { id, channelId: channel.id });
    bot.lanes.run(watch.channel_id, async () => void (await job()));
  }
}
