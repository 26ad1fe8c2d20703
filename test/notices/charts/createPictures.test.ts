import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createPictures } from '../../../src/notices/charts/createPictures.ts';
import type { EquityPicture } from '../../../src/notices/charts/picture.ts';

const picture: EquityPicture = {
  kind: 'equity',
  look: 'dark',
  heading: { title: 'Equity', subtitle: 'PAPER', result: '+$1.00', gain: true },
  quote: 'USD',
  points: [
    { at: 0, value: '1' },
    { at: 1_000, value: '2' },
  ],
};

function started() {
  const lines: string[] = [];
  const pictures = createPictures(pino({}, { write: (line: string) => lines.push(line) }));
  onTestFinished(() => pictures.stop());
  return { pictures, lines };
}

test('a picture is a PNG of its size, with its words in it', async () => {
  const { pictures } = started();
  const png = await pictures.draw(picture);
  expect(png?.subarray(1, 4).toString()).toBe('PNG');
  expect([png?.readUInt32BE(16), png?.readUInt32BE(20)]).toEqual([1120, 960]);
  // Without its font a picture comes out all the same, only without a word.
  const heading = { title: '', subtitle: '', result: null, gain: true };
  const wordless = await pictures.draw({ ...picture, heading });
  expect(png?.length).toBeGreaterThan((wordless?.length ?? 0) + 2_000);
});

test('one that fails is left out, and the next is drawn', async () => {
  const { pictures, lines } = started();
  const broken = { ...picture, points: null as unknown as EquityPicture['points'] };
  const [failed, next] = await Promise.all([pictures.draw(broken), pictures.draw(picture)]);
  expect(failed).toBeNull();
  expect(lines.join()).toContain('a picture could not be drawn');
  expect(next?.length).toBeGreaterThan(1_000);
});

test('more than can be drawn soon are left out', async () => {
  const { pictures } = started();
  const all = await Promise.all(Array.from({ length: 10 }, () => pictures.draw(picture)));
  expect(all.filter((png) => png === null)).toHaveLength(2);
});
