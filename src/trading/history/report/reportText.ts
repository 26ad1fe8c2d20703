import type { Decimal } from '../../money.ts';
import type { Backtest } from '../backtest.ts';
import type { Estimate, Figures, Group } from './figures.ts';

/** The whole report in lines of text, as the command line prints it. Amounts are in the account's dollars. */
export function reportText(report: Backtest): string {
  const { figures, course, unknowns } = report;
  const lines = [
    `${day(report.from)} to ${day(report.to)}, entered ${report.delayMs / 1000} s or more after each message, at the worse of what may have happened`,
    '',
    `Net result          ${money(figures.net)} after ${money(figures.fees)} of fees (${percent(course.percent)} of ${money(course.start)}${unknowns.stillOpen > 0 ? `; ${count(unknowns.stillOpen, 'trade')} still open, at the last price` : ''})`,
    `Holding bitcoin     ${report.bitcoin === null ? 'its prices are not there' : percent(report.bitcoin)}`,
    `Trades              ${figures.trades}: ${figures.won} won, ${figures.lost} lost (${share(figures.winRate)})`,
    `Expectancy          ${estimate(figures.expectancy)}`,
    `Profit factor       ${figures.profitFactor === null ? 'none: nothing was lost' : figures.profitFactor.toFixed(2)}`,
    `Worst fall          ${money(course.fall.amount)} (${course.fall.percent.toFixed(1)} %), longest time below a peak ${course.fall.days.toFixed(1)} days`,
    `Exposure            ${share(course.exposure)} of the account on average`,
    `In a row            ${figures.streaks.won} won, ${figures.streaks.lost} lost`,
    `Sharpe, Sortino     ${ratio(course.sharpe)}, ${ratio(course.sortino)}`,
    '',
    "What can't be known",
    `  ${count(unknowns.messages, 'message')}, ${count(unknowns.signals, 'signal')}, ${unknowns.taken} taken`,
    `  ${unknowns.unclear} unclear: the bot would have asked, and each might change the result`,
    `  refused: ${list(unknowns.refused.map(({ rule, count }) => `${rule} ${count}`))}`,
    `  never entered: ${list(unknowns.neverEntered.map(({ why, count }) => `${why} ${count}`))}`,
    `  not listed ${unknowns.notListed}, without recorded prices ${unknowns.withoutCandles}`,
    `  the order of prices inside a minute decided over ${count(unknowns.ambiguous, 'trade')}: ${money(unknowns.worse)} at the worse, ${money(unknowns.better)} at the better`,
    unknowns.withoutEdited === null
      ? '  no message was edited'
      : `  ${unknowns.edited} signals edited after they were posted (of ${unknowns.editedUnseen} only the last text is known): ${money(unknowns.withoutEdited)} without edited messages`,
    `  ${unknowns.deleted} signals deleted later, as far as is known`,
    '',
    'How robust',
    ...report.late.map(({ seconds, figures }) => `  ${pad(`${seconds} s late`)} ${short(figures)}`),
    ...report.neighbours.map(({ name, figures }) => `  ${pad(name)} ${short(figures)}`),
    `  ${pad('first two thirds')} ${short(report.thirds.first)}`,
    `  ${pad('last third')} ${short(report.thirds.last)}`,
    '',
    ...(report.doubts.length === 0
      ? ['No doubt was found that would be told here. The past is not the future.']
      : report.doubts.map((doubt) => `! ${doubt}`)),
    '',
    ...table('By month', report.by.month),
    ...table('By coin', report.by.coin),
    ...table('By side', report.by.side),
    ...table('By hour (UTC)', report.by.hour),
    ...table('By provider', report.by.provider),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** The same for programs: exact amounts as text, times as ISO 8601. */
export function reportJson(report: Backtest): unknown {
  const iso = (at: number) => new Date(at).toISOString();
  return {
    ...report,
    from: iso(report.from),
    to: iso(report.to),
    trades: report.trades.map((trade) => ({
      ...trade,
      openedAt: iso(trade.openedAt),
      closedAt: iso(trade.closedAt),
    })),
    equity: report.equity.map((point) => ({ ...point, at: iso(point.at) })),
  };
}

const day = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
const money = (amount: Decimal) => amount.toFixed(2);
const percent = (value: number) => `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(2)} %`;
const share = (value: number | null) => (value === null ? 'none' : `${(value * 100).toFixed(1)} %`);
const ratio = (value: number | null) => (value === null ? 'none (too few days)' : value.toFixed(2));
const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
const list = (items: readonly string[]) => (items.length === 0 ? 'none' : items.join(', '));
const pad = (text: string) => text.padEnd(28);

function estimate(value: Estimate | null): string {
  if (value === null) return 'none: nothing was risked';
  const end = (edge: number | null) => (edge === null ? 'anything' : `${edge.toFixed(2)} R`);
  return `${value.mean.toFixed(2)} R a trade, 19 times of 20 between ${end(value.low)} and ${end(value.high)}`;
}

function short({ net, trades, expectancy }: Figures): string {
  const mean = expectancy === null ? '' : `, ${expectancy.mean.toFixed(2)} R a trade`;
  return `${money(net).padStart(12)} on ${count(trades, 'trade')}${mean}`;
}

function table(title: string, groups: readonly Group[]): string[] {
  if (groups.length === 0) return [];
  return [title, ...groups.map(({ name, figures }) => `  ${pad(name)} ${short(figures)}`), ''];
}
