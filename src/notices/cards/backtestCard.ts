import type {
  ActionRowBuilder,
  APIEmbed,
  MessageActionRowComponentBuilder,
  StringSelectMenuBuilder,
} from 'discord.js';
import type { PlainBacktest, TriedVariant } from '../../trading/history/report/plain.ts';
import { MOST_VARIANTS, whatIfs } from '../../trading/history/report/whatIf.ts';
import type { BacktestRow } from '../../trading/store/results/backtests.ts';
import { settingsSchema } from '../../trading/strategy/settings/settings.ts';
import { button } from '../components/buttons.ts';
import { menu, rowOf } from '../components/menus.ts';
import { signedPercent } from '../words/amounts.ts';
import {
  count,
  day,
  dollars,
  expectancyWords,
  ratio,
  share,
  signedDollars,
} from '../words/backtestWords.ts';
import { fitEmbed } from '../words/embedLimits.ts';
import { escapeProviderText } from '../words/providerText.ts';
import { BACKTEST_PAGES } from './backtestPages.ts';
import { COLOURS } from './colours.ts';

export type BacktestView = {
  embeds: APIEmbed[];
  components: ActionRowBuilder<MessageActionRowComponentBuilder>[];
};

/** What is shown of a history in its message: how far it is, or what it came to. Pure. */
export function backtestCard(row: BacktestRow, messages: number | null = null): BacktestView {
  if (row.stage === 'done' && row.result !== null) {
    return { embeds: [resultEmbed(row, row.result as PlainBacktest)], components: controls(row) };
  }
  const id = String(row.id);
  if (row.stage === 'fetching' || row.stage === 'playing') {
    return {
      embeds: [
        fitEmbed({
          title: `Backtest of ${nameOf(row)}`,
          color: COLOURS.quiet,
          description: [about(row), '', progressLine(row, messages)].join('\n'),
          footer: {
            text: 'It goes on by itself, after a restart too. Trading does not wait for it.',
          },
        }),
      ],
      components: [rowOf(button('Stop it', 'danger', { action: 'backtest_stop', args: [id] }))],
    };
  }
  const ended =
    row.stage === 'stopped'
      ? 'Stopped. What was fetched is kept: asked for again it goes on from there.'
      : `It could not be played: ${escapeProviderText(row.why ?? 'the log says why', 600)}`;
  return {
    embeds: [
      fitEmbed({
        title: `Backtest of ${nameOf(row)}: ${row.stage}`,
        color: row.stage === 'failed' ? COLOURS.bad : COLOURS.quiet,
        description: [about(row), '', ended].join('\n'),
      }),
    ],
    components: [
      rowOf(button('Start it again', 'plain', { action: 'backtest_again', args: [id] })),
    ],
  };
}

function resultEmbed(row: BacktestRow, report: PlainBacktest): APIEmbed {
  const { figures, course, unknowns, bitcoin } = report;
  const gain = !figures.net.startsWith('-');
  const few = 'none: under 30 days';
  return fitEmbed({
    author: { name: 'BACKTEST: nothing was traded' },
    title: `${nameOf(row)}: ${signedDollars(figures.net)} (${signedPercent(String(course.percent))})`,
    color: figures.trades === 0 ? COLOURS.quiet : gain ? COLOURS.good : COLOURS.bad,
    description: [
      about(row),
      '',
      ...report.doubts.map((doubt) => `⚠ ${escapeProviderText(doubt, 300)}`),
      ...(report.doubts.length > 0 ? [''] : []),
      `**Trades** ${figures.trades}: ${figures.won} won, ${figures.lost} lost (${share(figures.winRate)})${unknowns.stillOpen > 0 ? `; ${unknowns.stillOpen} still open, at the last price` : ''}`,
      `**Expectancy** ${expectancyWords(figures)}`,
      `**Profit factor** ${ratio(figures.profitFactor, 'none: nothing was lost')}`,
      `**Worst fall** ${dollars(course.fall.amount)} (${course.fall.percent.toFixed(1)} %), longest time below a peak ${course.fall.days.toFixed(1)} days`,
      `**Exposure** ${share(course.exposure)} of the account · **in a row** ${figures.streaks.won} won, ${figures.streaks.lost} lost`,
      `**Sharpe** ${ratio(course.sharpe, few)} · **Sortino** ${ratio(course.sortino, few)}`,
      `**Fees** ${dollars(figures.fees)} · **holding bitcoin** ${bitcoin === null ? 'not known' : signedPercent(String(bitcoin))}`,
      '',
      unknownLine(report),
    ].join('\n'),
    footer: { text: `Of ${dollars(row.request.cash)}. The past is not the future.` },
  });
}

