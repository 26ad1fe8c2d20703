import type { APIEmbed, APIEmbedField } from 'discord.js';
import { dec } from '../trading/money.ts';
import type { Account, Source } from '../trading/strategy/event.ts';
import type { Notice } from '../trading/strategy/notice.ts';
import type { Halt, Plan } from '../trading/strategy/state.ts';
import type { DecimalString } from '../trading/venue/venue.ts';
import { assetsOf, distance, money, multipleOfRisk, price, signedMoney, size } from './amounts.ts';
import { cut, fitEmbed } from './embedLimits.ts';
import { describeCloseReason, describePurpose, describeTerms } from './orderWords.ts';
import { escapeProviderText, plainProviderText } from './providerText.ts';
import { signalFields, signalTitle, unclearFields } from './signalWords.ts';
import { discordTime, duration } from './time.ts';

/** One meaning a colour; the words never rely on it. */
export const COLOURS = {
  good: 0x2e9e5b,
  bad: 0xd64545,
  warning: 0xe0a030,
  order: 0x3b7dd8,
  quiet: 0x7a828c,
} as const;

/**
 * A notice as one embed, to be read on a phone: the title alone tells what happened, the line above
 * it which account and position, the rest what one may want to check. Pure, and within Discord's
 * limits for any input; what a provider wrote is escaped.
 */
export function renderNotice(notice: Notice): APIEmbed {
  return fitEmbed(embedOf(notice));
}

