import { describe, expect, test } from 'vitest';
import {
  createSimulatedVenue,
  type SimulatedVenueOptions,
} from '../../../../src/trading/venue/simulated/venue.ts';
import type { OrderRequest, OrderTerms, VenueEvent } from '../../../../src/trading/venue/venue.ts';
import { BTC, NOON } from '../matching/market.ts';

function price(last: string, at = NOON) {
  return { productId: BTC.id, bid: last, ask: last, last, at };
}

/** A venue with 10,000 USD whose clock stands at noon until it is moved. */
async function open(options: Partial<SimulatedVenueOptions> = {}) {
  const time = { now: NOON };
  const events: VenueEvent[] = [];
  const venue = await createSimulatedVenue({
    products: async () => [BTC],
    clock: () => time.now,
    balances: { USD: '10000' },
    depth: { spread: '0' },
    ...options,
  });
  await venue.open((event) => events.push(event));
  return { venue, time, events };
}

/** Storage in memory whose next save can be held up or made to fail. */
function createStorage() {
  let text: string | null = null;
  let held: Promise<void> | null = null;
  let failing = false;
  return {
    storage: {
      load: async () => text,
      async save(state: string) {
        await held;
        if (failing) throw new Error('the disk is full');
        text = state;
      },
    },
    hold() {
      let release = () => {};
      held = new Promise((resolve) => {
        release = () => {
          held = null;
          resolve();
        };
      });
      return release;
    },
    fail(yes: boolean) {
      failing = yes;
    },
  };
}

function buy(clientOrderId: string, terms: OrderTerms): OrderRequest {
  return { clientOrderId, productId: BTC.id, side: 'buy', terms };
}

const LIMIT = { type: 'limit', size: '1', price: '90', timeInForce: 'gtc' } as const;
const MARKET = { type: 'market', quoteSize: '503' } as const;

test('an order before any price asks for the price', async () => {
  const { venue } = await open({ price: async () => price('100') });
  expect(await venue.place(buy('a', MARKET))).toMatchObject({ outcome: 'accepted' });
  expect((await venue.fills({})).entries[0]).toMatchObject({ price: '100', size: '5', fee: '3' });
});

test('where there is no price the order is rejected, and says so', async () => {
  const { venue } = await open();
  expect(await venue.place(buy('a', MARKET))).toEqual({
    outcome: 'rejected',
    reason: 'product_unavailable',
    message: 'BTC-USD has no price yet.',
  });
});

test('an expiry comes with the time', async () => {
  const { venue, time, events } = await open();
  venue.takePrice(price('100'));
  await venue.place(buy('a', { ...LIMIT, timeInForce: 'gtd', expiresAt: NOON + 60_000 }));
  time.now = NOON + 60_000;
  venue.takeTime(time.now);
  expect(events.at(-1)).toMatchObject({ type: 'order', order: { status: 'expired' } });
  expect((await venue.openOrders()).entries).toEqual([]);
});

test('a bar that touches stop and target takes the stop, and counts it', async () => {
  const { venue } = await open();
  venue.takePrice(price('100'));
  const attached = { target: '110', stop: '95' };
  await venue.place({ ...buy('a', MARKET), attached });
  const bar = { at: NOON, open: '100', high: '112', low: '94', close: '111', volume: '10' };
  venue.takeCandle(BTC.id, bar);
  expect((await venue.fills({})).entries.map((fill) => fill.price)).toEqual(['100', '95']);
  expect(venue.ambiguousBars()).toBe(1);
});

test('it waits for the prices of what is open', async () => {
  const { venue } = await open();
  expect(venue.watched()).toEqual([]);
  venue.takePrice(price('100'));
  await venue.place(buy('a', LIMIT));
  expect(venue.watched()).toEqual([BTC.id]);
});

describe('what is kept', () => {
  test('a new venue goes on from it', async () => {
    const { storage } = createStorage();
    const first = await open({ storage });
    first.venue.takePrice(price('100'));
    await first.venue.place(buy('a', MARKET));
    await first.venue.place(buy('b', LIMIT));

    const second = await open({ storage });
    expect(await second.venue.place(buy('b', LIMIT))).toMatchObject({ outcome: 'accepted' });
    expect((await second.venue.openOrders()).entries).toHaveLength(1);
    second.venue.takePrice(price('90'));
    expect((await second.venue.balances()).entries).toContainEqual({
      asset: 'BTC',
      available: '6',
      hold: '0',
    });
  });

  test('nothing is answered or told before it is kept', async () => {
    const { storage, hold } = createStorage();
    const { venue, events } = await open({ storage });
    venue.takePrice(price('100'));
    const release = hold();
    const said: string[] = [];
    const placed = venue.place(buy('a', LIMIT)).then(() => said.push('answered'));
    await venue.openOrders();
    expect(said).toEqual([]);
    expect(events.filter((event) => event.type === 'order')).toEqual([]);
    release();
    await placed;
    expect(events.filter((event) => event.type === 'order')).toHaveLength(1);
  });

  test('an order that could not be kept is unknown, and sending it again keeps it', async () => {
    const { storage, fail } = createStorage();
    const { venue, events } = await open({ storage });
    venue.takePrice(price('100'));
    fail(true);
    expect(await venue.place(buy('a', LIMIT))).toEqual({
      outcome: 'unknown',
      message: 'The paper account could not be kept: the disk is full.',
    });
    fail(false);
    expect(await venue.place(buy('a', LIMIT))).toMatchObject({ outcome: 'accepted' });
    expect(events.filter((event) => event.type === 'order')).toHaveLength(1);
    expect((await venue.openOrders()).entries).toHaveLength(1);
  });

  test('orders that ended long ago are dropped, and sums stay', async () => {
    const { storage } = createStorage();
    const { venue, time } = await open({ storage });
    venue.takePrice(price('100'));
    await venue.place(buy('a', MARKET));
    time.now = NOON + 31 * 86_400_000;
    await venue.place(buy('b', LIMIT));
    expect(await venue.findOrder('a', BTC.id, 0)).toBeNull();
    expect((await venue.fills({})).entries).toEqual([]);
    expect((await venue.balances()).entries).toContainEqual({
      asset: 'BTC',
      available: '5',
      hold: '0',
    });
  });
});
