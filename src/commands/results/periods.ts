import { type ChatCommand, slashCommand } from '../../discord/command.ts';
import { performanceCard } from '../../notices/cards/performanceCard.ts';
import { addPicture } from '../../notices/charts/addPicture.ts';
import { tradesPicture } from '../../notices/charts/resultPictures.ts';
import type { Grouping } from '../../trading/performance/performance.ts';
import { listResults } from '../../trading/store/results.ts';

const DAY_MS = 86_400_000;

/** Start of the current day, week (Monday) or month, UTC. */
export function periodStart(now: number, period: 'day' | 'week' | 'month'): number {
  const date = new Date(now);
  const day = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  switch (period) {
    case 'day':
      return day;
    case 'week':
      return day - ((date.getUTCDay() + 6) % 7) * DAY_MS;
    case 'month':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  }
}

function periodCommand(name: string, period: 'day' | 'week' | 'month', by: Grouping): ChatCommand {
  return {
    data: slashCommand(name, `What was closed this ${period} (UTC)`),
    who: 'viewer',
    async execute(interaction, bot) {
      const { app } = bot;
      const from = periodStart(app.now(), period);
      const results = await listResults(app.db, app.account, { from });
      const title = period === 'day' ? 'Today' : `This ${period}`;
      const card = performanceCard({ title, account: app.account, results, by, from });
      if (card.pages > 1) card.embed.footer = { text: `The others are in /performance by:${by}.` };
      await interaction.editReply({ embeds: [card.embed] });
      await addPicture(interaction, bot, card.embed, async (look) =>
        tradesPicture(
          `${title}, since ${new Date(from).toISOString().slice(0, 10)}`,
          app.account,
          results,
          look,
        ),
      );
    },
  };
}

export const daily = periodCommand('daily', 'day', 'symbol');
export const weekly = periodCommand('weekly', 'week', 'provider');
export const monthly = periodCommand('monthly', 'month', 'week');
