import type { APIEmbed } from 'discord.js';
import type { PlainBacktest, TriedVariant } from '../../trading/history/report/plain.ts';
import { dec } from '../../trading/money.ts';
import type { BacktestRow } from '../../trading/store/results/backtests.ts';
import { multipleOfRisk, price, signedPercent } from '../words/amounts.ts';
import { count, day, shortFigures, signedDollars } from '../words/backtestWords.ts';
import { ruleName } from '../words/denialWords.ts';
import { fitEmbed } from '../words/embedLimits.ts';
import { escapeProviderText } from '../words/providerText.ts';
import { COLOURS } from './colours.ts';

type Page = { label: string; lines(report: PlainBacktest, row: BacktestRow): readonly string[] };

/** What there is to read about a result beside its card; the keys are on menus. */
export const BACKTEST_PAGES: Readonly<Record<string, Page>> = {
  unknown: { label: 'What can’t be known', lines: unknownLines },
  robust: { label: 'How robust it is', lines: robustLines },
  tried: { label: 'What if: all that was tried', lines: (_, row) => triedLines(row) },
  month: { label: 'By month', lines: ({ by }) => groupLines(by.month) },
  coin: { label: 'By coin', lines: ({ by }) => groupLines(by.coin) },
  side: { label: 'By side', lines: ({ by }) => groupLines(by.side) },
  hour: { label: 'By hour (UTC)', lines: ({ by }) => groupLines(by.hour) },
  provider: { label: 'By provider', lines: ({ by }) => groupLines(by.provider) },
};

/** One page about a history that is done; what is not known of it says so. Pure. */
export function backtestPage(row: BacktestRow, page: string): APIEmbed {
  const { label, lines } = BACKTEST_PAGES[page] ?? { label: 'Nothing', lines: () => [] };
  const report = row.result as PlainBacktest | null;
  return fitEmbed({
    title: `${escapeProviderText(row.request.name, 80)}: ${label.charAt(0).toLowerCase()}${label.slice(1)}`,
    color: COLOURS.quiet,
    description: report === null ? 'It is not done.' : lines(report, row).join('\n') || 'Nothing.',
    footer: { text: `${day(report?.from ?? row.request.from)} to ${day(row.request.to)}` },
  });
}

function unknownLines({ unknowns }: PlainBacktest): string[] {
  const named = (items: readonly { name: string; count: number }[]) =>
    items.map(({ name, count }) => `${name} ${count}`).join(', ') || 'none';
  const spread = dec(unknowns.better).sub(unknowns.worse).toFixed();
  return [
    `**${count(unknowns.messages, 'message')}**, ${count(unknowns.signals, 'signal')}, ${unknowns.taken} taken.`,
    `**Unclear** ${unknowns.unclear}: you would have been asked, and each might change the result.`,
    `**Refused** ${named(unknowns.refused.map(({ rule, count }) => ({ name: ruleName(rule), count })))}.`,
    `**Never entered** ${named(unknowns.neverEntered.map(({ why, count }) => ({ name: why.replaceAll('_', ' '), count })))}.`,
    `**Inside a minute** stop and target both lay in the same one in ${count(unknowns.ambiguous, 'trade')}: ${signedDollars(unknowns.worse)} at the worse, ${signedDollars(unknowns.better)} at the better, ${signedDollars(spread)} apart.`,
    unknowns.withoutEdited === null
      ? '**Edited** none, as far as is known.'
      : `**Edited** ${count(unknowns.edited, 'signal')} after being posted; of ${unknowns.editedUnseen} only the last text is known, and that may know the outcome. Without any edited message: ${signedDollars(unknowns.withoutEdited)}.`,
    `**Deleted** ${count(unknowns.deleted, 'signal')}, as far as we saw it: what was deleted before we were there is gone.`,
    `**No prices** ${unknowns.notListed} on coins that are not listed, ${unknowns.withoutCandles} without recorded prices of that time.`,
    `**Open still** ${count(unknowns.stillOpen, 'trade')}, valued at the last price.`,
    '',
    'Your own order in the market, steps of products as they were then, and the future are not known either.',
  ];
}

