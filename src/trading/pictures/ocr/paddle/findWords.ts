import type { Slant } from './sample.ts';

/** What the model gives: for each point how likely it belongs to a word, row by row. */
export type Likelihood = { data: Float32Array; width: number; height: number };

/** A point is of a word from here on, and a word is one whose points are on average as likely. */
const POINT = 0.3;
const WORD = 0.5;
/** The model finds the inside of words; by so much of their area to their edge they are larger. */
const UNCLIP = 1.6;
const SMALLEST = 3;
const MOST_WORDS = 400;

/** The rectangles that words stand in: those of connected points, turned as they lie. */
export function findWords({ data, width, height }: Likelihood): Slant[] {
  const seen = new Uint8Array(width * height);
  const words: Slant[] = [];
  const stack: number[] = [];
  for (let start = 0; start < data.length; start++) {
    if (seen[start] || (data[start] ?? 0) < POINT) continue;
    const points: number[] = [];
    let likely = 0;
    seen[start] = 1;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      points.push(at);
      likely += data[at] ?? 0;
      const x = at % width;
      if (x > 0) visit(at - 1);
      if (x < width - 1) visit(at + 1);
      visit(at - width);
      visit(at + width);
    }
    if (likely / points.length < WORD) continue;
    const word = around(points, width);
    if (Math.min(word.halfLength, word.halfHeight) * 2 < SMALLEST) continue;
    words.push(unclipped(word));
    if (words.length === MOST_WORDS) return words;
  }
  return words;

  function visit(at: number): void {
    if (at < 0 || at >= data.length || seen[at] || (data[at] ?? 0) < POINT) return;
    seen[at] = 1;
    stack.push(at);
  }
}

/** The rectangle along the main direction of points; words that lie almost flat or are short count as flat. */
function around(points: readonly number[], width: number): Slant {
  let [mx, my] = [0, 0];
  for (const at of points) {
    mx += at % width;
    my += Math.floor(at / width);
  }
  mx /= points.length;
  my /= points.length;
  let [xx, yy, xy] = [0, 0, 0];
  for (const at of points) {
    const [dx, dy] = [(at % width) - mx, Math.floor(at / width) - my];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const direction = Math.atan2(2 * xy, xx - yy) / 2;
  const isLong = Math.max(xx, yy) > 6 * Math.min(xx, yy) || Math.abs(xy) > 0.3 * Math.max(xx, yy);
  const angle = isLong && Math.abs(direction) < STEEPEST ? direction : 0;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  let [least, most, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const at of points) {
    const [dx, dy] = [(at % width) - mx, Math.floor(at / width) - my];
    const u = dx * cos + dy * sin;
    const v = dy * cos - dx * sin;
    least = Math.min(least, u);
    most = Math.max(most, u);
    top = Math.min(top, v);
    bottom = Math.max(bottom, v);
  }
  const [u, v] = [(least + most) / 2, (top + bottom) / 2];
  return {
    x: mx + u * cos - v * sin + 0.5,
    y: my + u * sin + v * cos + 0.5,
    halfLength: (most - least + 1) / 2,
    halfHeight: (bottom - top + 1) / 2,
    angle,
  };
}

/** Steeper lines are no text that is read. */
const STEEPEST = Math.PI / 6;

function unclipped(word: Slant): Slant {
  const { halfLength, halfHeight } = word;
  const distance = (UNCLIP * halfLength * halfHeight) / (halfLength + halfHeight);
  return { ...word, halfLength: halfLength + distance, halfHeight: halfHeight + distance };
}
