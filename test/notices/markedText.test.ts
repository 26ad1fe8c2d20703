import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markedText } from '../../src/notices/words/markedText.ts';
import { hostileText } from './anyNotice.ts';

const span = (start: number, end: number) => ({ part: { in: 'text' as const }, start, end });

test('what was read is bold, line by line, and everything is escaped', () => {
  const text = 'BTC long\nSL: *60000*';
  expect(markedText(text, { symbol: [span(0, 3)], side: [span(3, 8)], stop: [span(8, 20)] })).toBe(
    '**BTC long**\n**SL\\: \\*60000\\***',
  );
  expect(markedText('ETH now', {})).toBe('ETH now');
});

test('any text with any spans fits, and only the marks are live', () => {
  fc.assert(
    fc.property(
      hostileText,
      fc.array(fc.tuple(fc.nat(400), fc.nat(400)), { maxLength: 6 }),
      (text, ranges) => {
        const provenance = { some: ranges.map(([a, b]) => span(Math.min(a, b), Math.max(a, b))) };
        const shown = markedText(text, provenance);
        expect(shown.length).toBeLessThanOrEqual(2_000);
        const unescaped = shown.replace(/\\[^0-9A-Za-z\s]/g, '').replaceAll('**', '');
        expect(unescaped).not.toMatch(/[\\*_~`|<>[\]#]/);
      },
    ),
  );
});
