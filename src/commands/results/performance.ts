import type { ChatInputCommandInteraction } from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import {
  type ChatCommand,
  type ComponentInteraction,
  component,
  slashCommand,
} from '../../discord/command.ts';
import { performanceCard } from '../../notices/cards/performanceCard.ts';
import { addPicture } from '../../notices/charts/addPicture.ts';
import { equityPicture } from '../../notices/charts/resultPictures.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import { lastPrices } from '../../trading/market/lastPrices.ts';
import { type Decimal, ZERO } from '../../trading/money.ts';
import { GROUPINGS, type Grouping, type Result } from '../../trading/performance/performance.ts';
import { listEquity } from '../../trading/store/results/equity.ts';
import { listResults } from '../../trading/store/results/results.ts';
import { findWatch } from '../../trading/store/watches/watches.ts';
import { activePositions } from '../../trading/strategy/book/positions.ts';
import type { Account } from '../../trading/strategy/model/event.ts';
import type { Position } from '../../trading/strategy/model/state.ts';
import { inBase, openSize, profit, realized } from '../../trading/strategy/model/sums.ts';

const DAY_MS = 86_400_000;

export const performance: ChatCommand = {
  data: slashCommand(
    'performance',
    'What was earned, by provider, watch, channel, symbol, side or week',
  )
    .addStringOption((option) =>
      option
        .setName('by')
        .setDescription('How to break it down; by provider if left out')
        .addChoices(...GROUPINGS.map((name) => ({ name, value: name }))),
    )
    .addIntegerOption((option) =>
      option
        .setName('days')
        .setDescription('Only the last so many days; all if left out')
        .setMinValue(1)
        .setMaxValue(3_650),
    )
    .addStringOption((option) =>
      option
        .setName('account')
        .setDescription('Paper has what is only watched; the one that trades now if left out')
        .addChoices({ name: 'paper', value: 'paper' }, { name: 'live', value: 'live' }),
    ),
  who: 'viewer',
  async execute(interaction, bot) {
    const { options } = interaction;
    await show(interaction, bot, {
      by: (options.getString('by') ?? 'provider') as Grouping,
      days: options.getInteger('days'),
      account: (options.getString('account') ?? bot.app.account) as Account,
      page: 0,
    });
  },
  components: [
    component({
      action: 'performance_page',
      who: 'viewer',
      answer: 'update',
      args: z.tuple([
        z.enum(GROUPINGS),
        z.coerce.number().int().min(0).max(3_650),
        z.enum(['sandbox', 'paper', 'live']),
        z.coerce.number().int().min(0),
      ]),
      execute: (interaction, [by, days, account, page], bot) =>
        show(interaction, bot, { by, days: days === 0 ? null : days, account, page }),
    }),
  ],
};

type Asked = { by: Grouping; days: number | null; account: Account; page: number };

async function show(
  interaction: ChatInputCommandInteraction | ComponentInteraction,
  bot: Bot,
  { by, days, account, page }: Asked,
): Promise<void> {
  const { app } = bot;
  const from = days === null ? 0 : app.now() - days * DAY_MS;
  const results = await listResults(app.db, account, { from });
  const title = `Performance by ${by}${days === null ? '' : `, last ${days} day${days === 1 ? '' : 's'}`}`;
  const state = await app.trader.state();
  const open = activePositions(state).filter(
    (position) => position.account === account && position.openedAt !== null,
  );
  const [openProfit, equity] = await Promise.all([
    profitOf(app, open),
    listEquity(app.db, account, from),
  ]);
  const { embed, pages } = performanceCard({
    title,
    account,
    results,
    by,
    page,
    open: open.length,
    openProfit,
    equity: equity[0]?.equity ?? state.memory.accounts[account]?.equity ?? null,
    names: await namesOf(bot, results, by),
    zone: bot.settings.current().timeZone,
  });
  const turn = (label: string, to: number) =>
    button(label, 'plain', {
      action: 'performance_page',
      args: [by, String(days ?? 0), account, String(to)],
    });
  const buttons = [
    ...(page > 0 ? [turn('Back', Math.min(page, pages) - 1)] : []),
    ...(page < pages - 1 ? [turn('More', page + 1)] : []),
  ];
  await interaction.editReply({
    embeds: [embed],
    components: buttons.length === 0 ? [] : [buttonRow(...buttons)],
  });
  await addPicture(interaction, bot, embed, async (look) =>
    equityPicture(account, equity, results, look),
  );
}

/** What is open would come to now, fees of leaving included, by quote; what has no price is left out. */
async function profitOf(
  app: Bot['app'],
  open: readonly Position[],
): Promise<ReadonlyMap<string, Decimal>> {
  const prices = await lastPrices(
    app,
    open.map(({ product }) => product.id),
  );
  const sums = new Map<string, Decimal>();
  for (const position of open) {
    const last = prices.get(position.product.id);
    if (last === undefined) continue;
    const { quote } = position.product;
    const leaving = inBase(openSize(position), position).mul(last).mul(position.fees.taker);
    const now = realized(position).net.add(profit(position, last)).sub(leaving);
    sums.set(quote, (sums.get(quote) ?? ZERO).add(now));
  }
  return sums;
}

/** What watches and channels are called. */
async function namesOf(
  { app, client }: Bot,
  results: readonly Result[],
  by: Grouping,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  if (by === 'watch') {
    for (const id of new Set(results.map(({ watchId }) => watchId))) {
      const watch = /^\d{1,15}$/.test(id) ? await findWatch(app.db, Number(id)) : null;
      if (watch !== null) names.set(id, watch.name);
    }
  }
  if (by === 'channel') {
    for (const { channelId } of results) {
      const channel = client.channels.cache.get(channelId);
      if (channel && !channel.isDMBased()) names.set(channelId, `#${channel.name}`);
    }
  }
  return names;
}
