import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CoinbaseMarketDataOptions,
  createCoinbaseMarketData,
} from '../../../../src/trading/venue/coinbase/marketData.ts';
import { UnreadableError } from '../../../../src/trading/venue/listed.ts';
import type { MarketData, MarketEvent } from '../../../../src/trading/venue/marketData.ts';
import {
  type ScriptedCoinbase,
  type ScriptedSocket,
  startScriptedCoinbase,
} from './scriptedCoinbase.ts';

let coinbase: ScriptedCoinbase;
let market: MarketData;
let events: MarketEvent[];
let wake: (() => void)[];

beforeEach(async () => {
  coinbase = await startScriptedCoinbase();
  events = [];
  wake = [];
  coinbase.on('GET /market/products', ({ query }) => ({
    json: {
      products: query.has('product_type')
        ? [
            product('BIP-20DEC30-CDE', {
              product_type: 'FUTURE',
              base_currency_id: '',
              future_product_details: {
                contract_size: '0.01',
                contract_root_unit: 'BTC',
                intraday_margin_rate: { long_margin_rate: '0.1', short_margin_rate: '0.1' },
                overnight_margin_rate: { long_margin_rate: '0.2', short_margin_rate: '0.3' },
              },
            }),
            product('BTC-PERP-INTX', { product_type: 'FUTURE' }),
          ]
        : [
            product('BTC-USD'),
            product('BTC-USDC', { alias: 'BTC-USD' }),
            product('ETH-USD', { view_only: true, trading_disabled: true }),
            { product_id: 'BROKEN-USD', base_increment: 'tiny' },
          ],
    },
  }));
  market = connect({});
});

afterEach(async () => {
  await market.close();
  await coinbase.close();
});

/** Nothing is asked for over REST within a test unless the test wants it. */
function connect(timing: CoinbaseMarketDataOptions['timing']): MarketData {
  return createCoinbaseMarketData({
    urls: coinbase.urls,
    log: pino({ level: 'silent' }),
    timing: { answer: 10_000, silence: 10_000, quiet: 60_000, poll: 60_000, ...timing },
  });
}

function product(id: string, fields: object = {}) {
  const [base, quote] = id.split('-');
  return {
    product_id: id,
    product_type: 'SPOT',
    base_currency_id: base,
    quote_currency_id: quote,
    base_increment: '0.00000001',
    quote_increment: '0.01',
    price_increment: '0.01',
    base_min_size: '0.00000001',
    base_max_size: '3400',
    quote_min_size: '1',
    quote_max_size: '150000000',
    price: '65000',
    volume_24h: '2',
    ...fields,
  };
}

const seen = (fits: (all: MarketEvent[]) => boolean) =>
  new Promise<void>((resolve) => {
    const check = () => fits(events) && resolve();
    wake.push(check);
    check();
  });

const prices = () => events.flatMap((event) => (event.type === 'price' ? [event.price] : []));

function listen(event: MarketEvent): void {
  events.push(event);
  for (const check of wake) check();
}

async function open(...productIds: string[]): Promise<ScriptedSocket> {
  market.follow(productIds);
  const opening = market.open(listen);
  const socket = await coinbase.socket(({ channel }) => channel === 'heartbeats');
  socket.send({
    channel: 'subscriptions',
    sequence_num: 0,
    events: [{ subscriptions: { heartbeats: ['heartbeats'] } }],
  });
  await opening;
  return socket;
}

function tick(sequence: number, productId: string, price: string, fields: object = {}) {
  return {
    channel: 'ticker',
    timestamp: '2026-01-02T03:04:05Z',
    sequence_num: sequence,
    events: [{ type: 'update', tickers: [{ product_id: productId, price, ...fields }] }],
  };
}

const QUOTE = { best_bid: '64999', best_ask: '65001' };

