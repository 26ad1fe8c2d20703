import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import sharp from 'sharp';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createOcr, type Ocr } from '../../../src/trading/pictures/ocrProcess.ts';
import { bomb, drawn } from './drawnPictures.ts';

/** Files that are made to hurt whoever opens them; test/deep/pictures has what is read in pictures. */
vi.setConfig({ testTimeout: 240_000 });

const ORDER = ['LONG SOL/USDT', 'Entry: 142.50', 'SL: 138.20', 'TP1: 150', 'TP2: 158.5'];
const log = pino({ level: 'silent' });
// The machine that tests is busy.
const ocr = createOcr(log, { deadlineMs: 200_000 });
afterAll(() => ocr.stop());

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
