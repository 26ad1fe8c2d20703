import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import sharp from 'sharp';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createOcr, type Ocr } from '../../../src/trading/pictures/ocrProcess.ts';
import { boxesOf } from '../../../src/trading/pictures/pictureText.ts';
import { bomb, drawn } from './drawnPictures.ts';

/** Two engines on pictures drawn here, and files that are made to hurt whoever opens them. */
vi.setConfig({ testTimeout: 240_000 });

const ORDER = ['LONG SOL/USDT', 'Entry: 142.50', 'SL: 138.20', 'TP1: 150', 'TP2: 158.5'];
const log = pino({ level: 'silent' });
// The machine that tests is busy.
const ocr = createOcr(log, { deadlineMs: 200_000 });
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

describe('a hostile file is told from a picture, and costs nothing', () => {
  const picture = drawn(ORDER);
  const damaged = Buffer.from(picture);
  damaged.fill(0x55, picture.length / 2);
  test.each<[string, Buffer, string]>([
    ['a bomb of 2.5 gigapixels', bomb(50_000, 50_000), 'large'],
    ['a picture of more pixels than are looked at', bomb(8_000, 4_000), 'large'],
    ['one row that is a gigapixel long', bomb(1_000_000_000, 1), 'damaged'],
    ['the half of a file', picture.subarray(0, picture.length / 2), 'damaged'],
    ['noise in the middle', damaged, 'damaged'],
    ['a head alone', picture.subarray(0, 33), 'damaged'],
    [
      'an SVG',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><text>LONG</text></svg>'),
      'kind',
    ],
    ['a page of HTML', Buffer.from('<!doctype html><p>LONG SOL'), 'kind'],
    ['a ZIP', Buffer.from('PK\x03\x04 and more'), 'kind'],
    ['a TIFF', Buffer.from('II*\0\x08\0\0\0\0\0\0\0\0\0\0\0'), 'kind'],
    ['nothing', Buffer.alloc(0), 'kind'],
    ['a GIF in name', Buffer.from('GIF89a and nothing else of it'), 'damaged'],
  ])('%s', async (_, file, fault) => {
    expect(await ocr.read(file)).toMatchObject({ fault });
  });
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

test('what takes longer than it may is ended, and the next is read by a new process', async () => {
  const hasty = createOcr(log, { deadlineMs: 1 });
  onTestFinished(() => hasty.stop());
  expect(await hasty.read(drawn(ORDER))).toMatchObject({ fault: 'slow' });
  expect(await hasty.read(Buffer.from('<svg/>'))).toMatchObject({ fault: 'slow' });
});

test('without its packages it says so, and nothing fails', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'pilotfish-ocr-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const own = path.join(folder, 'src/trading/pictures');
  await cp('src/trading/pictures', own, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
  const alone = (await import(path.join(own, 'ocrProcess.ts'))) as {
    createOcr: (of: typeof log) => Ocr;
  };
  const bare = alone.createOcr(log);
  onTestFinished(() => bare.stop());
  expect(await bare.read(drawn(ORDER))).toMatchObject({ fault: 'no_engine' });
});

test('what is marked is drawn into it', async () => {
  const picture = drawn(ORDER);
  const marked = await ocr.mark(picture, [[10, 70, 120, 100]]);
  const pixel = async (file: Uint8Array, left: number, top: number) => {
    const one = await sharp(file).extract({ left, top, width: 1, height: 1 }).raw().toBuffer();
    return [...one.subarray(0, 3)];
  };
  const { width } = await sharp(marked ?? picture).metadata();
  expect(width).toBe(480);
  const [red = 0, , blue = 0] = await pixel(marked ?? picture, 60, 67);
  expect(red - blue).toBeGreaterThan(100);
  const [r = 0, , b = 0] = await pixel(marked ?? picture, 400, 67);
  expect(Math.abs(r - b)).toBeLessThan(30);
});
