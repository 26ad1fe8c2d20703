import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WIDTH } from '../../../src/notices/charts/chart.ts';
import { drawPicture } from '../../../src/notices/charts/drawPicture.ts';
import { equityChart } from '../../../src/notices/charts/equityChart.ts';
import { labelPlaces } from '../../../src/notices/charts/labelPlaces.ts';
import type { PositionPicture } from '../../../src/notices/charts/picture.ts';
import { positionChart } from '../../../src/notices/charts/positionChart.ts';
import { positionPicture } from '../../../src/notices/charts/positionPicture.ts';
import { axisValues, priceAxis } from '../../../src/notices/charts/priceAxis.ts';
import { daysPicture } from '../../../src/notices/charts/resultPictures.ts';
import { timeLabel, timeTicks } from '../../../src/notices/charts/timeAxis.ts';
import { tradesChart } from '../../../src/notices/charts/tradesChart.ts';
import { emptyState } from '../../../src/trading/strategy/book/emptyState.ts';
import { decide } from '../../../src/trading/strategy/decide.ts';
import { openLong } from '../../trading/strategy/desk.ts';
import { signalEvent } from '../../trading/strategy/given.ts';
import { hostileText } from '../anyNotice.ts';

const NOON = Date.UTC(2026, 4, 4, 12);
const heading = { title: 'SHORT PEPE-USD', subtitle: 'PAPER', result: '+$1.00', gain: true };

/** A short of a coin that costs next to nothing, with eight targets close to each other. */
const crowded: PositionPicture = {
  kind: 'position',
  look: 'dark',
  heading,
  openedAt: NOON,
  candles: [0, 1, 2].map((i) => ({
    at: NOON + i * 60_000,
    open: '0.00001234',
    high: '0.00001250',
    low: '0.00001200',
    close: '0.00001220',
    volume: '1',
  })),
  levels: [
    { kind: 'entry', label: 'Entry', price: '0.00001234', done: true },
    { kind: 'stop', label: 'Stop', price: '0.00001300', done: false },
    ...[1220, 1219, 1218, 1217, 1216, 1215, 1214, 10].map((price, i) => ({
      kind: 'target' as const,
      label: `TP${i + 1}`,
      price: `0.0000${String(price).padStart(4, '0')}`,
      done: i === 0,
    })),
  ],
  marks: [{ at: NOON + 61_000, price: '0.00001234', side: 'sell' }],
};

/** Of a coin that costs 50,000. */
const dear = crowded.candles.map((candle) => ({
  ...candle,
  open: '50000',
  high: '50400',
  low: '49800',
  close: '50200',
}));

type Drawn = {
  type: string;
  shape?: { x: number; y: number; width: number; height: number };
  style: { text?: string; y?: number; fontSize?: number; opacity?: number };
};

function drawn(picture: PositionPicture): Drawn[] {
  return positionChart(picture).graphic as unknown as Drawn[];
}

test('every level has a label with its whole price, and none covers another', () => {
  const graphics = drawn(crowded);
  const texts = graphics.flatMap(({ style }) => (style.text === undefined ? [] : [style.text]));
  expect(texts).toEqual(
    expect.arrayContaining([
      'Entry 0.00001234 ✓',
      'Stop 0.00001300',
      'TP1 0.00001220 ✓',
      'TP7 0.00001214',
      'TP8 0.00000010 ↓',
    ]),
  );
  const boxes = graphics
    .flatMap(({ type, shape }) => (type === 'rect' && shape && shape.height < 30 ? [shape] : []))
    .filter(({ x, width }) => x + width > WIDTH - 30)
    .sort((a, b) => a.y - b.y);
  expect(boxes).toHaveLength(10);
  boxes.slice(1).forEach((box, i) => {
    const above = boxes[i];
    expect(box.y).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0));
  });
});

test('a fill is drawn at the candle it fell into', () => {
  const { series } = positionChart(crowded);
  expect(series).toMatchObject([
    { type: 'candlestick', data: { length: 3 } },
    { type: 'scatter', data: [{ value: [1, 0.00001234], symbolRotate: 180 }] },
  ]);
});

