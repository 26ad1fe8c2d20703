import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import { type ChatCommand, component, slashCommand } from '../../discord/command.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { positionLine } from '../../notices/cards/positionCard.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import { cut } from '../../notices/words/embedLimits.ts';
import { lastPrices } from '../../trading/market/lastPrices.ts';
import { listPositions } from '../../trading/store/positions.ts';
import { positionButtons } from './positionButtons.ts';
import { positionForms } from './positionForms.ts';
import { positionId, productStateWords } from './positionView.ts';
import { showPosition } from './showPosition.ts';

/** On one page. */
const LISTED = 20;

export const position: ChatCommand = {
  data: slashCommand('position', 'Open positions, or one in full').addStringOption((option) =>
    option.setName('id').setDescription('Which one').setAutocomplete(true),
  ),
  who: 'viewer',
  async execute(interaction, bot) {
    const chosen = interaction.options.getString('id');
    if (chosen !== null) return showPosition(interaction, bot, chosen);
    await interaction.editReply(await openPositions(bot, 0));
  },
  async complete(interaction, { app }) {
    const typed = interaction.options.getFocused().toLowerCase();
    const recent = await listPositions(app.db, { limit: 100 });
    return recent
      .map((one) => ({
        name: cut(`${one.id}: ${one.side} ${one.product.id}, ${one.status}`, 100),
        value: one.id,
      }))
      .filter((choice) => choice.name.toLowerCase().includes(typed));
  },
  components: [
    component({
      action: 'position_list',
      who: 'viewer',
      answer: 'update',
      args: z.tuple([z.coerce.number().int().min(0).max(10_000)]),
      async execute(interaction, [page], bot) {
        await interaction.editReply(await openPositions(bot, page));
      },
    }),
    component({
      action: 'position_show',
      who: 'viewer',
      answer: 'update',
      args: z.tuple([positionId]),
      execute: (interaction, [of], bot) => showPosition(interaction, bot, of),
    }),
    component({
      action: 'position_open',
      who: 'viewer',
      answer: 'reply',
      args: z.tuple([positionId]),
      execute: (interaction, [of], bot) => showPosition(interaction, bot, of),
    }),
    ...positionButtons,
    ...positionForms,
  ],
};

/** What is open, newest first, page by page. */
async function openPositions({ app }: Bot, page: number) {
  const found = await listPositions(app.db, {
    open: true,
    limit: LISTED + 1,
    offset: page * LISTED,
  });
  const shown = found.slice(0, LISTED);
  const products = [...new Set(shown.map(({ product }) => product.id))];
  const prices = await lastPrices(app, products);
  const lines = shown.map((one) => positionLine(one, prices.get(one.product.id) ?? null));
  const turn = (label: string, to: number) =>
    button(label, 'plain', { action: 'position_list', args: [String(to)] });
  const buttons = [
    ...(page > 0 ? [turn('Newer', page - 1)] : []),
    ...(found.length > LISTED ? [turn('Older', page + 1)] : []),
  ];
  const isEmpty = shown.length === 0;
  const state = app.engine.state();
  const states = products.map((id) => `${id}: ${productStateWords(state, id)}`);
  return {
    embeds: [
      {
        title: isEmpty ? 'No open positions' : 'Open positions, newest first',
        color: COLOURS.quiet,
        description: cut(lines.join('\n') || 'Signals that are taken show up here.', 4_000),
        ...(!isEmpty && {
          fields: [{ name: 'Products', value: cut(states.join('\n'), 1_000) }],
          footer: { text: '/position id shows one in full.' },
        }),
      },
    ],
    components: buttons.length === 0 ? [] : [buttonRow(...buttons)],
  };
}
