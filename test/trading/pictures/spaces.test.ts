import { expect, test } from 'vitest';
import { withSpaces } from '../../../src/trading/pictures/ocr/paddle/spaces.ts';

/** A line in which each letter is drawn as a bar of ten pixels at its place; gaps are given in pixels. */
function drawn(text: string, gapAfter: Readonly<Record<number, number>>) {
  const [bar, usual, height] = [10, 2, 48];
  const starts: number[] = [];
  let x = 0;
  for (const [index] of [...text].entries()) {
    starts.push(x);
    x += bar + (gapAfter[index] ?? usual);
  }
  const width = x;
  const line = new Float32Array(3 * width * height);
  for (const start of starts) {
    for (let column = start; column < start + bar; column++)
      for (let row = 10; row < 40; row++) line[width * height + row * width + column] = 1;
  }
  const letters = [...text].map((letter, index) => ({
    letter,
    at: ((starts[index] ?? 0) + bar / 2) / width,
  }));
  return withSpaces(letters, line, { width, height });
}

test('a gap is a space between letters and digits, and none between Chinese characters', () => {
  expect(drawn('TP150', { 1: 20 })).toBe('TP 150');
  expect(drawn('目标150.25', { 0: 20, 1: 20 })).toBe('目标 150.25');
});
