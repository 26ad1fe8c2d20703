import { Events, type GatewayDispatchPayload, GatewayDispatchEvents as Told } from 'discord.js';
import type { Bot } from '../discord/bot.ts';
import { isReadable, takeInDeleted, takeInEdited } from '../discord/intake/takeIn.ts';
import { isRefusal } from '../discord/refusals.ts';
import { gatewayEvent } from './gatewayEvent.ts';

/**
 * Edits and deletions in an archived thread that the bot has not met since its start: discord.js
 * knows no channel for them, and tells them to nobody.
 */
export const unknownChannel = gatewayEvent(Events.Raw as never, (bot, packet) =>
  onPacket(bot, packet as GatewayDispatchPayload),
);

function onPacket(bot: Bot, { t, d }: GatewayDispatchPayload): void {
  if (t !== Told.MessageUpdate && t !== Told.MessageDelete && t !== Told.MessageDeleteBulk) return;
  const channelId = d.channel_id;
  if (!d.guild_id || bot.client.channels.cache.has(channelId)) return;
  const ids = t === Told.MessageDeleteBulk ? d.ids : [d.id];
  bot.lanes.run(channelId, async () => {
    try {
      const channel = await bot.client.channels.fetch(channelId);
      const watch = channel === null ? null : bot.watched.of(channel);
      if (watch === null || !channel?.isTextBased()) return;
      if (t !== Told.MessageUpdate) {
        for (const id of ids) {
          const job = takeInDeleted(bot, watch, { id, channelId });
          bot.lanes.run(watch.channel_id, async () => void (await job()));
        }
        return;
      }
      const message = await channel.messages.fetch(d.id);
      const job = isReadable(bot, message) ? takeInEdited(bot, watch, message, 'fetched') : null;
      if (job !== null) bot.lanes.run(watch.channel_id, async () => void (await job()));
    } catch (error) {
      // Deleted, or none of the bot's business.
      if (!isRefusal(error)) throw error;
    }
  });
}
