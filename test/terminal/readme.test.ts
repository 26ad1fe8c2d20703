import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readMessage } from '../../src/trading/signal/readMessage.ts';

test.each(['README.md', 'sandbox/main.ts'])(
  'what %s says to type as the provider is read as a signal',
  (file) => {
    const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    const typed = [...text.matchAll(/signals> ([^`'\n]+)/g)].map(([, line = '']) => line);
    expect(typed.length).toBeGreaterThan(0);
    for (const line of typed) {
      const readings = readMessage({ text: line }, { symbols: new Set(['BTC', 'ETH', 'SOL']) });
      expect(readings).toMatchObject([{ kind: 'signal', symbol: 'BTC', side: 'long' }]);
    }
  },
);
