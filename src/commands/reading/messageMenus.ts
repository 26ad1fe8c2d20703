import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  ContextMenuCommandBuilder,
  InteractionContextType,
} from 'discord.js';
import type { MessageCommand, Who } from '../../discord/command.ts';
import { incomingMessage } from '../../discord/intake/takeIn.ts';
import { readingView } from './readingView.ts';

/** What it would do, and why; nothing is done. */
export const readSignal = menu('Read signal', 'viewer', false);
/** The same with the buttons to do it. */
export const tradeSignal = menu('Trade signal', 'trader', true);

/**
 * In a message's menu: in the owner's own servers, and for whoever has added the bot to their account
 * in every server and direct message that they can see.
 */
function menu(name: string, who: Who, withButtons: boolean): MessageCommand {
  return {
    data: new ContextMenuCommandBuilder()
      .setName(name)
      .setType(ApplicationCommandType.Message)
      .setIntegrationTypes(ApplicationIntegrationType.UserInstall)
      .setContexts(
        InteractionContextType.Guild,
        InteractionContextType.BotDM,
        InteractionContextType.PrivateChannel,
      ),
    who,
    async execute(interaction, bot) {
      const message = incomingMessage(bot, interaction.targetMessage);
      await interaction.editReply(await readingView(bot.app, message, withButtons));
    },
  };
}
