import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CoinbaseAccount,
  createAccount,
} from '../../../../src/trading/venue/coinbase/account.ts';
import { createRateLimiter } from '../../../../src/trading/venue/coinbase/connection/rateLimiter.ts';
import { createRest, type Rest } from '../../../../src/trading/venue/coinbase/connection/rest.ts';
import { createCapabilities } from '../../../../src/trading/venue/coinbase/orders/capabilities.ts';
import {
  createOrderHistory,
  type OrderHistory,
} from '../../../../src/trading/venue/coinbase/orders/orderHistory.ts';
import { createPlacement } from '../../../../src/trading/venue/coinbase/orders/placement.ts';
import { readProducts } from '../../../../src/trading/venue/coinbase/products/catalogue.ts';
import { createContracts } from '../../../../src/trading/venue/coinbase/products/contracts.ts';
import { createCoinbaseVenue } from '../../../../src/trading/venue/coinbase/venue.ts';
import { createEntryReader } from '../../../../src/trading/venue/coinbase/wire/entries.ts';
import { type Listed, UnreadableError } from '../../../../src/trading/venue/listed.ts';
import type { OrderRequest, VenueEvent } from '../../../../src/trading/venue/venue.ts';
import { type ScriptedCoinbase, startScriptedCoinbase } from './scriptedCoinbase.ts';

/**
 * What Coinbase lists is read entry by entry: whatever one entry looks like, the others are told
 * as if it were not there, and that it is there is told too.
 */

let coinbase: ScriptedCoinbase;
let rest: Rest;
let history: OrderHistory;
let account: CoinbaseAccount;
let products: () => Promise<Listed<object>>;
let placement: ReturnType<typeof createPlacement>;
let logged: string[];

beforeAll(async () => {
  coinbase = await startScriptedCoinbase();
});
afterAll(() => coinbase.close());

/** The parts of the adapter without its rate limits: there are thousands of odd answers to read. */
beforeEach(() => {
  logged = [];
  coinbase.on('GET /orders/historical/fills', { json: { fills: [] } });
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
  const limiter = createRateLimiter([]);
  const answerMs = { GET: 10_000, POST: 10_000 };
  rest = createRest({ url: coinbase.urls.rest, limiter, log, answerMs, patienceMs: 0 });
  const readEntries = createEntryReader(log);
  history = createOrderHistory(rest, readEntries, createContracts(rest), Date.now, log);
  account = createAccount(rest, readEntries, Date.now);
  products = () => readProducts(rest, '/brokerage/market/products', readEntries, log);
  const capabilities = createCapabilities({}, undefined);
  placement = createPlacement({ rest, history, capabilities, clock: Date.now, editShowsMs: 0 });
});

const order = (id: string) => ({
  order_id: id,
  client_order_id: `client-of-${id}`,
  product_id: 'BTC-USD',
  side: 'BUY',
  status: 'OPEN',
  created_time: '2026-01-02T03:04:05Z',
  order_configuration: { limit_limit_gtc: { base_size: '0.001', limit_price: '50000' } },
  filled_size: '0',
  average_filled_price: '0',
  filled_value: '0',
  total_fees: '0',
  number_of_fills: '0',
});
const fill = (id: string) => ({
  entry_id: `entry-${id}`,
  trade_id: id,
  order_id: `order-of-${id}`,
  product_id: 'BTC-USD',
  trade_type: 'FILL',
  trade_time: '2026-01-02T03:04:06Z',
  side: 'BUY',
  price: '50000',
  size: '0.0004',
  size_in_quote: false,
  commission: '0.12',
  liquidity_indicator: 'MAKER',
});
const wallet = (currency: string) => ({
  currency,
  type: 'ACCOUNT_TYPE_CRYPTO',
  available_balance: { value: '1.5', currency },
  hold: { value: '0.5', currency },
});
const position = (id: string) => ({
  product_id: id,
  side: 'LONG',
  number_of_contracts: '2',
  avg_entry_price: '65000',
});
const product = (id: string) => ({
  product_id: id,
  product_type: 'FUTURE',
  base_currency_id: id.split('-')[0],
  quote_currency_id: 'USD',
  base_increment: '0.01',
  quote_increment: '0.01',
  price_increment: '0.01',
  base_min_size: '0.01',
  base_max_size: '1000',
  quote_min_size: '1',
  quote_max_size: '1000000',
  price: '10',
  volume_24h: '5',
  is_disabled: false,
  fcm_trading_session_details: {
    is_session_open: true,
    open_time: '2026-11-30T23:00:00Z',
    close_time: '2026-12-01T22:00:00Z',
    after_hours_order_entry_disabled: false,
    maintenance: null,
  },
  future_product_details: { contract_size: '0.01', contract_expiry: '2030-12-20T17:00:00Z' },
});

