import type { ChatInputCommandInteraction } from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import {
  type ChatCommand,
  type ComponentInteraction,
  component,
  slashCommand,
} from '../../discord/command.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import { activePositions } from '../../trading/strategy/book/positions.ts';
import { runPanic } from './runPanic.ts';

const ASK_FOR_MS = 60_000;

export const panic: ChatCommand = {
  data: slashCommand('panic', 'Cancel every order, close every position at market, stop trading'),
  who: 'trader',
  execute: ask,
  components: [
    component({
      action: 'panic_ask',
      who: 'trader',
      answer: 'reply',
      args: z.tuple([]),
      execute: (interaction, _args, bot) => ask(interaction, bot),
    }),
    component({
      action: 'panic_confirm',
      who: 'trader',
      answer: 'update',
      args: z.tuple([]),
      execute: (interaction, _args, bot) =>
        runPanic(bot, interaction.user.id, (embed) =>
          interaction.editReply({ embeds: [embed], components: [] }),
        ),
    }),
    component({
      action: 'panic_dismiss',
      who: 'trader',
      answer: 'update',
      args: z.tuple([]),
      async execute(interaction) {
        await interaction.editReply({
          embeds: [{ title: 'Nothing was done', color: COLOURS.quiet }],
          components: [],
        });
      },
    }),
  ],
};

/** One question, for a minute, to whoever asked. */
async function ask(
  interaction: ChatInputCommandInteraction | ComponentInteraction,
  bot: Bot,
): Promise<void> {
  const positions = activePositions(await bot.app.trader.state());
  const expiresAt = bot.app.now() + ASK_FOR_MS;
  const mine = { args: [], userId: interaction.user.id, expiresAt };
  await interaction.editReply({
    embeds: [
      {
        title: 'Close everything now?',
        color: COLOURS.bad,
        description: `${bot.app.account.toUpperCase()}: ${positions.length} position${positions.length === 1 ? '' : 's'} will be closed at market and every order cancelled. Nothing new is opened until /resume.`,
      },
    ],
    components: [
      buttonRow(
        button('Close everything', 'danger', { action: 'panic_confirm', ...mine }),
        button('No', 'plain', { action: 'panic_dismiss', ...mine }),
      ),
    ],
  });
}
