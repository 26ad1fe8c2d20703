import { Refusal } from '../../discord/command.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import type {
  Signal,
  SignalEntry,
  StopLevel,
  Target,
  Unclear,
} from '../../trading/signal/reading.ts';

/** A signal as it is typed into a form, field by field. */
export type WrittenSignal = {
  symbol: string;
  side: string;
  /** A price, several, a zone "65000 - 66000", "above 65000"; "market" when empty. */
  entry: string;
  stop: string;
  /** Prices with spaces or semicolons between. */
  targets: string;
};

/** The text that the reader is given of it. Throws Refusal for a target that is no number. */
export function textOfWritten({ symbol, side, entry, stop, targets }: WrittenSignal): string {
  const levels = targets.split(/[\s;]+/).filter((target) => target !== '');
  const odd = levels.find((level) => !/^\$?\d[\d.,]*%?$/.test(level));
  if (odd !== undefined)
    throw new Refusal(
      `“${escapeProviderText(odd, 40)}” is no target: give prices with spaces between, such as 65000 70000. Nothing was done.`,
    );
  return [
    `${symbol.trim()} ${side.trim()}`,
    `Entry: ${entry.trim() || 'market'}`,
    ...(stop.trim() === '' ? [] : [`Stop: ${stop.trim()}`]),
    ...levels.map((target, index) => `Target ${index + 1}: ${target}`),
  ].join('\n');
}

/** What was read so far, as it would be typed; empty where nothing was. */
export function writtenOf(read: NonNullable<Unclear['partial']> | Signal): WrittenSignal {
  const { symbol = '', quote = null, side = '', entry, stop = null, targets = [] } = read;
  return {
    symbol: quote === null ? symbol : `${symbol}/${quote}`,
    side,
    entry: entry === undefined ? '' : entryOf(entry),
    stop: stop === null ? '' : levelOf(stop),
    targets: targets.map(levelOf).join(' '),
  };
}

function entryOf({ type, prices, trigger }: SignalEntry): string {
  switch (type) {
    case 'market':
      return 'market';
    case 'limit':
      return prices.join(' ');
    case 'zone':
      return prices.join(' - ');
    case 'breakout':
      return `${trigger?.direction ?? 'above'} ${prices[0] ?? ''}`;
  }
}

function levelOf(level: StopLevel | Target): string {
  return 'price' in level ? level.price : `${level.percent}%`;
}
