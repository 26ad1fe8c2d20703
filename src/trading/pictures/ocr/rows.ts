import type { Box, Row } from '../pictureText.ts';

type Word = { text: string; box: Box };

/** Words that stand beside each other, left to right; rows top to bottom. */
export function rowsOf(words: readonly Word[]): Row[] {
  const rows: Word[][] = [];
  for (const word of words.toSorted((a, b) => middle(a) - middle(b))) {
    const row = rows.findLast((one) => one.some((other) => areBeside(other, word)));
    if (row) row.push(word);
    else rows.push([word]);
  }
  return rows.map((row) => row.toSorted((a, b) => a.box[0] - b.box[0]));
}

/** At about the same height, and not one above the other. */
function areBeside(a: Word, b: Word): boolean {
  const height = Math.min(a.box[3] - a.box[1], b.box[3] - b.box[1]);
  const overlap = Math.min(a.box[2], b.box[2]) - Math.max(a.box[0], b.box[0]);
  return Math.abs(middle(a) - middle(b)) < height / 2 && overlap < height;
}

function middle({ box }: Word): number {
  return (box[1] + box[3]) / 2;
}
