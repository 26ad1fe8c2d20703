import { type Channel, Events, type Message } from 'discord.js';
import { runPanic } from '../commands/halt/runPanic.ts';
import { mayUseDirectly } from '../discord/authority.ts';
import type { Bot } from '../discord/bot.ts';
import { isReadable, takeInPosted } from '../discord/intake/takeIn.ts';
import { isRefusal } from '../discord/refusals.ts';
import { gatewayEvent } from './gatewayEvent.ts';

export const messageCreate = gatewayEvent(Events.MessageCreate, async (bot, message) => {
  if (message.channel.isDMBased()) return onDirectMessage(bot, message);
  if (isOrphan(message.channel)) return bot.lanes.run(message.channelId, () => adopt(bot, message));
  onWatchedMessage(bot, message);
});

function onWatchedMessage(bot: Bot, message: Message): void {
  const watch = bot.watched.of(message.channel);
  if (watch === null || !isReadable(bot, message)) return;
  bot.clock.onMessage(message.createdTimestamp);
  const job = takeInPosted(bot, watch, message, 'told');
  bot.lanes.run(watch.channel_id, async (moveOn) => void (await job(moveOn)));
}

/** A thread that was not told yet, as an old one that somebody writes in again: only its id is known. */
function isOrphan(channel: Channel): boolean {
  return channel.isThread() && channel.parentId === null;
}

async function adopt(bot: Bot, message: Message): Promise<void> {
  try {
    await message.channel.fetch(true);
  } catch (error) {
    // Deleted, or none of the bot's business.
    if (isRefusal(error)) return;
    throw error;
  }
  onWatchedMessage(bot, message);
}

/** The word "panic" alone works also when slash commands don't; everything else is answered by commands. */
async function onDirectMessage(bot: Bot, message: Message): Promise<void> {
  if (!/^\/?panic[.!]*$/i.test(message.content.trim())) return;
  if (!mayUseDirectly(bot, message.author.id, 'trader')) {
    bot.app.log.warn(
      { userId: message.author.id, action: 'panic by message' },
      'refused: not allowed',
    );
    return;
  }
  let report: Message | null = null;
  await runPanic(bot, message.author.id, async (embed) => {
    if (report === null) report = await message.reply({ embeds: [embed] });
    else await report.edit({ embeds: [embed] });
  });
}
