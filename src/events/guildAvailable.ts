import { Events } from 'discord.js';
import { catchUpWatches } from '../discord/catchUp.ts';
import { gatewayEvent } from './gatewayEvent.ts';

/** A server was out of reach: what was posted there meanwhile was told to nobody. */
export const guildAvailable = gatewayEvent(Events.GuildAvailable, (bot, guild) =>
  catchUpWatches(bot, guild.id),
);