function embedOf(notice: Notice): APIEmbed {
  switch (notice.kind) {
    case 'signal_taken':
      return {
        author: accountLine(notice.account, notice.positionId),
        title: `Signal taken: ${notice.side} ${notice.productId}`,
        color: COLOURS.order,
        fields: planFields(notice.plan, notice.productId),
        ...(notice.plan.remarks.length > 0 && {
          description: notice.plan.remarks
            .map((remark) => `• ${escapeProviderText(remark, 300)}`)
            .join('\n'),
        }),
        footer: sourceFooter(notice.source),
      };
    case 'signal_denied':
      return {
        title: `Not taken: ${notice.side} ${escapeProviderText(notice.symbol, 30)}`,
        color: COLOURS.warning,
        description: escapeProviderText(notice.why, 1_500),
        fields: [where(notice.source), { name: 'Rule', value: notice.rule, inline: true }],
        footer: sourceFooter(notice.source),
      };
    case 'signal_waiting':
      return {
        title: `Trade this? ${signalTitle(notice.signal)}`,
        color: COLOURS.order,
        description: `Nothing is done before you say so; too old ${discordTime(notice.expiresAt)}.`,
        fields: [...signalFields(notice.signal), where(notice.source)],
        footer: sourceFooter(notice.source),
      };
    case 'signal_unclear':
      return {
        title: `Unclear: nothing was traded`,
        color: COLOURS.warning,
        description: `${escapeProviderText(notice.why, 600)}\n\n${quoted(notice.text)}`,
        fields: [...unclearFields(notice), where(notice.source)],
        footer: sourceFooter(notice.source),
      };
    case 'update_applied':
      return {
        author: { name: `Position ${notice.positionId}` },
        title: `${notice.productId}: ${escapeProviderText(notice.what, 180)}`,
        color: COLOURS.order,
        description: `Said by the provider in <#${notice.source.channelId}>.`,
        footer: sourceFooter(notice.source),
      };
    case 'update_denied':
      return {
        title: `Not followed: ${escapeProviderText(notice.what, 180)}`,
        color: COLOURS.warning,
        description: escapeProviderText(notice.why, 1_500),
        fields: [where(notice.source)],
        footer: sourceFooter(notice.source),
      };
    case 'question':
      return {
        title: `Which position? ${escapeProviderText(notice.what, 180)}`,
        color: COLOURS.warning,
        description: `Several positions fit, so nothing was done: ${notice.positionIds
          .slice(0, 30)
          .map((id) => `**${id}**`)
          .join(', ')}. Use /position to act on the one meant.`,
        fields: [where(notice.source)],
        footer: sourceFooter(notice.source),
      };
    case 'order_placed':
      return {
        author: accountLine(notice.account, notice.positionId),
        title: `Order placed: ${notice.side} ${notice.productId}, ${describePurpose(notice.purpose, notice.leg)}`,
        color: COLOURS.order,
        description: describeTerms(notice.terms, notice.productId),
      };
    case 'order_rejected':
      return {
        author: accountLine(notice.account, notice.positionId),
        title: `Order refused: ${notice.productId}, ${describePurpose(notice.purpose, 0)}`,
        color: COLOURS.bad,
        description: `The venue says: ${escapeProviderText(notice.message, 800)}`,
        fields: [{ name: 'What happens now', value: escapeProviderText(notice.next, 800) }],
      };
    case 'beyond_guard':
      return {
        author: accountLine(notice.account, notice.positionId),
        title: `Not all filled: ${notice.side} ${notice.productId}, ${describePurpose(notice.purpose, 0)}`,
        color: COLOURS.warning,
        description: `Nothing more was to be had up to ${price(notice.worst, notice.productId)}, the worst price your slippage guard allows. ${size(notice.left, notice.productId)} is left.`,
        fields: [
          { name: 'What happens now', value: capital(escapeProviderText(notice.next, 800)) },
        ],
      };
    case 'order_unknown':
      return {
        author: accountLine(notice.account, notice.positionId),
        title: `No answer to an order: ${notice.productId}, ${describePurpose(notice.purpose, 0)}`,
        color: COLOURS.warning,
        description: `${escapeProviderText(notice.message, 800)}\n\nIt may or may not be at the venue. It is not sent again; the bot asks the venue what became of it.`,
      };
    case 'fill':
      return {
        author: accountLine(notice.account, notice.positionId),
        title: `${notice.side === 'buy' ? 'Bought' : 'Sold'} ${size(notice.size, notice.productId)} at ${price(notice.price, notice.productId)}`,
        color: COLOURS.order,
        fields: [
          { name: 'For', value: describePurpose(notice.purpose, notice.leg), inline: true },
          {
            name: 'Worth',
            value: money(worth(notice.size, notice.price), quoteOf(notice)),
            inline: true,
          },
          { name: 'Fees', value: money(notice.fees, quoteOf(notice)), inline: true },
          { name: 'Open now', value: size(notice.open, notice.productId), inline: true },
        ],
      };
    case 'position_opened':
      return {
        author: accountLine(notice.account, notice.positionId),
        title: `Open: ${notice.side} ${size(notice.size, notice.productId)} at ${price(notice.averageEntry, notice.productId)}`,
        color: COLOURS.good,
        fields: [
          {
            name: 'Stop',
            value: level(notice.stop, notice.averageEntry, notice.productId),
            inline: true,
          },
          {
            name: 'Targets',
            value: list(
              notice.targets.map((target) => level(target, notice.averageEntry, notice.productId)),
              'none',
            ),
            inline: true,
          },
        ],
      };
    case 'stop_moved':
      return {
        author: accountLine(notice.account, notice.positionId),
        title: `Stop of ${notice.productId} is now ${price(notice.to, notice.productId)}`,
        color: COLOURS.order,
        description: `It was ${price(notice.from, notice.productId)}; ${escapeProviderText(notice.why, 600)}.`,
      };
    case 'position_closed': {
      const quote = quoteOf(notice);
      const won = !dec(notice.net).isNegative();
      return {
        author: accountLine(notice.account, notice.positionId),
        title: `Closed ${notice.side} ${notice.productId}: ${signedMoney(notice.net, quote)}${notice.r === null ? '' : ` (${multipleOfRisk(notice.r)})`}`,
        color: won ? COLOURS.good : COLOURS.bad,
        description: `Because: ${describeCloseReason(notice.reason)}.`,
        fields: [
          {
            name: 'Price',
            value: `${price(notice.averageEntry, notice.productId)} → ${price(notice.averageExit, notice.productId)}`,
            inline: true,
          },
          { name: 'Size', value: size(notice.size, notice.productId), inline: true },
          {
            name: 'Profit',
            value: `${signedMoney(notice.gross, quote)}, less ${money(notice.fees, quote)} fees`,
            inline: true,
          },
          {
            name: 'Held',
            value: `${duration(notice.closedAt - notice.openedAt)}, from ${discordTime(notice.openedAt, 'f')}`,
            inline: true,
          },
        ],
      };
    }
    case 'position_cancelled':
      return {
        author: accountLine(notice.account, notice.positionId),
        title: `Not opened: ${notice.productId}`,
        color: COLOURS.quiet,
        description: `${capital(describeCloseReason(notice.reason))}. ${escapeProviderText(notice.why, 800)}`,
      };
    case 'by_hand':
      return {
        author: accountLine(notice.account, notice.positionId),
        title: `By hand at the venue: ${notice.productId}`,
        color: COLOURS.warning,
        description: escapeProviderText(
          `${asSentence(notice.what)} ${asSentence(notice.next)}`,
          1_000,
        ),
      };
    case 'protection_changed':
      return {
        author: accountLine(notice.account, notice.positionId),
        title: `Protected otherwise: ${notice.productId}`,
        color: COLOURS.warning,
        description: escapeProviderText(notice.how, 1_000),
      };
    case 'halted':
      return haltEmbed(notice.halt);
    case 'resumed':
      return {
        title: 'Trading goes on',
        color: COLOURS.good,
        description: `Resumed by ${personOrName(notice.by)}. New signals are taken again.`,
      };
    case 'panic_report':
      return {
        title: notice.done ? 'PANIC: done' : 'PANIC: in progress',
        color: COLOURS.bad,
        description: cut(
          [`Asked for by ${personOrName(notice.by)}.`, ...bulleted(notice.lines)].join('\n'),
          3_500,
        ),
        ...(notice.done && { footer: { text: 'Trading stays halted until /resume.' } }),
      };
    case 'daily_summary':
      return {
        title: `The day: ${escapeProviderText(notice.day, 40)}`,
        color: COLOURS.quiet,
        description: cut(bulleted(notice.lines).join('\n') || 'Nothing happened.', 3_500),
      };
    case 'started':
      return {
        title: `Pilotfish is running: ${escapeProviderText(notice.mode, 60)}`,
        color: COLOURS.quiet,
        description: cut(bulleted(notice.lines).join('\n'), 3_500),
      };
    case 'error':
      return {
        title: escapeProviderText(notice.what, 240),
        color: COLOURS.bad,
        fields: [
          { name: 'What was lost', value: escapeProviderText(notice.lost, 900) },
          { name: 'What to do', value: escapeProviderText(notice.todo, 900) },
        ],
      };
  }
}

