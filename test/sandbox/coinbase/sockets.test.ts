import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ApiKey } from '../../../sandbox/coinbase/market/keys.ts';
import { type CoinbaseServer, startCoinbase } from '../../../sandbox/coinbase/server.ts';
import { createCaller, limit, type Message, market, openSocket, token } from './client.ts';

let server: CoinbaseServer;
let caller: ReturnType<typeof createCaller>;

beforeAll(async () => {
  server = await startCoinbase({ prices: 'manual', balances: { USD: '100000', BTC: '5' } });
  caller = createCaller(server);
});
afterAll(() => server.stop());
beforeEach(() => server.control.setPrice('BTC-USD', '50000'));

async function openUser(key: ApiKey = server.key) {
  const socket = await openSocket(server.urls.userSocket);
  socket.send({ type: 'subscribe', channel: 'user', product_ids: [], jwt: await token(key, null) });
  const snapshot = await socket.next((message) => message.events?.[0].type === 'snapshot');
  return { ...socket, snapshot };
}

const ordersIn = (message: Message) => message.events[0].orders;
const isUpdateOf = (orderId: string) => (message: Message) =>
  message.channel === 'user' &&
  ordersIn(message).some((order: Message) => order.order_id === orderId);

describe('the user endpoint', () => {
  test('acknowledges, sends the open orders first, then every change', async () => {
    const { success_response: resting } = await caller.create('BUY', limit('0.1', '40000'));
    const user = await openUser();
    expect(user.messages[0]).toMatchObject({ channel: 'subscriptions', sequence_num: 0 });
    expect(user.snapshot.sequence_num).toBe(1);
    expect(ordersIn(user.snapshot)).toContainEqual(
      expect.objectContaining({
        order_id: resting.order_id,
        status: 'OPEN',
        leaves_quantity: '0.1',
      }),
    );
    const { success_response: bought } = await caller.create('BUY', market('1006'));
    const states: Message[] = [];
    while (states.at(-1)?.status !== 'FILLED') {
      const [order] = ordersIn(await user.next(isUpdateOf(bought.order_id)));
      states.push(order);
    }
    expect(states.map((order) => order.status)).toEqual(['OPEN', 'OPEN', 'FILLED']);
    expect(states.at(-1)).toMatchObject({
      cumulative_quantity: '0.02',
      leaves_quantity: '0',
      avg_price: '50000',
      total_fees: '6',
      number_of_fills: '1',
      limit_price: '',
    });
    user.close();
  });

  test('cumulates partial fills and leaves nothing at the end', async () => {
    const user = await openUser();
    const { success_response: placed } = await caller.create('BUY', limit('0.3', '40000'));
    await server.control.fillOrder(placed.order_id, '0.1');
    await caller.post('/orders/batch_cancel', { order_ids: [placed.order_id] });
    const seen: string[] = [];
    while (seen.length < 3) {
      const [order] = ordersIn(await user.next(isUpdateOf(placed.order_id)));
      seen.push(`${order.status} ${order.cumulative_quantity} ${order.leaves_quantity}`);
    }
    expect(seen).toEqual(['OPEN 0 0.3', 'OPEN 0.1 0.2', 'CANCELLED 0.1 0']);
    user.close();
  });

  test('sends a long snapshot in batches of 50 and ends it with one that is not full', async () => {
    const key = await server.control.addKey({
      portfolioId: '00000000-0000-4000-8000-000000000003',
    });
    await server.control.transfer('USD', '100000', key.portfolioId);
    const other = createCaller(server, key);
    for (let count = 0; count < 50; count += 1) await other.create('BUY', limit('0.001', '20000'));
    const user = await openUser(key);
    expect(ordersIn(user.snapshot)).toHaveLength(50);
    expect(ordersIn(await user.next())).toHaveLength(0);
    user.close();
  });

  test('shows nobody the orders of another account', async () => {
    const key = await server.control.addKey({
      portfolioId: '00000000-0000-4000-8000-000000000004',
    });
    const [stranger, user] = [await openUser(key), await openUser()];
    const { success_response: placed } = await caller.create('BUY', limit('0.1', '40000'));
    await user.next(isUpdateOf(placed.order_id));
    stranger.send({ type: 'subscribe', channel: 'heartbeats' });
    await stranger.next((message) => message.channel === 'heartbeats');
    expect(
      stranger.messages.some((message) => message.channel === 'user' && ordersIn(message).length),
    ).toBe(false);
    stranger.close();
    user.close();
  });

  test('turns away a subscription without a right token, or with one that names a path', async () => {
    const socket = await openSocket(server.urls.userSocket);
    const tokens = [undefined, 'nonsense', await token(server.key, 'GET api.coinbase.com/x')];
    for (const jwt of tokens) {
      socket.send({ type: 'subscribe', channel: 'user', jwt });
      expect(await socket.next()).toEqual({ type: 'error', message: 'authentication failure' });
    }
    socket.close();
  });

  test('carries neither market channels nor nonsense', async () => {
    const socket = await openSocket(server.urls.userSocket);
    for (const message of [{ type: 'subscribe', channel: 'ticker' }, { hello: 'there' }, 'text']) {
      socket.send(message);
      expect((await socket.next()).type).toBe('error');
    }
    socket.close();
  });
});

