import type { ActionRowBuilder, MessageActionRowComponentBuilder } from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import { type ChatCommand, component, slashCommand } from '../../discord/command.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { positionLine, resultOf, STATUS_WORDS } from '../../notices/cards/positionCard.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import { menu, rowOf } from '../../notices/components/menus.ts';
import { signedMoney } from '../../notices/words/amounts.ts';
import { cut } from '../../notices/words/embedLimits.ts';
import { lastPrices } from '../../trading/market/lastPrices.ts';
import { listPositions } from '../../trading/store/core/positions.ts';
import { activePositions } from '../../trading/strategy/book/positions.ts';
import type { Position } from '../../trading/strategy/model/state.ts';
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
    const open = activePositions(await bot.app.trader.state());
    const [only] = open;
    if (only !== undefined && open.length === 1) return showPosition(interaction, bot, only.id);
    await interaction.editReply(await openPositions(bot, 0, interaction.user.id));
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
        await interaction.editReply(await openPositions(bot, page, interaction.user.id));
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
    component({
      action: 'position_pick',
      who: 'viewer',
      answer: 'update',
      args: z.tuple([]),
      async execute(interaction, _args, bot) {
        const chosen = interaction.isStringSelectMenu() ? interaction.values[0] : undefined;
        await showPosition(interaction, bot, chosen ?? '');
      },
    }),
    ...positionButtons,
    ...positionForms,
  ],
};

/** What is open, newest first, page by page. */
async function openPositions({ app }: Bot, page: number, userId: string) {
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
  const state = await app.trader.state();
  const states = products.map((id) => `${id}: ${productStateWords(state, id)}`);
  return {
    embeds: [
      {
        title: isEmpty ? 'No open positions' : 'Open positions, newest first',
        color: COLOURS.quiet,
        description: cut(lines.join('\n') || 'Signals that are taken show up here.', 4_000),
        ...(!isEmpty && {
          fields: [{ name: 'Products', value: cut(states.join('\n'), 1_000) }],
          footer: { text: 'Choose one to act on it.' },
        }),
      },
    ],
    components: [
      ...(isEmpty ? [] : [pickMenu(shown, prices, userId)]),
      ...(buttons.length === 0 ? [] : [buttonRow(...buttons)]),
    ],
  };
}

/** The coins that are open, to go to one of them by a tap. */
function pickMenu(
  positions: readonly Position[],
  prices: ReadonlyMap<string, string>,
  userId: string,
): ActionRowBuilder<MessageActionRowComponentBuilder> {
  const select = menu('Which position?', { action: 'position_pick', args: [], userId }).addOptions(
    positions.map((one) => {
      const now = resultOf(one, prices.get(one.product.id) ?? null);
      const result = now === null ? '' : `, ${signedMoney(now.toFixed(), one.product.quote)}`;
      return {
        label: cut(`${one.product.id} ${one.side}`, 100),
        description: cut(`position ${one.id}, ${STATUS_WORDS[one.status]}${result}`, 100),
        value: one.id,
      };
    }),
  );
  return rowOf(select);
}
