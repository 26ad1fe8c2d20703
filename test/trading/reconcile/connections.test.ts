import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLinks, type Link } from '../../../src/trading/reconcile/links.ts';
import { pollWhileDown } from '../../../src/trading/reconcile/pollWhileDown.ts';
import { tellWhenDown } from '../../../src/trading/reconcile/tellWhenDown.ts';
import { watchAnswers } from '../../../src/trading/reconcile/unanswered.ts';
import { DatabaseLost } from '../../../src/trading/store/server/databaseTrouble.ts';
import type { Account } from '../../../src/trading/strategy/model/event.ts';
import type { Position } from '../../../src/trading/strategy/model/state.ts';
import { createTasks, type Tasks } from '../../../src/trading/tasks.ts';
import { VenueError, VenueRefusal } from '../../../src/trading/venue/venue.ts';
import { NOON } from '../strategy/given.ts';
import { bare, held, memoryCore, toldBy } from './core.ts';

const log = pino({ level: 'silent' });
let tasks: Tasks;
beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
  tasks = createTasks(log);
});
afterEach(async () => {
  await tasks.stop();
  vi.useRealTimers();
});

const now = () => Date.now();
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('a connection that stays down', () => {
  const down = (...positions: Position[]) => {
    const { tell, told } = toldBy();
    const watch = tellWhenDown({
      engine: memoryCore(...positions),
      tell,
      tasks,
      patienceMs: 15_000,
      now,
    });
    return { ...watch, told };
  };

  const cases: [string, Position[], Link, string[]][] = [
    ['prices, and a stop that the bot watches', [bare('1')], 'prices', ['1']],
    ['prices, and stops of two accounts', [bare('1'), bare('2', 'live')], 'prices', ['1', '2']],
    ['prices, and every stop rests at the venue', [held('1')], 'prices', []],
    ['orders of its account', [bare('1', 'live')], 'live', ['1']],
    ['orders of another account', [bare('1', 'paper')], 'live', []],
    ['orders, of two accounts one', [bare('1', 'paper'), bare('2', 'live')], 'live', ['2']],
    ['orders, and every stop rests at the venue', [held('1', 'live')], 'live', []],
    ['and nothing is open', [], 'prices', []],
  ];
  test.each(cases)('%s', async (_, positions, link, named) => {
    const { isDown, told } = down(...positions);
    isDown(link);
    await pass(14_999);
    expect(told).toEqual([]);
    await pass(1);
    expect(told).toHaveLength(named.length === 0 ? 0 : 1);
    expect([...(told[0] ?? '').matchAll(/position (\d)/g)].map(([, id]) => id)).toEqual(named);
  });

  test('is told once, and anew when it goes down again', async () => {
    const { isDown, isUp, told } = down(bare('1'));
    isDown('prices');
    await pass(10_000);
    isDown('prices');
    await pass(60_000);
    expect(told).toHaveLength(1);
    isUp('prices');
    isDown('prices');
    await pass(60_000);
    expect(told).toHaveLength(2);
  });

  test('is not told when it is up again in time, and another that is still down is', async () => {
    const { isDown, isUp, told } = down(bare('1'), bare('2', 'live'));
    isDown('prices');
    isDown('live');
    await pass(10_000);
    isUp('prices');
    await pass(60_000);
    expect(told).toEqual([expect.stringContaining('order reports')]);
  });
});

describe('a venue whose pushes are not heard', () => {
  test('is asked every two seconds, one at a time, until they are', async () => {
    const asked: Account[] = [];
    let answer = Promise.withResolvers<void>();
    const poll = pollWhileDown({
      reconcile(account) {
        asked.push(account);
        return answer.promise;
      },
      tasks,
    });
    poll.begin('live');
    poll.begin('live');
    await pass(2_000);
    expect(asked).toEqual(['live']);
    // The first has not answered.
    await pass(6_000);
    expect(asked).toEqual(['live']);
    answer.reject(new Error('no answer'));
    answer = Promise.withResolvers<void>();
    answer.resolve();
    await pass(4_000);
    expect(asked).toEqual(['live', 'live', 'live']);
    poll.begin('paper');
    poll.end('live');
    await pass(2_000);
    expect(asked.slice(3)).toEqual(['paper']);
    poll.end('paper');
    await pass(20_000);
    expect(asked).toHaveLength(4);
  });
});

