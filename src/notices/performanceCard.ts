import type { APIEmbed, APIEmbedField } from 'discord.js';
import {
  type Grouping,
  groupResults,
  type Performance,
  performanceOf,
  type Result,
} from '../trading/performance/performance.ts';
import { money, multipleOfRisk, signedMoney } from './amounts.ts';
import { fitEmbed } from './embedLimits.ts';
import { escapeProviderText } from './providerText.ts';
import { COLOURS } from './renderNotice.ts';

const GROUPS_SHOWN = 12;

/** What was earned, in all and by provider, symbol, side or week; each quote for itself. */
export function performanceCard(
  title: string,
  account: string,
  results: readonly Result[],
  by: Grouping,
): APIEmbed {
  const quotes = [...new Set(results.map((result) => result.quote))];
  const wholes = quotes.map((quote) => ({
    quote,
    whole: performanceOf(results.filter((result) => result.quote === quote)),
  }));
  const fields: APIEmbedField[] = quotes.flatMap((quote) =>
    groupResults(
      results.filter((result) => result.quote === quote),
      by,
    )
      .slice(0, GROUPS_SHOWN)
      .map((group) => ({
        name: escapeProviderText(group.name, 100),
        value: line(performanceOf(group.results), quote),
      })),
  );
  return fitEmbed({
    author: { name: account.toUpperCase() },
    title,
    color:
      wholes.length === 0
        ? COLOURS.quiet
        : wholes.every(({ whole }) => !whole.net.isNegative())
          ? COLOURS.good
          : COLOURS.bad,
    description:
      wholes.map(({ whole, quote }) => summary(whole, quote)).join('\n\n') ||
      'No position was closed in this time.',
    fields,
  });
}

function summary(whole: Performance, quote: string): string {
  return [
    `**${signedMoney(whole.net.toFixed(), quote)}** from ${trades(whole.trades)}, ${money(whole.fees.toFixed(), quote)} in fees`,
    `Won ${percent(whole)}, expectancy ${expectancy(whole)}, profit factor ${factor(whole)}, drawdown ${money(whole.drawdown.toFixed(), quote)}`,
  ].join('\n');
}

function line(part: Performance, quote: string): string {
  return `${signedMoney(part.net.toFixed(), quote)} · ${trades(part.trades)} · won ${percent(part)} · ${expectancy(part)}`;
}

function trades(count: number): string {
  return `${count} trade${count === 1 ? '' : 's'}`;
}

function percent({ winRate }: Performance): string {
  return `${winRate.mul(100).toFixed(0)} %`;
}

function expectancy({ expectancy: average }: Performance): string {
  return average === null ? 'no R' : multipleOfRisk(average.toFixed());
}

function factor({ profitFactor }: Performance): string {
  return profitFactor === null ? 'without a loss' : profitFactor.toFixed(2);
}
