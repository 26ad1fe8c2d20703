import type { APIEmbedField } from 'discord.js';
import type { Reading, Signal, StopLevel, Target } from '../trading/signal/reading.ts';
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
  const { entry } = signal;
  const prices = entry.prices.map(grouped);
  const entryText =
    entry.type === 'zone'
      ? prices.join(' to ')
      : entry.type === 'market'
        ? ['at market', ...prices].join(', ')
        : entry.type === 'breakout'
          ? `${entry.trigger?.direction ?? 'beyond'} ${prices.join(', ')}`
          : prices.join(', ');
  return [
    { name: 'Entry', value: entryText, inline: true },
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

function levelText(level: Target | StopLevel): string {
  return 'price' in level ? grouped(level.price) : `${level.percent} %`;
}
