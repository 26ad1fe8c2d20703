import { describe, expect, it } from 'vitest';
import {
  createRateLimiter,
  type Priority,
} from '../../../../src/trading/venue/coinbase/rateLimiter.ts';

describe('the rate limiter', () => {
  it('lets the more urgent go first, and the first come first among equals', async () => {
    const limiter = createRateLimiter({ perSecond: 300 });
    await Promise.all(Array.from({ length: 100 }, () => limiter.take('normal')));

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
    await Promise.all(all);
    expect(order).toEqual(['stop', 'cancel', 'entry 1', 'entry 2', 'candles']);
    expect(limiter.queued()).toBe(0);
  });

  it('never lets more through in a second than the limit, from the first on', async () => {
    const limiter = createRateLimiter({ perSecond: 90 });
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
    const limiter = createRateLimiter({ perSecond: 300 });
    const askedAt = performance.now();
    limiter.pause(60);
    await limiter.take('urgent');
    expect(performance.now() - askedAt).toBeGreaterThanOrEqual(60);
  });
});