type List = {
  route: string;
  field: string;
  good: (id: string) => object;
  ids: [string, string, string];
  read: () => Promise<Listed<object>>;
  idOf: (entry: never) => string;
};

const LISTS: Record<string, List> = {
  orders: {
    route: 'GET /orders/historical/batch',
    field: 'orders',
    good: order,
    ids: ['a', 'odd', 'b'],
    read: () => history.openOrders(),
    idOf: ({ venueOrderId }: { venueOrderId: string }) => venueOrderId,
  },
  fills: {
    route: 'GET /orders/historical/fills',
    field: 'fills',
    good: fill,
    ids: ['a', 'odd', 'b'],
    read: () => history.fills({}),
    idOf: ({ tradeId }: { tradeId: string }) => tradeId,
  },
  accounts: {
    route: 'GET /accounts',
    field: 'accounts',
    good: wallet,
    ids: ['BTC', 'ODD', 'USD'],
    read: () => account.balances(),
    idOf: ({ asset }: { asset: string }) => asset,
  },
  positions: {
    route: 'GET /cfm/positions',
    field: 'positions',
    good: position,
    ids: ['BIP-20DEC30-CDE', 'ODD-20DEC30-CDE', 'ETP-20DEC30-CDE'],
    read: () => account.positions(),
    idOf: ({ productId }: { productId: string }) => productId,
  },
  products: {
    route: 'GET /market/products',
    field: 'products',
    good: product,
    ids: ['BTC-USD', 'ODD-USD', 'ETH-USD'],
    read: () => products(),
    idOf: ({ id }: { id: string }) => id,
  },
};

/** Any JSON, and what strangers' clients have met: empty, in words, of another kind. */
const anything = fc.oneof(
  fc.constantFrom(
    '',
    null,
    'NaN',
    '1e400',
    '-1',
    '0',
    'UNKNOWN_ORDER_SIDE',
    'EDIT_QUEUED',
    {},
    { value: '', currency: '' },
    { value: '65000', currency: 'USD' },
    [],
    true,
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** The good entry with one or two of its fields, at any depth, left out or replaced. */
function mutated(good: object): fc.Arbitrary<unknown> {
  const paths = pathsOf(good);
  const change = fc.record({
    path: fc.constantFrom(...paths),
    value: fc.option(anything, { nil: undefined }),
  });
  return fc
    .oneof(
      { weight: 9, arbitrary: fc.array(change, { minLength: 1, maxLength: 2 }) },
      { weight: 1, arbitrary: anything.map((value) => [{ path: [], value }]) },
    )
    .map((changes) => {
      const copy = { entry: structuredClone(good) as unknown };
      for (const { path, value } of changes) {
        put(copy, ['entry', ...path], structuredClone(value));
      }
      return copy.entry;
    });
}

function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([key, each]) => pathsOf(each, [...path, key]));
  return path.length === 0 ? below : [path, ...below];
}

function put(into: unknown, [key = '', ...rest]: string[], value: unknown): void {
  if (typeof into !== 'object' || into === null) return;
  const record = into as Record<string, unknown>;
  if (rest.length > 0) put(record[key], rest, value);
  else if (value === undefined) delete record[key];
  else record[key] = value;
}

const AMOUNT = /^-?\d+(\.\d+)?$/;

describe.each(Object.entries(LISTS))('the list of %s', (_name, list) => {
  const [first, odd, last] = list.ids;

  it('loses no good entry to odd ones, whatever they look like', async () => {
    const good = [list.good(first), list.good(last)];
    coinbase.on(list.route, { json: { [list.field]: good } });
    const { entries: alone } = await list.read();
    expect(alone).toHaveLength(2);
    const odds = fc.array(mutated(list.good(odd)), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(odds, async (between) => {
        const answer = [list.good(first), ...between, list.good(last)];
        coinbase.on(list.route, { json: { [list.field]: answer } });
        const { entries, unreadable } = await list.read();
        for (const one of alone) {
          expect(withoutTimes(entries)).toContainEqual(withoutTimes(one));
        }
        for (const { problem } of unreadable) expect(problem).toMatch(/\S/);
        // Told in full or not at all.
        for (const [field, value] of amountsIn(entries)) expect(value, field).toMatch(AMOUNT);
      }),
      { numRuns: 40 },
    );
  });

  it('names what it could not read, and logs it once', async () => {
    const broken = { ...list.good(odd), ...Object.fromEntries(AMOUNT_FIELDS.map((f) => [f, 'x'])) };
    coinbase.on(list.route, { json: { [list.field]: [list.good(first), broken] } });
    for (let times = 0; times < 3; times += 1) {
      const { entries, unreadable } = await list.read();
      expect(entries.map((each) => list.idOf(each as never))).toEqual([first]);
      expect(unreadable[0]?.id).toBe(list.field === 'fills' ? `order-of-${odd}` : odd);
    }
    expect(logged.filter((line) => line.includes("can't be read"))).toHaveLength(1);
  });
});

