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

/** Rows, top to bottom, as one text. */
export function textOfRows(rows: readonly Row[]): EngineText {
  const pieces: Piece[] = [];
  let text = '';
  for (const row of rows) {
    if (text !== '') text += '\n';
    row.forEach(({ text: words, box }, at) => {
      if (at > 0) text += ' ';
      pieces.push({ start: text.length, end: text.length + words.length, box });
      text += words;
    });
  }
  return { text, pieces };
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
