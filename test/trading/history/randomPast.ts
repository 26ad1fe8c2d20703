import type { PastMessage } from '../../../src/trading/history/pastMessage.ts';
import type { Candle } from '../../../src/trading/venue/marketData.ts';
import { type SeededRandom, seededRandom } from '../../support/runs/seededRandom.ts';
import { MINUTE, NOON, said } from './past.ts';

const COINS = ['BTC', 'ETH'];
export const HOURS = 8;

/** Half a day of two coins, and of a channel that signals, edits, deletes and gives instructions. */
export function randomPast(seed: number) {
  const random = seededRandom(seed);
  const candles: Record<string, Candle[]> = {};
  for (const base of COINS) candles[`${base}-USD`] = walk(random);
  const messages = Array.from({ length: 30 }, (_, i) => {
    const at = i * 15 + random.next() * 10;
    const base = random.pick(COINS) ?? 'BTC';
    return happening(random, base, at, priceAt(candles[`${base}-USD`] ?? [], at));
  });
  return { candles, messages };
}

function walk(random: SeededRandom): Candle[] {
  let price = 100;
  const bars: Candle[] = [];
  for (let minute = -1; minute < HOURS * 60; minute += 1) {
    const open = price;
    const close = Math.max(1, open * (1 + (random.next() - 0.5) * 0.01));
    const high = Math.max(open, close) * (1 + random.next() * 0.004);
    const low = Math.min(open, close) * (1 - random.next() * 0.004);
    price = close;
    // Minutes in which nobody traded.
    if (minute > 0 && random.chance(0.03)) continue;
    const [o, h, l, c] = [open, high, low, close].map((each) => each.toFixed(2));
    bars.push({
      at: NOON + minute * MINUTE,
      open: o ?? '',
      high: h ?? '',
      low: l ?? '',
      close: c ?? '',
      volume: '1',
    });
  }
  return bars;
}

function priceAt(bars: readonly Candle[], afterMinutes: number): number {
  return Number(bars.findLast(({ at }) => at <= NOON + afterMinutes * MINUTE)?.close ?? 100);
}

function happening(random: SeededRandom, base: string, at: number, price: number): PastMessage {
  if (random.chance(0.15)) return said(`Close ${base} now`, at);
  if (random.chance(0.1)) return said(`${base}: move stop to entry`, at);
  if (random.chance(0.1)) return said('good morning everybody', at);
  const entry = price * (1 - random.next() * 0.01);
  const level = (percent: number) => (entry * (1 + percent / 100)).toFixed(2);
  const text = [
    `LONG ${base}`,
    random.chance(0.5) ? 'Entry: market' : `Entry: ${entry.toFixed(2)}`,
    `TP1: ${level(1 + random.next())}`,
    `TP2: ${level(2.5 + random.next())}`,
    `SL: ${level(-2 - random.next() * 2)}`,
  ].join('\n');
  const message = said(text, at);
  if (random.chance(0.15)) return { ...message, deletedAt: message.postedAt + 7 * MINUTE };
  if (random.chance(0.2)) {
    const edited = text.replace(/SL: .*/, `SL: ${level(-1.5)}`);
    const [first] = message.versions;
    const later = { at: first.at + 5 * MINUTE, body: { text: edited } };
    return { ...message, versions: [first, later] };
  }
  return message;
}
