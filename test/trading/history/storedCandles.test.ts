import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unpackDay } from '../../../src/trading/history/candles/compactDay.ts';
import { patientCandles } from '../../../src/trading/history/candles/patientCandles.ts';
import { createStoredCandles } from '../../../src/trading/history/candles/storedCandles.ts';
import { priceBefore } from '../../../src/trading/market/priceBefore.ts';
import type { Candle } from '../../../src/trading/venue/marketData.ts';
import { VenueError } from '../../../src/trading/venue/venue.ts';
import { type TestDatabase, testDatabase } from '../../support/database/database.ts';
import { seededRandom } from '../../support/runs/seededRandom.ts';
import { barsOf, DAY, MINUTE, NOON } from './past.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const TODAY = Math.floor(NOON / DAY);

/** A venue that has these candles, and counts how often it is asked. */
function venueWith(candles: readonly Candle[]) {
  const asked: string[] = [];
  return {
    asked,
    candles: async (productId: string, _: string, start: number, end: number) => {
      asked.push(`${productId} ${(start - NOON) / DAY} ${(end - start) / MINUTE}`);
      return candles.filter(({ at }) => at >= start && at < end);
    },
  };
}

test('a day that is over is asked for once, one that goes on each time', async () => {
  const yesterday = barsOf(NOON - DAY, ['100', '-', '102']);
  const venue = venueWith([...yesterday, ...barsOf(NOON - 2 * MINUTE, ['103'])]);
  const now = () => NOON + 30_000;
  const open = () => createStoredCandles({ db: database.db, marketData: venue, now });
  const first = await open().day('BTC-USD', TODAY - 1);
  const again = await open().day('BTC-USD', TODAY - 1);
  expect(again?.length).toBe(first?.length);
  const day = unpackDay(TODAY - 1, again ?? new Uint8Array());
  expect(Array.from(day.close.slice(720, 723))).toEqual([100, Number.NaN, 102]);
  expect(await open().day('ETH-USD', TODAY - 1)).not.toBeNull();
  await open().day('ETH-USD', TODAY - 1);
  await open().day('BTC-USD', TODAY);
  await open().day('BTC-USD', TODAY);
  expect(await open().day('BTC-USD', TODAY + 1)).toBeNull();
  expect(venue.asked).toEqual([
    'BTC-USD -1.5 1440',
    'ETH-USD -1.5 1440',
    'BTC-USD -0.5 720',
    'BTC-USD -0.5 720',
  ]);
});

test('a venue that can not be asked is no day without trades', async () => {
  const down = { candles: () => Promise.reject(new Error('it is down')) };
  const now = () => NOON;
  const source = createStoredCandles({ db: database.db, marketData: down, now });
  await expect(source.day('SOL-USD', TODAY - 1)).rejects.toThrow('it is down');
});

test('a candle takes 16 bytes or less in the database, with its row', async () => {
  const random = seededRandom(4);
  let price = 98_765;
  const bars = Array.from({ length: 30 * 1440 }, () => {
    price *= 1 + (random.next() - 0.5) * 0.001;
    return [1, 1.0004, 0.9996, 1.0001].map((factor) => (price * factor).toFixed(2)).join(' ');
  });
  const start = (TODAY - 40) * DAY;
  const source = createStoredCandles({
    db: database.db,
    marketData: venueWith(barsOf(start, bars)),
    now: () => NOON,
  });
  await sql`truncate candle_days`.execute(database.db);
  for (let day = 0; day < 30; day += 1) await source.day('BTC-USD', TODAY - 40 + day);
  const { rows } = await sql<{ bytes: string }>`
    select pg_total_relation_size('candle_days') as bytes`.execute(database.db);
  expect(Number(rows[0]?.bytes) / bars.length).toBeLessThanOrEqual(16);
});

test('a price of the past is that of the minutes that had ended, and no older than an hour', async () => {
  const venue = venueWith(barsOf(NOON - 2 * MINUTE, ['100', '101', '150']));
  const at = async (after: number) =>
    (await priceBefore(venue, 'BTC-USD', NOON + after))?.last ?? null;
  expect(await at(30_000)).toBe('101');
  expect(await at(-1)).toBe('100');
  expect(await at(MINUTE)).toBe('150');
  expect(await at(61 * MINUTE)).toBeNull();
});

describe('candles that are asked for with patience', () => {
  function asking(...answers: (Error | null)[]) {
    let asked = 0;
    const source = patientCandles(
      {
        async day() {
          asked += 1;
          const answer = answers.shift() ?? null;
          if (answer !== null) throw answer;
          return new Uint8Array([7]);
        },
      },
      { patienceMs: 20, signal: stopping.signal },
    );
    return { day: () => source.day('BTC-USD', 1), asked: () => asked };
  }
  let stopping: AbortController;
  beforeEach(() => {
    stopping = new AbortController();
  });
  const away = () => new VenueError('no answer');

  test('come once the venue answers again', async () => {
    const { day, asked } = asking(away());
    expect(await day()).toEqual(new Uint8Array([7]));
    expect(asked()).toBe(2);
  });

  test('are given up, with the venue’s words, when it does not', async () => {
    const { day, asked } = asking(away(), away(), away());
    await expect(day()).rejects.toThrow('no answer');
    expect(asked()).toBe(2);
  });

  test('are not asked for again where the fault is ours', async () => {
    const { day, asked } = asking(new RangeError('not a price'));
    await expect(day()).rejects.toThrow('not a price');
    expect(asked()).toBe(1);
  });

  test('are asked for no more once it is stopped', async () => {
    const { day, asked } = asking(away());
    stopping.abort(new Error('stopped'));
    await expect(day()).rejects.toThrow('stopped');
    expect(asked()).toBe(0);
  });
});
