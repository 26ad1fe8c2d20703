import { type Guild, type RESTPostAPIApplicationCommandsJSONBody, Routes } from 'discord.js';
import type { Bot } from '../bot.ts';
import { isRefusal } from '../refusals.ts';
import { isOwnServer } from './ownServers.ts';
import { registerCommands } from './registerCommands.ts';

/** Where Discord offers the bot's commands. Each brings that about in its turn, and returns at once. */
export type CommandOffers = {
  /** In direct messages, and on the account of whoever has added the bot to it. */
  everywhere(): void;
  /** In this server, where it is the owner's own; nothing where it is not. */
  inServer(guild: Guild): void;
  /** In every server anew: what makes one the owner's own has changed. */
  inEveryServer(): void;
};

/**
 * @param commands each with the contexts that it has beside the owner's own servers, where all of
 *   them are offered to everybody, as who may what is the bot's to say
 */
export function createCommandOffers(
  bot: Pick<Bot, 'app' | 'application' | 'client' | 'lanes' | 'settings' | 'privateChannel'>,
  commands: readonly RESTPostAPIApplicationCommandsJSONBody[],
): CommandOffers {
  const { application, client, lanes } = bot;
  const { log } = bot.app;
  // A server's own commands have no contexts.
  const ofServer = commands.map(({ contexts: _, integration_types: __, ...command }) => command);

  async function offerIn(guild: Guild): Promise<void> {
    // It is told when it can be asked again.
    if (!guild.available) return;
    const route = Routes.applicationGuildCommands(application.id, guild.id);
    try {
      const own = await isOwnServer(bot, guild);
      await registerCommands(client.rest, route, own ? ofServer : [], log);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      log.warn({ err: error, guildId: guild.id }, 'no commands can be offered in a server');
    }
  }

  const inServer = (guild: Guild) => lanes.run('commands', () => offerIn(guild));
  return {
    everywhere: () =>
      lanes.run('commands', () =>
        registerCommands(client.rest, Routes.applicationCommands(application.id), commands, log),
      ),
    inServer,
    inEveryServer() {
      for (const guild of client.guilds.cache.values()) inServer(guild);
    },
  };
}
