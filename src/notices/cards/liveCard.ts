import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIEmbed,
  APIEmbedField,
} from 'discord.js';
import { isActive } from '../../trading/strategy/model/positionStatus.ts';
import type { Position } from '../../trading/strategy/model/state.ts';
import {
  averageEntry,
  averageExit,
  openSize,
  realized,
  riskTaken,
  sumsOf,
} from '../../trading/strategy/model/sums.ts';
import { button, buttonRow } from '../components/buttons.ts';
import { positionRows } from '../components/positionRows.ts';
import { average, money, multipleOfRisk, signedMoney, size } from '../words/amounts.ts';
import { standingFields } from '../words/costAndRisk.ts';
import { fitEmbed } from '../words/embedLimits.ts';
import { describeCloseReason } from '../words/orderWords.ts';
import { escapeProviderText } from '../words/providerText.ts';
import { type Story, storyLines } from '../words/story.ts';
import { discordTime, duration } from '../words/time.ts';
import { gapLine, troubleOf } from '../words/troubleWords.ts';
import { COLOURS } from './colours.ts';
import { STATUS_WORDS } from './positionCard.ts';
import { accountLine, sourceFooter } from './renderNotice.ts';

/** How much of the card the story may take, in UTF-16 code units. */
const STORY_LENGTH = 2_000;

/**
 * The one message that stands for a position in the private channel: how it is, and its story so
 * far. Pure: the same position and story give the same card, so that editing it again does no harm.
 */
export function liveCard(
  position: Position,
  story: Story,
): { embeds: APIEmbed[]; components: APIActionRowComponent<APIButtonComponent>[] } {
  const { product } = position;
  const won = isActive(position) ? null : !realized(position).net.isNegative();
  const closed = position.status === 'closed';
  return {
    embeds: [
      fitEmbed({
        author: accountLine(position.account, position.id),
        title: `${position.side} ${product.id}: ${STATUS_WORDS[position.status]}${closed ? `, ${resultWords(position)}` : ''}`,
        color: colourOf(position, won),
        description: [
          troubleOf(position) === null
            ? null
            : `⚠ ${escapeProviderText(troubleOf(position) ?? '', 400)}`,
          position.wayOut.stuck === null
            ? null
            : `⚠ ${escapeProviderText(position.wayOut.stuck, 400)}`,
          position.closeReason === null
            ? null
            : `Because: ${describeCloseReason(position.closeReason)}.`,
          gapLine(position),
          ...storyLines(story, STORY_LENGTH, product.priceIncrement),
        ]
          .filter((line) => line !== null)
          .join('\n'),
        fields: averageEntry(position) === null ? standingFields(position) : amounts(position),
        footer: sourceFooter(position.source),
      }),
    ],
    components: (isActive(position)
      ? positionRows(position, 'card')
      : [buttonRow(button('In full', 'plain', { action: 'position_open', args: [position.id] }))]
    ).map((row) => row.toJSON()),
  };
}

/** "+$12.30 (+0.41 R)": what is closed so far, after all fees. */
function resultWords(position: Position): string {
  const { net } = realized(position);
  const risked = riskTaken(position);
  const inR = risked.isZero() ? '' : ` (${multipleOfRisk(net.div(risked).toFixed())})`;
  return `${signedMoney(net.toFixed(), position.product.quote)}${inR}`;
}

function colourOf(position: Position, won: boolean | null): number {
  if (troubleOf(position) !== null || position.status === 'failed') return COLOURS.bad;
  if (position.status === 'closed') return won ? COLOURS.good : COLOURS.bad;
  return position.status === 'open' || position.status === 'closing'
    ? COLOURS.order
    : COLOURS.quiet;
}

function amounts(position: Position): APIEmbedField[] {
  const { product, openedAt, closedAt } = position;
  const inline = (name: string, value: string): APIEmbedField => ({ name, value, inline: true });
  const mean = (value: string) => average(value, product.id, product.priceIncrement);
  const entry = averageEntry(position)?.toFixed() ?? '0';
  const exit = averageExit(position);
  const { gross, fees } = realized(position);
  if (!isActive(position))
    return [
      inline('Price', `${mean(entry)} → ${mean(exit?.toFixed() ?? entry)}`),
      inline('Size', size(sumsOf(position).entry.size.toFixed(), product.id)),
      inline(
        'Profit',
        `${signedMoney(gross.toFixed(), product.quote)}, less ${money(fees.toFixed(), product.quote)} in fees`,
      ),
      ...(openedAt === null || closedAt === null
        ? []
        : [inline('Held', `${duration(closedAt - openedAt)}, from ${discordTime(openedAt, 'f')}`)]),
    ];
  const shown = new Set(['For', 'At risk', 'Stop', 'Targets']);
  return [
    inline('Entered at', mean(entry)),
    inline('Open', size(openSize(position).toFixed(), product.id)),
    ...(exit === null ? [] : [inline('Taken so far', resultWords(position))]),
    ...standingFields(position).filter(({ name }) => shown.has(name)),
  ];
}
