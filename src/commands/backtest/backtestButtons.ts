import { AttachmentBuilder } from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import {
  type Component,
  type ComponentInteraction,
  chosenValue,
  component,
  Refusal,
} from '../../discord/command.ts';
import { backtestCard, pageMenu } from '../../notices/cards/backtestCard.ts';
import { backtestPage, backtestTrades } from '../../notices/cards/backtestPages.ts';
import { button } from '../../notices/components/buttons.ts';
import { rowOf } from '../../notices/components/menus.ts';
import type { PlainBacktest, TriedVariant } from '../../trading/history/report/plain.ts';
import { historyTradesCsv } from '../../trading/history/report/tradesCsv.ts';
import { MOST_VARIANTS, whatIfs } from '../../trading/history/report/whatIf.ts';
import {
  advanceBacktest,
  type BacktestRow,
  findBacktest,
  keepVariants,
} from '../../trading/store/results/backtests.ts';
import { settingsSchema } from '../../trading/strategy/settings/settings.ts';
import { watchOf } from '../watch/watchActs.ts';
import { requestOf, startBacktest } from './startBacktest.ts';

const number = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const one = z.tuple([number]);
const DAY_MS = 86_400_000;

/** What the buttons and menus on a history's message do. */
export const backtestButtons: readonly Component[] = [
  component({
    action: 'backtest_watch',
    who: 'owner',
    answer: 'reply',
    args: z.tuple([number, number]),
    async execute(interaction, [watchId, days], bot) {
      const watch = watchOf(bot, watchId);
      const from = bot.app.now() - days * DAY_MS;
      const request = await requestOf(bot, { watch, from, to: null });
      await startBacktest(interaction, bot, watch.channel_id, request);
    },
  }),
  component({
    action: 'backtest_again',
    who: 'owner',
    answer: 'reply',
    args: one,
    async execute(interaction, [id], bot) {
      const { followed_id, request } = await found(bot, id);
      await startBacktest(interaction, bot, followed_id, request);
    },
  }),
  component({
    action: 'backtest_stop',
    who: 'owner',
    answer: 'update',
    args: one,
    async execute(interaction, [id], bot) {
      const endedAt = bot.app.now();
      const was = await advanceBacktest(bot.app.db, id, { stage: 'stopped', endedAt });
      bot.backtests.stop(id);
      if (!was) throw new Refusal('It is at its end already.');
      await interaction.editReply(backtestCard(await found(bot, id)));
    },
  }),
  component({
    action: 'backtest_show',
    who: 'viewer',
    answer: 'reply',
    args: one,
    execute: (interaction, [id], bot) => showPage(interaction, bot, id),
  }),
  component({
    action: 'backtest_turn',
    who: 'viewer',
    answer: 'update',
    args: one,
    execute: (interaction, [id], bot) => showPage(interaction, bot, id),
  }),
  component({
    action: 'backtest_trades',
    who: 'viewer',
    answer: 'reply',
    args: one,
    execute: (interaction, [id], bot) => showTrades(interaction, bot, id, 0),
  }),
  component({
    action: 'backtest_page',
    who: 'viewer',
    answer: 'update',
    args: z.tuple([number, number]),
    execute: (interaction, [id, page], bot) => showTrades(interaction, bot, id, page),
  }),
  component({
    action: 'backtest_csv',
    who: 'viewer',
    answer: 'reply',
    args: one,
    async execute(interaction, [id], bot) {
      const row = await done(bot, id);
      const csv = historyTradesCsv(row.result as PlainBacktest);
      await interaction.editReply({
        content: 'Every trade of it. Amounts are exact and in US dollars, times are UTC.',
        files: [new AttachmentBuilder(Buffer.from(csv), { name: `backtest-${id}.csv` })],
      });
    },
  }),
  component({
    action: 'backtest_try',
    who: 'owner',
    answer: 'reply',
    args: one,
    async execute(interaction, [id], bot) {
      const row = await done(bot, id);
      const key = interaction.isStringSelectMenu() ? interaction.values[0] : undefined;
      const idea = whatIfs(settingsSchema.parse(row.request.settings)).find(
        (one) => one.key === key,
      );
      if (!idea) throw new Refusal('That can not be tried beside these settings.');
      const tried = row.variants as readonly TriedVariant[];
      if (tried.length >= MOST_VARIANTS)
        throw new Refusal(
          `${MOST_VARIANTS} were tried: more would make the best a thing of chance.`,
        );
      if (!tried.some(({ name }) => name === idea.name)) {
        const { name, change } = idea;
        await keepVariants(bot.app.db, id, [...tried, { name, change, thirds: null }]);
        bot.backtests.wake();
      }
      await showTried(interaction, bot, id);
    },
  }),
  component({
    action: 'backtest_tried',
    who: 'viewer',
    answer: 'update',
    args: one,
    execute: (interaction, [id], bot) => showTried(interaction, bot, id),
  }),
];

async function found(bot: Bot, id: number): Promise<BacktestRow> {
  const row = await findBacktest(bot.app.db, id);
  if (row === null) throw new Refusal('There is no such backtest. /backtest plays one.');
  return row;
}

async function done(bot: Bot, id: number): Promise<BacktestRow> {
  const row = await found(bot, id);
  if (row.result === null) throw new Refusal('It is not done, so there is nothing to show of it.');
  return row;
}

async function showPage(interaction: ComponentInteraction, bot: Bot, id: number): Promise<void> {
  const row = await done(bot, id);
  const page = chosenValue(interaction);
  if (page === 'tried') return showTried(interaction, bot, id);
  await interaction.editReply({
    embeds: [backtestPage(row, page)],
    components: [rowOf(pageMenu(row, 'backtest_turn'))],
  });
}

async function showTrades(
  interaction: ComponentInteraction,
  bot: Bot,
  id: number,
  asked: number,
): Promise<void> {
  const { embed, page, pages } = backtestTrades(await done(bot, id), asked);
  const turn = (label: string, to: number) =>
    button(label, 'plain', { action: 'backtest_page', args: [String(id), String(to)] });
  const turns = [
    ...(page > 0 ? [turn('Newer', page - 1)] : []),
    ...(page < pages - 1 ? [turn('Older', page + 1)] : []),
  ];
  await interaction.editReply({
    embeds: [embed],
    components: turns.length === 0 ? [] : [rowOf(...turns)],
  });
}

/** All that was tried of it, with a button that looks again while something is being played. */
async function showTried(interaction: ComponentInteraction, bot: Bot, id: number): Promise<void> {
  const row = await done(bot, id);
  const waits = (row.variants as readonly TriedVariant[]).some(({ thirds }) => thirds === null);
  await interaction.editReply({
    embeds: [backtestPage(row, 'tried')],
    components: [
      waits
        ? rowOf(button('Look again', 'plain', { action: 'backtest_tried', args: [String(id)] }))
        : rowOf(pageMenu(row, 'backtest_turn')),
    ],
  });
}
