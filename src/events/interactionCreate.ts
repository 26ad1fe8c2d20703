import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  Events,
  type Interaction,
  InteractionContextType,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  MessagePayload,
  type ModalSubmitInteraction,
  RESTJSONErrorCodes,
} from 'discord.js';
import { chatCommands, components, messageCommands } from '../commands/index.ts';
import { mayUse, refusalFor } from '../discord/authority.ts';
import type { Bot } from '../discord/bot.ts';
import { type ComponentInteraction, Refusal, type Who } from '../discord/command.ts';
import { parseCustomId } from '../notices/components/customId.ts';
import { DatabaseLost, troubleKind } from '../trading/store/server/databaseTrouble.ts';
import { recordAudit } from '../trading/store/upkeep/audit.ts';
import { TraderAway } from '../trading/trader/traderAway.ts';
import { VenueError } from '../trading/venue/venue.ts';
import { gatewayEvent } from './gatewayEvent.ts';

/** Discord gives three seconds for the first answer; this leaves it time to arrive. */
const AT_ONCE_MS = 700;
/** So long a command may take before it says that it does. */
const SLOW_MS = 6_000;
const SLOW =
  'This takes longer than it should: the database or the exchange is slow to answer. What you asked for may still be done; the answer comes here then. Look before you ask again.';
const NO_FORM =
  'The form can not be opened: the database is slow to answer. Nothing was changed. Try again in a moment.';

/** What can be answered with a message; everything but autocomplete. */
type Answerable =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | ComponentInteraction;

/**
 * The one way in for commands, buttons, menus and modals, and the one error boundary: whatever
 * happens, the user gets one clear sentence, the log gets the rest, and the bot goes on.
 */
export const interactionCreate = gatewayEvent(
  Events.InteractionCreate,
  async (bot, interaction: Interaction) => {
    if (interaction.isAutocomplete()) return complete(bot, interaction);
    if (
      !interaction.isChatInputCommand() &&
      !interaction.isMessageContextMenuCommand() &&
      !interaction.isMessageComponent() &&
      !interaction.isModalSubmit()
    )
      return;
    try {
      if (interaction.isCommand()) await runCommand(bot, interaction);
      else await runComponent(bot, interaction);
    } catch (error) {
      await answerError(bot, interaction, error);
    }
  },
);

async function runCommand(
  bot: Bot,
  interaction: ChatInputCommandInteraction | MessageContextMenuCommandInteraction,
): Promise<void> {
  if (interaction.isChatInputCommand()) {
    const command = chatCommands.get(interaction.commandName);
    if (!command) throw new Refusal('This command is from another version. Try again in a minute.');
    if (!(await admit(bot, interaction, command.who, `/${interaction.commandName}`))) return;
    const run = () => command.execute(interaction, bot);
    if (command.opensModal) return openingModal(bot, interaction, run);
    await defer(bot, interaction);
    return sayingWhenSlow(bot, interaction, run);
  }
  const command = messageCommands.get(interaction.commandName);
  if (!command) throw new Refusal('This command is from another version. Try again in a minute.');
  if (!(await admit(bot, interaction, command.who, interaction.commandName))) return;
  await defer(bot, interaction);
  await sayingWhenSlow(bot, interaction, () => command.execute(interaction, bot));
}

async function runComponent(bot: Bot, interaction: ComponentInteraction): Promise<void> {
  const id = parseCustomId(interaction.customId);
  const found = id === null ? undefined : components.get(id.action);
  if (id === null || found === undefined)
    throw new Refusal('This button is from another version. Run the command again.');
  if (!(await admit(bot, interaction, found.who, `button ${id.action}`))) return;
  if (id.userId !== null && id.userId !== interaction.user.id)
    throw new Refusal('This belongs to whoever ran the command. Run it yourself to use it.');
  if (id.expiresAt !== null && id.expiresAt < bot.app.now())
    throw new Refusal('This has expired, and nothing was done. Run the command again.');
  const run = () => found.execute(interaction, id.args, bot);
  if (found.answer === 'modal') return openingModal(bot, interaction, run);
  if (found.answer === 'reply') await defer(bot, interaction);
  if (found.answer === 'update') await interaction.deferUpdate();
  await sayingWhenSlow(bot, interaction, run);
}

/**
 * Says so when the answer takes long: the database or the venue may hang. The work goes on, and what
 * comes of it takes the place of that.
 */
async function sayingWhenSlow(
  bot: Bot,
  interaction: Answerable,
  run: () => Promise<unknown>,
): Promise<void> {
  const timer = setTimeout(() => {
    if (interaction.replied) return;
    const edit = interaction.editReply.bind(interaction);
    // An edit leaves alone what it does not name.
    interaction.editReply = (answer) =>
      edit(
        typeof answer === 'string' || answer instanceof MessagePayload
          ? answer
          : { content: '', ...answer },
      );
    void deliver(bot, interaction, SLOW);
  }, SLOW_MS);
  try {
    await run();
  } finally {
    clearTimeout(timer);
  }
}