/** Of each kind of entry one field that nothing can be said without. */
const AMOUNT_FIELDS = [
  'filled_size',
  'size',
  'available_balance',
  'number_of_contracts',
  'base_increment',
];

function amountsIn(entries: readonly object[]): [string, string][] {
  const named = /size|price|value|fee|hold|available|increment|entry$/i;
  return entries.flatMap((entry) =>
    Object.entries(entry).filter(
      (pair): pair is [string, string] => named.test(pair[0]) && typeof pair[1] === 'string',
    ),
  );
}

function withoutTimes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, each) => (key === 'at' ? undefined : each)));
}

describe('an order that cannot be read', () => {
  const unreadable = { ...order('odd'), side: 'UNKNOWN_ORDER_SIDE' };

  it('is never taken for one that is not there', async () => {
    coinbase.on('GET /orders/historical/odd', { json: { order: unreadable } });
    await expect(history.order('odd')).rejects.toThrow(UnreadableError);
    coinbase.on('GET /orders/historical/batch', { json: { orders: [order('a'), unreadable] } });
    await expect(history.findOrder('client-of-odd', 'BTC-USD', 0)).rejects.toThrow(UnreadableError);
    expect(await history.findOrder('another', 'BTC-USD', 0)).toBeNull();
    expect(await history.findOrder('client-of-a', 'BTC-USD', 0)).toMatchObject({
      venueOrderId: 'a',
    });

    const { client_order_id: _, ...nameless } = unreadable;
    coinbase.on('GET /orders/historical/batch', { json: { orders: [nameless] } });
    await expect(history.findOrder('another', 'BTC-USD', 0)).rejects.toThrow(UnreadableError);
  });

  it('holds up no other that is asked about with it', async () => {
    coinbase.on('GET /orders/historical/batch', { json: { orders: [order('a'), unreadable] } });
    coinbase.on('GET /orders/historical/odd', { json: { order: unreadable } });
    const [good, bad, none] = await Promise.allSettled(
      ['a', 'odd', 'nobody'].map((id) => history.order(id)),
    );
    expect(good).toMatchObject({ value: { order: { venueOrderId: 'a' } } });
    expect(bad).toMatchObject({ reason: { name: 'UnreadableError' } });
    expect(none).toEqual({ status: 'fulfilled', value: null });
  });

  it('is not another order that Coinbase answers with', async () => {
    coinbase.on('GET /orders/historical/mine', { json: { order: order('somebody-else') } });
    await expect(history.order('mine')).rejects.toThrow(UnreadableError);
  });
});

it('an order with a fill that cannot be read keeps its own sums, as not exact', async () => {
  const done = { ...order('a'), status: 'FILLED', filled_size: '0.0008', filled_value: '40' };
  coinbase.on('GET /orders/historical/a', { json: { order: { ...done, number_of_fills: '1' } } });
  const own = { ...fill('t1'), order_id: 'a' };
  coinbase.on('GET /orders/historical/fills', {
    json: { fills: [own, { ...own, trade_id: 't2', entry_id: 't2', price: '' }] },
  });
  expect(await history.order('a')).toMatchObject({
    order: { filledSize: '0.0008', filledValue: '40', exact: false },
    fills: [{ tradeId: 't1' }],
  });
});

it.each([
  ['as a text', '65000', '65000'],
  ['as money', { value: '65000', currency: 'USD' }, '65000'],
  ['empty', '', undefined],
  ['as empty money', { value: '', currency: '' }, undefined],
  ['left out', undefined, undefined],
  ['in words', 'n/a', undefined],
])('a position is read with its entry price %s', async (_name, avg_entry_price, expected) => {
  const flat = { ...position('OLD-20DEC30-CDE'), number_of_contracts: '0', side: 'UNKNOWN' };
  coinbase.on('GET /cfm/positions', {
    json: { positions: [flat, { ...position('BIP-20DEC30-CDE'), avg_entry_price }] },
  });
  const { entries, unreadable } = await account.positions();
  expect(unreadable).toEqual([]);
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({ productId: 'BIP-20DEC30-CDE', size: '2' });
  expect(entries[0]?.averageEntry).toBe(expected);
});

