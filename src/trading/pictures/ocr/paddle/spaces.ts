import type { Letter } from './decodeText.ts';

/** Of the range between a line's darkest and lightest: a column that has less in it is empty. */
const EMPTY = 0.3;
/** Of the height of a line as the model is given it: gaps from here on are spaces; more between digits, which are set apart. */
const SPACE = 0.165;
const BETWEEN_DIGITS = 0.21;
/** A 1 is narrow, and set as wide as any digit: so much more for each. */
const BESIDE_ONE = 0.08;
/** However wide letters are set, a space is so many times what is usual between them. */
const TIMES_USUAL = 2.2;

/**
 * The letters as a text, with the spaces that the model leaves out: it was taught on Chinese, which has
 * none. `line` is what it was given: three channels of `width` by `height`.
 */
export function withSpaces(
  letters: readonly Letter[],
  line: Float32Array,
  { width, height }: { width: number; height: number },
): string {
  const gaps = gapsIn(line, width, height);
  const usual = gaps.map(({ width }) => width).toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0;
  let text = '';
  letters.forEach(({ letter, at }, index) => {
    const before = letters[index - 1];
    const isApart = before && before.letter !== ' ' && letter !== ' ';
    if (isApart && !isChinese(before.letter + letter)) {
      const widest = Math.max(
        0,
        ...gaps
          .filter(({ middle }) => middle > before.at * width && middle < at * width)
          .map((gap) => gap.width),
      );
      if (widest >= Math.max(leastBetween(before.letter, letter) * height, usual * TIMES_USUAL))
        text += ' ';
    }
    text += letter;
  });
  return text;
}

/** Chinese is written without spaces, and a character is often drawn in parts. */
function isChinese(letters: string): boolean {
  return /^\p{Script=Han}+$/u.test(letters);
}

function leastBetween(before: string, letter: string): number {
  const pair = before + letter;
  if (!/^[\d.,]{2}$/u.test(pair)) return SPACE;
  return BETWEEN_DIGITS + BESIDE_ONE * (pair.split('1').length - 1);
}

/** Runs of columns between letters in which nothing is drawn, in pixels. */
function gapsIn(
  line: Float32Array,
  width: number,
  height: number,
): { middle: number; width: number }[] {
  // Green stands for lightness.
  const value = (x: number, y: number) => line[width * height + y * width + x] ?? 0;
  const ranges = Array.from({ length: width }, (_, x) => {
    let [least, most] = [Infinity, -Infinity];
    for (let y = 0; y < height; y++) {
      least = Math.min(least, value(x, y));
      most = Math.max(most, value(x, y));
    }
    return most - least;
  });
  const drawn = Math.max(...ranges) * EMPTY;
  const gaps: { middle: number; width: number }[] = [];
  let start: number | null = null;
  for (const [x, range] of ranges.entries()) {
    if (range < drawn) continue;
    if (start !== null && x - start > 1)
      gaps.push({ middle: (start + x) / 2, width: x - start - 1 });
    start = x;
  }
  return gaps;
}
