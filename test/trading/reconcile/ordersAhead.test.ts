import { describe, expect, test } from 'vitest';
import { findOrdersAhead } from '../../../src/trading/reconcile/ordersAhead.ts';
import { listed } from '../../../src/trading/venue/listed.ts';
import type { Venue, VenueOrder } from '../../../src/trading/venue/venue.ts';
import { BTC, NOON } from '../strategy/given.ts';
import { held, memoryCore } from './core.ts';

const HOUR = 3_600_000;

const order = (clientOrderId: string, change: Partial<VenueOrder> = {}): VenueOrder => ({
  venueOrderId: `v-${clientOrderId}`,
  clientOrderId,
  productId: BTC.id,
  side: 'buy',
  status: 'open',
  filledSize: '0',
  filledValue: '0',
  fees: '0',
  exact: true,
  at: NOON,
  ...change,
});
const filled = (id: string, side: 'buy' | 'sell', filledSize: string, change = {}) =>
  order(id, { side, status: 'filled', filledSize, filledValue: '1000', ...change });

/** What comes to the core at a start whose database was last written to at noon. */
async function brought(open: VenueOrder[], done: VenueOrder[], filledAt = NOON) {
  const core = memoryCore(held('1'));
  const asked: string[] = [];
  const venue = {
    openOrders: async () => listed(open),
    fills: async ({ since }: { since: number }) =>
      listed(
        filledAt >= since
          ? [...done, order('t-1-1')].map(({ venueOrderId }) => ({ venueOrderId }))
          : [],
      ),
    async order(id: string) {
      asked.push(id);
      const found = done.find(({ venueOrderId }) => venueOrderId === id);
      return found ? { order: found, fills: [] } : null;
    },
  } as unknown as Venue;
  await findOrdersAhead({
    account: 'paper',
    venue,
    engine: core,
    lastAlive: NOON,
    now: () => NOON,
  });
  return { core, asked };
}

describe('orders under our mark that the database has not made yet', () => {
  const cases: [string, VenueOrder[], VenueOrder[], string[]][] = [
    ['none', [], [], []],
    ['one that rests', [order('t-2-1')], [], ['t-2-1: buy BTC-USD (open)']],
    [
      'one that rests, with its size',
      [order('t-2-1', { terms: { type: 'limit', size: '3', price: '1', timeInForce: 'gtc' } })],
      [],
      ['t-2-1: buy 3 BTC-USD (open)'],
    ],
    [
      'one that has filled',
      [],
      [filled('t-2-1', 'buy', '2')],
      ['t-2-1: buy BTC-USD (filled, 2 of it filled)'],
    ],
    [
      'one of a position that is known, later than it',
      [order('t-1-99')],
      [],
      ['t-1-99: buy BTC-USD (open)'],
    ],
    ['one that is known', [order('t-1-1')], [], []],
    ['the owner’s own', [order('by-hand')], [filled('other', 'buy', '1')], []],
    ['another database’s', [order('tt-2-1')], [], []],
  ];
  test.each(cases)('%s', async (_, open, done, lines) => {
    const { core } = await brought(open, done);
    const ahead = core.events.filter(({ type }) => type === 'orders_ahead');
    expect(ahead).toHaveLength(lines.length === 0 ? 0 : 1);
    const [event] = ahead as unknown as {
      account: string;
      orders: { orderId: string; line: string }[];
    }[];
    expect((event?.orders ?? []).map(({ orderId, line }) => `${orderId}: ${line}`)).toEqual(lines);
    if (event) expect(event.account).toBe('paper');
  });

  test('what filled up to an hour before counts, and orders that are known are not asked about', async () => {
    const one = filled('t-2-1', 'buy', '2');
    const late = await brought([], [one], NOON - HOUR);
    expect(late.asked).toEqual(['v-t-2-1']);
    expect(late.core.events.map(({ type }) => type)).toEqual(['orders_ahead']);
    const early = await brought([], [one], NOON - HOUR - 1);
    expect(early.core.events).toEqual([]);
  });
});

describe('what closed without the database', () => {
  test('is taken in, so that nothing is sold twice; its sums are asked about again', async () => {
    const { core } = await brought([], [filled('t-1-x1', 'sell', '0.02')]);
    const position = core.state().positions.get('1');
    expect(position?.orders.at(-1)).toMatchObject({
      id: 't-1-x1',
      purpose: 'exit',
      filledSize: '0.02',
      exact: false,
    });
    expect(core.events.some(({ type }) => type === 'orders_ahead')).toBe(false);
  });

  test('the first that was tried is the first', async () => {
    const { core } = await brought(
      [],
      [
        filled('t-1-x2', 'sell', '0.015'),
        filled('t-1-x1', 'sell', '0.005', { status: 'cancelled' }),
      ],
    );
    const reported = core.events.flatMap((event) => (event.type === 'order' ? event.orderId : []));
    expect(reported).toEqual(['t-1-x1', 't-1-x2']);
  });
});