/** A form is itself the first answer, so what it is filled in with must be there at once. */
async function openingModal(
  bot: Bot,
  interaction: Answerable,
  run: () => Promise<unknown>,
): Promise<void> {
  let isAnswered = false;
  let isLate = false;
  // discord.js calls it answered when Discord has heard of it, which is too late to know here.
  const noting =
    <Given extends unknown[]>(answer: (...given: Given) => Promise<unknown>) =>
    (...given: Given) => {
      isAnswered = true;
      return answer(...given);
    };
  if ('showModal' in interaction)
    interaction.showModal = noting(interaction.showModal.bind(interaction)) as never;
  if ('update' in interaction)
    interaction.update = noting(interaction.update.bind(interaction)) as never;
  const timer = setTimeout(() => {
    if (isAnswered) return;
    isLate = true;
    void deliver(bot, interaction, NO_FORM);
  }, AT_ONCE_MS);
  try {
    await run();
  } catch (error) {
    if (!isLate) throw error;
    bot.app.log.warn({ err: error }, 'a form came too late');
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the user may; if not, a polite no, said to the user alone, and kept. */
async function admit(
  bot: Bot,
  interaction: Answerable,
  who: Who,
  action: string,
): Promise<boolean> {
  const { user } = interaction;
  const allowed = mayUse(bot, interaction, who);
  keepAudit(bot, interaction, action, allowed);
  if (!allowed) {
    bot.app.log.warn({ userId: user.id, user: user.username, action }, 'refused: not allowed');
    await interaction.reply({
      content: refusalFor(who),
      flags: MessageFlags.Ephemeral,
    });
  }
  return allowed;
}

/** Nobody waits for it: a command must work while the database doesn't. */
function keepAudit(bot: Bot, interaction: Answerable, action: string, allowed: boolean): void {
  const entry = {
    at: bot.app.now(),
    userId: interaction.user.id,
    userName: interaction.user.username,
    action,
    allowed,
    detail: {
      guildId: interaction.guildId,
      channelId: interaction.channelId,
      ...(interaction.isChatInputCommand() && { options: optionsOf(interaction) }),
      ...(!interaction.isCommand() && { customId: interaction.customId }),
      ...(interaction.isMessageComponent() &&
        interaction.isAnySelectMenu() && { values: interaction.values }),
      ...(interaction.isModalSubmit() && { fields: fieldsOf(interaction) }),
    },
  };
  bot.lanes.run('audit', () => recordAudit(bot.app.db, entry));
}

function optionsOf(interaction: ChatInputCommandInteraction): Record<string, unknown> {
  const subcommand = interaction.options.getSubcommand(false);
  const data = subcommand ? interaction.options.data[0]?.options : interaction.options.data;
  return {
    ...(subcommand && { subcommand }),
    ...Object.fromEntries((data ?? []).map((option) => [option.name, option.value])),
  };
}

/** What was typed or chosen in a form, as far as it helps to tell later what somebody did. */
function fieldsOf({ fields }: ModalSubmitInteraction): Record<string, string> {
  return Object.fromEntries(
    fields.fields.map((field) => {
      const said =
        'values' in field ? field.values.join(', ') : 'value' in field ? field.value : '';
      return [field.customId, String(said ?? '').slice(0, 200)];
    }),
  );
}

/** In a channel that others can read, answers are for the one who asked. */
async function defer(bot: Bot, interaction: Answerable): Promise<void> {
  const isPrivate =
    interaction.context === InteractionContextType.BotDM ||
    interaction.channelId === bot.privateChannel.lastKnown();
  await interaction.deferReply(isPrivate ? {} : { flags: MessageFlags.Ephemeral });
}

async function complete(bot: Bot, interaction: AutocompleteInteraction): Promise<void> {
  const command = chatCommands.get(interaction.commandName);
  const allowed = command !== undefined && mayUse(bot, interaction, command.who);
  const tooLate = new AbortController();
  try {
    const asked = allowed ? command.complete?.(interaction, bot) : undefined;
    const none = delay(AT_ONCE_MS, [], { signal: tooLate.signal });
    none.catch(() => undefined);
    const choices = asked ? await Promise.race([asked, none]) : [];
    await interaction.respond(choices.slice(0, 25));
  } catch (error) {
    bot.app.log.warn(
      { err: error, command: interaction.commandName },
      'no choices could be offered',
    );
    if (!interaction.responded) await interaction.respond([]).catch(() => undefined);
  } finally {
    tooLate.abort();
  }
}

async function answerError(bot: Bot, interaction: Answerable, error: unknown): Promise<void> {
  await deliver(bot, interaction, sentenceFor(bot, interaction, error));
}

async function deliver(bot: Bot, interaction: Answerable, content: string): Promise<void> {
  try {
    // `ephemeral` is known where an answer of its own was announced; else a message stands there.
    const awaited = interaction.deferred && !interaction.replied && interaction.ephemeral !== null;
    if (awaited) await interaction.editReply({ content });
    else if (interaction.deferred || interaction.replied)
      await interaction.followUp({ content, flags: MessageFlags.Ephemeral });
    else await interaction.reply({ content, flags: MessageFlags.Ephemeral });
  } catch (failure) {
    bot.app.log.warn({ err: failure }, 'an answer could not be delivered');
  }
}

function sentenceFor(bot: Bot, interaction: Answerable, error: unknown): string {
  if (error instanceof Refusal || error instanceof TraderAway) return error.message;
  const errorId = randomBytes(3).toString('hex');
  const what = interaction.isCommand() ? interaction.commandName : interaction.customId;
  if (error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownInteraction) {
    bot.app.log.warn({ errorId, what }, 'Discord no longer waits for an answer');
    return 'That took too long. Try again.';
  }
  bot.app.log.error({ err: error, errorId, what, userId: interaction.user.id }, 'a command failed');
  if (error instanceof VenueError) return `${error.message} (error ${errorId})`;
  if (isDatabaseAway(error))
    return `The database is not answering, so nothing was changed. Trading orders already at the venue stay there. Try again in a moment. (error ${errorId})`;
  return `That did not work, through a fault of the bot. Details are in its log under error ${errorId}.`;
}

function isDatabaseAway(error: unknown): boolean {
  return error instanceof DatabaseLost || troubleKind(error) !== null;
}
