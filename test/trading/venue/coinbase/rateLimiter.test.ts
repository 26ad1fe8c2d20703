import { describe, expect, it } from 'vitest';
import {
  createRateLimiter,
  type Priority,
} from '../../../../src/trading/venue/coinbase/connection/rateLimiter.ts';

describe('the rate limiter', () => {
  it('lets the more urgent go first, and the first come first among equals', async () => {
    let at = 0;
    const limiter = createRateLimiter([{ requests: 30, perMs: 1000 }], () => at);
    await Promise.all(Array.from({ length: 10 }, () => limiter.take('normal')));

    const order: string[] = [];
    const asked: [Priority, string][] = [
      ['background', 'candles'],
      ['normal', 'entry 1'],
      ['normal', 'entry 2'],
      ['urgent', 'stop'],
      ['urgent', 'cancel'],
    ];
    const all = asked.map(([priority, name]) =>
      limiter.take(priority).then(() => order.push(name)),
    );
    expect(limiter.queued()).toBe(5);
    at += 1000;
    await Promise.all(all);
    expect(order).toEqual(['stop', 'cancel', 'entry 1', 'entry 2', 'candles']);
    expect(limiter.queued()).toBe(0);
  });

  it('never lets more through in a second than the limit, from the first on', async () => {
    const limiter = createRateLimiter([{ requests: 90, perMs: 1000 }]);
    const at: number[] = [];
    await Promise.all(
      Array.from({ length: 120 }, () =>
        limiter.take('normal').then(() => at.push(performance.now())),
      ),
    );
    const most = Math.max(
      ...at.map((from) => at.filter((time) => time >= from && time < from + 1000).length),
    );
    expect(most).toBeLessThanOrEqual(90);
  });

  it('lets nothing through during a pause, and goes on after it', async () => {
    const limiter = createRateLimiter([{ requests: 300, perMs: 1000 }]);
    const askedAt = performance.now();
    limiter.pause(60);
    await limiter.take('urgent');
    expect(performance.now() - askedAt).toBeGreaterThanOrEqual(60);
  });

  it('keeps the limit of the hour too, and what is urgent goes when the rest has to wait', async () => {
    let at = 0;
    const limiter = createRateLimiter(
      [
        { requests: 3000, perMs: 1000 },
        { requests: 30, perMs: 3_600_000, urgentOnly: 4 },
      ],
      () => at,
    );
    let reads = 0;
    for (let i = 0; i < 20; i += 1) void limiter.take('normal').then(() => (reads += 1));
    await Promise.resolve();
    expect(reads).toBe(6);
    expect(limiter.queued()).toBe(14);
    for (let i = 0; i < 4; i += 1) await limiter.take('urgent');
    expect(limiter.queued()).toBe(14);

    // A token of the hour's 20 that flow comes every three minutes; four of them are not for reads.
    at = 5 * 180_000;
    await limiter.take('urgent');
    await Promise.resolve();
    expect(reads).toBe(6);
    at += 180_000;
    void limiter.take('background');
    await Promise.resolve();
    expect(reads).toBe(7);
  });
});
