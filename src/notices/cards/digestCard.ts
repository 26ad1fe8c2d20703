import type { APIEmbed, APIEmbedField } from 'discord.js';
import { dec, ZERO } from '../../trading/money.ts';
import type { DaySummary, Notice } from '../../trading/strategy/model/notice.ts';
import { money, multipleOfRisk, signedMoney, signedPercent } from '../words/amounts.ts';
import { ruleName } from '../words/denialWords.ts';
import { escapeProviderText } from '../words/providerText.ts';
import { COLOURS } from './colours.ts';

/** More lines than these are in /performance. */
const LINES = 8;

/** A day at a glance: what it came to, what was read, what was refused and why, what is open. */
export function digestCard(notice: Extract<Notice, { kind: 'daily_summary' }>): APIEmbed {
  const { signals, denials, closed, open, errors, account } = notice;
  const quotes = [...Map.groupBy(closed, ({ quote }) => quote)];
  const nets = quotes.map(([, own]) => sum(own.map(({ net }) => net)));
  return {
    author: { name: account.toUpperCase() },
    title: `The day: ${escapeProviderText(notice.day, 40)}`,
    color:
      closed.length === 0
        ? COLOURS.quiet
        : nets.every((net) => !net.isNegative())
          ? COLOURS.good
          : COLOURS.bad,
    description: [
      ...quotes.map(([quote, own]) => total(quote, own)),
      ...(closed.length === 0 ? ['No position was closed.'] : []),
      ...equityLine(notice),
    ].join('\n'),
    fields: [
      {
        name: 'Signals',
        value: `${signals.read} read: ${signals.taken} taken, ${signals.denied} not taken, ${signals.unclear} unclear`,
      },
      ...field(
        'Not taken because of',
        denials.map(({ rule, count }) => `${ruleName(rule)}: ${count}`),
      ),
      ...field('Closed', [...closed].sort(byNet).map(closedLine)),
      ...field(
        `Still open: ${open.length}`,
        open.map(({ positionId, productId, side }) => `**${positionId}** ${side} ${productId}`),
      ),
      ...(errors === 0
        ? []
        : [
            {
              name: 'Errors',
              value: `${errors}: each is here in the channel with what was lost and what to do.`,
            },
          ]),
    ],
    footer: { text: 'A day from midnight to midnight UTC. /daily shows today.' },
  };
}

type Closed = DaySummary['closed'][number];

function total(quote: string, own: readonly Closed[]): string {
  const won = own.filter(({ net }) => dec(net).gt(0)).length;
  const net = sum(own.map((one) => one.net)).toFixed();
  const fees = sum(own.map((one) => one.fees)).toFixed();
  return `**${signedMoney(net, quote)}** from ${own.length} trade${own.length === 1 ? '' : 's'}, ${won} won, ${money(fees, quote)} in fees`;
}

function equityLine({ equity }: DaySummary): string[] {
  if (equity === null) return [];
  const { start, end } = equity;
  const change = dec(start).gt(0)
    ? ` (${signedPercent(dec(end).sub(start).div(start).mul(100).toFixed())})`
    : '';
  return [`The account is worth ${money(end, 'USD')}${change}.`];
}

function closedLine({ positionId, productId, side, net, quote, r }: Closed): string {
  const inR = r === null ? '' : ` (${multipleOfRisk(r)})`;
  return `**${positionId}** ${side} ${productId} ${signedMoney(net, quote)}${inR}`;
}

function field(name: string, lines: readonly string[]): APIEmbedField[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, LINES);
  if (lines.length > LINES) shown.push(`and ${lines.length - LINES} more`);
  return [{ name, value: shown.join('\n') }];
}

function byNet(a: Closed, b: Closed): number {
  return dec(b.net).comparedTo(a.net);
}

function sum(amounts: readonly string[]) {
  return amounts.reduce((all, one) => all.add(one), ZERO);
}