describe('followed prices', () => {
  it('are told at each change, and only then', async () => {
    const socket = await open('BTC-USD');
    expect(socket.messages).toContainEqual({
      type: 'subscribe',
      channel: 'ticker',
      product_ids: ['BTC-USD'],
    });
    socket.send(tick(1, 'BTC-USD', '65000', QUOTE));
    socket.send(tick(2, 'BTC-USD', '65000', QUOTE));
    socket.send(tick(3, 'ETH-USD', '3000'));
    socket.send(tick(4, 'BTC-USD', 'a lot'));
    socket.send(tick(5, 'BTC-USD', '65000.5', QUOTE));
    await seen(() => prices().length === 2);
    expect(prices()).toEqual([
      {
        productId: 'BTC-USD',
        bid: '64999',
        ask: '65001',
        last: '65000',
        at: Date.UTC(2026, 0, 2, 3, 4, 5),
      },
      expect.objectContaining({ last: '65000.5' }),
    ]);
  });

  it('take the last trade for a side of the book that is empty', async () => {
    const socket = await open('BTC-USD');
    socket.send(tick(1, 'BTC-USD', '65000', { best_bid: '0', best_ask: '' }));
    await seen(() => prices().length === 1);
    expect(prices()[0]).toMatchObject({ bid: '65000', ask: '65000' });
  });

  it('come under the name that is followed, where two products share a book', async () => {
    const socket = await open('BTC-USDC');
    expect(socket.messages).toContainEqual({
      type: 'subscribe',
      channel: 'ticker',
      product_ids: ['BTC-USD'],
    });
    socket.send(tick(1, 'BTC-USD', '65000', QUOTE));
    await seen(() => prices().length === 1);
    expect(prices()[0]?.productId).toBe('BTC-USDC');
  });

  it('follow what is asked for last, also on the next connection', async () => {
    const socket = await open('BTC-USD');
    market.follow(['ETH-USD']);
    await socket.sent(({ type }) => type === 'unsubscribe');
    expect(socket.messages.slice(-2)).toEqual([
      { type: 'subscribe', channel: 'ticker', product_ids: ['ETH-USD'] },
      { type: 'unsubscribe', channel: 'ticker', product_ids: ['BTC-USD'] },
    ]);
    socket.drop();
    const second = await coinbase.socket(({ channel }) => channel === 'ticker');
    expect(second.messages).toContainEqual({
      type: 'subscribe',
      channel: 'ticker',
      product_ids: ['ETH-USD'],
    });
  });

  it('are asked for over REST while the connection is down', async () => {
    let bid = 65000;
    coinbase.on('GET /market/products/BTC-USD/ticker', () => {
      bid += 1;
      return { json: { trades: [{ price: '65000' }], best_bid: String(bid), best_ask: '66000' } };
    });
    market = connect({ poll: 20 });
    const socket = await open('BTC-USD');
    socket.drop();
    await seen((all) => all.some(({ type }) => type === 'disconnected'));
    const before = prices().length;
    await seen(() => prices().length >= before + 2);
  });

  it('are asked for over REST when a product has been quiet for long', async () => {
    coinbase.on('GET /market/products/BTC-USD/ticker', {
      json: { trades: [{ price: '65000' }], best_bid: '64999', best_ask: '65001' },
    });
    market = connect({ poll: 20, quiet: 50 });
    await open('BTC-USD');
    await seen(() => prices().length === 1);
    expect(events.some(({ type }) => type === 'disconnected')).toBe(false);
  });
});

