import { describe, expect, test } from 'vitest';
import { createTape } from '../../../src/trading/history/candles/tape.ts';
import { createHistoryClock, LookAhead } from '../../../src/trading/history/clock.ts';
import type { PastMessage } from '../../../src/trading/history/pastMessage.ts';
import { createPastReader } from '../../../src/trading/history/replay/pastReader.ts';
import { dec } from '../../../src/trading/money.ts';
import type { Decision } from '../../../src/trading/strategy/model/command.ts';
import type { Event } from '../../../src/trading/strategy/model/event.ts';
import { settingsSchema } from '../../../src/trading/strategy/settings/settings.ts';
import { seededRandom } from '../../support/runs/seededRandom.ts';
import { barsOf, cashOf, endsOf, inputsOf, MINUTE, NOON, runPast, said, sourceOf } from './past.ts';
import { HOURS, randomPast } from './randomPast.ts';

const LONG = 'LONG BTC\nEntry: 100\nTarget: 110\nStop: 95';

/** Bars that begin a minute before noon. */
const btc = (...bars: string[]) => sourceOf({ 'BTC-USD': barsOf(NOON - MINUTE, bars) }).source;

describe('a signal of the past', () => {
  test('is entered at its price and closed at its target, with the fees of both', async () => {
    const candles = btc('101', '101', '101 101 99 100', '100 105 100 105', '105 112 104 111');
    const outcome = await runPast(inputsOf([said(LONG, 0)], candles));
    expect(endsOf(outcome)).toEqual(['BTC closed target']);
    // 10 at 100 and 10 at 110, both as maker at 0.4 %: 1100 − 1000 − 4 − 4.40.
    expect(cashOf(outcome)).toEqual({ USD: '10091.6' });
  });

  test('is acted on at the first full minute after it and the delay, at the last price before', async () => {
    const candles = btc('100', '101', '102', '103', '104', '104');
    const market = 'LONG BTC\nEntry: market\nTarget: 150\nStop: 80';
    const message = said(market, 0.5);
    const entered = async (delayMs: number) => {
      const { positions } = await runPast(inputsOf([message], candles, { delayMs }));
      const order = positions[0]?.position.orders[0];
      return dec(order?.filledValue ?? 0)
        .div(order?.filledSize ?? 1)
        .toNumber();
    };
    expect(await entered(0)).toBe(101);
    expect(await entered(30_000)).toBe(101);
    expect(await entered(31_000)).toBe(102);
    expect(await entered(120_000)).toBe(103);
  });

  test('is not entered by the minute in which it was posted', async () => {
    const candles = btc('101', '101 101 90 101', '101', '101');
    const outcome = await runPast(inputsOf([said(LONG, 0.5)], candles, { to: NOON + 3 * MINUTE }));
    expect(endsOf(outcome)).toEqual(['BTC pending']);
  });

  test('is weighed by what its provider’s trades had come to by then, and by none after', async () => {
    const up = ['100', '100 111 99 100'];
    const candles = btc('101', ...Array.from({ length: 10 }, () => up).flat());
    const messages = [0, 2, 6].map((minutes) => said(LONG, minutes));
    const settings = { recordWeightPercent: '50', sameSignalMinutes: 0 };
    const { positions } = await runPast(inputsOf(messages, candles, { set: settings }));
    const [first, second, third] = positions.map(({ position }) => position.plan);
    expect(first?.share).toBeUndefined();
    // 10 at 100 with the stop at 95: R is 50 and fees of 4 and 5.70; 100 less 4 and 4.40 was won.
    expect(second?.remarks[0]).toContain('(history 1 × 1.53 R)');
    // The second bought at once, for 6: 89.60 of 61.70 is 1.45.
    expect(third?.remarks[0]).toContain('(history 2 × 1.49 R)');
  });

  describe('beside those of another watch', () => {
    const flat = ['101', ...Array.from({ length: 20 }, () => '100')];
    const both = sourceOf({
      'BTC-USD': barsOf(NOON - MINUTE, flat),
      'ETH-USD': barsOf(NOON - MINUTE, flat),
    }).source;
    const set = { quoteSize: '6000', sameSignalMinutes: 0 };
    const others = { 2: settingsSchema.parse({ quoteSize: '500', targetCount: 1 }) };
    const ladder = 'LONG ETH\nEntry: market\nTargets: 110, 120\nStop: 95';

    test('has its own settings, and the same cash', async () => {
      const messages = [
        said(LONG, 0),
        said(ladder, 1),
        said(ladder, 2, { of: '2', authorId: '10' }),
        said(ladder, 3, { of: '3' }),
      ];
      const outcome = await runPast(inputsOf(messages, both, { set, others }));
      expect(outcome.judged.map(({ outcome, rule }) => rule ?? outcome)).toEqual([
        'taken',
        'balance',
        'taken',
        'balance',
      ]);
      const [first, second] = outcome.positions.map(({ position }) => position);
      expect(first?.plan.cost).toBe('6000');
      expect(dec(second?.plan.cost ?? 0).lte(500)).toBe(true);
      expect(second?.plan.targets).toHaveLength(1);
      expect(second?.source.watchId).toBe('2');
    });

    test('is asked whether it agrees', async () => {
      const two = settingsSchema.parse({ quoteSize: '500', agreement: 2 });
      const messages = [said(LONG, 0), said(LONG, 5, { of: '2', authorId: '10' })];
      const inputs = inputsOf(messages, both, { others: { 2: two } });
      const { judged } = await runPast({ ...inputs, settings: two });
      expect(judged.map(({ outcome, rule }) => rule ?? outcome)).toEqual(['agreement', 'taken']);
    });
  });

  test('on a coin without recorded prices is not taken, and that is said', async () => {
    const outcome = await runPast(inputsOf([said(LONG, 0)], sourceOf({}).source));
    expect(outcome.judged).toMatchObject([{ outcome: 'denied', rule: 'no_candles' }]);
    expect([...outcome.missing.keys()]).toEqual(['BTC-USD']);
  });

  test.each([
    [60, 'taken'],
    [61, 'no_candles'],
  ])('after %i minutes without a trade of its coin: %s', async (quiet, became) => {
    const candles = sourceOf({ 'BTC-USD': barsOf(NOON - (quiet + 1) * MINUTE, ['100']) }).source;
    const { judged } = await runPast(inputsOf([said(LONG, 0)], candles, { to: NOON + MINUTE }));
    expect(judged.map(({ outcome, rule }) => rule ?? outcome)).toEqual([became]);
  });

  test('follows edits, instructions and deletions of its channel', async () => {
    const flat = btc(...Array.from({ length: 40 }, () => '100'));
    const moved = said('LONG BTC\nEntry: market\nTarget: 110\nStop: 95', 0);
    const close = said('Close BTC now', 10);
    expect(endsOf(await runPast(inputsOf([moved, close], flat)))).toEqual(['BTC closed provider']);
    const waits = said('LONG BTC\nEntry: 99\nTarget: 110\nStop: 95', 0);
    const gone = { ...waits, deletedAt: NOON + 5 * MINUTE };
    expect(endsOf(await runPast(inputsOf([gone], flat)))).toEqual([
      'BTC cancelled message_deleted',
    ]);
  });
});

