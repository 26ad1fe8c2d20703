import { AttachmentBuilder } from 'discord.js';
import { type ChatCommand, Refusal, slashCommand } from '../../discord/command.ts';
import { columnsText, fillsCsv, taxCsv, tradesCsv } from '../../trading/performance/exportCsv.ts';
import { listFills } from '../../trading/store/results/fills.ts';
import { listClosed } from '../../trading/store/results/results.ts';

/** What Discord takes of a bot in one message is 10 MB; a little is left for the rest of it. */
const MOST_BYTES = 9_500_000;

export const exportCommand: ChatCommand = {
  data: slashCommand('export', 'All trades and fills as CSV, for your own books').addIntegerOption(
    (option) =>
      option
        .setName('year')
        .setDescription('Only this year (UTC); all if left out')
        .setMinValue(2000)
        .setMaxValue(2100),
  ),
  who: 'viewer',
  async execute(interaction, { app }) {
    const year = interaction.options.getInteger('year');
    const period =
      year === null ? {} : { from: Date.UTC(year, 0, 1), to: Date.UTC(year + 1, 0, 1) };
    const { account } = app;
    const [closed, fills] = await Promise.all([
      listClosed(app.db, account, period),
      listFills(app.db, account, period),
    ]);
    const name = `${account}${year === null ? '' : `-${year}`}.csv`;
    const files = [
      new AttachmentBuilder(Buffer.from(tradesCsv(closed)), { name: `trades-${name}` }),
      new AttachmentBuilder(Buffer.from(fillsCsv(fills)), { name: `fills-${name}` }),
      new AttachmentBuilder(Buffer.from(taxCsv(fills)), { name: `tax-${name}` }),
      new AttachmentBuilder(Buffer.from(columnsText()), { name: 'columns.txt' }),
    ];
    const bytes = files.reduce((sum, { attachment }) => sum + (attachment as Buffer).length, 0);
    if (bytes > MOST_BYTES)
      throw new Refusal(
        `That is ${Math.ceil(bytes / 1_000_000)} MB, more than Discord takes. Ask for one year at a time: /export year.`,
      );
    await interaction.editReply({
      content: [
        `${closed.length} closed position${closed.length === 1 ? '' : 's'} and ${fills.length} fill${fills.length === 1 ? '' : 's'} of the ${account.toUpperCase()} account.`,
        'columns.txt says what each column is; the file tax- has the columns that Koinly and other tax tools take, of spot alone.',
        'Trades are in the year they were closed in, fills in the year they happened in. Times are UTC; amounts are exact and in the quote named in the row.',
      ].join('\n'),
      files,
    });
  },
};
