import type { APIEmbed } from 'discord.js';
import type { OwnOrder } from '../../trading/execution/openOrders.ts';
import { dec } from '../../trading/money.ts';
import { changeOf, isCancelling } from '../../trading/strategy/model/pendingRequest.ts';
import type { OrderStatus } from '../../trading/strategy/model/state.ts';
import type { VenueOrder } from '../../trading/venue/venue.ts';
import { money, price, size } from '../words/amounts.ts';
import { fitEmbed } from '../words/embedLimits.ts';
import { describePurpose, describeTerms } from '../words/orderWords.ts';
import { escapeProviderText } from '../words/providerText.ts';
import { discordTime } from '../words/time.ts';
import { COLOURS } from './colours.ts';
import { accountLine } from './renderNotice.ts';

const STATUS_WORDS: Readonly<Record<OrderStatus, string>> = {
  new: 'being sent',
  submitted: 'at the exchange',
  open: 'resting at the exchange',
  filled: 'filled',
  cancelled: 'cancelled',
  rejected: 'refused',
  expired: 'expired',
  unknown: 'no answer yet, being looked for',
};

/** One order of ours in a line; `number` is what it is called. */
export function orderLine({ order, position }: OwnOrder, number: string): string {
  const { id, priceIncrement } = position.product;
  return [
    `**${number}** ${position.account.toUpperCase()} ${order.side} ${id}, ${describePurpose(order.purpose, order.leg)}: ${describeTerms(order.terms, id, priceIncrement)}`,
    order.filledSize === '0' ? null : `${size(order.filledSize, id)} filled`,
    isCancelling(order) ? 'being cancelled' : null,
    order.status === 'unknown' ? '⚠ no answer yet' : null,
    discordTime(order.createdAt),
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** One that somebody else has placed at the exchange. */
export function strangeOrderLine({ side, productId, terms, createdAt, at }: VenueOrder): string {
  const what = terms === undefined ? '' : `: ${describeTerms(terms, productId)}`;
  return `▫️ not the bot’s: ${side} ${productId}${what}, ${discordTime(createdAt ?? at)}`;
}

/** One order in full. */
export function orderCard({ order, position }: OwnOrder, number: string): APIEmbed {
  const { product } = position;
  const change = changeOf(order);
  const filled = dec(order.filledSize);
  const average = filled.isZero()
    ? null
    : dec(order.filledValue)
        .div(filled)
        .div(product.contractSize ?? '1');
  return fitEmbed({
    author: accountLine(position.account, position.id),
    title: `Order ${number}: ${order.side} ${product.id}, ${describePurpose(order.purpose, order.leg)}`,
    color:
      order.status === 'rejected' || order.status === 'unknown' ? COLOURS.warning : COLOURS.order,
    description: [
      describeTerms(order.terms, product.id, product.priceIncrement),
      ...(change === null
        ? []
        : [`is being changed to: ${describeTerms(change, product.id, product.priceIncrement)}`]),
      ...(isCancelling(order) ? ['It is being cancelled.'] : []),
      ...(order.message === null
        ? []
        : [`The exchange says: ${escapeProviderText(order.message, 500)}`]),
    ].join('\n'),
    fields: [
      { name: 'State', value: STATUS_WORDS[order.status], inline: true },
      {
        name: 'Filled',
        value:
          average === null
            ? 'nothing'
            : `${size(order.filledSize, product.id)} at ${price(average.toSignificantDigits(12).toFixed(), product.id, product.priceIncrement)}`,
        inline: true,
      },
      { name: 'Fees', value: money(order.fees, product.quote), inline: true },
      { name: 'Made', value: discordTime(order.createdAt, 'f'), inline: true },
      { name: 'Last heard of', value: discordTime(order.updatedAt), inline: true },
    ],
    footer: {
      text: `ours ${order.id}${order.venueOrderId === null ? '' : ` · the exchange’s ${order.venueOrderId}`}`,
    },
  });
}
