/** Which engine has read it. They share no code, no model and no way of finding lines. */
export type EngineName = 'paddle' | 'tesseract';

/** Left, top, right and bottom in pixels of the picture as it is shown. */
export type Box = readonly [number, number, number, number];

/** A stretch of a text that stands in one place: from `start` (inclusive) to `end` (exclusive). */
export type Piece = { start: number; end: number; box: Box };

/** The words that one engine finds in a picture, a row of the picture a line. */
export type EngineText = { text: string; pieces: readonly Piece[] };

/** Pieces of a row, left to right. */
export type Row = readonly { text: string; box: Box }[];

/** Rows, top to bottom, as one text; where a sentence goes on in the next row, it is one line. */
export function textOfRows(rows: readonly Row[]): EngineText {
  const pieces: Piece[] = [];
  const edge = Math.max(0, ...rows.map(rightOf));
  let text = '';
  for (const [index, row] of rows.entries()) {
    const above = rows[index - 1];
    if (above) text += goesOn(above, row, edge) ? ' ' : '\n';
    row.forEach(({ text: words, box }, at) => {
      if (at > 0) text += ' ';
      pieces.push({ start: text.length, end: text.length + words.length, box });
      text += words;
    });
  }
  return { text, pieces };
}

/** The next row begins in the middle of a sentence or a range, with a word that had no room in this one. */
function goesOn(above: Row, row: Row, edge: number): boolean {
  const [first] = row;
  const isOpen = /[-–—,/&+]$/u.test(above.at(-1)?.text ?? '');
  const words = row.map(({ text }) => text).join(' ');
  if (!first || !(isOpen || /^(?:\p{Ll}|[-–—,/&+] ?\p{N})/u.test(words))) return false;
  const { text, box } = first;
  const word = text.split(' ')[0] ?? '';
  const needs = ((box[2] - box[0]) * (word.length + 1)) / text.length;
  return rightOf(above) + needs > edge;
}

function rightOf(row: Row): number {
  return row.at(-1)?.box[2] ?? 0;
}

/** Of a letter's height: what is nearer to the edge may go on beyond it. */
const AT_EDGE = 0.25;

/** Whether anything stands so near to an edge of the picture that a part of it may be cut off. */
export function isCutOff(
  { pieces }: EngineText,
  { width, height }: { width: number; height: number },
): boolean {
  return pieces.some(({ box: [left, top, right, bottom] }) => {
    const room = (bottom - top) * AT_EDGE;
    return left < room || top < room || right > width - room || bottom > height - room;
  });
}

/** Where the characters from `start` to `end` stand: letters of a piece are taken to be of one width. */
export function boxesOf({ pieces }: EngineText, start: number, end: number): Box[] {
  return pieces.flatMap((piece): Box[] => {
    const first = Math.max(start, piece.start);
    const last = Math.min(end, piece.end);
    if (first >= last) return [];
    const [left, top, right, bottom] = piece.box;
    const step = (right - left) / (piece.end - piece.start);
    return [[left + (first - piece.start) * step, top, left + (last - piece.start) * step, bottom]];
  });
}