test.each(['marketSocket', 'userSocket'] as const)(
  "the account's own channels are served on the %s, to a key alone",
  async (endpoint) => {
    const socket = await openSocket(server.urls[endpoint]);
    for (const channel of ['user', 'futures_balance_summary']) {
      socket.send({ type: 'subscribe', channel });
      expect((await socket.next(({ type }) => type === 'error')).message).toContain(
        'authentication',
      );
      socket.send({ type: 'subscribe', channel, jwt: await token(server.key, null) });
      await socket.next((message) => message.channel === channel);
    }
    const { success_response: resting } = await caller.create('BUY', limit('0.1', '40000'));
    await socket.next(isUpdateOf(resting.order_id));
    await server.control.cancelOrder(resting.order_id);
    const summary = await socket.next(
      ({ channel, events }) => channel === 'futures_balance_summary' && events[0].type === 'update',
    );
    expect(summary.events[0].fcm_balance_summary).toMatchObject({
      total_usd_balance: expect.stringMatching(/^\d/),
      initial_margin: '0',
    });
    socket.close();
  },
);

describe('faults of the user channel', () => {
  test('events are replayed with new sequence numbers', async () => {
    const user = await openUser();
    const { success_response: placed } = await caller.create('BUY', limit('0.1', '40000'));
    const first = await user.next(isUpdateOf(placed.order_id));
    await server.control.replayUserEvents(1);
    const again = await user.next(isUpdateOf(placed.order_id));
    expect(ordersIn(again)).toEqual(ordersIn(first));
    expect(again.sequence_num).toBe(first.sequence_num + 1);
    user.close();
  });

  test('events come in the wrong order', async () => {
    const user = await openUser();
    await server.control.reorderUserEvents(2);
    const { success_response: placed } = await caller.create('BUY', limit('0.1', '40000'));
    await server.control.cancelOrder(placed.order_id);
    const statuses = [];
    for (let count = 0; count < 2; count += 1) {
      statuses.push(ordersIn(await user.next(isUpdateOf(placed.order_id)))[0].status);
    }
    expect(statuses).toEqual(['CANCELLED', 'OPEN']);
    user.close();
  });

  test('a sequence number is missing', async () => {
    const user = await openUser();
    const before = user.messages.at(-1)?.sequence_num;
    await server.control.skipSequence();
    await caller.create('BUY', limit('0.1', '40000'));
    expect((await user.next((message) => message.channel === 'user')).sequence_num).toBe(
      before + 2,
    );
    user.close();
  });

  test('sockets are dropped', async () => {
    const user = await openUser();
    await server.control.dropSockets('user');
    expect(await user.closed).toBe(1006);
  });

  test('a fill is reported after the cancel', async () => {
    const user = await openUser();
    const { success_response: placed } = await caller.create('BUY', limit('0.1', '40000'));
    await server.control.fault({ kind: 'fill_after_cancel' });
    await caller.post('/orders/batch_cancel', { order_ids: [placed.order_id] });
    const seen: string[] = [];
    while (seen.length < 3) {
      seen.push(ordersIn(await user.next(isUpdateOf(placed.order_id)))[0].status);
    }
    expect(seen).toEqual(['OPEN', 'CANCELLED', 'FILLED']);
    user.close();
  });
});

