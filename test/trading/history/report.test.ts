import { describe, expect, test } from 'vitest';
import { backtest } from '../../../src/trading/history/backtest.ts';
import { readMessageLines } from '../../../src/trading/history/messages/messageLines.ts';
import { createPastReader } from '../../../src/trading/history/replay/pastReader.ts';
import {
  courseOf,
  estimateOf,
  type Figures,
  figuresOf,
  groupTrades,
  ratiosOf,
} from '../../../src/trading/history/report/figures.ts';
import { figuresFrom, plainly } from '../../../src/trading/history/report/plain.ts';
import { doubtsAbout, thirdsOf } from '../../../src/trading/history/report/robustness.ts';
import type { Trade } from '../../../src/trading/history/report/trades.ts';
import { barsOf, DAY, FLAT, inputsOf, MINUTE, NOON, said, sourceOf } from './past.ts';

let made = 0;

function trade(net: string, more: Partial<Trade> = {}): Trade {
  made += 1;
  return {
    positionId: String(made),
    messageId: `m${made}`,
    providerId: 'percy',
    provider: 'Percy',
    productId: 'BTC-USD',
    coin: 'BTC',
    side: 'long',
    openedAt: NOON,
    closedAt: NOON + made,
    isOpen: false,
    size: '1',
    entry: '100',
    exit: '100',
    net,
    fees: '1',
    risk: '10',
    reason: 'target',
    ambiguous: false,
    ...more,
  };
}

describe('what trades came to', () => {
  test('is the sum of them, their rate, their factor and their streaks', () => {
    const figures = figuresOf(['20', '-10', '-5', '15', '10', '30'].map((net) => trade(net)));
    // 20 − 10 − 5 + 15 + 10 + 30 = 60; won 75, lost 15.
    expect(figures.net.toFixed()).toBe('60');
    expect(figures.fees.toFixed()).toBe('6');
    expect(figures).toMatchObject({
      trades: 6,
      won: 4,
      lost: 2,
      winRate: 4 / 6,
      profitFactor: 75 / 15,
      streaks: { won: 3, lost: 2 },
    });
    // In R: 2, −1, −0.5, 1.5, 1, 3; their mean is 1.
    expect(figures.expectancy?.mean).toBeCloseTo(1, 12);
  });

  test('has no factor without a loss, no rate without a trade, no R where nothing was risked', () => {
    expect(figuresOf([trade('5')]).profitFactor).toBeNull();
    expect(figuresOf([])).toMatchObject({ winRate: null, expectancy: null });
    expect(figuresOf([trade('5', { risk: '0' })]).expectancy).toBeNull();
  });

  test('tells the range of its expectancy', () => {
    // 1, 2, 3, 4: mean 2.5; squares 2.25 + 0.25 + 0.25 + 2.25 = 5; 5 ÷ 3 ÷ 4 = 0.41667, its root 0.6455.
    const estimate = estimateOf([1, 2, 3, 4]);
    expect(estimate?.low).toBeCloseTo(2.5 - 1.96 * 0.6455, 3);
    expect(estimate?.high).toBeCloseTo(2.5 + 1.96 * 0.6455, 3);
    expect(estimateOf([2])).toEqual({ mean: 2, low: null, high: null });
  });

  test('is grouped by month, hour, coin and side', () => {
    const trades = [
      trade('5', { coin: 'ETH', openedAt: Date.UTC(2026, 1, 1, 9) }),
      trade('-2', { openedAt: Date.UTC(2026, 0, 31, 23), side: 'short' }),
      trade('1', { openedAt: Date.UTC(2026, 0, 30, 9) }),
    ];
    const nets = (by: Parameters<typeof groupTrades>[1]) =>
      groupTrades(trades, by).map(({ name, figures }) => `${name} ${figures.net}`);
    expect(nets('month')).toEqual(['2026-01 -1', '2026-02 5']);
    expect(nets('hour')).toEqual(['09 6', '23 -2']);
    expect(nets('coin')).toEqual(['ETH 5', 'BTC -1']);
    expect(nets('side')).toEqual(['long 6', 'short -2']);
  });
});

