import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { Bot } from '../discord/bot.ts';
import { button, buttonRow } from '../discord/buttons.ts';
import {
  type ChatCommand,
  type ComponentInteraction,
  component,
  slashCommand,
} from '../discord/command.ts';
import { COLOURS, renderNotice } from '../notices/renderNotice.ts';
import { panicLine } from '../trading/strategy/panic.ts';
import { activePositions, isActive, positionsOf } from '../trading/strategy/positions.ts';

const ASK_FOR_MS = 60_000;
/** Discord lets an answer be edited for 15 minutes. */
const REPORT_FOR_MS = 14 * 60_000;
const REPORT_EVERY_MS = 500;

export const panic: ChatCommand = {
  data: slashCommand('panic', 'Cancel every order, close every position at market, stop trading'),
  who: 'trader',
  async execute(interaction, bot) {
    const positions = activePositions(bot.app.engine.state());
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
  },
  components: [
    component({
      action: 'panic_confirm',
      who: 'trader',
      answer: 'update',
      args: z.tuple([]),
      execute: (interaction, _args, bot) => confirm(interaction, bot),
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

async function confirm(interaction: ComponentInteraction, bot: Bot): Promise<void> {
  const { app } = bot;
  const by = interaction.user.id;
  const ids = activePositions(app.engine.state()).map((position) => position.id);
  await app.engine.submit({
    type: 'owner',
    at: app.now(),
    by,
    act: { act: 'panic', reason: 'called by command' },
  });
  const until = app.now() + REPORT_FOR_MS;
  for (let shown = ''; ; ) {
    const positions = positionsOf(app.engine.state(), ids);
    const done = !positions.some(isActive);
    const lines = positions.length === 0 ? ['Nothing was open.'] : positions.map(panicLine);
    const report = lines.join('\n');
    if (report !== shown) {
      const embed = renderNotice({ kind: 'panic_report', by, lines, done });
      await interaction.editReply({ embeds: [embed], components: [] });
      shown = report;
    }
    if (done || app.now() > until) return;
    await setTimeout(REPORT_EVERY_MS, undefined, { ref: false });
  }
}
