import pino from 'pino';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { createOcr } from '../../../src/trading/pictures/ocrProcess.ts';
import { boxesOf } from '../../../src/trading/pictures/pictureText.ts';
import { drawn } from '../../trading/pictures/drawnPictures.ts';

/** Both engines on pictures drawn here: seconds of the processor each, which they give up to whatever else runs. */
const ORDER = ['LONG SOL/USDT', 'Entry: 142.50', 'SL: 138.20', 'TP1: 150', 'TP2: 158.5'];
const ocr = createOcr(pino({ level: 'silent' }), { deadlineMs: 200_000 });
afterAll(() => ocr.stop());

async function wordsIn(file: Uint8Array): Promise<{ paddle: string; tesseract: string }> {
  const read = await ocr.read(file);
  if ('fault' in read) throw new Error(read.message);
  const words = (text: string | undefined) => (text ?? '').replaceAll(' ', '');
  return { paddle: words(read.paddle?.text), tesseract: words(read.tesseract?.text) };
}

/** Reads faster. */
const SHORT = ['SL: 138.20'];
const WORDS = ORDER.join('\n').replaceAll(' ', '');

test('both engines read what a phone shows, and each word is where it stands', async () => {
  const read = await ocr.read(drawn(ORDER));
  if ('fault' in read) throw new Error(read.message);
  for (const text of [read.paddle, read.tesseract]) {
    expect(text?.text.replaceAll(' ', '')).toBe(WORDS);
    const at = text?.text.indexOf('138.20') ?? 0;
    const [box] = text ? boxesOf(text, at, at + 6) : [];
    const [left = 0, top = 0, right = 0, bottom = 0] = box ?? [];
    // The third of five lines that are 32 pixels apart, from 20 pixels on, in letters 20 high.
    expect(top).toBeGreaterThan(64);
    expect(bottom).toBeLessThan(112);
    expect(left).toBeGreaterThan(30);
    expect(right).toBeLessThan(150);
  }
});

test('light letters on nothing are seen', async () => {
  const { data, info } = await sharp(drawn(SHORT, { ink: '#fff', paper: '#000' }))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: 1 } as const;
  const white = { ...raw, channels: 3, background: '#fff' } as const;
  const file = await sharp({ create: white }).joinChannel(data, { raw }).png().toBuffer();
  expect((await wordsIn(file)).paddle).toBe('SL:138.20');
});

test('JPEG, WebP and the first frame of a GIF that moves', async () => {
  const picture = drawn(SHORT);
  const moving = [picture, drawn(['TP: 150'])];
  const files = [
    await sharp(picture).jpeg({ quality: 80 }).toBuffer(),
    await sharp(picture).webp({ quality: 80 }).toBuffer(),
    await sharp(moving, { join: { animated: true } })
      .gif()
      .toBuffer(),
  ];
  for (const file of files) expect((await wordsIn(file)).paddle).toBe('SL:138.20');
});

test('whoever wants the processor gets it, and what was under way is read all the same', async () => {
  const reading = wordsIn(drawn(SHORT));
  ocr.giveWay();
  ocr.giveWay();
  expect((await reading).paddle).toBe('SL:138.20');
});