describe('the course of an account', () => {
  const point = (day: number, total: string, exposed = '0') => ({
    at: NOON + day * DAY,
    total,
    exposed,
  });

  test('tells its worst fall, and how long it was below a peak', () => {
    const course = courseOf([
      point(0, '100'),
      point(1, '120'),
      point(2, '90'),
      point(4, '119'),
      point(6, '125'),
      point(7, '110'),
    ]);
    // From 120 to 90 is 30, a quarter; below 120 from day 1 until day 6.
    expect(course.fall.amount.toFixed()).toBe('30');
    expect(course.fall.percent).toBe(25);
    expect(course.fall.days).toBe(5);
    expect(course.percent).toBe(10);
  });

  test('tells how much of it was exposed', () => {
    // Half of it for one day of four, a tenth for two.
    const course = courseOf([
      point(0, '100', '50'),
      point(1, '100', '10'),
      point(3, '100'),
      point(4, '100'),
    ]);
    expect(course.exposure).toBeCloseTo((0.5 + 0.1 * 2) / 4, 12);
  });

  test('tells Sharpe and Sortino of a year, and neither of a few days', () => {
    // Twenty days of +2 % and twenty of −1 %: mean 0.5 %; spread √(40 × 0.015² ÷ 39) = 1.5191 %;
    // of the losing days √(20 × 0.01² ÷ 40) = √0.5 %. A year is √365 = 19.105.
    const gains = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 0.02 : -0.01));
    expect(ratiosOf(gains).sharpe).toBeCloseTo((0.5 / 1.5191) * 19.105, 2);
    expect(ratiosOf(gains).sortino).toBeCloseTo((0.5 / Math.sqrt(0.5)) * 19.105, 2);
    expect(ratiosOf(gains.slice(0, 29))).toEqual({ sharpe: null, sortino: null });
  });
});

describe('what makes a result doubtful', () => {
  const many = (net: string, count: number, more: Partial<Trade> = {}) =>
    Array.from({ length: count }, () => trade(net, more));
  const told = (trades: Trade[], lateNet: string | null = null) =>
    doubtsAbout({
      trades,
      late: [
        { seconds: 0, figures: figuresOf(trades) },
        { seconds: 30, figures: figuresOf(lateNet === null ? trades : [trade(lateNet)]) },
      ],
      thirds: thirdsOf(trades, NOON, NOON + 3 * DAY),
    }).join(' ');

  test('nothing, of many alike', () => {
    const spread = [0, 1, 2].flatMap((day) =>
      ['BTC', 'ETH'].flatMap((coin) => many('5', 10, { coin, openedAt: NOON + day * DAY })),
    );
    expect(told(spread)).toBe('');
  });

  test('a result that lives on one trade, one coin, the first seconds or the past', () => {
    const others = many('-1', 40, { openedAt: NOON + 2.5 * DAY });
    const text = told([...others, trade('45', { coin: 'ETH' })], '-1');
    expect(text).toContain('lives on one trade');
    expect(text).toContain('lives on one coin: without ETH');
    expect(text).toContain('entered 30 s late it earned nothing');
    expect(text).toContain('the last third of the time earned nothing');
    expect(text).toContain('chance alone');
  });

  test('too few trades, and none', () => {
    expect(told(many('5', 3))).toContain('Few trades (3)');
    expect(told([])).toBe('Nothing was traded: there is no result.');
  });
});