function robustLines(report: PlainBacktest): string[] {
  return [
    '**Entered later**',
    ...report.late.map(({ seconds, figures }) => `${seconds} s: ${shortFigures(figures)}`),
    '',
    '**One setting moved**',
    ...report.neighbours.map(({ name, figures }) => `${name}: ${shortFigures(figures)}`),
    '',
    '**Over time**',
    `first two thirds: ${shortFigures(report.thirds.first)}`,
    `last third: ${shortFigures(report.thirds.last)}`,
    '',
    ...(report.doubts.length === 0
      ? ['No doubt was found that would be told here.']
      : report.doubts.map((doubt) => `⚠ ${escapeProviderText(doubt, 300)}`)),
  ];
}

type Groups = PlainBacktest['by']['month'];

function groupLines(groups: Groups): string[] {
  return groups.map(
    ({ name, figures }) => `${escapeProviderText(name, 60)}: ${shortFigures(figures)}`,
  );
}

/**
 * The variants beside each other by their first two thirds alone. The last third is shown of the best
 * of them only: whoever chose by it would have nothing left to test the choice with.
 */
function triedLines(row: BacktestRow): string[] {
  const report = row.result as PlainBacktest | null;
  if (report === null) return [];
  const tried = row.variants as readonly TriedVariant[];
  const asSet = { name: 'as it is set', thirds: report.thirds };
  const known = [asSet, ...tried].flatMap(({ name, thirds }) =>
    thirds === null ? [] : [{ name, thirds }],
  );
  const meanOf = ({ thirds }: (typeof known)[number]) =>
    thirds.first.expectancy?.mean ?? Number.NEGATIVE_INFINITY;
  const ranked = known.toSorted((a, b) => meanOf(b) - meanOf(a));
  const [best] = ranked;
  const waiting = tried.filter(({ thirds }) => thirds === null);
  return [
    '**First two thirds of the time**',
    ...ranked.map(({ name, thirds }) => `${name}: ${shortFigures(thirds.first)}`),
    ...waiting.map(({ name }) => `${name}: being played …`),
    '',
    ...(tried.length === 0
      ? ['Nothing was tried yet: choose under “What if …”.']
      : [
          `⚠ Of ${known.length} tried the best is partly the luckiest: the more are tried, the better the best looks, without being so.`,
          ...(best === undefined
            ? []
            : [
                `The last third, which nothing was chosen by, for **${best.name}**: ${shortFigures(best.thirds.last)}; as it is set: ${shortFigures(report.thirds.last)}.`,
              ]),
        ]),
  ];
}

const TRADES_A_PAGE = 8;

/** Each trade of a history, a page of them, newest first; `page` counts from 0, beyond the last it is the last. */
export function backtestTrades(
  row: BacktestRow,
  page: number,
): { embed: APIEmbed; page: number; pages: number } {
  const trades = ((row.result as PlainBacktest | null)?.trades ?? []).toReversed();
  const pages = Math.max(1, Math.ceil(trades.length / TRADES_A_PAGE));
  const shown = Math.min(page, pages - 1);
  const fields = trades.slice(shown * TRADES_A_PAGE, (shown + 1) * TRADES_A_PAGE).map((trade) => {
    const { productId, entry, exit, net, risk } = trade;
    const isRisked = dec(risk).gt(0);
    const r = isRisked ? ` (${multipleOfRisk(dec(net).div(risk).toFixed())})` : '';
    const moved =
      exit === null ? '' : `, ${signedPercent(dec(exit).div(entry).sub(1).mul(100).toFixed())}`;
    return {
      name: `${trade.side} ${productId}: ${signedDollars(net)}${r}`,
      value: [
        `${stamp(trade.openedAt)} at ${price(dec(entry).toSignificantDigits(8).toFixed(), productId)}`,
        `${trade.isOpen ? 'open still' : `${stamp(trade.closedAt)} by ${trade.reason.replaceAll('_', ' ')}`}${exit === null ? '' : ` at ${price(dec(exit).toSignificantDigits(8).toFixed(), productId)}${moved}`}${trade.ambiguous ? ' · decided inside a minute' : ''}`,
      ].join('\n'),
    };
  });
  return {
    page: shown,
    pages,
    embed: fitEmbed({
      title: `${escapeProviderText(row.request.name, 80)}: ${count(trades.length, 'trade')}`,
      color: COLOURS.quiet,
      ...(fields.length === 0 ? { description: 'Nothing was traded.' } : { fields }),
      ...(pages > 1 && { footer: { text: `Page ${shown + 1} of ${pages}, newest first; UTC` } }),
    }),
  };
}

const stamp = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
