import { type ChatCommand, slashCommand } from '../discord/command.ts';
import { addPicture } from '../notices/charts/addPicture.ts';
import { equityPicture } from '../notices/charts/resultPictures.ts';
import { performanceCard } from '../notices/performanceCard.ts';
import type { Grouping } from '../trading/performance/performance.ts';
import { listEquity } from '../trading/store/equity.ts';
import { listResults } from '../trading/store/results.ts';
import type { Account } from '../trading/strategy/event.ts';

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
    const { app } = bot;
    const by = (interaction.options.getString('by') ?? 'provider') as Grouping;
    const days = interaction.options.getInteger('days');
    const from = days === null ? 0 : app.now() - days * DAY_MS;
    const account = (interaction.options.getString('account') ?? app.account) as Account;
    const results = await listResults(app.db, account, { from });
    const title = `Performance by ${by}${days === null ? '' : `, last ${days} day${days === 1 ? '' : 's'}`}`;
    const card = performanceCard(title, account, results, by);
    await interaction.editReply({ embeds: [card] });
    await addPicture(interaction, bot, card, async (look) =>
      equityPicture(account, await listEquity(app.db, account, from), results, look),
    );
  },
};