describe('a whole report', () => {
  const LONG = 'LONG BTC\nEntry: market\nTarget: 110\nStop: 95';
  const bars = ['100', '100', '100 112 94 111', '111', '111'];
  const candles = sourceOf({ 'BTC-USD': barsOf(NOON - MINUTE, bars) }).source;
  const reader = createPastReader({ symbols: new Set(['BTC', 'ETH']) }, () => 0);
  const reportOn = (messages: ReturnType<typeof said>[]) =>
    backtest(inputsOf(messages, candles, { depth: FLAT, to: NOON + 4 * MINUTE }), { reader });

  test('counts what is not known beside what came of it', async () => {
    const report = await reportOn([
      said(LONG, 0, { editedLater: NOON + 30 * MINUTE, deletedAt: NOON + 40 * MINUTE }),
      said('LONG DOGE\nEntry: market\nTarget: 110\nStop: 95', 0),
      said('LONG ETH\nEntry: market\nTarget: 110\nStop: 95', 0),
      said('LONG BTC\nEntry: 50\nTarget: 60\nStop: 45', 3),
      said('SHORT BTC\nEntry: market\nTarget: 90\nStop: 130', 3),
      said('good morning', 1),
    ]);
    const { unknowns } = report;
    expect(unknowns).toMatchObject({
      messages: 6,
      signals: 5,
      ambiguous: 1,
      edited: 1,
      editedUnseen: 1,
      withoutCandles: 1,
      stillOpen: 0,
    });
    // 1,000 at no more than 101 (1 % of slippage) is 9.9009. Bought at 100 and sold at 95, both as taker
    // at 0.6 %: −49.5045 − 5.94054 − 5.643513. Sold at 110 as maker at 0.4 %: +99.009 − 5.94054 − 4.356396.
    expect(unknowns.worse.toFixed()).toBe('-61.088553');
    expect(unknowns.better.toFixed()).toBe('88.712064');
    expect(unknowns.withoutEdited?.toFixed()).toBe('0');
    expect(report.figures.net.toFixed()).toBe('-61.088553');
    // From the 100 at noon to the 111 at the end.
    expect(report.bitcoin).toBeCloseTo(11, 12);
  });

  test('counts what is open at the end at its last price, as the account does', async () => {
    const { figures, course, trades, unknowns } = await reportOn([
      said('LONG BTC\nEntry: market\nTarget: 130\nStop: 85', 0),
    ]);
    // 9.9009 from 100 to 111, less 0.6 % of what was paid for them: 108.9099 − 5.94054.
    expect(trades).toMatchObject([{ isOpen: true, net: '102.96936', reason: 'open' }]);
    expect(figures.net.toFixed()).toBe('102.96936');
    expect(course.end.sub(course.start).toFixed()).toBe('102.96936');
    expect(unknowns.stillOpen).toBe(1);
  });

  test('that was stopped goes on with what was not played yet, and comes to the same', async () => {
    const inputs = inputsOf([said(LONG, 0)], candles, { to: NOON + 4 * MINUTE });
    const whole = await backtest(inputs, { reader });
    const stop = new AbortController();
    const known: Record<string, Figures> = {};
    const first = backtest(
      inputs,
      { reader, signal: stop.signal },
      {
        known: {},
        onPlayed(name, figures) {
          known[name] = figuresFrom(JSON.parse(JSON.stringify(plainly(figures))));
          if (name === 'late 30') stop.abort(new Error('a restart'));
        },
      },
    );
    await expect(first).rejects.toThrow('a restart');
    expect(Object.keys(known)).toEqual(['better', 'late 30']);
    const again: string[] = [];
    const onPlayed = (name: string) => void again.push(name);
    const resumed = await backtest(inputs, { reader }, { known, onPlayed });
    expect(again).toContain('late 120');
    expect(again).not.toContain('better');
    expect(again).not.toContain('late 30');
    expect(plainly(resumed)).toEqual(plainly(whole));
  });

  test('tells what being late costs', async () => {
    const { late } = await reportOn([said(LONG, 0)]);
    // 120 s late it enters at 111, where the target is passed already.
    expect(late.map(({ seconds, figures }) => [seconds, figures.trades])).toEqual([
      [0, 1],
      [30, 1],
      [120, 0],
      [300, 0],
    ]);
  });
});

describe('messages from a file', () => {
  test('bring their edits, replies and deletions', () => {
    const lines = [
      { id: 1, posted_at: '2026-01-05T12:00:00Z', text: 'a', author: 'Percy' },
      { id: '2', posted_at: NOON, reply_to: 1, edits: [{ at: NOON + 5, text: 'c' }] },
      { id: '3', posted_at: NOON, text: 'd', edited_at: NOON + 9, deleted_at: NOON + 10 },
    ];
    const [a, b, c] = readMessageLines(lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(a).toMatchObject({ messageId: '1', postedAt: NOON, authorName: 'Percy' });
    expect(b).toMatchObject({ repliedToMessageId: '1' });
    expect(b?.versions.map(({ at, body }) => [at - NOON, body.text])).toEqual([
      [0, ''],
      [5, 'c'],
    ]);
    expect(c).toMatchObject({ editedLater: NOON + 9, deletedAt: NOON + 10 });
  });

  test('that can not be read name their line', () => {
    expect(() => readMessageLines('{"id":"1","posted_at":0}\nnonsense')).toThrow('line 2');
    expect(() => readMessageLines('{"id":"1"}')).toThrow('line 1');
    const twice = '{"id":"1","posted_at":0}\n{"id":"1","posted_at":0}';
    expect(() => readMessageLines(twice)).toThrow('line 2: a second message');
  });
});
