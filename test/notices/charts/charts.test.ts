import { expect, test } from 'vitest';
import { WIDTH } from '../../../src/notices/charts/chart.ts';
import { equityChart } from '../../../src/notices/charts/equityChart.ts';
import { labelPlaces } from '../../../src/notices/charts/labelPlaces.ts';
import type { PositionPicture } from '../../../src/notices/charts/picture.ts';
import { positionChart } from '../../../src/notices/charts/positionChart.ts';
import { positionPicture } from '../../../src/notices/charts/positionPicture.ts';
import { axisValues, priceAxis } from '../../../src/notices/charts/priceAxis.ts';
import { timeLabel } from '../../../src/notices/charts/timeAxis.ts';
import { tradesChart } from '../../../src/notices/charts/tradesChart.ts';
import { emptyState } from '../../../src/trading/strategy/book/emptyState.ts';
import { decide } from '../../../src/trading/strategy/decide.ts';
import { signalEvent } from '../../trading/strategy/given.ts';

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

type Drawn = {
  type: string;
  shape?: { x: number; y: number; width: number; height: number };
  style: { text?: string; y?: number };
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

test('the picture of a position names its prices with the digits of its product', () => {
  const [taken] = decide(emptyState('test'), signalEvent({})).changed;
  if (!taken) throw new Error('the signal was not taken');
  const picture = positionPicture({ ...taken, stop: '48000.5' }, crowded.candles, '50000', 'dark');
  expect(picture?.levels.map(({ label, price }) => `${label} ${price}`)).toEqual(
    expect.arrayContaining(['Stop 48000.50', 'Now 50000.00']),
  );
});