describe('the catalogue', () => {
  it('holds spot and US futures, says what is closed, and skips what it cannot read', async () => {
    const { entries: products, unreadable } = await market.products();
    expect(unreadable).toEqual([
      { id: 'BROKEN-USD', problem: expect.stringContaining('base_increment') },
    ]);
    expect(products.map(({ id }) => id)).toEqual([
      'BTC-USD',
      'BTC-USDC',
      'ETH-USD',
      'BIP-20DEC30-CDE',
    ]);
    expect(products[0]).toEqual({
      id: 'BTC-USD',
      base: 'BTC',
      quote: 'USD',
      type: 'spot',
      baseIncrement: '0.00000001',
      quoteIncrement: '0.01',
      priceIncrement: '0.01',
      minBaseSize: '0.00000001',
      maxBaseSize: '3400',
      minQuoteSize: '1',
      maxQuoteSize: '150000000',
      status: 'online',
      volume24h: '130000',
    });
    expect(products[1]?.aliasOf).toBe('BTC-USD');
    expect(products[2]?.status).toBe('view_only');
    expect(products[3]).toMatchObject({
      type: 'future',
      base: 'BTC',
      contractSize: '0.01',
      maxLeverage: '3.33',
    });
  });

  const session = (fields: object) => ({
    is_session_open: true,
    open_time: '2026-11-29T23:00:00Z',
    close_time: '2026-11-30T22:00:00Z',
    session_state: 'FCM_TRADING_SESSION_STATE_OPEN',
    after_hours_order_entry_disabled: false,
    closed_reason: 'FCM_TRADING_SESSION_CLOSED_REASON_EXCHANGE_MAINTENANCE',
    maintenance: null,
    ...fields,
  });
  const maintenance = { start_time: '2026-12-05T14:00:00Z', end_time: '2026-12-05T17:00:00Z' };

  it.each<[string, unknown, object | undefined]>([
    ['open', session({}), { state: 'open', closesAt: Date.UTC(2026, 10, 30, 22) }],
    [
      'open, with maintenance to come',
      session({ maintenance }),
      { state: 'open', closesAt: Date.UTC(2026, 10, 30, 22) },
    ],
    [
      'after hours',
      session({ is_session_open: false }),
      { state: 'after_hours', opensAt: Date.UTC(2026, 10, 29, 23) },
    ],
    [
      'closed for maintenance',
      session({ is_session_open: false, after_hours_order_entry_disabled: true, maintenance }),
      { state: 'closed', opensAt: Date.UTC(2026, 11, 5, 17) },
    ],
    [
      'told without its times',
      { is_session_open: true, open_time: '', close_time: null },
      { state: 'open' },
    ],
    ['not told', null, undefined],
    ['told in a way that is not known', { is_session_open: 'yes' }, undefined],
  ])(
    'says the session of a future that is %s, and when it expires',
    async (_name, details, expected) => {
      coinbase.on('GET /market/products/BIP-20DEC30-CDE', {
        json: product('BIP-20DEC30-CDE', {
          product_type: 'FUTURE',
          fcm_trading_session_details: details,
          future_product_details: {
            contract_size: '0.01',
            contract_expiry: '2030-12-20T17:00:00Z',
          },
        }),
      });
      const found = await market.product('BIP-20DEC30-CDE');
      expect(found?.session).toEqual(expected);
      expect(found?.expiresAt).toBe(Date.UTC(2030, 11, 20, 17));
    },
  );

  it.each<[string, object, string]>([
    ['limit_only', { limit_only: true }, 'limit_only'],
    ['post_only and limit_only', { post_only: true, limit_only: true }, 'post_only'],
    ['cancel_only', { cancel_only: true, limit_only: true }, 'cancel_only'],
    ['trading_disabled', { trading_disabled: true }, 'disabled'],
    ['view_only', { view_only: true, trading_disabled: true }, 'view_only'],
  ])('asks for one product as it is now: %s', async (_name, flags, status) => {
    coinbase.on('GET /market/products/BTC-USD', { json: product('BTC-USD', flags) });
    expect((await market.product('BTC-USD'))?.status).toBe(status);
  });

  it('tells a product that is not there from one that can not be read', async () => {
    expect(await market.product('NOPE-USD')).toBeNull();
    coinbase.on('GET /market/products/ODD-USD', {
      json: product('ODD-USD', { base_increment: '' }),
    });
    await expect(market.product('ODD-USD')).rejects.toThrow(UnreadableError);
    coinbase.on('GET /market/products/BTC-USD', { json: product('ETH-USD') });
    await expect(market.product('BTC-USD')).rejects.toThrow(UnreadableError);
    coinbase.on('GET /market/products/BTC-USD', { status: 503, json: {} });
    await expect(market.product('BTC-USD')).rejects.toThrow(/503/);
  });

  it('is spot alone where futures are refused, and none at all where they fail', async () => {
    const spot = { json: { products: [product('BTC-USD')] } };
    let futures = 403;
    coinbase.on('GET /market/products', ({ query }) =>
      query.has('product_type') ? { status: futures, json: {} } : spot,
    );
    expect((await market.products()).entries).toHaveLength(1);
    futures = 503;
    await expect(market.products()).rejects.toThrow(/503/);
  });
});

