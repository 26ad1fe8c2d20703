import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault, RouteName } from '../../../../sandbox/coinbase/control/control.ts';
import { type CoinbaseServer, startCoinbase } from '../../../../sandbox/coinbase/server.ts';
import {
  type CoinbaseVenue,
  createCoinbaseVenue,
  type VenueTiming,
} from '../../../../src/trading/venue/coinbase/venue.ts';
import type { OrderRequest } from '../../../../src/trading/venue/venue.ts';

/**
 * What the adapter says, held against what the exchange did: `accepted` and `rejected` must be
 * true, and `unknown` must be cleared up by the lists and by the identical request, in one order.
 */

const ANSWER_MS = 150;

const FAULTS: [name: string, fault: (on: RouteName) => Fault][] = [
  ['lost before it arrived', (on) => ({ kind: 'lose_request', on })],
  ['its answer lost', (on) => ({ kind: 'lose_answer', on })],
  ['its answer late', (on) => ({ kind: 'delay', on, ms: 2 * ANSWER_MS })],
  ['late itself', (on) => ({ kind: 'delay', on, ms: 2 * ANSWER_MS, before: true })],
  ['answered 429 once', (on) => ({ kind: 'status', on, status: 429 })],
  ['answered 429 on and on', (on) => ({ kind: 'status', on, status: 429, times: 1000 })],
  ['answered 500, not done', (on) => ({ kind: 'status', on, status: 500 })],
  ['answered 500, and done', (on) => ({ kind: 'status', on, status: 500, processed: true })],
  ['answered 503 by a gateway', (on) => ({ kind: 'status', on, status: 503 })],
  ['answered with half a JSON', (on) => ({ kind: 'malformed', on })],
];

let coinbase: CoinbaseServer;
/** Waits long: for what must succeed on a busy machine too. */
let venue: CoinbaseVenue;
/** Gives up soon: for the request that meets the fault. */
let impatient: CoinbaseVenue;

beforeEach(async () => {
  coinbase = await startCoinbase({ prices: 'manual' });
  await coinbase.control.setPrice('BTC-USD', '65000');
  venue = connect({});
  impatient = connect({ orderAnswer: ANSWER_MS, readAnswer: ANSWER_MS, patience: 400 });
});

afterEach(() => coinbase.stop());

function connect(timing: Partial<VenueTiming>): CoinbaseVenue {
  return createCoinbaseVenue({
    keyName: coinbase.key.name,
    privateKey: coinbase.key.privateKey,
    urls: coinbase.urls,
    log: pino({ level: 'silent' }),
    timing,
  });
}

const RESTING: OrderRequest = {
  clientOrderId: 'client-1',
  productId: 'BTC-USD',
  side: 'buy',
  terms: { type: 'limit', size: '0.01', price: '50000', timeInForce: 'gtc', postOnly: true },
};
const LOWER: OrderRequest = {
  ...RESTING,
  terms: { type: 'limit', size: '0.02', price: '40000', timeInForce: 'gtc' },
};

async function placed(request: OrderRequest): Promise<string> {
  const result = await venue.place(request);
  if (result.outcome !== 'accepted') throw new Error(JSON.stringify(result));
  return result.venueOrderId;
}

/**
 * Until a request that came late has been carried out too: two answers fit in between. On a busy
 * machine the impatient one may have given up before its request was even sent.
 */
async function settled(route: RouteName): Promise<void> {
  await coinbase.control
    .waitFor((event) => event.type === 'request' && event.route === route, {
      after: 0,
      timeoutMs: 2000,
    })
    .catch(() => undefined);
}

describe.each(['first_order', 'failure'] as const)(
  'a create, where a used id gets the %s',
  (duplicateClientOrderId) => {
    it.each(FAULTS)('%s: ends in what was said, and in one order', async (_name, fault) => {
      await coinbase.control.behave({ duplicateClientOrderId });
      const since = Date.now();
      await coinbase.control.fault(fault('create'));

      const result = await impatient.place(RESTING);
      await settled('create');
      const orders = await coinbase.control.orders();

      const found = await venue.findOrder('client-1', 'BTC-USD', since);
      expect(found?.venueOrderId).toBe(orders[0]?.id);
      if (result.outcome === 'accepted') expect(orders[0]?.id).toBe(result.venueOrderId);
      if (result.outcome === 'rejected') expect(orders).toEqual([]);

      await coinbase.control.clearFaults();
      const again = await venue.place(RESTING);
      const now = await coinbase.control.orders();
      expect(now).toHaveLength(1);
      expect(again).toEqual({ outcome: 'accepted', venueOrderId: now[0]?.id });
    });
  },
);

describe('a change of an order', () => {
  it.each(FAULTS)('%s: is what was said, and can be asked for again', async (_name, fault) => {
    const id = await placed(RESTING);
    await coinbase.control.fault(fault('edit'));

    const result = await impatient.replace(id, LOWER);
    await settled('edit');
    const price = async () => {
      const terms = (await venue.order(id))?.order.terms;
      return terms?.type === 'limit' ? terms.price : undefined;
    };
    if (result.outcome === 'accepted') expect(await price()).toBe('40000');
    if (result.outcome === 'rejected') expect(await price()).toBe('50000');

    await coinbase.control.clearFaults();
    await venue.replace(id, LOWER);
    expect(await price()).toBe('40000');
    expect(await coinbase.control.orders()).toHaveLength(1);
  });
});

