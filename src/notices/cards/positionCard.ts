import type { APIEmbed, APIEmbedField } from 'discord.js';
import type { Decimal } from '../../trading/money.ts';
import { type Coverage, coverageOf } from '../../trading/strategy/hold/orders/coverage.ts';
import { waitsForEntry } from '../../trading/strategy/model/attached.ts';
import { isLive } from '../../trading/strategy/model/orderStatus.ts';
import type { Order, Position, PositionStatus } from '../../trading/strategy/model/state.ts';
import {
  averageEntry,
  averageExit,
  openSize,
  profit,
  realized,
  riskTaken,
} from '../../trading/strategy/model/sums.ts';
import type { Product } from '../../trading/venue/venue.ts';
import {
  average,
  distance,
  money,
  multipleOfRisk,
  price,
  signedMoney,
  size,
} from '../words/amounts.ts';
import { standingFields } from '../words/costAndRisk.ts';
import { EMBED_LIMITS, fitEmbed } from '../words/embedLimits.ts';
import { describeCloseReason, describePurpose, describeTerms } from '../words/orderWords.ts';
import { escapeProviderText } from '../words/providerText.ts';
import { type Story, storyLines } from '../words/story.ts';
import { discordTime } from '../words/time.ts';
import { gapLine, troubleOf } from '../words/troubleWords.ts';
import { COLOURS } from './colours.ts';
import { accountLine } from './renderNotice.ts';

export const STATUS_WORDS: Readonly<Record<PositionStatus, string>> = {
  pending: 'waiting for its entry',
  open: 'open',
  closing: 'being closed',
  closed: 'closed',
  cancelled: 'never opened',
  failed: 'failed',
};

/** What it came to so far at that price: what is realized, less all fees, and what is open. */
export function resultOf(position: Position, last: string | null): Decimal | null {
  const { net } = realized(position);
  if (openSize(position).isZero()) return averageEntry(position) === null ? null : net;
  return last === null ? null : net.add(profit(position, last));
}

/** One position in a line, for a list. `last`: the price now, where it is known. */
export function positionLine(position: Position, last: string | null): string {
  const { product } = position;
  const now = resultOf(position, last);
  return [
    `**${position.id}** ${position.account.toUpperCase()} ${position.side} ${product.id}`,
    STATUS_WORDS[position.status],
    now === null ? null : `**${signedMoney(now.toFixed(), product.quote)}**`,
    `stop ${price(position.stop, product.id, product.priceIncrement)}`,
    troubleOf(position) === null ? null : '⚠ trouble',
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** One position in full. `last`: the price now, where it is known; `story`: what happened, where it can be read. */
export function positionCard(
  position: Position,
  last: string | null,
  story: Story | null = null,
): APIEmbed {
  const { product } = position;
  const now = resultOf(position, last);
  const won = now !== null && !now.isNegative();
  return fitEmbed({
    author: accountLine(position.account, position.id),
    title: [
      `${position.side} ${product.id}: ${STATUS_WORDS[position.status]}`,
      now === null ? null : signedMoney(now.toFixed(), product.quote),
    ]
      .filter((part) => part !== null)
      .join(', '),
    color:
      troubleOf(position) !== null || position.status === 'failed'
        ? COLOURS.bad
        : now === null
          ? COLOURS.quiet
          : won
            ? COLOURS.good
            : COLOURS.bad,
    description: [
      troubleOf(position) === null
        ? null
        : `⚠ ${escapeProviderText(troubleOf(position) ?? '', 500)}`,
      position.closeReason === null
        ? null
        : `Because: ${describeCloseReason(position.closeReason)}.`,
      gapLine(position),
      `Signal in <#${position.source.channelId}> by ${escapeProviderText(position.source.providerName, 80)}, ${discordTime(position.source.postedAt)}.`,
    ]
      .filter((line) => line !== null)
      .join('\n'),
    fields: [
      ...amountFields(position, last, now),
      ...standingFields(position),
      ...protectionField(position),
      {
        name: 'At the venue',
        value:
          position.orders
            .filter((order) => isLive(order) && !waitsForEntry(order))
            .map((order) => orderLine(order, product))
            .join('\n') || 'nothing rests there',
      },
      ...storyField(story, product),
    ],
  });
}

const PROTECTED: Readonly<Record<Coverage, string>> = {
  brackets: 'target and stop rest at the venue',
  stop: 'the stop rests at the venue, the bot works the targets',
  bot: '⚠ by the bot alone, and only while it runs: no stop rests at the venue',
};

function protectionField(position: Position): APIEmbedField[] {
  const coverage = coverageOf(position);
  return coverage === null ? [] : [{ name: 'Protected', value: PROTECTED[coverage] }];
}

function storyField(story: Story | null, { priceIncrement }: Product): APIEmbedField[] {
  const lines = story === null ? [] : storyLines(story, EMBED_LIMITS.fieldValue, priceIncrement);
  return lines.length === 0 ? [] : [{ name: 'The story so far', value: lines.join('\n') }];
}

function amountFields(
  position: Position,
  last: string | null,
  now: Decimal | null,
): APIEmbedField[] {
  const { product } = position;
  const entry = averageEntry(position);
  if (entry === null) return [];
  const at = entry.toSignificantDigits(12).toFixed();
  const exit = averageExit(position);
  const fields: APIEmbedField[] = [
    { name: 'Entered at', value: average(at, product.id, product.priceIncrement), inline: true },
    { name: 'Open', value: size(openSize(position).toFixed(), product.id), inline: true },
  ];
  if (exit !== null) {
    const value = average(exit.toFixed(), product.id, product.priceIncrement);
    fields.push({ name: 'Left at', value, inline: true });
  }
  if (last !== null) {
    const value = `${price(last, product.id, product.priceIncrement)} (${distance(at, last)})`;
    fields.push({ name: 'Price now', value, inline: true });
  }
  const risk = riskTaken(position);
  if (now !== null && risk.gt(0)) {
    const value = multipleOfRisk(now.div(risk).toFixed());
    fields.push({ name: 'In R', value, inline: true });
  }
  const { fees } = realized(position);
  fields.push({ name: 'Fees paid', value: money(fees.toFixed(), product.quote), inline: true });
  return fields;
}

function orderLine(order: Order, { id, priceIncrement }: Product): string {
  const filled = order.filledSize === '0' ? '' : `, ${size(order.filledSize, id)} filled`;
  const unsure = order.status === 'unknown' ? ' (no answer yet)' : '';
  return `${describePurpose(order.purpose, order.leg)}: ${describeTerms(order.terms, id, priceIncrement)}${filled}${unsure}`;
}
