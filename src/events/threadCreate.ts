import { Events } from 'discord.js';
import { catchUp, catchUpThread } from '../discord/intake/catchUp.ts';
import { gatewayEvent } from './gatewayEvent.ts';

/**
 * A thread or forum post under a watched channel: its first message can reach the gateway before
 * the thread does, and is then told to nobody.
 */
export const threadCreate = gatewayEvent(Events.ThreadCreate, (bot, thread, isNew) => {
  const watch = bot.watched.of(thread);
  if (watch === null) return;
  bot.lanes.run(watch.channel_id, () =>
    isNew ? catchUpThread(bot, watch.id, thread) : catchUp(bot, watch.id),
  );
});
