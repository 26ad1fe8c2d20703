import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { createWorker, OEM, PSM } from 'tesseract.js';
import { type EngineText, type Row, textOfRows } from '../pictureText.ts';
import type { Pixels } from './pixels.ts';

/** Tesseract, with words of its own finding. */
export type Tesseract = (picture: Pixels) => Promise<EngineText>;

/** Letters of about this height are read best; a phone's are half of it. */
const SHORTEST = 1_000;
const MOST_ENLARGED = 3;
const MOST_POINTS = 9_000_000;
/** Of 100; what is read with less is a drawing, not a word. */
const SURE = 30;

export async function createTesseract(): Promise<Tesseract> {
  const data = new URL('4.0.0_best_int', import.meta.resolve('@tesseract.js-data/eng'));
  const worker = await createWorker('eng', OEM.LSTM_ONLY, {
    langPath: fileURLToPath(data),
    gzip: true,
    cacheMethod: 'none',
  });
  await worker.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_BLOCK });

  return async (picture) => {
    const { width, height } = picture;
    const scale = Math.min(
      MOST_ENLARGED,
      Math.max(1, SHORTEST / Math.min(width, height)),
      Math.sqrt(MOST_POINTS / (width * height)),
    );
    const { data: found } = await worker.recognize(
      await darkOnLight(picture, scale),
      {},
      { text: false, blocks: true },
    );
    const lines = (found.blocks ?? []).flatMap(({ paragraphs }) =>
      paragraphs.flatMap(({ lines }) => lines),
    );
    return textOfRows(
      lines.flatMap(({ words }): Row[] => {
        const sure = words.filter(({ confidence, text }) => confidence >= SURE && text !== '');
        if (sure.length === 0) return [];
        return [
          sure.map(({ text, bbox: { x0, y0, x1, y1 } }) => ({
            text,
            box: [x0 / scale, y0 / scale, x1 / scale, y1 / scale],
          })),
        ];
      }),
    );
  };
}

/** What it was taught on: dark letters on light paper, as large as they were there. */
async function darkOnLight({ data, width, height }: Pixels, scale: number): Promise<Buffer> {
  const raw = { width, height, channels: 3 } as const;
  const { channels } = await sharp(data, { raw }).greyscale().stats();
  const isDark = (channels[0]?.mean ?? 255) < 128;
  const grey = sharp(data, { raw }).greyscale();
  return (isDark ? grey.negate() : grey)
    .normalise()
    .resize(Math.round(width * scale), Math.round(height * scale), { kernel: 'cubic' })
    .png({ compressionLevel: 0 })
    .toBuffer();
}
