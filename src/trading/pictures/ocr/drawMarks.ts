import sharp from 'sharp';
import type { Box } from '../pictureText.ts';
import type { Pixels } from './pixels.ts';

/** The longest side of what is shown. */
const LONGEST = 1_600;
const COLOUR = [240, 140, 20];
const THICK = 2;
/** Between a mark and what it is about. */
const APART = 2;

/** The picture with a frame around each mark, as a JPEG small enough to be shown. */
export async function drawMarks(
  { data, width, height }: Pixels,
  marks: readonly Box[],
): Promise<Uint8Array> {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const size = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  const picture = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(size.width, size.height, { fit: 'fill' })
    .raw()
    .toBuffer();
  for (const mark of marks) {
    const [left, top, right, bottom] = mark.map((edge) => Math.round(edge * scale));
    frame(picture, size, [left ?? 0, top ?? 0, right ?? 0, bottom ?? 0]);
  }
  return sharp(picture, { raw: { ...size, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer();
}

function frame(
  picture: Uint8Array,
  { width, height }: { width: number; height: number },
  [left, top, right, bottom]: Box,
): void {
  const outer = APART + THICK;
  const paint = (fromX: number, fromY: number, toX: number, toY: number) => {
    for (let y = Math.max(0, fromY); y < Math.min(height, toY); y++)
      for (let x = Math.max(0, fromX); x < Math.min(width, toX); x++)
        picture.set(COLOUR, (y * width + x) * 3);
  };
  paint(left - outer, top - outer, right + outer, top - APART);
  paint(left - outer, bottom + APART, right + outer, bottom + outer);
  paint(left - outer, top - outer, left - APART, bottom + outer);
  paint(right + APART, top - outer, right + outer, bottom + outer);
}
