import { Events, type Message } from 'discord.js';
import type { Bot } from '../discord/bot.ts';
import { isReadable, takeInEdited } from '../discord/intake/takeIn.ts';
import { isRefusal } from '../discord/refusals.ts';
import type { Watch } from '../trading/store/watches/watches.ts';
import { gatewayEvent } from './gatewayEvent.ts';

export const messageUpdate = gatewayEvent(Events.MessageUpdate, async (bot, _before, after) => {
  const watch = bot.watched.of(after.channel);
  if (watch === null) return;
  if (after.partial) return bot.lanes.run(watch.channel_id, () => fetchEdited(bot, watch, after));
  const job = isReadable(bot, after) ? takeInEdited(bot, watch, after, 'told') : null;
  if (job !== null) bot.lanes.run(watch.channel_id, async () => void (await job()));
});

/** Of a message from before the start little more than its id may be told. */
async function fetchEdited(bot: Bot, watch: Watch, message: Message): Promise<void> {
  try {
    const whole = await message.fetch();
    if (isReadable(bot, whole)) await takeInEdited(bot, watch, whole, 'fetched')?.();
  } catch (error) {
    // Gone meanwhile, or not to be read any more: that is told by itself.
    if (!isRefusal(error)) throw error;
  }
}
