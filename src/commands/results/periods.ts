import type { ChatInputCommandInteraction } from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import {
  type ChatCommand,
  type Component,
  type ComponentInteraction,
  component,
  slashCommand,
} from '../../discord/command.ts';
import { performanceCard } from '../../notices/cards/performanceCard.ts';
import { addPicture } from '../../notices/charts/addPicture.ts';
import { daysPicture, tradesPicture } from '../../notices/charts/resultPictures.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import type { Grouping } from '../../trading/performance/performance.ts';
import { type Period, periodStart } from '../../trading/performance/zonedDays.ts';
import { listResults } from '../../trading/store/results/results.ts';

/** How each is broken down. */
const BY = { day: 'symbol', week: 'provider', month: 'week' } as const satisfies Record<
  Period,
  Grouping
>;

const paging: Component = component({
  action: 'period_page',
  who: 'viewer',
  answer: 'update',
  args: z.tuple([z.enum(['day', 'week', 'month']), z.coerce.number().int().min(0).max(10_000)]),
  execute: (interaction, [period, page], bot) => show(interaction, bot, period, page),
});

function periodCommand(name: string, period: Period): ChatCommand {
  return {
    data: slashCommand(name, `What was closed this ${period}, by the clock of your time zone`),
    who: 'viewer',
    execute: (interaction, bot) => show(interaction, bot, period, 0),
    ...(period === 'day' && { components: [paging] }),
  };
}

async function show(
  interaction: ChatInputCommandInteraction | ComponentInteraction,
  bot: Bot,
  period: Period,
  page: number,
): Promise<void> {
  const { app } = bot;
  const zone = bot.settings.current().timeZone;
  const from = periodStart(app.now(), period, zone);
  const results = await listResults(app.db, app.account, { from });
  const title = period === 'day' ? 'Today' : `This ${period}`;
  const { embed, pages } = performanceCard({
    title,
    account: app.account,
    results,
    by: BY[period],
    from,
    page,
    zone,
    equity: (await app.trader.state()).memory.accounts[app.account]?.equity ?? null,
  });
  const turn = (label: string, to: number) =>
    button(label, 'plain', { action: 'period_page', args: [period, String(to)] });
  const at = Math.min(page, pages - 1);
  const turns = [
    ...(at > 0 ? [turn('Back', at - 1)] : []),
    ...(at < pages - 1 ? [turn('More', at + 1)] : []),
  ];
  await interaction.editReply({
    embeds: [embed],
    components: turns.length === 0 ? [] : [buttonRow(...turns)],
  });
  const since = new Date(from).toLocaleDateString('en-CA', { timeZone: zone });
  await addPicture(interaction, bot, embed, async (look) =>
    period === 'day'
      ? tradesPicture(`${title}, ${since}`, app.account, results, look)
      : daysPicture(title, app.account, results, look, {
          from,
          to: app.now(),
          zone,
          period,
          since,
        }),
  );
}

export const daily = periodCommand('daily', 'day');
export const weekly = periodCommand('weekly', 'week');
export const monthly = periodCommand('monthly', 'month');