test('labels stay where they want to be, make room for each other, and stay inside', () => {
  expect(labelPlaces([100, 200], 20, 0, 400)).toEqual([100, 200]);
  expect(labelPlaces([100, 100], 20, 0, 400)).toEqual([90, 110]);
  expect(labelPlaces([0, 0, 390, 400], 20, 0, 400)).toEqual([10, 30, 370, 390]);
});

test.each([
  [0.00001134, 0.00001434, ['0.000011', '0.000012', '0.000013', '0.000014', '0.000015']],
  [98_000, 103_900, ['98,000', '100,000', '102,000', '104,000']],
  [5, 5, ['4.94', '4.96', '4.98', '5.00', '5.02', '5.04', '5.06']],
])('an axis around %d to %d has round values without exponents', (low, high, expected) => {
  const axis = priceAxis(low, high);
  expect(axisValues(axis).map(axis.format)).toEqual(expected);
});

test('times are as fine as the span asks for', () => {
  expect(timeLabel(NOON, 3_600_000)).toBe('12:00');
  expect(timeLabel(NOON, 3 * 86_400_000)).toBe('4 May 12:00');
  expect(timeLabel(NOON, 30 * 86_400_000)).toBe('4 May');
  expect(timeLabel(NOON, 900 * 86_400_000)).toBe('May 2026');
});

test('a level says how far it is and what it brings, in letters that are read at 330 pixels', () => {
  const long = openLong().position();
  const picture = positionPicture({ ...long, openedAt: NOON }, crowded.candles, '50650', 'dark');
  if (!picture) throw new Error('there is no picture');
  const { graphic } = positionChart({ ...picture, candles: dear }) as unknown as {
    graphic: Drawn[];
  };
  const texts = graphic.flatMap(({ style }) => (style.text === undefined ? [] : [style]));
  expect(texts.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      'Stop 48,000.00',
      '−4.00 %  −$51.76',
      'TP1 52,000.00',
      '+4.00 %  +$13.88',
      '1 min candles · Provider',
    ]),
  );
  // A phone shows the picture 330 wide.
  for (const { fontSize = 0 } of texts) expect((fontSize * 330) / WIDTH).toBeGreaterThan(9);
});

test('all levels are in view, with the box of risk and reward, before it is open too', () => {
  const { graphic } = positionChart({
    ...crowded,
    openedAt: null,
    candles: dear,
    levels: [
      { kind: 'entry', label: 'Entry', price: '50000', done: false },
      { kind: 'stop', label: 'Stop', price: '48000', done: false },
      { kind: 'target', label: 'TP1', price: '54000', done: false },
    ],
  }) as unknown as { graphic: Drawn[] };
  const texts = graphic.flatMap(({ style }) => style.text ?? []);
  expect(texts.filter((text) => /[↑↓]/.test(text))).toEqual([]);
  const boxes = graphic.filter(({ style }) => style.opacity === 0.16);
  expect(boxes).toHaveLength(2);
});

test('a curve begins at zero, goes in steps, and what it lost of its highest is drawn', () => {
  const values = ['10000', '10100', '10040', '10200'];
  const points = values.map((value, i) => ({ at: NOON + i * 3_600_000, value }));
  const { series } = equityChart({ kind: 'equity', look: 'dark', heading, quote: 'USD', points });
  expect(series).toMatchObject([
    { step: 'end', data: [[NOON, 0], [NOON + 3_600_000, 100], [NOON + 7_200_000, 40], {}] },
    {},
    { data: [[NOON, 0], [NOON + 3_600_000, 0], [NOON + 7_200_000, 60], {}] },
  ]);
});

test.each([
  ['2026-05-04T11:47:00Z', '2026-05-04T14:20:00Z', ['12:00', '13:00', '14:00']],
  ['2026-05-04T11:47:00Z', '2026-05-12T14:20:00Z', ['11 May']],
  ['2026-05-04T11:47:00Z', '2026-05-09T14:20:00Z', ['5 May 00:00', '7 May 00:00', '9 May 00:00']],
])('from %s to %s times are round', (from, to, labels) => {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  expect(timeTicks(first, last, 3).map((at) => timeLabel(at, last - first))).toEqual(labels);
});