describe('when pushes may have been missed', () => {
  const begun = NOON - 3_600_000;
  const links = () => createLinks({ lastAlive: begun, log, now });
  const up = (at: number) => ({ type: 'connected', at }) as const;
  const lost = (at: number) => ({ type: 'disconnected', at, message: 'gone' }) as const;

  test('before it was ever up: since the bot last wrote something down', () => {
    expect(links().blind('live')).toEqual({ from: begun, to: NOON });
  });

  test('from its end until it is up again; of each account on its own', () => {
    const seen = links();
    seen.note('live', up(NOON));
    expect(seen.blind('live')).toEqual({ from: begun, to: NOON });
    seen.note('live', lost(NOON + 5_000));
    expect(seen.blind('live')).toEqual({ from: NOON + 5_000, to: Number.POSITIVE_INFINITY });
    seen.note('live', up(NOON + 9_000));
    expect(seen.blind('live')).toEqual({ from: NOON + 5_000, to: NOON + 9_000 });
    expect(seen.blind('paper')).toEqual({ from: begun, to: NOON });
  });

  test('and what its state is, with why', () => {
    const seen = links();
    expect(seen.state('live')).toEqual({ up: false, since: null });
    seen.note('live', up(NOON));
    expect(seen.state('live')).toEqual({ up: true, since: NOON });
    seen.note('live', lost(NOON + 1));
    expect(seen.state('live')).toEqual({ up: false, since: NOON + 1, message: 'gone' });
    expect(seen.state('prices').up).toBe(false);
  });
});

describe('a venue that does not answer', () => {
  function watched(...positions: Position[]) {
    const { tell, told, keys } = toldBy();
    const answers: (Error | number)[] = [];
    const reconciler = watchAnswers({
      reconciler: {
        lastRunAt: () => null,
        async run() {
          const answer = answers.shift() ?? 0;
          if (answer instanceof Error) throw answer;
          return answer;
        },
      },
      engine: memoryCore(...positions),
      tell,
      tasks,
      now,
      patienceMs: 20_000,
    });
    const fails = async (account: Account, message = 'the key was refused.') => {
      answers.push(new VenueError(message));
      await expect(reconciler.run(account)).rejects.toThrow();
    };
    return { reconciler, fails, told, keys };
  }

  test('is in /status from the first failure on, with what it says now, and is told after twenty seconds', async () => {
    const { reconciler, fails, told } = watched(held('1', 'live'));
    await fails('live', 'no answer');
    expect(reconciler.trouble('live')).toEqual({
      account: 'live',
      since: NOON,
      message: 'no answer',
      refused: false,
      isLong: false,
    });
    expect(reconciler.trouble('paper')).toBeNull();
    await pass(19_000);
    await fails('live', 'the key was refused.');
    expect(told).toEqual([]);
    await pass(1_000);
    expect(told).toEqual([
      "The live account can't be asked (the key was refused), and BTC-USD (position 1) depends on it.",
    ]);
    expect(reconciler.trouble('live')).toMatchObject({ since: NOON, isLong: true });
  });

  test('and on which nothing depends is not told', async () => {
    const { fails, told } = watched(held('1', 'paper'));
    await fails('live');
    await pass(60_000);
    expect(told).toEqual([]);
  });

  test('is told where nothing depends on it only if it refuses the key', async () => {
    const { reconciler, told } = watched();
    reconciler.failed('live', new VenueRefusal('the key was refused.'));
    await pass(20_000);
    expect(told).toEqual(["The live account can't be asked (the key was refused)."]);
    expect(reconciler.trouble('live')).toMatchObject({ refused: true });
  });

  test('is not blamed for what fails for want of the database', async () => {
    const { reconciler, told } = watched(held('1', 'live'));
    for (const lost of [
      new DatabaseLost('the database was lost'),
      Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
    ]) {
      reconciler.failed('live', lost);
    }
    await pass(60_000);
    expect(reconciler.trouble('live')).toBeNull();
    expect(told).toEqual([]);
  });

  test('and answers in time is not told, before or after', async () => {
    const { reconciler, fails, told } = watched(held('1', 'live'));
    await fails('live');
    await pass(10_000);
    expect(await reconciler.run('live')).toBe(0);
    expect(reconciler.trouble('live')).toBeNull();
    await pass(60_000);
    expect(told).toEqual([]);
  });

  test('is told to answer again, once, and each time anew', async () => {
    const { reconciler, fails, told } = watched(held('1', 'live'));
    for (const _ of [1, 2]) {
      await fails('live');
      await pass(25_000);
      await reconciler.run('live');
      await reconciler.run('live');
    }
    expect(told).toEqual([
      expect.stringContaining("can't be asked"),
      'The live account answers again, after 25 s.',
      expect.stringContaining("can't be asked"),
      'The live account answers again, after 25 s.',
    ]);
  });

  test('leaves another account’s answers alone', async () => {
    const { reconciler, fails } = watched(held('1', 'live'), held('2', 'paper'));
    await fails('live');
    await reconciler.run('paper');
    expect(reconciler.trouble('live')).not.toBeNull();
  });
});