/** What keeps the result from being known better, at a glance. */
function unknownLine({ unknowns }: PlainBacktest): string {
  const refused = unknowns.refused.reduce((sum, { count }) => sum + count, 0);
  const never = unknowns.neverEntered.reduce((sum, { count }) => sum + count, 0);
  const parts = [
    `${count(unknowns.signals, 'signal')} in ${count(unknowns.messages, 'message')}`,
    `${unknowns.unclear} unclear`,
    `${refused} refused`,
    `${never} never entered`,
    `${unknowns.ambiguous} decided inside a minute`,
    `${unknowns.edited} edited`,
    `${unknowns.withoutCandles} without prices`,
  ];
  return `**What can’t be known** ${parts.join(', ')}; at the better ${signedDollars(unknowns.better)}`;
}

/** What is played, and how. */
function about({ followed_id, request, result }: BacktestRow): string {
  const { to, delayMs, changed } = request;
  const from = (result as PlainBacktest | null)?.from ?? request.from;
  const ids = [followed_id, ...(request.others ?? []).map(({ followedId }) => followedId)];
  const channels = ids.map((id) => `<#${id}>`).join(', ');
  return [
    `${channels}, ${day(from)} to ${day(to)}, entered ${delayMs / 1000} s or more after each message, at the worse of what may have happened`,
    changed === null
      ? 'Settings as they are today.'
      : `Settings as they are today, but ${escapeProviderText(changed, 200)}.`,
    ...(ids.length > 1 ? ['They share one account, each with its own settings.'] : []),
    'Every signal is traded as if its way of writing were known and nobody asked (follow: automatic).',
  ].join('\n');
}

function nameOf({ request: { name, others = [] } }: BacktestRow): string {
  const names = [name, ...others.map((other) => other.name)];
  return names.map((one) => escapeProviderText(one, Math.ceil(120 / names.length))).join(' + ');
}

const STEPS = 16;

function progressLine({ stage, progress }: BacktestRow, messages: number | null): string {
  const done = Math.round(Math.max(0, Math.min(1, progress)) * STEPS);
  const bar = `${'▰'.repeat(done)}${'▱'.repeat(STEPS - done)} ${Math.floor(progress * 100)} %`;
  return stage === 'fetching'
    ? `Reading its past${messages === null ? '' : `: ${count(messages, 'message')} so far`} …\n${bar}`
    : `Playing it, and again a little later and with settings moved …\n${bar}`;
}

/** The menus and buttons under a result. */
function controls(row: BacktestRow): BacktestView['components'] {
  const id = String(row.id);
  const tried = row.variants as readonly TriedVariant[];
  const ideas = whatIfs(settingsSchema.parse(row.request.settings)).filter(
    ({ name }) => !tried.some((one) => one.name === name),
  );
  const canTry = tried.length < MOST_VARIANTS && ideas.length > 0;
  return [
    rowOf(pageMenu(row, 'backtest_show')),
    ...(canTry
      ? [
          rowOf(
            menu('What if …', { action: 'backtest_try', args: [id] }).addOptions(
              ideas.map(({ key, name }) => ({ label: name, value: key })),
            ),
          ),
        ]
      : []),
    rowOf(
      button('Trades', 'plain', { action: 'backtest_trades', args: [id] }),
      button('CSV', 'plain', { action: 'backtest_csv', args: [id] }),
    ),
  ];
}

/** The pages of a result. */
export function pageMenu(row: BacktestRow, action: string): StringSelectMenuBuilder {
  return menu('More about it', { action, args: [String(row.id)] }).addOptions(
    Object.entries(BACKTEST_PAGES).map(([value, { label }]) => ({ label, value })),
  );
}
