import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPriceWatch } from '../../../src/trading/engine/priceWatch.ts';
import { startTimer } from '../../../src/trading/engine/timer.ts';
import type { Event } from '../../../src/trading/strategy/model/event.ts';
import { createTasks, type Tasks } from '../../../src/trading/tasks.ts';
import { held, memoryCore } from '../reconcile/core.ts';
import { BTC, NOON, priceOf, signalEvent } from '../strategy/given.ts';

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

/** A core whose next commits fail as told; when it was told of the time, in seconds. */
function timed(fails = 0) {
  const core = memoryCore();
  const rung: number[] = [];
  const submit = async (event: Event) => {
    if (event.type === 'time') {
      rung.push(Math.floor((Date.now() - NOON) / 1_000));
      if (rung.length <= fails) throw new Error('a fault');
    }
    return core.submit(event);
  };
  startTimer({ ...core, submit } as never, tasks, () => Date.now());
  return { core, rung };
}

/** An entry that is given up after an hour. */
const waiting = signalEvent({ settings: { entryExpiryMinutes: 60 } });

test('the core is told of the time when something is due, and not before', async () => {
  const { core, rung } = timed();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(rung).toEqual([]);
  await core.submit(waiting);
  await vi.advanceTimersByTimeAsync(59 * 60_000 - 1);
  expect(rung).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(rung[0]).toBeLessThanOrEqual(60 * 60);
  expect(core.events.some(({ type }) => type === 'time')).toBe(true);
});

test('a time that could not be decided on is tried again a second later', async () => {
  const { core, rung } = timed(2);
  await core.submit(waiting);
  await vi.advanceTimersByTimeAsync(61 * 60_000);
  const [first = 0] = rung;
  expect(rung.slice(0, 3)).toEqual([first, first + 1, first + 2]);
});

test('a clock that was set is noticed within half a minute', async () => {
  const { core, rung } = timed();
  await core.submit(waiting);
  vi.setSystemTime(NOON + 2 * 60 * 60_000);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(rung.length).toBeGreaterThan(0);
});

test('a price that crosses a level is decided on once at a time, and again when it still holds', async () => {
  const position = held('1');
  const core = memoryCore({
    ...position,
    capabilities: { bracket: false, stopLimit: false },
    orders: position.orders.filter(({ purpose }) => purpose === 'entry'),
  });
  const asked: string[][] = [];
  const gates: PromiseWithResolvers<void>[] = [];
  const submit = async (event: Event) => {
    if (event.type !== 'price') return core.submit(event);
    asked.push([...event.positionIds]);
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    await gate.promise;
    throw new Error('a fault');
  };
  const watch = createPriceWatch({
    engine: { ...core, submit } as never,
    marketData: { follow: () => undefined } as never,
    alsoFollowed: () => [],
    tasks,
    log,
  });
  watch.onPrice(priceOf('50000'));
  expect(asked).toEqual([]);
  watch.onPrice(priceOf('47900'));
  watch.onPrice(priceOf('47800'));
  expect(asked).toEqual([['1']]);
  gates[0]?.resolve();
  await tasks.idle();
  watch.onPrice(priceOf('47700'));
  expect(asked).toEqual([['1'], ['1']]);
  gates[1]?.resolve();
  await tasks.idle();
  expect(watch.last(BTC.id)?.last).toBe('47700');
});
