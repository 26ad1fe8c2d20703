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
import type { Grouping } from '../../trading/performance/performance.ts';
import { listEquity } from '../../trading/store/equity.ts';
import { listResults } from '../../trading/store/results.ts';
import { activePositions } from '../../trading/strategy/book/positions.ts';
import type { Account } from '../../trading/strategy/model/event.ts';

const DAY_MS = 86_400_000;

export const performance: ChatCommand = {
  data: slashCommand('performance', 'What was earned, by provider, symbol, side or week')
    .addStringOption((option) =>
      option
        .setName('by')
        .setDescription('How to break it down; by provider if left out')
        .addChoices(
          { name: 'provider', value: 'provider' },
          { name: 'symbol', value: 'symbol' },
          { name: 'side', value: 'side' },
          { name: 'week', value: 'week' },
        ),
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
        z.enum(['provider', 'symbol', 'side', 'week']),
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
  const open = activePositions(app.engine.state()).filter(
    (position) => position.account === account && position.openedAt !== null,
  ).length;
  const { embed, pages } = performanceCard({ title, account, results, by, page, open });
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
    equityPicture(account, await listEquity(app.db, account, from), results, look),
  );
}
