import { Events } from 'discord.js';
import { escapeProviderText } from '../notices/words/providerText.ts';
import { gatewayEvent } from './gatewayEvent.ts';

/** The bot was added to a server: its owner is told what comes next. */
export const guildCreate = gatewayEvent(Events.GuildCreate, async (bot, guild) => {
  bot.app.log.info({ guildId: guild.id }, 'added to a server');
  const { id } = await bot.client.users.createDM(bot.application.ownerId);
  const channel = await bot.client.channels.fetch(id);
  if (channel?.isSendable())
    await channel.send(
      `Pilotfish is in **${escapeProviderText(guild.name, 80)}** now. /setup, there or here, leads through the few steps until the first signal is followed.`,
    );
});