describe('one price', () => {
  it('is what the book says now', async () => {
    coinbase.on('GET /market/products/BTC-USD/ticker', {
      json: { trades: [{ price: '65000' }], best_bid: '64999', best_ask: '65001' },
    });
    expect(await market.price('BTC-USD')).toMatchObject({
      bid: '64999',
      ask: '65001',
      last: '65000',
    });
  });

  it('is null where there is none', async () => {
    expect(await market.price('NOTHING-USD')).toBeNull();
    coinbase.on('GET /market/products/NEW-USD/ticker', {
      json: { trades: [], best_bid: '', best_ask: '' },
    });
    expect(await market.price('NEW-USD')).toBeNull();
  });
});

describe('the last prices', () => {
  it('are asked for together; what has none is left out', async () => {
    coinbase.on('GET /market/products', ({ query }) => ({
      json: {
        products: query
          .getAll('product_ids')
          .map((id) => product(id, { price: id === 'NEW-USD' ? '' : '65000.5' })),
      },
    }));
    const ids = ['BTC-USD', 'NEW-USD', 'ETH-USD'];
    expect(await market.lastPrices(ids)).toEqual(
      new Map([
        ['BTC-USD', '65000.5'],
        ['ETH-USD', '65000.5'],
      ]),
    );
    expect(coinbase.received).toHaveLength(1);
    expect(await market.lastPrices([])).toEqual(new Map());
    expect(coinbase.received).toHaveLength(1);
  });
});

describe('candles', () => {
  const MINUTE = 60_000;

  /** As Coinbase answers: newest first, both ends included, strings, and no more than 350. */
  function serveCandles(): void {
    coinbase.on('GET /market/products/BTC-USD/candles', ({ query }) => {
      const start = Number(query.get('start'));
      const end = Number(query.get('end'));
      const candles = [];
      for (let at = Math.ceil(start / 60) * 60; at <= end; at += 60) {
        candles.unshift({
          start: String(at),
          open: '1',
          high: '3',
          low: '0.5',
          close: '2',
          volume: '10',
        });
      }
      return candles.length > 350 ? { status: 400, json: {} } : { json: { candles } };
    });
  }

  it('come oldest first, each once, over as many requests as it takes', async () => {
    serveCandles();
    const start = Date.UTC(2026, 0, 1);
    const candles = await market.candles('BTC-USD', '1m', start, start + 1000 * MINUTE);
    expect(candles).toHaveLength(1000);
    expect(candles.map(({ at }) => at)).toEqual(
      Array.from({ length: 1000 }, (_, index) => start + index * MINUTE),
    );
    expect(candles[0]).toEqual({
      at: start,
      open: '1',
      high: '3',
      low: '0.5',
      close: '2',
      volume: '10',
    });
    expect(coinbase.received.map(({ query }) => query.get('granularity'))).toEqual([
      'ONE_MINUTE',
      'ONE_MINUTE',
      'ONE_MINUTE',
    ]);
  });

  it('begin at or after the start and before the end, also when these are no whole candles', async () => {
    serveCandles();
    const start = Date.UTC(2026, 0, 1) + 30_000;
    const candles = await market.candles('BTC-USD', '1m', start, start + 400 * MINUTE);
    expect(candles).toHaveLength(400);
    expect(candles[0]?.at).toBe(start + 30_000);
    expect(await market.candles('BTC-USD', '1m', start, start)).toEqual([]);
  });
});
