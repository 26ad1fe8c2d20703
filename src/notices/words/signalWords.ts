import type { APIEmbedField } from 'discord.js';
import type {
  Reading,
  Signal,
  SignalEntry,
  StopLevel,
  Target,
  Unclear,
} from '../../trading/signal/reading.ts';
import { grouped } from './amounts.ts';
import { escapeProviderText } from './providerText.ts';

/** "long BTC", with the quote when the author names it. */
export function signalTitle(signal: Signal): string {
  const quote = signal.quote === null ? '' : `/${escapeProviderText(signal.quote, 20)}`;
  return `${signal.side} ${escapeProviderText(signal.symbol, 30)}${quote}`;
}

/** What a message says in a few words: "long BTC/USDT", "close BTC", "unclear". */
export function readingTitle(reading: Reading): string {
  switch (reading.kind) {
    case 'signal':
      return signalTitle(reading);
    case 'update': {
      const action = reading.action.replaceAll('_', ' ');
      return reading.symbol === null
        ? action
        : `${action} ${escapeProviderText(reading.symbol, 30)}`;
    }
    default:
      return reading.kind;
  }
}

/** Entry, stop and targets as the author wrote them. */
export function signalFields(signal: Signal): APIEmbedField[] {
  return [
    { name: 'Entry', value: entryText(signal.entry), inline: true },
    { name: 'Stop', value: signal.stop === null ? 'none' : levelText(signal.stop), inline: true },
    {
      name: 'Targets',
      value: signal.targets.slice(0, 12).map(levelText).join('\n') || 'none',
      inline: true,
    },
    ...(signal.leverage === null
      ? []
      : [{ name: 'Leverage', value: `${signal.leverage}×`, inline: true }]),
  ];
}

/** Entry, stop and targets as the author wrote them, in a line. */
export function signalLine({ entry, stop, targets, leverage }: Signal): string {
  return [
    `entry ${entryText(entry)}`,
    `stop ${stop === null ? 'none' : levelText(stop)}`,
    `targets ${targets.slice(0, 12).map(levelText).join(', ') || 'none'}`,
    ...(leverage === null ? [] : [`${leverage}×`]),
  ].join(' · ');
}

/** What could be read of an unclear message, and what is missing or double; empty when nothing is known of either. */
export function unclearFields({
  about,
  partial,
}: Pick<Unclear, 'about' | 'partial'>): APIEmbedField[] {
  const { symbol, side, entry, stop, targets = [] } = partial ?? {};
  const read = [
    symbol && `coin ${escapeProviderText(symbol, 30)}`,
    side && `side ${side}`,
    entry && `entry ${entryText(entry)}`,
    stop && `stop ${levelText(stop)}`,
    targets.length > 0 && `targets ${targets.slice(0, 12).map(levelText).join(', ')}`,
  ].filter((part) => part !== undefined && part !== false && part !== null && part !== '');
  return [
    ...(about === undefined ? [] : [{ name: 'Not sure', value: ABOUT[about], inline: true }]),
    ...(read.length === 0 ? [] : [{ name: 'Read so far', value: read.join('\n'), inline: true }]),
  ];
}

const ABOUT: Readonly<Record<NonNullable<Unclear['about']>, string>> = {
  symbol: 'the coin',
  side: 'long or short',
  entry: 'the entry',
  stop: 'the stop',
  targets: 'the targets',
  action: 'what to do',
};

function entryText(entry: SignalEntry): string {
  const prices = entry.prices.map(grouped);
  switch (entry.type) {
    case 'zone':
      return prices.join(' to ');
    case 'market':
      return ['at market', ...prices].join(', ');
    case 'breakout':
      return `${entry.trigger?.direction ?? 'beyond'} ${prices.join(', ')}`;
    case 'limit':
      return prices.join(', ');
  }
}

function levelText(level: Target | StopLevel): string {
  return 'price' in level ? grouped(level.price) : `${level.percent} %`;
}
