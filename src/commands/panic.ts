import { setTimeout } from 'node:timers/promises';
import { ActionRowBuilder, type APIEmbed, ButtonBuilder, ButtonStyle } from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../discord/bot.ts';
import {
  type ChatCommand,
  type ComponentInteraction,
  component,
  slashCommand,
} from '../discord/command.ts';
import { formatCustomId } from '../discord/customId.ts';
import { type PanicReport, panicReport } from '../notices/panicReport.ts';
import { COLOURS, renderNotice } from '../notices/renderNotice.ts';
import { activePositions } from '../trading/strategy/positions.ts';

const ASK_FOR_MS = 60_000;
/** Discord lets an answer be edited for 15 minutes. */
const REPORT_FOR_MS = 14 * 60_000;
const REPORT_EVERY_MS = 500;

export const panic: ChatCommand = {
  data: slashCommand('panic', 'Cancel every order, close every position at market, stop trading'),
  who: 'owner',
  async execute(interaction, bot) {
    const positions = activePositions(bot.app.engine.state());
    const expiresAt = bot.app.now() + ASK_FOR_MS;
    const button = (
      action: string,
      label: string,
      style: ButtonStyle.Danger | ButtonStyle.Secondary,
    ) =>
      new ButtonBuilder()
        .setStyle(style)
        .setLabel(label)
        .setCustomId(formatCustomId({ action, args: [], userId: interaction.user.id, expiresAt }));
    await interaction.editReply({
      embeds: [
        {
          title: 'Close everything now?',
          color: COLOURS.bad,
          description: `${bot.app.account.toUpperCase()}: ${positions.length} position${positions.length === 1 ? '' : 's'} will be closed at market and every order cancelled. Nothing new is opened until /resume.`,
        },
      ],
      components: [
        new ActionRowBuilder<ButtonBuilder>().addComponents(
          button('panic_confirm', 'Close everything', ButtonStyle.Danger),
          button('panic_dismiss', 'No', ButtonStyle.Secondary),
        ),
      ],
    });
  },
  components: [
    component({
      action: 'panic_confirm',
      who: 'owner',
      answer: 'update',
      args: z.tuple([]),
      execute: (interaction, _args, bot) => confirm(interaction, bot),
    }),
    component({
      action: 'panic_dismiss',
      who: 'owner',
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

async function confirm(interaction: ComponentInteraction, bot: Bot): Promise<void> {
  const { app } = bot;
  const by = interaction.user.id;
  const ids = activePositions(bot.app.engine.state()).map((position) => position.id);
  await app.engine.submit({
    type: 'owner',
    at: app.now(),
    by,
    act: { act: 'panic', reason: 'called by command' },
  });
  let shown = '';
  const show = async (): Promise<PanicReport> => {
    const { positions } = app.engine.state();
    const report = panicReport(
      ids.map((id) => positions.get(id)).filter((position) => position !== undefined),
    );
    const embed = reportEmbed(by, report);
    if (JSON.stringify(embed) !== shown) {
      shown = JSON.stringify(embed);
      await interaction.editReply({ embeds: [embed], components: [] });
    }
    return report;
  };
  const until = app.now() + REPORT_FOR_MS;
  while (!(await show()).done && app.now() < until)
    await setTimeout(REPORT_EVERY_MS, undefined, { ref: false });
}

function reportEmbed(by: string, { lines, done }: PanicReport): APIEmbed {
  return renderNotice({ kind: 'panic_report', by, lines, done });
}
