import { describe, expect, test } from 'vitest';
import { agreementOf } from '../../../src/trading/pictures/agree.ts';
import { boxesOf, isCutOff, textOfRows } from '../../../src/trading/pictures/pictureText.ts';
import { withPictures } from '../../../src/trading/signal/pictureWords.ts';
import type { Reading } from '../../../src/trading/signal/reading.ts';
import { readMessage } from '../../../src/trading/signal/readMessage.ts';

const read = (text: string): Reading[] => readMessage(withPictures({ text: '' }, [text]));
const ORDER = 'LONG SOL/USDT\nEntry: 142.50 - 145\nSL: 138.20\nTP1: 150\nTP2: 158.5';

describe('two engines agree', () => {
  test('where every field is the same, however it is spaced', () => {
    const agreement = agreementOf({
      paddle: read(ORDER.replaceAll(': ', ':')),
      tesseract: read(ORDER),
    });
    expect(agreement).toEqual({ by: 'paddle', same: true, differences: [] });
  });

  test.each([
    ['a point that is lost', '138.20', '13820'],
    ['a target that is lost', '\nTP2: 158.5', ''],
    ['a coin', 'SOL', 'SSOL'],
    ['a quote', '/USDT', '/USDC'],
    ['targets in another order', 'TP1: 150\nTP2: 158.5', 'TP1: 158.5\nTP2: 150'],
    ['a leverage that only one has seen', 'TP2: 158.5', 'TP2: 158.5\nLeverage: 5x'],
    ['a side', 'LONG', 'SHORT'],
  ])('but not over %s', (_, from, to) => {
    const agreement = agreementOf({
      paddle: read(ORDER),
      tesseract: read(ORDER.replace(from, to)),
    });
    expect(agreement?.same).toBe(false);
    expect(agreement?.differences.length).toBeGreaterThan(0);
  });

  test('each difference is named with what each has read', () => {
    const tesseract = read(ORDER.replace('138.20', '137.20'));
    expect(agreementOf({ paddle: read(ORDER), tesseract })?.differences).toEqual([
      'stop: 138.2 (PaddleOCR), 137.2 (Tesseract)',
    ]);
  });

  test('the one that reads an order stands; one alone never agrees', () => {
    const nothing = read('a drawing');
    expect(agreementOf({ paddle: nothing, tesseract: read(ORDER) })).toMatchObject({
      by: 'tesseract',
      same: false,
    });
    expect(agreementOf({ paddle: read(ORDER), tesseract: null })).toMatchObject({
      by: 'paddle',
      same: false,
    });
    expect(agreementOf({ paddle: null, tesseract: null })).toBeNull();
  });
});

test('text and picture are one document: the coin above, the levels in the picture', () => {
  const picture = 'Entry: 142.50\nSL: 138.20\nTP1: 150';
  const [reading] = readMessage(withPictures({ text: 'Long #SOL' }, [picture]));
  expect(reading).toMatchObject({ kind: 'signal', symbol: 'SOL', stop: { price: '138.2' } });
  expect(reading?.provenance.stop).toEqual([
    { part: { in: 'embed', index: 0, at: 'picture' }, start: 18, end: 24 },
  ]);
  expect(picture.slice(18, 24)).toBe('138.20');
  expect(reading?.provenance.symbol?.[0]?.part).toEqual({ in: 'text' });
});

test('a stretch of text is found in its pieces, also over several', () => {
  const text = textOfRows([
    [
      { text: 'SL:', box: [0, 0, 30, 10] },
      { text: '138.20', box: [40, 0, 100, 10] },
    ],
    [{ text: 'TP', box: [0, 20, 20, 30] }],
  ]);
  expect(text.text).toBe('SL: 138.20\nTP');
  expect(boxesOf(text, 4, 7)).toEqual([[40, 0, 70, 10]]);
  expect(boxesOf(text, 1, 5)).toEqual([
    [10, 0, 30, 10],
    [40, 0, 50, 10],
  ]);
});

test('a coin that may be another one behind a $ is no agreement', () => {
  const both = read(ORDER.replace('SOL', 'SUNI'));
  const of = (...symbols: string[]) =>
    agreementOf({ paddle: both, tesseract: both }, { symbols: new Set(symbols) });
  expect(of('SUNI', 'UNI')).toMatchObject({
    same: false,
    differences: ['coin: SUNI, or UNI behind a $'],
  });
  expect(of('SUNI')).toMatchObject({ same: true });
});

test('what stands at the very edge of a picture may go on beyond it', () => {
  const words = textOfRows([[{ text: 'TP 158', box: [20, 20, 90, 34] }]]);
  expect(isCutOff(words, { width: 120, height: 60 })).toBe(false);
  expect(isCutOff(words, { width: 92, height: 60 })).toBe(true);
  expect(isCutOff(words, { width: 120, height: 36 })).toBe(true);
  const both = read(ORDER);
  expect(agreementOf({ paddle: both, tesseract: both }, { isCut: true })?.same).toBe(false);
});

test('a sentence that goes on in the next row is one line; a list is not', () => {
  const row = (text: string, right: number, top: number) => [
    { text, box: [0, top, right, top + 10] as const },
  ];
  const rows = [row('stop 3,080, targets 3,350 -', 200, 0), row('3,520', 40, 20)];
  expect(textOfRows(rows).text).toBe('stop 3,080, targets 3,350 - 3,520');
  const list = [
    row('Targets and some more words', 200, 0),
    row('1) 29', 40, 20),
    row('sl 2', 30, 40),
  ];
  expect(textOfRows(list).text).toBe('Targets and some more words\n1) 29\nsl 2');
});
