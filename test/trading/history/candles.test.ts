import { describe, expect, test } from 'vitest';
import { makeDay, priceOfSteps, stepsOf } from '../../../src/trading/history/candles/candleDay.ts';
import { packDay, unpackDay } from '../../../src/trading/history/candles/compactDay.ts';
import type { Candle } from '../../../src/trading/venue/marketData.ts';
import { seededRandom } from '../../support/runs/seededRandom.ts';
import { DAY, MINUTE } from './past.ts';

const DAY_NUMBER = 20_458;

/** A day of minutes that go up and down by so much at a time. */
function dayOfCandles(first: number, decimals: number, stir: number, gaps = 0): Candle[] {
  const random = seededRandom(5);
  let price = first;
  return Array.from({ length: 1440 }, (_, minute) => {
    const open = price * (1 + (random.next() - 0.5) * stir * 0.1);
    const close = open * (1 + (random.next() - 0.5) * stir);
    const high = Math.max(open, close) * (1 + random.next() * stir);
    const low = Math.min(open, close) * (1 - random.next() * stir);
    price = close;
    const [o = '', h = '', l = '', c = ''] = [open, high, low, close].map((each) =>
      each.toFixed(decimals),
    );
    const at = DAY_NUMBER * DAY + minute * MINUTE;
    return { at, open: o, high: h, low: l, close: c, volume: (random.next() * 90).toFixed(8) };
  }).filter(() => !random.chance(gaps));
}

describe('a packed day', () => {
  test.each([
    ['of bitcoin', dayOfCandles(98_765.43, 2, 0.0006)],
    ['with minutes without a trade', dayOfCandles(3.2, 4, 0.002, 0.4)],
    ['of a coin worth next to nothing', dayOfCandles(0.00001234, 11, 0.003)],
  ])('%s comes back as it was, in 16 bytes a candle or less', (_, candles) => {
    const day = makeDay(DAY_NUMBER, candles);
    const packed = packDay(day);
    const back = unpackDay(DAY_NUMBER, packed);
    expect(back.count).toBe(candles.length);
    for (const name of ['open', 'high', 'low', 'close'] as const) {
      expect(back[name]).toEqual(day[name]);
    }
    for (const [minute, volume] of day.volume.entries()) {
      expect(Math.abs((back.volume[minute] ?? 0) - volume)).toBeLessThanOrEqual(volume / 10_000);
    }
    const [candle] = candles;
    const minute = ((candle?.at ?? 0) % DAY) / MINUTE;
    expect(Number(priceOfSteps(back.close[minute] ?? 0, back.scale))).toBe(Number(candle?.close));
    expect(packed.length / candles.length).toBeLessThanOrEqual(16);
  });

  test('comes back the same whatever was packed before', () => {
    const packed = packDay(makeDay(DAY_NUMBER, dayOfCandles(98_765.43, 2, 0.0006)));
    const volumesAfter = (volume: string) => {
      const bar = { at: DAY_NUMBER * DAY, open: '1', high: '1', low: '1', close: '1', volume };
      packDay(makeDay(DAY_NUMBER, [bar]));
      return unpackDay(DAY_NUMBER, packed).volume;
    };
    expect(volumesAfter('0.1')).toEqual(volumesAfter('1'));
  });

  test('knows its gaps', () => {
    const bar = { open: '1', high: '1', low: '1', close: '1', volume: '1' };
    const at = DAY_NUMBER * DAY;
    const day = unpackDay(DAY_NUMBER, packDay(makeDay(DAY_NUMBER, [{ ...bar, at: at + MINUTE }])));
    expect([day.open[0], day.open[1], day.open[2]]).toEqual([Number.NaN, 1, Number.NaN]);
  });

  test('that breaks off, or is of another form, is refused', () => {
    const packed = packDay(makeDay(DAY_NUMBER, dayOfCandles(10, 2, 0.001)));
    expect(() => unpackDay(DAY_NUMBER, packed.subarray(0, 900))).toThrow('break off');
    expect(() => unpackDay(DAY_NUMBER, Uint8Array.of(9, 0, 0, 0))).toThrow('unknown form');
  });
});

test('a price is kept to its last digit, or refused', () => {
  expect(priceOfSteps(stepsOf('0.00001234', 8), 8)).toBe('0.00001234');
  expect(priceOfSteps(stepsOf('98765.4', 2), 2)).toBe('98765.4');
  expect(() => stepsOf('1e-7', 8)).toThrow('not a price');
  expect(() => stepsOf('123456789.123456789', 9)).toThrow('too many digits');
});