test('a week names its days and a month counts them, those without a trade too', () => {
  const own = [0, 2].map((i) => ({
    positionId: String(i),
    account: 'paper' as const,
    productId: 'BTC-USD',
    quote: 'USD',
    side: 'long' as const,
    providerId: 'p',
    providerName: 'P',
    watchId: '1',
    channelId: 'c',
    openedAt: NOON,
    closedAt: NOON + i * 86_400_000,
    net: '5',
    fees: '1',
    risk: '10',
  }));
  const days = (period: 'week' | 'month', from: string) =>
    daysPicture('This', 'paper', own, 'dark', {
      from: Date.parse(from),
      to: NOON + 2 * 86_400_000,
      zone: 'UTC',
      period,
      since: from,
    })?.trades.map(({ name, net }) => `${name}: ${net}`);
  expect(days('week', '2026-05-04')).toEqual(['Mon 4: 5', 'Tue 5: 0', 'Wed 6: 5']);
  expect(days('month', '2026-05-01')).toEqual(['1: 0', '2: 0', '3: 0', '4: 5', '5: 0', '6: 5']);
});

test('an equity curve spans its time, and its amounts are money', () => {
  const points = [
    { at: NOON, value: '10000' },
    { at: NOON + 86_400_000, value: '10250.50' },
  ];
  const option = equityChart({ kind: 'equity', look: 'light', heading, quote: 'USD', points });
  expect(option.xAxis).toMatchObject({ min: NOON, max: NOON + 86_400_000 });
  const { formatter } = (option.yAxis as { axisLabel: { formatter(value: number): string } })
    .axisLabel;
  expect(formatter(10_250)).toBe('$10,250');
});

test('trades are bars with their amounts, and their sum a line', () => {
  const trades = [
    { name: 'BTC', net: '5' },
    { name: 'SOL', net: '-2.5' },
  ];
  const { series } = tradesChart({ kind: 'trades', look: 'dark', heading, quote: 'USD', trades });
  expect(series).toMatchObject([
    { data: [{ label: { formatter: '+$5.00' } }, { label: { formatter: '−$2.50' } }] },
    { data: [5, 2.5] },
  ]);
});

test.each(['__proto__', 'constructor', 'toString'])(
  'a provider called %s changes nothing but its picture',
  (name) => {
    const named = { title: name, subtitle: name, result: name, gain: true };
    expect(drawPicture({ ...crowded, heading: named }).length).toBeGreaterThan(0);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Object.keys(Object)).toEqual([]);
    expect(Object.keys(Object.prototype.toString)).toEqual([]);
  },
);

test.each(['dark', 'light'] as const)('one hundred extreme cases are drawn, %s', (look) => {
  fc.assert(
    fc.property(
      fc.constantFrom('0.00000001', '0.0123', '50000', '9999999.99'),
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 0, max: 14 }),
      fc.boolean(),
      hostileText,
      (price, count, targets, isOpen, name) => {
        const png = drawPicture({
          kind: 'position',
          look,
          heading: { title: name, subtitle: `${name}\n${name}`, result: name, gain: true },
          openedAt: isOpen ? NOON : null,
          candles: Array.from({ length: count }, (_, i) => ({
            at: NOON + i * 60_000,
            open: price,
            high: price,
            low: price,
            close: price,
            volume: '0',
          })),
          levels: [
            { kind: 'entry', label: 'Entry', price, done: isOpen },
            {
              kind: 'stop',
              label: 'Stop',
              price: '0',
              detail: '−100.00 %  −$1,000,000.00',
              done: false,
            },
            ...Array.from({ length: targets }, (_, i) => ({
              kind: 'target' as const,
              label: `TP${i + 1}`,
              price: String(Number(price) * (i + 2)),
              detail: '+100.00 %',
              done: i === 0,
            })),
          ],
          marks: isOpen ? [{ at: NOON, price, side: 'buy' }] : [],
        });
        expect(png.readUInt32BE(16)).toBe(1120);
      },
    ),
    { numRuns: 50 },
  );
});

test('the picture of a position names its prices with the digits of its product', () => {
  const [taken] = decide(emptyState('test'), signalEvent({})).changed;
  if (!taken) throw new Error('the signal was not taken');
  const picture = positionPicture({ ...taken, stop: '48000.5' }, crowded.candles, '50000', 'dark');
  expect(picture?.levels.map(({ label, price }) => `${label} ${price}`)).toEqual(
    expect.arrayContaining(['Stop 48000.50', 'Now 50000.00']),
  );
});