describe('a minute with stop and target in it', () => {
  const both = btc('100', '100', '100 112 94 111', '111');
  const message = said('LONG BTC\nEntry: market\nTarget: 110\nStop: 95', 0);

  test('ends at the stop at the worse, at the target at the better, and is told apart', async () => {
    const worse = await runPast(inputsOf([message], both, { assume: 'worse' }));
    const better = await runPast(inputsOf([message], both, { assume: 'better' }));
    expect(endsOf(worse)).toEqual(['BTC closed stop']);
    expect(endsOf(better)).toEqual(['BTC closed target']);
    expect(worse.positions[0]?.ambiguous).toBe(true);
  });

  test('with the stop at the entry after the first target, is stopped there at the worse', async () => {
    const ladder = said('LONG BTC\nEntry: market\nTP1: 105\nTP2: 120\nStop: 90', 0);
    const candles = btc('100', '100', '100 106 99 105', '105 121 105 121', '121');
    const set = { breakevenAfterTarget: 1 };
    const worse = await runPast(inputsOf([ladder], candles, { set, assume: 'worse' }));
    const better = await runPast(inputsOf([ladder], candles, { set, assume: 'better' }));
    expect(endsOf(worse)).toEqual(['BTC closed stop']);
    expect(endsOf(better)).toEqual(['BTC closed target']);
  });
});

