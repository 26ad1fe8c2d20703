import { Events } from 'discord.js';
import { isReadable, takeInEdited } from '../discord/takeIn.ts';
import { gatewayEvent } from './gatewayEvent.ts';

export const messageUpdate = gatewayEvent(Events.MessageUpdate, async (bot, _before, after) => {
  const watch = bot.watched.of(after.channel);
  if (watch === null) return;
  const way = after.partial ? 'fetched' : 'told';
  const message = after.partial ? await after.fetch() : after;
  if (!isReadable(bot, message)) return;
  const job = takeInEdited(bot, watch, message, way);
  if (job !== null) bot.lanes.run(watch.channel_id, async () => void (await job()));
});
