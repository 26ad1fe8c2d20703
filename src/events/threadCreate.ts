import { Events } from 'discord.js';
import { catchUp } from '../discord/catchUp.ts';
import { gatewayEvent } from './gatewayEvent.ts';

/**
 * A thread or forum post under a watched channel: its first message can reach the gateway before
 * the thread does, and is then told to nobody.
 */
export const threadCreate = gatewayEvent(Events.ThreadCreate, (bot, thread) => {
  const watch = bot.watched.of(thread);
  if (watch !== null) bot.lanes.run(watch.channel_id, () => catchUp(bot, watch.id));
});
