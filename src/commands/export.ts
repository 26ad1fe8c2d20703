import { AttachmentBuilder } from 'discord.js';
import { type ChatCommand, slashCommand } from '../discord/command.ts';
import { toCsv } from '../trading/performance/csv.ts';
import { listFills } from '../trading/store/fills.ts';
import { listResults } from '../trading/store/results.ts';

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
    const [results, fills] = await Promise.all([
      listResults(app.db, app.account, period),
      listFills(app.db, app.account, period),
    ]);
    const name = `${app.account}${year === null ? '' : `-${year}`}`;
    await interaction.editReply({
      content: `${results.length} closed position${results.length === 1 ? '' : 's'} and ${fills.length} fill${fills.length === 1 ? '' : 's'} of the ${app.account.toUpperCase()} account; times are UTC, amounts in the quote named.`,
      files: [
        file(
          `trades-${name}.csv`,
          toCsv(
            ['position', 'product', 'side', 'opened', 'closed', 'net', 'fees', 'quote', 'provider'],
            results.map((one) => [
              one.positionId,
              one.productId,
              one.side,
              new Date(one.openedAt).toISOString(),
              new Date(one.closedAt).toISOString(),
              one.net,
              one.fees,
              one.quote,
              one.providerName,
            ]),
          ),
        ),
        file(
          `fills-${name}.csv`,
          toCsv(
            [
              'time',
              'trade',
              'order',
              'position',
              'product',
              'side',
              'size',
              'price',
              'fee',
              'liquidity',
            ],
            fills.map((one) => [
              one.at.toISOString(),
              one.trade_id,
              one.order_id,
              one.position_id,
              one.product_id,
              one.side,
              one.size,
              one.price,
              one.fee,
              one.liquidity,
            ]),
          ),
        ),
      ],
    });
  },
};

function file(name: string, text: string): AttachmentBuilder {
  return new AttachmentBuilder(Buffer.from(text, 'utf8'), { name });
}
