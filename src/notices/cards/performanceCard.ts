import type { APIEmbed } from 'discord.js';
import { type Decimal, dec } from '../../trading/money.ts';
import {
  type Grouping,
  groupResults,
  type Performance,
  performanceOf,
  type Result,
} from '../../trading/performance/performance.ts';
import { DOLLARS } from '../../trading/venue/assetNames.ts';
import { money, multipleOfRisk, signedMoney, signedPercent } from '../words/amounts.ts';
import { fitEmbed } from '../words/embedLimits.ts';
import { escapeProviderText } from '../words/providerText.ts';
import { discordTime } from '../words/time.ts';
import { COLOURS } from './colours.ts';

/** As many as can be read at once on a phone. */
const PAGE = 8;

export type PerformanceView = {
  title: string;
  account: string;
  results: readonly Result[];
  by: Grouping;
  /** Which part of the groups, from 0; beyond the last it is the last. */
  page?: number;
  /** Since when, UTC milliseconds; null for all there is. */
  from?: number | null;
  /** Positions that are open and so not counted; and what they would earn now, by quote, where it is known. */
  open?: number;
  openProfit?: ReadonlyMap<string, Decimal>;
  /** What the account was worth at the start of it, in US dollars, where it is known. */
  equity?: string | null;
  /** What groups are called, where that is not their own name. */
  names?: ReadonlyMap<string, string>;
  /** Whose weeks. */
  zone?: string;
};

/**
 * What was earned, in all and by provider, symbol, side or week; each quote for itself. `pages` is
 * how many parts there are. Pure, and within Discord's limits for any input.
 */
export function performanceCard(view: PerformanceView): { embed: APIEmbed; pages: number } {
  const { results, by, open = 0, from = null, equity = null, names, zone = 'UTC' } = view;
  const byQuote = [...Map.groupBy(results, ({ quote }) => quote)];
  const wholes = byQuote.map(([quote, own]) => ({ quote, whole: performanceOf(own) }));
  const groups = byQuote.flatMap(([quote, own]) =>
    groupResults(own, by, zone).map((group) => ({ ...group, quote })),
  );
  const pages = Math.max(1, Math.ceil(groups.length / PAGE));
  const page = Math.min(view.page ?? 0, pages - 1);
  const embed = fitEmbed({
    author: { name: view.account.toUpperCase() },
    title: view.title,
    color:
      wholes.length === 0
        ? COLOURS.quiet
        : wholes.every(({ whole }) => !whole.net.isNegative())
          ? COLOURS.good
          : COLOURS.bad,
    description: [
      from === null ? null : `Since ${discordTime(from, 'f')}.`,
      ...(wholes.length === 0
        ? ['No position was closed in this time.']
        : wholes.map(({ whole, quote }) => summary(whole, quote, equity))),
      open === 0
        ? null
        : `${open} position${open === 1 ? ' is' : 's are'} still open and not counted${openWords(view.openProfit)}: /position.`,
    ]
      .filter((line) => line !== null)
      .join('\n\n'),
    fields: groups.slice(page * PAGE, (page + 1) * PAGE).map((group) => ({
      name: escapeProviderText(names?.get(group.name) ?? group.name, 100) || 'without a name',
      value: line(performanceOf(group.results), group.quote),
    })),
    ...(pages > 1 && { footer: { text: `Page ${page + 1} of ${pages}` } }),
  });
  return { embed, pages };
}

function summary(whole: Performance, quote: string, equity: string | null): string {
  return [
    `**${signedMoney(whole.net.toFixed(), quote)}**${partOf(whole.net, quote, equity)} from ${trades(whole.trades)}, ${money(whole.fees.toFixed(), quote)} in fees`,
    `Won ${percent(whole)}, expectancy ${expectancy(whole)}, profit factor ${factor(whole)}, drawdown ${money(whole.drawdown.toFixed(), quote)}`,
  ].join('\n');
}

/** " (+0.42 % of the account)", for what is counted in dollars. */
function partOf(net: Decimal, quote: string, equity: string | null): string {
  if (equity === null || !dec(equity).gt(0) || !DOLLARS.has(quote)) return '';
  return ` (${signedPercent(net.div(equity).mul(100).toFixed())} of the account)`;
}

/** ", now at +$3.20". */
function openWords(profit: PerformanceView['openProfit']): string {
  const parts = [...(profit ?? [])].map(([quote, now]) => signedMoney(now.toFixed(), quote));
  return parts.length === 0 ? '' : `, now at ${parts.join(' and ')} after fees`;
}

function line(part: Performance, quote: string): string {
  return [
    `**${signedMoney(part.net.toFixed(), quote)}** · ${trades(part.trades)} · won ${percent(part)} · ${expectancy(part)}`,
    `profit factor ${factor(part)} · drawdown ${money(part.drawdown.toFixed(), quote)} · ${money(part.fees.toFixed(), quote)} in fees`,
  ].join('\n');
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
  return profitFactor === null ? 'none, without a loss' : profitFactor.toFixed(2);
}