test('candles are asked for only while something is open or waits', async () => {
  const flat = Array.from({ length: 60 }, () => '100');
  const { source, asked } = sourceOf({ 'BTC-USD': barsOf(NOON - MINUTE, flat) });
  const message = said('LONG BTC\nEntry: market\nTarget: 110\nStop: 95', 5);
  const close = said('Close BTC now', 30);
  await runPast(
    inputsOf([said('hello', 1), message, close], source, { to: NOON + 9 * 86_400_000 }),
  );
  expect(asked).toEqual(['BTC-USD 2026-01-04', 'BTC-USD 2026-01-05']);
});

test('minutes that touch nothing are skipped, and nothing comes out otherwise', async () => {
  for (let seed = 1; seed <= 3; seed += 1) {
    const { candles, messages } = randomPast(seed);
    const run = async (everyMinute: boolean) => {
      const orders: string[] = [];
      const { positions, balances, fills, equity, minutes } = await runPast(
        inputsOf(messages, sourceOf(candles).source, {
          everyMinute,
          depth: { spread: '0.0002' },
          set: { trailingStopPercent: '2', breakevenAfterTarget: 1 },
        }),
      );
      for (const { position } of positions) orders.push(JSON.stringify(position));
      return { minutes, came: { orders, balances, fills, equity } };
    };
    const some = await run(false);
    const all = await run(true);
    expect(some.came).toEqual(all.came);
    expect(some.came.orders.length).toBeGreaterThan(5);
    expect(some.minutes.walked).toBeLessThan(all.minutes.walked / 2);
    expect(some.minutes.waited).toBe(all.minutes.waited);
  }
});

describe('the future', () => {
  test('is not given out', async () => {
    const clock = createHistoryClock(NOON);
    const tape = createTape(btc('100', '101', '102'), clock);
    await tape.load('BTC-USD', NOON);
    expect(tape.last('BTC-USD')?.price).toBe('100');
    expect(() => tape.candle('BTC-USD', NOON)).toThrow(LookAhead);
    clock.advance(NOON + MINUTE);
    expect(tape.candle('BTC-USD', NOON)?.close).toBe('101');
    expect(tape.last('BTC-USD')?.price).toBe('101');
    expect(() => clock.advance(NOON)).toThrow(LookAhead);
  });

  test('changes no decision made before it, wherever it is cut off', async () => {
    const { candles, messages } = randomPast(11);
    const reader = createPastReader({ symbols: new Set(['BTC', 'ETH']) }, () => 0);
    type Made = { at: number; text: string };
    const decisionsOf = async (
      known: readonly PastMessage[],
      bars: typeof candles,
      to: number,
    ): Promise<Made[]> => {
      const made: Made[] = [];
      const onDecision = ({ at, type }: Event, { commands, outcome }: Decision) =>
        made.push({ at, text: JSON.stringify([at, type, commands, outcome]) });
      const set = { trailingStopPercent: '2' };
      await runPast(inputsOf(known, sourceOf(bars).source, { to, set }), { reader, onDecision });
      return made;
    };
    const whole = await decisionsOf(messages, candles, NOON + HOURS * 60 * MINUTE);
    expect(whole.length).toBeGreaterThan(200);
    const random = seededRandom(3);
    for (let cut = 0; cut < 100; cut += 1) {
      const until = NOON + random.between(1, HOURS * 60) * MINUTE;
      const bars = Object.fromEntries(
        Object.entries(candles).map(([id, all]) => [id, all.filter(({ at }) => at < until)]),
      );
      const made = await decisionsOf(pastUntil(messages, until), bars, until + MINUTE);
      const untilThen = (all: readonly Made[]) =>
        all.filter(({ at }) => at <= until).map(({ text }) => text);
      expect(untilThen(made)).toEqual(untilThen(whole));
    }
  }, 120_000);
});

/** What was known of a channel at a time. */
function pastUntil(messages: readonly PastMessage[], until: number): PastMessage[] {
  return messages
    .filter(({ postedAt }) => postedAt < until)
    .map(({ deletedAt, ...message }) => {
      const [first, ...later] = message.versions;
      return {
        ...message,
        versions: [first, ...later.filter(({ at }) => at < until)],
        ...(deletedAt !== undefined && deletedAt < until ? { deletedAt } : {}),
      };
    });
}