it('a position with contracts and without a side is told as one that cannot be read', async () => {
  coinbase.on('GET /cfm/positions', {
    json: { positions: [{ ...position('BIP-20DEC30-CDE'), side: 'UNKNOWN' }] },
  });
  expect(await account.positions()).toMatchObject({
    entries: [],
    unreadable: [{ id: 'BIP-20DEC30-CDE' }],
  });
});

describe('answers to what was asked to be done', () => {
  const BUY: OrderRequest = {
    clientOrderId: 'client-1',
    productId: 'BTC-USD',
    side: 'buy',
    terms: { type: 'limit', size: '0.001', price: '50000', timeInForce: 'gtc' },
  };
  const taken = {
    success: true,
    order_id: 'order-1',
    failure_reason: 'UNKNOWN_FAILURE_REASON',
    success_response: {
      order_id: 'order-1',
      product_id: 'BTC-USD',
      side: 'BUY',
      client_order_id: 'client-1',
    },
    order_configuration: { limit_limit_gtc: { base_size: '0.001', limit_price: '50000' } },
  };
  const refused = {
    success: false,
    failure_reason: 'UNKNOWN_FAILURE_REASON',
    error_response: { error: 'INSUFFICIENT_FUND', message: 'no', preview_failure_reason: '' },
  };

  it.each<[string, string, object, () => Promise<{ outcome: string }>]>([
    ['a create', 'POST /orders', taken, () => placement.place(BUY)],
    ['a refused create', 'POST /orders', refused, () => placement.place(BUY)],
    [
      'a change',
      'POST /orders/edit',
      { success: true, errors: [{ edit_failure_reason: '' }] },
      () => placement.replace('order-1', BUY),
    ],
    [
      'a refused change',
      'POST /orders/edit',
      { success: false, error_response: { edit_order_failure_reason: 'ORDER_NOT_FOUND' } },
      () => placement.replace('order-1', BUY),
    ],
    [
      'a cancel',
      'POST /orders/batch_cancel',
      { results: [{ success: true, failure_reason: '', order_id: 'order-1' }] },
      () => placement.cancel('order-1'),
    ],
  ])(
    '%s ends in one of the three, and is accepted only when Coinbase says so',
    async (_name, route, good, ask) => {
      await fc.assert(
        fc.asyncProperty(mutated(good), async (json) => {
          coinbase.on(route, { json });
          const result = await ask();
          expect(['accepted', 'rejected', 'unknown']).toContain(result.outcome);
          if (result.outcome === 'accepted')
            expect(JSON.stringify(json)).toContain('"success":true');
          else expect(result).toHaveProperty('message', expect.stringMatching(/\S.*\.$/));
        }),
        { numRuns: 100 },
      );
    },
  );
});

it('what is pushed is told order by order, whatever one of them looks like', async () => {
  const privateKey = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    .privateKey.export({ type: 'sec1', format: 'pem' })
    .toString();
  const venue = createCoinbaseVenue({
    keyName: 'organizations/org/apiKeys/key',
    privateKey,
    urls: coinbase.urls,
    log: pino({ level: 'silent' }),
  });
  const events: VenueEvent[] = [];
  let wake = () => {};
  const opening = venue.open((event) => {
    events.push(event);
    wake();
  });
  const socket = await coinbase.socket(({ channel }) => channel === 'user');
  const pushed = (id: string) => ({
    order_id: id,
    client_order_id: `client-of-${id}`,
    product_id: 'BTC-USD',
    order_side: 'BUY',
    status: 'OPEN',
    cumulative_quantity: '0.0004',
    avg_price: '50000',
    total_fees: '0.12',
    creation_time: '2026-01-02T03:04:05Z',
  });
  let sequence = 0;
  const send = (orders: unknown) => {
    socket.send({ channel: 'user', sequence_num: sequence, events: [{ type: 'update', orders }] });
    sequence += 1;
  };
  send([]);
  await opening;
  let round = 0;
  await fc.assert(
    fc.asyncProperty(mutated(pushed('odd')), async (odd) => {
      round += 1;
      const last = `last-${round}`;
      const seen = new Promise<void>((resolve) => {
        wake = () => {
          const event = events.at(-1);
          if (event?.type === 'order' && event.order.venueOrderId === last) resolve();
        };
      });
      send([odd, pushed(last)]);
      await seen;
    }),
    { numRuns: 100 },
  );
  expect(events.filter(({ type }) => type === 'disconnected')).toEqual([]);
  await venue.close();
});