describe('a change that leaves the stop of a spot order where it was', () => {
  it('is refused, and the stop is where Coinbase has it', async () => {
    await venue.place({
      ...RESTING,
      clientOrderId: 'bought',
      terms: { type: 'market', quoteSize: '1000' },
    });
    const bracket = { type: 'bracket', size: '0.01', target: '70000', stop: '60000' } as const;
    const request: OrderRequest = { ...RESTING, side: 'sell', terms: bracket };
    const id = await placed(request);
    await coinbase.control.behave({ movesSpotStops: false });
    const higher: OrderRequest = { ...request, terms: { ...bracket, stop: '62000' } };
    expect(await connect({ editShows: 200 }).replace(id, higher)).toMatchObject({
      outcome: 'rejected',
      reason: 'unsupported_order',
    });
    expect((await venue.order(id))?.order.terms).toEqual(bracket);
  });
});

describe('a cancel', () => {
  it.each(FAULTS)('%s: is what was said, and can be asked for again', async (_name, fault) => {
    const id = await placed(RESTING);
    await coinbase.control.fault(fault('cancel'));

    const result = await impatient.cancel(id);
    await settled('cancel');
    const status = (await venue.order(id))?.order.status;
    if (result.outcome === 'accepted') expect(status).toBe('cancelled');
    if (result.outcome === 'rejected') expect(status).toBe('open');

    await coinbase.control.clearFaults();
    const again = await venue.cancel(id);
    expect(again.outcome).toBe(status === 'cancelled' ? 'rejected' : 'accepted');
    expect((await venue.order(id))?.order.status).toBe('cancelled');
  });

  it('that a fill still slips past is told by the order itself', async () => {
    const id = await placed(RESTING);
    await coinbase.control.fault({ kind: 'fill_after_cancel', size: '0.004' });
    expect(await venue.cancel(id)).toEqual({ outcome: 'accepted' });
    await coinbase.control.waitFor((event) => event.type === 'fill');
    expect((await venue.order(id))?.order).toMatchObject({ filledSize: '0.004', exact: true });
  });
});

describe.each<[RouteName, (from: CoinbaseVenue) => Promise<unknown>]>([
  ['list_orders', (from) => from.openOrders()],
  ['fills', (from) => from.fills({})],
  ['accounts', (from) => from.balances()],
])('reading %s', (route, read) => {
  // To a reader it is all one whether the request or its answer was lost.
  it.each(FAULTS.filter(([name]) => !/done|late itself|before it arrived/.test(name)))(
    '%s: is whole, or a sentence',
    async (_name, fault) => {
      await placed({ ...RESTING, terms: { type: 'market', quoteSize: '100' } });
      await placed({ ...RESTING, clientOrderId: 'client-2' });
      const whole = await read(venue);
      await coinbase.control.fault(fault(route));
      const outcome = await read(impatient).catch(
        (error: Error) => `${error.name}: ${error.message}`,
      );
      if (typeof outcome === 'string') expect(outcome).toMatch(/^VenueError: .*Coinbase.*\.$/);
      else expect(withoutTimes(outcome)).toEqual(withoutTimes(whole));
    },
  );
});

describe('the rate limit', () => {
  it('is kept, and what takes risk away goes first', async () => {
    const resting = await placed(RESTING);
    await coinbase.control.behave({ rateLimits: true });
    const after = await coinbase.control.lastEvent();
    const reads = Array.from({ length: 35 }, () => venue.fees());
    expect(venue.queueDepth()).toBeGreaterThan(20);
    await Promise.all([...reads, venue.cancel(resting)]);

    const requests: { route: string; status: unknown }[] = [];
    coinbase.control.follow((event) => {
      if (event.type === 'request') requests.push(event);
    }, after)();
    expect(requests.filter(({ status }) => status === 429)).toEqual([]);
    // Asked for last, it did not wait for those that came before it; what arrives first of those that
    // are on their way together is anybody's guess.
    expect(requests.findIndex(({ route }) => route === 'cancel')).toBeLessThan(30);
  });
});

describe('what is pushed', () => {
  it.each<[string, () => Promise<void>]>([
    ['as it comes', async () => {}],
    ['last first', () => coinbase.control.reorderUserEvents(3)],
    ['with a number left out', () => coinbase.control.skipSequence()],
    ['after a message that is not JSON', () => coinbase.control.sendRaw('user', '<html>')],
    ['after the connection was cut', () => coinbase.control.dropSockets('user')],
  ])('%s: is never more than what was done, and all of it in the end', async (_name, fault) => {
    const id = await placed(RESTING);
    const sizes: number[] = [];
    let told = () => {};
    const all = new Promise<void>((resolve) => {
      told = resolve;
    });
    await venue.open((event) => {
      if (event.type === 'order' && event.order.venueOrderId === id) {
        sizes.push(Number(event.order.filledSize));
        if (event.order.filledSize === '0.009') told();
      }
    });
    await fault();
    for (const size of ['0.001', '0.003', '0.005']) await coinbase.control.fillOrder(id, size);
    await all;
    await venue.close();
    expect(Math.max(...sizes)).toBe(0.009);
    expect((await venue.order(id))?.order).toMatchObject({ filledSize: '0.009', exact: true });
  });
});

/** When something was read is not part of what was read. */
function withoutTimes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, each) => (key === 'at' ? undefined : each)));
}
