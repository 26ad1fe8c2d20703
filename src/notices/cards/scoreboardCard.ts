import type { APIEmbed } from 'discord.js';
import type { Conduct } from '../../trading/history/report/conduct.ts';
import type { PlainFigures } from '../../trading/history/report/plain.ts';
import { driftOf } from '../../trading/history/report/scoreboard.ts';
import { signedPercent } from '../words/amounts.ts';
import { count, day, expectancyWords, risk, signedDollars } from '../words/backtestWords.ts';
import { fitEmbed } from '../words/embedLimits.ts';
import { escapeProviderText } from '../words/providerText.ts';
import { COLOURS } from './colours.ts';

/** What a watch, or a provider of one, was worth. */
export type Score = {
  /** null: the watch as a whole. */
  provider: string | null;
  history: PlainFigures | null;
  paper: PlainFigures | null;
  live: PlainFigures | null;
  conduct: Omit<Conduct, 'providerId' | 'provider'> | null;
};

export type WatchScore = {
  name: string;
  channelId: string;
  /** The time that its history is of; null: none was played. */
  played: { from: number; to: number } | null;
  /** The whole first, then its providers. */
  scores: readonly [Score, ...Score[]];
};

const PAGE = 4;
const MOST_PROVIDERS = 4;

/** Every watch with what it was worth, a page of them; `page` counts from 0, beyond the last it is the last. */
export function scoreboardCard(
  watches: readonly WatchScore[],
  asked: number,
): { embed: APIEmbed; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(watches.length / PAGE));
  const page = Math.min(asked, pages - 1);
  const shown = watches.slice(page * PAGE, (page + 1) * PAGE);
  return {
    page,
    pages,
    embed: fitEmbed({
      title: 'What each channel was worth',
      color: COLOURS.quiet,
      description:
        watches.length === 0
          ? 'No channel is followed yet. Add one with /watch add.'
          : 'By its history at the worse of what may have happened, on paper, and live. The ranges hold the true value 19 times of 20: where zero lies in one, chance alone may have made it.',
      fields: shown.map(watchField),
      ...(pages > 1 && { footer: { text: `Page ${page + 1} of ${pages}` } }),
    }),
  };
}

function watchField({
  name,
  channelId,
  played,
  scores,
}: WatchScore): APIEmbed['fields'] extends (infer One)[] | undefined ? One : never {
  const [whole, ...providers] = scores;
  return {
    name: escapeProviderText(name, 80) || channelId,
    value: [
      `<#${channelId}>${played === null ? '' : `, history of ${day(played.from)} to ${day(played.to)}`}`,
      ...scoreLines(whole, played === null),
      ...(providers.length < 2
        ? []
        : providers
            .slice(0, MOST_PROVIDERS)
            .flatMap((one) => [
              `**${escapeProviderText(one.provider ?? '', 40)}**`,
              ...scoreLines(one, played === null).map((line) => `\u2003${line}`),
            ])),
      ...(providers.length > MOST_PROVIDERS
        ? [`and ${count(providers.length - MOST_PROVIDERS, 'more provider')}`]
        : []),
    ].join('\n'),
  };
}

function scoreLines(score: Score, isUnplayed: boolean): string[] {
  const { history, paper, live, conduct } = score;
  const lines: string[] = [];
  if (history !== null) lines.push(`history ${figuresLine(history)}`);
  else if (score.provider === null && isUnplayed) lines.push('history not played yet: /backtest');
  for (const [name, traded] of Object.entries({ paper, live })) {
    if (traded === null) continue;
    lines.push(`${name} ${figuresLine(traded)}`);
    const drift = history === null ? null : driftOf(history, traded);
    if (drift !== null)
      lines.push(
        `${name} lies ${risk(drift.difference)} a trade from its history: ${drift.isMore ? '⚠ more than chance does' : 'no more than chance does'}`,
      );
  }
  if (conduct !== null) lines.push(...conductLines(conduct));
  if (lines.length === 0) lines.push('nothing was traded');
  return lines;
}

function figuresLine(figures: PlainFigures): string {
  return `${signedDollars(figures.net)} on ${count(figures.trades, 'trade')}, ${expectancyWords(figures)}`;
}

function conductLines(conduct: NonNullable<Score['conduct']>): string[] {
  const { signals, editedAfter, deletedAfter, deletedLosing, claims, claimed, was } = conduct;
  return [
    ...(editedAfter + deletedAfter === 0
      ? []
      : [
          `⚠ after the trade had opened ${editedAfter} of ${count(signals, 'signal')} edited, ${deletedAfter} deleted (${deletedLosing} of them lost)`,
        ]),
    ...(claims === 0
      ? []
      : [
          `claims ${signedPercent(String(claimed))} over ${count(claims, 'trade')}; the same came to ${signedPercent(String(was))}`,
        ]),
  ];
}
