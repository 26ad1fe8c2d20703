/**
 * Draws docs/cards/*.png: the pictures as they look in Discord, from data that never changes.
 * `npm run docs:cards`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawPicture } from '../src/notices/charts/drawPicture.ts';
import type { Look, Picture } from '../src/notices/charts/picture.ts';
import type { Candle } from '../src/trading/venue/marketData.ts';

const START = Date.UTC(2026, 4, 4, 6);
const MINUTES_15 = 15 * 60_000;
const DAY = 24 * 3_600_000;

/** A made-up market: a trend with waves on it, the same at every run. */
function candles(): Candle[] {
  const priceAt = (i: number) =>
    64_200 + i * 26 + 420 * Math.sin(i / 7) + 190 * Math.sin(i * 1.7) + 90 * Math.cos(i * 4.1);
  return Array.from({ length: 96 }, (_, i) => {
    const [open, close] = [priceAt(i), priceAt(i + 1)];
    const wick = 60 + 50 * Math.abs(Math.sin(i * 2.3));
    return {
      at: START + i * MINUTES_15,
      open: open.toFixed(2),
      close: close.toFixed(2),
      high: (Math.max(open, close) + wick).toFixed(2),
      low: (Math.min(open, close) - wick).toFixed(2),
      volume: '1',
    };
  });
}

function pictures(look: Look): Record<string, Picture> {
  return {
    position: {
      kind: 'position',
      look,
      heading: {
        title: 'LONG BTC-USD',
        subtitle: 'PAPER, position 12, open',
        result: '+$45.90 (+1.15 R)',
        gain: true,
      },
      candles: candles(),
      openedAt: START + 31 * MINUTES_15,
      levels: [
        { kind: 'entry', label: 'Entry', price: '64500', done: true },
        { kind: 'stop', label: 'Stop', price: '64500', done: false },
        { kind: 'target', label: 'TP1', price: '65500', done: true },
        { kind: 'target', label: 'TP2', price: '67000', done: false },
        { kind: 'target', label: 'TP3', price: '69500', done: false },
        { kind: 'now', label: 'Now', price: '66978.20', done: false },
      ],
      marks: [
        { at: START + 31 * MINUTES_15, price: '64500', side: 'buy' },
        { at: START + 52 * MINUTES_15, price: '65500', side: 'sell' },
      ],
    },
    equity: {
      kind: 'equity',
      look,
      heading: {
        title: 'Equity',
        subtitle: 'PAPER, 1 Mar 2026 to 4 May 2026',
        result: '+$1,284.70 (+12.85 %)',
        gain: true,
      },
      quote: 'USD',
      points: Array.from({ length: 65 }, (_, i) => ({
        at: START + (i - 64) * DAY,
        value: (
          10_000 +
          i * 20.0734 +
          (i === 64 ? 0 : 140 * Math.sin(i / 4) + 60 * Math.sin(i * 1.9))
        ).toFixed(2),
      })),
    },
    daily: {
      kind: 'trades',
      look,
      heading: {
        title: '4 May 2026',
        subtitle: 'PAPER, 5 closed, 3 won, $9.60 in fees',
        result: '+$61.40',
        gain: true,
      },
      quote: 'USD',
      trades: [
        { name: 'BTC', net: '38.12' },
        { name: 'SOL', net: '-12.50' },
        { name: 'ETH', net: '21.08' },
        { name: 'DOGE', net: '-4.10' },
        { name: 'LINK', net: '18.80' },
      ],
    },
  };
}

const folder = path.join(fileURLToPath(new URL('..', import.meta.url)), 'docs/cards');
mkdirSync(folder, { recursive: true });
for (const look of ['dark', 'light'] as const) {
  for (const [name, picture] of Object.entries(pictures(look))) {
    writeFileSync(path.join(folder, `${name}-${look}.png`), drawPicture(picture));
  }
}
