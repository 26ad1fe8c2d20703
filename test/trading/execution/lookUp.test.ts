import pino from 'pino';
import { expect, test } from 'vitest';
import { lookUntilSettled } from '../../../src/trading/execution/lookUp.ts';
import { UnreadableError } from '../../../src/trading/venue/listed.ts';
import type { Venue } from '../../../src/trading/venue/venue.ts';
import { openLong } from '../strategy/desk.ts';

/** How often the venue is asked of one order, and how long that takes, where its answer never settles anything. */
async function asked(answer: Venue['order']): Promise<{ times: number; seconds: number }> {
  const desk = openLong();
  const order = desk.order('t-1-1');
  let times = 0;
  let now = desk.at();
  const parts = {
    db: null as never,
    venueOf: () =>
      ({
        async order(id: string) {
          times += 1;
          return answer(id);
        },
      }) as Venue,
    ownOrder: () => ({ position: desk.position(), order }),
    report: async () => undefined,
    clock: {
      now: () => now,
      async wait(ms: number) {
        now += ms;
      },
    },
    log: pino({ level: 'silent' }),
  };
  await lookUntilSettled(parts, 'paper', order.id);
  return { times, seconds: (now - desk.at()) / 1_000 };
}

test('an order of which the answer can not be read is asked about five times, within seconds', async () => {
  const { times, seconds } = await asked(async () => {
    throw new UnreadableError('it can not be read');
  });
  expect(times).toBe(5);
  expect(seconds).toBeLessThan(5);
});

test('one whose fills are not listed is asked about twelve times, within a minute', async () => {
  const order = { ...openLong().order('t-1-1'), productId: 'BTC-USD', at: 0, exact: false };
  const { times, seconds } = await asked(async () => ({
    order: { ...order, venueOrderId: 'v', clientOrderId: order.id, status: 'filled' } as never,
    fills: [],
  }));
  expect(times).toBe(12);
  expect(seconds).toBeLessThan(60);
});