function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/[.\s]+$/, '')}.`;
}

/** Entry, stop, targets and risk of a plan, for a notice or a card. `done`: legs of the targets reached. */
export function planFields(
  plan: Pick<Plan, 'entries' | 'stop' | 'targets' | 'expectedEntry' | 'risk' | 'leverage'>,
  productId: string,
  done: readonly number[] = [],
): APIEmbedField[] {
  const { quote } = assetsOf(productId);
  const entries = plan.entries.map((entry) => describeTerms(entry.terms, productId));
  const targets = plan.targets.map(({ leg, price: at, weight }) => {
    const share = dec(weight).eq(1)
      ? ''
      : `, ${dec(weight).mul(100).toDecimalPlaces(1).toFixed()} % of it`;
    return `${level(at, plan.expectedEntry, productId)}${share}${done.includes(leg) ? ' ✓' : ''}`;
  });
  const fields: APIEmbedField[] = [
    { name: entries.length > 1 ? 'Entries' : 'Entry', value: list(entries, 'none') },
    { name: 'Stop', value: level(plan.stop, plan.expectedEntry, productId), inline: true },
    { name: 'Targets', value: list(targets, 'none'), inline: true },
    { name: 'At risk', value: money(plan.risk, quote), inline: true },
  ];
  if (plan.leverage !== null)
    fields.push({ name: 'Leverage', value: `${plan.leverage}×`, inline: true });
  return fields;
}

/** "PAPER · position 12": which money, and which position. */
export function accountLine(account: Account, positionId: string): { name: string } {
  return { name: `${account.toUpperCase()} · position ${positionId}` };
}

/** A user id is shown as that user; a name of ours as it is. */
export function personOrName(by: string): string {
  return /^\d{15,22}$/.test(by) ? `<@${by}>` : escapeProviderText(by, 80);
}

function haltEmbed(halt: Halt): APIEmbed {
  const title = {
    pause: 'Paused: no new positions',
    panic: 'PANIC: trading is halted',
    protection: 'Protection: trading is halted',
  }[halt.kind];
  const next = {
    pause: 'What is open is managed on.',
    panic: 'Entries are cancelled and every open position is closed at market.',
    protection: 'What is open is managed on.',
  }[halt.kind];
  return {
    title,
    color: halt.kind === 'panic' ? COLOURS.bad : COLOURS.warning,
    description: `${escapeProviderText(halt.reason, 1_000)}\n\n${next} /resume lets new signals be taken again.`,
    fields: [
      { name: 'Since', value: discordTime(halt.since), inline: true },
      { name: 'By', value: personOrName(halt.by), inline: true },
    ],
  };
}

function where(source: Source): APIEmbedField {
  return { name: 'Channel', value: `<#${source.channelId}>`, inline: true };
}

function sourceFooter(source: Source): { text: string } {
  return { text: `${plainProviderText(source.providerName, 80)} · message ${source.messageId}` };
}

/** A price with its distance from the entry: "$60,000 (−7.69 %)". */
function level(at: DecimalString, entry: DecimalString, productId: string): string {
  const far = distance(entry, at);
  return far === '' ? price(at, productId) : `${price(at, productId)} (${far})`;
}

function list(lines: readonly string[], none: string): string {
  if (lines.length === 0) return none;
  const shown = lines.slice(0, 10);
  if (lines.length > shown.length) shown.push(`and ${lines.length - shown.length} more`);
  return shown.join('\n');
}

function bulleted(lines: readonly string[]): string[] {
  return lines.map((line) => `• ${escapeProviderText(line, 300)}`);
}

function quoted(text: string): string {
  return escapeProviderText(text, 1_200)
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

function quoteOf(notice: { productId: string }): string | null {
  return assetsOf(notice.productId).quote;
}

function worth(amount: DecimalString, at: DecimalString): DecimalString {
  return dec(amount).mul(at).toFixed();
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
