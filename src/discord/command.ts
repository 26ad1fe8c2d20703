import {
  type ApplicationCommandOptionChoiceData,
  ApplicationIntegrationType,
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type ContextMenuCommandBuilder,
  InteractionContextType,
  type MessageComponentInteraction,
  type MessageContextMenuCommandInteraction,
  type ModalSubmitInteraction,
  SlashCommandBuilder,
  type SlashCommandOptionsOnlyBuilder,
  type SlashCommandSubcommandsOnlyBuilder,
} from 'discord.js';
import type { z } from 'zod';
import type { Bot } from './bot.ts';

/** Who may use something; each may also what those before may. */
export type Who = 'everyone' | 'viewer' | 'trader' | 'owner';

/**
 * A slash command. It is acknowledged before it runs (so that Discord's three seconds don't depend
 * on the database or the venue); it answers with `interaction.editReply`. One that opens a modal
 * can't be acknowledged first: it says `opensModal` and answers by itself, at once.
 */
export type ChatCommand = {
  data: SlashCommandBuilder | SlashCommandOptionsOnlyBuilder | SlashCommandSubcommandsOnlyBuilder;
  who: Who;
  opensModal?: true;
  execute(interaction: ChatInputCommandInteraction, bot: Bot): Promise<unknown>;
  /** Up to 25 choices for the option being typed. */
  complete?(
    interaction: AutocompleteInteraction,
    bot: Bot,
  ): Promise<readonly ApplicationCommandOptionChoiceData[]>;
  components?: readonly Component[];
};

/** A command in a message's context menu. */
export type MessageCommand = {
  data: ContextMenuCommandBuilder;
  who: Who;
  execute(interaction: MessageContextMenuCommandInteraction, bot: Bot): Promise<unknown>;
  components?: readonly Component[];
};

export type ComponentInteraction = MessageComponentInteraction | ModalSubmitInteraction;

/** The one that was chosen in a menu; empty when nothing was, or it was a button. */
export function chosenValue(interaction: ComponentInteraction): string {
  return interaction.isStringSelectMenu() ? (interaction.values[0] ?? '') : '';
}

/** What a button, a select menu or a modal does; found by the action in its custom id. */
export type Component = {
  action: string;
  who: Who;
  /** update: changes the message it is on. reply: answers with one of its own. modal: opens a modal, by itself. */
  answer: 'update' | 'reply' | 'modal';
  execute(interaction: ComponentInteraction, args: readonly string[], bot: Bot): Promise<unknown>;
};

/** A component whose arguments are checked before it runs. */
export function component<const Args extends readonly unknown[]>(definition: {
  action: string;
  who: Who;
  answer: Component['answer'];
  args: z.ZodType<Args>;
  execute(interaction: ComponentInteraction, args: Args, bot: Bot): Promise<unknown>;
}): Component {
  return {
    action: definition.action,
    who: definition.who,
    answer: definition.answer,
    execute: (interaction, args, bot) => {
      const parsed = definition.args.safeParse(args);
      if (!parsed.success)
        throw new Refusal('This button is from another version. Run the command again.');
      return definition.execute(interaction, parsed.data, bot);
    },
  };
}

/**
 * Offered in direct messages with the bot, to whoever has added it to their account in those with
 * others too, and in the owner's own servers (`session/offerCommands.ts`). In a provider's server it
 * is not: there nobody but the owner could do anything with it.
 */
export function slashCommand(name: string, description: string): SlashCommandBuilder {
  return new SlashCommandBuilder()
    .setName(name)
    .setDescription(description)
    .setIntegrationTypes(
      ApplicationIntegrationType.GuildInstall,
      ApplicationIntegrationType.UserInstall,
    )
    .setContexts(InteractionContextType.BotDM, InteractionContextType.PrivateChannel);
}

/** A no with a sentence that the user is shown as it is. */
export class Refusal extends Error {
  override name = 'Refusal';
}
