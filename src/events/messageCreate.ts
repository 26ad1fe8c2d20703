import { Events } from 'discord.js';
import { isReadable, takeInPosted } from '../discord/takeIn.ts';
import { gatewayEvent } from './gatewayEvent.ts';

export const messageCreate = gatewayEvent(Events.MessageCreate, (bot, message) => {
  const watch = bot.watched.of(message.channel);
  if (watch === null || !isReadable(bot, message)) return;
  const job = takeInPosted(bot, watch, message);
  bot.lanes.run(watch.channel_id, async () => void (await job()));
});
