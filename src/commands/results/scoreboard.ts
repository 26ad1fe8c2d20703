import type { ChatInputCommandInteraction } from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import {
  type ChatCommand,
  type ComponentInteraction,
  component,
  slashCommand,
} from '../../discord/command.ts';
import { scoreboardCard } from '../../notices/cards/scoreboardCard.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import { scoresOf } from './scores.ts';

export const scoreboard: ChatCommand = {
  data: slashCommand(
    'scoreboard',
    'What each channel and provider was worth: history, paper and live beside each other',
  ),
  who: 'viewer',
  execute: (interaction, bot) => show(interaction, bot, 0),
  components: [
    component({
      action: 'scoreboard_page',
      who: 'viewer',
      answer: 'update',
      args: z.tuple([z.coerce.number().int().min(0)]),
      execute: (interaction, [page], bot) => show(interaction, bot, page),
    }),
  ],
};

async function show(
  interaction: ChatInputCommandInteraction | ComponentInteraction,
  bot: Bot,
  asked: number,
): Promise<void> {
  const { embed, page, pages } = scoreboardCard(await scoresOf(bot), asked);
  const turn = (label: string, to: number) =>
    button(label, 'plain', { action: 'scoreboard_page', args: [String(to)] });
  const buttons = [
    ...(page > 0 ? [turn('Back', page - 1)] : []),
    ...(page < pages - 1 ? [turn('More', page + 1)] : []),
  ];
  await interaction.editReply({
    embeds: [embed],
    components: buttons.length === 0 ? [] : [buttonRow(...buttons)],
  });
}
