import type { APIEmbed } from 'discord.js';
import type { Order, Position, PositionStatus } from '../trading/strategy/state.ts';
import { price, size } from './amounts.ts';
import { fitEmbed } from './embedLimits.ts';
import { describeCloseReason, describePurpose, describeTerms } from './orderWords.ts';
import { escapeProviderText } from './providerText.ts';
import { accountLine, COLOURS, planFields } from './renderNotice.ts';
import { discordTime } from './time.ts';

const STATUS_WORDS: Readonly<Record<PositionStatus, string>> = {
  pending: 'waiting for its entry',
  open: 'open',
  closing: 'being closed',
  closed: 'closed',
  cancelled: 'never opened',
  failed: 'failed',
};

const RESTING = new Set<Order['status']>(['new', 'submitted', 'open', 'unknown']);

/** One position in a line, for a list. */
export function positionLine(position: Position): string {
  const stop =
    position.stop === null ? 'no stop' : `stop ${price(position.stop, position.product.id)}`;
  const trouble = position.trouble === null ? '' : ' ⚠';
  return `**${position.id}** ${position.account.toUpperCase()} ${position.side} ${position.product.id}, ${STATUS_WORDS[position.status]}, ${stop}${trouble}`;
}

/** One position in full. */
export function positionCard(position: Position): APIEmbed {
  const resting = position.orders.filter((order) => RESTING.has(order.status));
  return fitEmbed({
    author: accountLine(position.account, position.id),
    title: `${position.side} ${position.product.id}: ${STATUS_WORDS[position.status]}`,
    color:
      position.trouble !== null || position.status === 'failed'
        ? COLOURS.bad
        : position.status === 'open'
          ? COLOURS.good
          : COLOURS.quiet,
    description: [
      position.trouble === null ? null : `⚠ ${escapeProviderText(position.trouble, 500)}`,
      position.closeReason === null
        ? null
        : `Because: ${describeCloseReason(position.closeReason)}.`,
      `Signal in <#${position.source.channelId}> by ${escapeProviderText(position.source.providerName, 80)}, ${discordTime(position.source.postedAt)}.`,
    ]
      .filter((line) => line !== null)
      .join('\n'),
    fields: [
      ...planFields(position.plan, position.product.id),
      {
        name: 'Orders at the venue',
        value: resting.map((order) => orderLine(order, position.product.id)).join('\n') || 'none',
      },
    ],
  });
}

function orderLine(order: Order, productId: string): string {
  const filled = order.filledSize === '0' ? '' : `, ${size(order.filledSize, productId)} filled`;
  const unsure = order.status === 'unknown' ? ' (no answer yet)' : '';
  return `${describePurpose(order.purpose, order.leg)}: ${describeTerms(order.terms, productId)}${filled}${unsure}`;
}
