import { Events } from 'discord.js';
import { isOwnServer } from '../discord/session/ownServers.ts';
import { escapeProviderText } from '../notices/words/providerText.ts';
import { gatewayEvent } from './gatewayEvent.ts';

/** The bot was added to a server: its owner is told what comes next. */
export const guildCreate = gatewayEvent(Events.GuildCreate, async (bot, guild) => {
  bot.app.log.info({ guildId: guild.id }, 'added to a server');
  bot.offers.inServer(guild);
  const next = (await isOwnServer(bot, guild))
    ? '/setup, there or here, leads through the few steps until the first signal is followed.'
    : 'Its members are not offered the bot’s commands, as it is not yours: use them here. `/watch add elsewhere:` follows one of its channels.';
  const { id } = await bot.client.users.createDM(bot.application.ownerId);
  const channel = await bot.client.channels.fetch(id);
  if (channel?.isSendable())
    await channel.send(`Pilotfish is in **${escapeProviderText(guild.name, 80)}** now. ${next}`);
});

/** A server that the bot is in can be asked: at a start, and after it was out of order. */
export const guildAvailable = gatewayEvent(Events.GuildAvailable, (bot, guild) =>
  bot.offers.inServer(guild),
);
