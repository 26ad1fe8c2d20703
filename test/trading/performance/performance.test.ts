import { expect, test } from 'vitest';
import { toCsv } from '../../../src/trading/performance/csv.ts';
import {
  groupResults,
  performanceOf,
  type Result,
} from '../../../src/trading/performance/performance.ts';

const MONDAY = Date.UTC(2026, 0, 5, 12);
const DAY = 86_400_000;

function result(net: string, change: Partial<Result> = {}): Result {
  return {
    positionId: '1',
    account: 'paper',
    productId: 'BTC-USD',
    quote: 'USD',
    side: 'long',
    providerId: 'p1',
    providerName: 'Whale',
    watchId: '1',
    channelId: 'c1',
    openedAt: MONDAY,
    closedAt: MONDAY,
    net,
    fees: '1',
    risk: '10',
    ...change,
  };
}

test('net, win rate, expectancy in R, profit factor and drawdown', () => {
  const { net, fees, winRate, expectancy, profitFactor, drawdown, won } = performanceOf([
    result('20', { closedAt: 1 }),
    result('-10', { closedAt: 2 }),
    result('-5', { closedAt: 3 }),
    result('10', { closedAt: 4 }),
  ]);
  expect(net.toFixed()).toBe('15');
  expect(fees.toFixed()).toBe('4');
  expect(won).toBe(2);
  expect(winRate.toFixed()).toBe('0.5');
  expect(expectancy?.toFixed()).toBe('0.375');
  expect(profitFactor?.toFixed()).toBe('2');
  expect(drawdown.toFixed()).toBe('15');
});

test('the drawdown is measured in the order of closing, however the results are listed', () => {
  const results = [
    result('-5', { openedAt: 1, closedAt: 12 }),
    result('20', { openedAt: 2, closedAt: 11 }),
    result('-5', { openedAt: 3, closedAt: 13 }),
  ];
  expect(performanceOf(results).drawdown.toFixed()).toBe('10');
});

test('what risked nothing is no part of the expectancy, and all else of it', () => {
  const { expectancy, net, trades } = performanceOf([
    result('20', { risk: '10' }),
    result('-10', { risk: '0' }),
  ]);
  expect(expectancy?.toFixed()).toBe('2');
  expect([net.toFixed(), trades]).toEqual(['10', 2]);
  expect(performanceOf([result('-10', { risk: '0' })]).expectancy).toBeNull();
});

test('nothing traded is nothing, and no division by zero', () => {
  const nothing = performanceOf([]);
  expect(nothing.winRate.toFixed()).toBe('0');
  expect(nothing.expectancy).toBeNull();
  expect(nothing.profitFactor).toBeNull();
});

test('results are grouped by provider id, not by the name they have just now', () => {
  const groups = groupResults(
    [
      result('5', { providerName: 'Whale' }),
      result('7', { providerName: 'Whale v2' }),
      result('50', { providerId: 'p2', providerName: 'Whale' }),
    ],
    'provider',
  );
  expect(groups.map((group) => group.results.length)).toEqual([1, 2]);
});

test('weeks begin on Monday, UTC, and the newest comes first', () => {
  const groups = groupResults(
    [
      result('1', { closedAt: MONDAY }),
      result('1', { closedAt: MONDAY + 6 * DAY }),
      result('1', { closedAt: MONDAY + 7 * DAY }),
    ],
    'week',
  );
  expect(groups.map((group) => [group.name, group.results.length])).toEqual([
    ['2026-01-12', 1],
    ['2026-01-05', 2],
  ]);
});

test('CSV quotes what needs it, and no cell becomes a formula', () => {
  expect(
    toCsv(
      ['name', 'net'],
      [
        ['=HYPERLINK("x")', '-5.5'],
        ['a, "b"', '@me'],
      ],
    ),
  ).toBe('name,net\r\n"\'=HYPERLINK(""x"")",-5.5\r\n"a, ""b""",\'@me\r\n');
});