describe('the market endpoint', () => {
  test('ticker, trades, book, candles and status follow the price', async () => {
    const socket = await openSocket(server.urls.marketSocket);
    const productIds = ['BTC-USD', 'BTC-USDC'];
    for (const channel of ['ticker', 'level2', 'candles', 'status', 'market_trades']) {
      socket.send({ type: 'subscribe', channel, product_ids: productIds });
    }
    const snapshots: string[] = [];
    while (snapshots.length < 6) {
      const message = await socket.next((each) => each.events?.[0].type === 'snapshot');
      snapshots.push(message.channel);
    }
    expect(new Set(snapshots)).toEqual(
      new Set(['ticker', 'l2_data', 'candles', 'status', 'market_trades']),
    );

    await server.control.setPrice('BTC-USD', { bid: '51000', ask: '51010', last: '51005' });
    const ticker = await socket.next((message) => message.channel === 'ticker');
    expect(ticker.events[0].tickers).toMatchObject([
      { product_id: 'BTC-USD', price: '51005', best_bid: '51000', best_ask: '51010' },
      { product_id: 'BTC-USDC', price: '51005' },
    ]);
    const book = await socket.next((message) => message.channel === 'l2_data');
    const levels = book.events[0].updates;
    expect(levels).toContainEqual(expect.objectContaining({ side: 'offer', price_level: '51010' }));
    expect(levels).toContainEqual(
      expect.objectContaining({ side: 'bid', price_level: '50000', new_quantity: '0' }),
    );
    const candle = await socket.next((message) => message.channel === 'candles');
    expect(candle.events[0].candles[0]).toMatchObject({ close: '51005', product_id: 'BTC-USD' });
    socket.close();
  });

  test('numbers every message of a connection, whatever its channel', async () => {
    const socket = await openSocket(server.urls.marketSocket);
    socket.send({ type: 'subscribe', channel: 'heartbeats' });
    socket.send({ type: 'subscribe', channel: 'ticker', product_ids: ['ETH-USD'] });
    await socket.next((message) => message.channel === 'heartbeats');
    await server.control.setPrice('ETH-USD', '3000');
    await socket.next((message) => message.events[0].type === 'update');
    expect(socket.messages.map((message) => message.sequence_num)).toEqual(
      socket.messages.map((_, index) => index),
    );
    socket.close();
  });

  test('stops what is unsubscribed', async () => {
    const socket = await openSocket(server.urls.marketSocket);
    socket.send({ type: 'subscribe', channel: 'ticker', product_ids: ['ETH-USD', 'SOL-USD'] });
    socket.send({ type: 'unsubscribe', channel: 'ticker', product_ids: ['ETH-USD'] });
    const acknowledged = (message: Message) => message.channel === 'subscriptions';
    await socket.next(acknowledged);
    expect((await socket.next(acknowledged)).events[0].subscriptions).toEqual({
      ticker: ['SOL-USD'],
    });
    await server.control.setPrice('ETH-USD', '3100');
    await server.control.setPrice('SOL-USD', '151');
    const update = await socket.next((message) => message.events[0].type === 'update');
    expect(update.events[0].tickers[0].product_id).toBe('SOL-USD');
    socket.close();
  });

  test('closes on a client that never subscribes, and on a quiet one', async () => {
    await server.control.behave({ firstSubscribeMs: 30, idleCloseMs: 20 });
    const mute = await openSocket(server.urls.marketSocket);
    expect(await mute.closed).toBe(1008);
    const quiet = await openSocket(server.urls.marketSocket);
    quiet.send({ type: 'subscribe', channel: 'ticker', product_ids: ['REP-USD'] });
    expect(await quiet.closed).toBe(1000);
    await server.control.behave({ firstSubscribeMs: 5000, idleCloseMs: 75_000 });
  });

  test('goes silent without closing', async () => {
    const socket = await openSocket(server.urls.marketSocket);
    socket.send({ type: 'subscribe', channel: 'ticker', product_ids: ['ETH-USD'] });
    await socket.next((message) => message.events?.[0].type === 'snapshot');
    await server.control.behave({ silent: true });
    await server.control.setPrice('ETH-USD', '3200');
    await server.control.behave({ silent: false });
    await server.control.setPrice('ETH-USD', '3300');
    const update = await socket.next((message) => message.events[0].type === 'update');
    expect(update.events[0].tickers[0].price).toBe('3300');
    socket.close();
  });
});
