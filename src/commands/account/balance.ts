import { type ChatCommand, slashCommand } from '../../discord/command.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { holding, money } from '../../notices/words/amounts.ts';
import { cut } from '../../notices/words/embedLimits.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import { worthOf } from '../../trading/market/equity.ts';
import { type Decimal, dec, ZERO } from '../../trading/money.ts';
import type { Balance } from '../../trading/venue/venue.ts';

/** One asset of the account; `worth` in US dollars, null where that is not known. */
type Held = { asset: string; amount: Decimal; hold: string; worth: Decimal | null };

export const balance: ChatCommand = {
  data: slashCommand('balance', 'What the account holds, in dollars'),
  who: 'viewer',
  async execute(interaction, { app }) {
    const { entries, unreadable } = await app.trader.balances();
    const held = await heldOf(app, entries);
    const known = held.flatMap(({ worth }) => worth ?? []);
    const total = known.reduce((sum, worth) => sum.add(worth), ZERO);
    const isWhole = known.length === held.length && unreadable.length === 0;
    const lines = [...held].sort(byWorth).map((one) => lineOf(one, total));
    for (const { id } of unreadable) {
      lines.push(`**${escapeProviderText(id ?? 'One account', 20)}** could not be read.`);
    }
    await interaction.editReply({
      embeds: [
        {
          author: { name: app.account.toUpperCase() },
          title:
            held.length === 0
              ? 'Balance'
              : `Balance: ${isWhole ? '' : 'at least '}${money(total.toFixed(), 'USD')}`,
          color: COLOURS.quiet,
          description: cut(lines.join('\n') || 'The account is empty.', 4_000),
        },
      ],
    });
  },
};

async function heldOf(
  app: Parameters<ChatCommand['execute']>[1]['app'],
  entries: readonly Balance[],
): Promise<readonly Held[]> {
  const holds = new Map(entries.map(({ asset, hold }) => [asset, hold]));
  const withHold = (one: Omit<Held, 'hold'>) => ({ ...one, hold: holds.get(one.asset) ?? '0' });
  try {
    const worths = await worthOf(entries, app.marketData, app.catalogue.products());
    return worths.map(withHold);
  } catch (error) {
    // What is held is worth saying without its price.
    app.log.warn({ err: error }, 'the prices for the balance could not be learned');
    return entries
      .map(({ asset, available, hold }) => ({ asset, amount: dec(available).add(hold) }))
      .filter(({ amount }) => !amount.isZero())
      .map((one) => withHold({ ...one, worth: null }));
  }
}

function lineOf({ asset, amount, hold, worth }: Held, total: Decimal): string {
  const part =
    worth === null || total.isZero()
      ? ''
      : `, ${worth.div(total).mul(100).toDecimalPlaces(1).toFixed()} %`;
  const dollars =
    worth === null ? 'no price in dollars' : `${money(worth.toFixed(), 'USD')}${part}`;
  const held = dec(hold).isZero() ? '' : `, ${holding(hold, asset)} held by orders`;
  return `**${asset}** ${holding(amount.toFixed(), asset)}: ${dollars}${held}`;
}

function byWorth(a: Held, b: Held): number {
  return (b.worth ?? ZERO).comparedTo(a.worth ?? ZERO) || a.asset.localeCompare(b.asset);
}
