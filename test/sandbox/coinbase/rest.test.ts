import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CoinbaseServer, startCoinbase } from '../../../sandbox/coinbase/server.ts';
import { type Answer, bracket, createCaller, limit, market, token } from './client.ts';

let server: CoinbaseServer;
let caller: ReturnType<typeof createCaller>;

beforeAll(async () => {
  server = await startCoinbase({ prices: 'manual', balances: { USD: '100000', BTC: '5' } });
  caller = createCaller(server);
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.control.clearFaults();
  await server.control.setPrice('BTC-USD', '50000');
});

describe('tokens', () => {
  const permissions = '/key_permissions';

  test('a right one is let in, ES256 as well as EdDSA', async () => {
    expect((await caller.get(permissions)).body).toMatchObject({
      can_view: true,
      can_trade: true,
      can_transfer: false,
      portfolio_uuid: server.key.portfolioId,
    });
    const other = createCaller(server, await server.control.addKey({ algorithm: 'EdDSA' }));
    expect((await other.get(permissions)).status).toBe(200);
  });

  test.each([
    ['another issuer', { iss: 'someone' }],
    ['another subject', { sub: 'organizations/x/apiKeys/y' }],
    ['an unknown key', { kid: 'organizations/x/apiKeys/y' }],
    ['another path', { uri: 'GET api.coinbase.com/api/v3/brokerage/orders' }],
    ['another host', { uri: 'GET example.com/api/v3/brokerage/key_permissions' }],
    ['no uri', { uri: null }],
    ['an end in the past', { nbf: -200, exp: -100 }],
    ['a start in the future', { nbf: 60, exp: 120 }],
    ['too long a life', { exp: 121 }],
    ['no nonce', { nonce: '' }],
  ])('%s is turned away', async (_name, claims) => {
    expect((await caller.get(permissions, claims)).status).toBe(401);
  });

  test('a nonce is good for one request', async () => {
    expect((await caller.get(permissions, { nonce: 'once' })).status).toBe(200);
    expect((await caller.get(permissions, { nonce: 'once' })).status).toBe(401);
  });

  test('a token signed by another key of the same name is turned away', async () => {
    const { key: stranger } = await startAnother();
    const forged = createCaller(server, { ...stranger, name: server.key.name });
    expect((await forged.get(permissions)).status).toBe(401);
  });

  test('a key that may not trade is refused where it trades', async () => {
    const key = await server.control.addKey({ permissions: { canTrade: false } });
    const viewer = createCaller(server, key);
    expect((await viewer.get('/accounts')).status).toBe(200);
    const { status, body } = await viewer.post('/orders/batch_cancel', { order_ids: ['x'] });
    expect(status).toBe(403);
    expect(body.error).toBe('PERMISSION_DENIED');
  });

  test('a clock that is off makes every token wrong', async () => {
    await server.control.behave({ clockSkewMs: -60_000 });
    expect((await caller.get(permissions)).status).toBe(401);
    const { body } = await caller.getPublic('/time');
    expect(Date.now() - Number(body.epochMillis)).toBeGreaterThan(59_000);
    await server.control.behave({ clockSkewMs: 0 });
    expect((await caller.get(permissions)).status).toBe(200);
  });
});

async function startAnother() {
  const other = await startCoinbase({ prices: 'manual' });
  await other.stop();
  return other;
}

describe('products and prices', () => {
  test('the public list shows each product as the private one does', async () => {
    const { body: open } = await caller.getPublic('/market/products');
    const { body: own } = await caller.get('/products');
    expect(open.products.length).toBe(open.num_products);
    expect(own.products.map((each: { product_id: string }) => each.product_id)).toEqual(
      open.products.map((each: { product_id: string }) => each.product_id),
    );
    const twin = open.products.find(
      (each: { product_id: string }) => each.product_id === 'BTC-USDC',
    );
    expect(twin).toMatchObject({ alias: 'BTC-USD', quote_currency_id: 'USDC', price: '50000' });
  });

  test('a product that is closed to orders says how', async () => {
    expect((await caller.getPublic('/market/products/MATIC-USD')).body.view_only).toBe(true);
    expect((await caller.getPublic('/market/products/REP-USD')).body.cancel_only).toBe(true);
    expect((await caller.getPublic('/market/products/BIP-20DEC30-CDE')).body).toMatchObject({
      product_type: 'FUTURE',
      future_product_details: { contract_size: '0.01' },
    });
  });

  test('one that does not exist is a 404', async () => {
    const { status, body } = await caller.getPublic('/market/products/NOPE-USD');
    expect(status).toBe(404);
    expect(body.error).toBe('NOT_FOUND');
  });

  test('the book and the best prices surround the price that was set', async () => {
    await server.control.setPrice('ETH-USD', { bid: '3000', ask: '3001', last: '3000.5' });
    const { body } = await caller.get('/best_bid_ask?product_ids=ETH-USD&product_ids=BTC-USD');
    expect(body.pricebooks.map((book: { product_id: string }) => book.product_id)).toEqual([
      'ETH-USD',
      'BTC-USD',
    ]);
    const { pricebook } = (await caller.get('/product_book?product_id=ETH-USD&limit=3')).body;
    expect(pricebook.bids[0].price).toBe('3000');
    expect(pricebook.asks.map((level: { price: string }) => level.price)).toEqual([
      '3001',
      '3001.6',
      '3002.2',
    ]);
  });

  test('candles come newest first, join up, and are the same each time they are asked for', async () => {
    const end = Math.floor(Date.UTC(2026, 0, 1) / 1000);
    const path = (granularity: string, hours: number) =>
      `/market/products/SOL-USD/candles?start=${end - hours * 3600}&end=${end}&granularity=${granularity}`;
    const { candles: minutes } = (await caller.getPublic(path('ONE_MINUTE', 2))).body;
    const { candles: hours } = (await caller.getPublic(path('ONE_HOUR', 2))).body;
    expect(minutes).toHaveLength(120);
    expect(hours).toHaveLength(2);
    expect(Number(minutes[0].start)).toBe(end - 60);
    expect(hours[0].close).toBe(minutes[0].close);
    expect(hours[1].open).toBe(minutes[119].open);
    const highs = minutes.slice(0, 60).map((bar: { high: string }) => Number(bar.high));
    expect(Number(hours[0].high)).toBe(Math.max(...highs));
    expect((await caller.getPublic(path('ONE_HOUR', 2))).body.candles).toEqual(hours);
  });

  test('more candles than 350, or an unknown granularity, is a bad request', async () => {
    const path = '/market/products/SOL-USD/candles?start=1700000000&end=1700030000&granularity=';
    expect((await caller.getPublic(`${path}ONE_MINUTE`)).status).toBe(400);
    expect((await caller.getPublic(`${path}TWO_MINUTES`)).status).toBe(400);
  });
});

describe('orders', () => {
  test('a market buy fills, is listed with its fills, and moves the balances', async () => {
    const before = await usd();
    const created = await caller.create('BUY', market('1006'));
    expect(created).toMatchObject({ success: true, success_response: { product_id: 'BTC-USD' } });
    const orderId = created.success_response.order_id;
    const { order } = (await caller.get(`/orders/historical/${orderId}`)).body;
    expect(order).toMatchObject({
      status: 'FILLED',
      filled_size: '0.02',
      average_filled_price: '50000',
      total_fees: '6',
      total_value_after_fees: '1006',
    });
    const { fills } = (await caller.get(`/orders/historical/fills?order_ids=${orderId}`)).body;
    expect(fills).toHaveLength(1);
    expect(fills[0]).toMatchObject({
      price: '50000',
      size: '0.02',
      commission: '6',
      liquidity_indicator: 'TAKER',
    });
    expect(await usd()).toBe(before - 1006);
  });

  const usd = async () => {
    const { accounts } = (await caller.get('/accounts')).body;
    const account = accounts.find((each: { currency: string }) => each.currency === 'USD');
    return Number(account.available_balance.value);
  };

  test('a limit order rests with its hold, is edited, and is cancelled', async () => {
    const before = await usd();
    const { success_response: placed } = await caller.create('BUY', limit('0.1', '40000'));
    expect(await usd()).toBe(before - 4024);
    const edited = await caller.post('/orders/edit', {
      order_id: placed.order_id,
      price: '41000',
      size: '0.2',
    });
    expect(edited.body).toMatchObject({ success: true, errors: [] });
    expect(await usd()).toBe(before - 8249.2);
    const { results } = (
      await caller.post('/orders/batch_cancel', { order_ids: [placed.order_id, 'none'] })
    ).body;
    expect(results).toEqual([
      { success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: placed.order_id },
      { success: false, failure_reason: 'UNKNOWN_CANCEL_ORDER', order_id: 'none' },
    ]);
    expect(await usd()).toBe(before);
  });

  test('an edit without a size is read as zero, and refused', async () => {
    const { success_response: placed } = await caller.create('BUY', limit('0.1', '40000'));
    const { body } = await caller.post('/orders/edit', {
      order_id: placed.order_id,
      price: '41000',
    });
    expect(body).toMatchObject({
      success: false,
      errors: [{ edit_failure_reason: 'INVALID_EDITED_SIZE' }],
    });
  });

  test('an attached bracket is an order of its own, live for what was filled', async () => {
    const created = await caller.create('BUY', market('1006'), {
      attached_order_configuration: {
        trigger_bracket_gtc: { limit_price: '60000', stop_trigger_price: '45000' },
      },
    });
    const bracketId = created.success_response.attached_order_id;
    const { order } = (await caller.get(`/orders/historical/${bracketId}`)).body;
    expect(order).toMatchObject({
      side: 'SELL',
      status: 'OPEN',
      order_type: 'BRACKET',
      originating_order_id: created.success_response.order_id,
      order_configuration: {
        trigger_bracket_gtc: {
          base_size: '0.02',
          limit_price: '60000',
          stop_trigger_price: '45000',
        },
      },
    });
    await server.control.setPrice('BTC-USD', '44000');
    const { order: sold } = (await caller.get(`/orders/historical/${bracketId}`)).body;
    expect(sold).toMatchObject({ status: 'FILLED', average_filled_price: '44000' });
  });

  test.each([
    ['too little money', 'BUY', limit('1000', '50000'), {}, 'INSUFFICIENT_FUND'],
    ['a size off its step', 'BUY', limit('0.000000001', '50000'), {}, 'INVALID_SIZE_PRECISION'],
    ['a price off its step', 'BUY', limit('0.1', '50000.001'), {}, 'INVALID_PRICE_PRECISION'],
    [
      'a post-only that would trade',
      'BUY',
      limit('0.1', '50001', { post_only: true }),
      {},
      'INVALID_LIMIT_PRICE_POST_ONLY',
    ],
    ['an unknown product', 'BUY', market('10'), { product_id: 'NOPE-USD' }, 'INVALID_PRODUCT_ID'],
    ['a closed product', 'BUY', market('10'), { product_id: 'MATIC-USD' }, 'ORDER_ENTRY_DISABLED'],
    [
      'an order type nobody trades',
      'BUY',
      { twap_limit_gtd: {} },
      {},
      'UNSUPPORTED_ORDER_CONFIGURATION',
    ],
    [
      'a bracket around nothing',
      'SELL',
      bracket('0.1', '49000', '45000'),
      {},
      'INVALID_BRACKET_PRICES',
    ],
  ] as const)('%s is a refusal under HTTP 200', async (_name, side, configuration, more, error) => {
    const body = await caller.create(side, configuration as never, more);
    expect(body).toMatchObject({ success: false, error_response: { error } });
  });

  test('a body that makes no sense is HTTP 400', async () => {
    for (const broken of [
      { side: 'BUY' },
      {
        client_order_id: 'a',
        product_id: 'BTC-USD',
        side: 'HOLD',
        order_configuration: market('1'),
      },
      { client_order_id: 'a', product_id: 'BTC-USD', side: 'BUY', order_configuration: {} },
      {
        client_order_id: 'a',
        product_id: 'BTC-USD',
        side: 'BUY',
        order_configuration: limit('1e3', '5'),
      },
    ]) {
      const { status, body } = await caller.post('/orders', broken);
      expect(status).toBe(400);
      expect(body.error).toBe('INVALID_ARGUMENT');
    }
  });

  test('a repeated client_order_id creates nothing, and says so either way', async () => {
    const body = {
      client_order_id: 'twice',
      product_id: 'BTC-USD',
      side: 'BUY',
      order_configuration: limit('0.1', '40000'),
    };
    const first = (await caller.post('/orders', body)).body;
    expect((await caller.post('/orders', body)).body.success_response).toEqual(
      first.success_response,
    );
    await server.control.behave({ duplicateClientOrderId: 'failure' });
    expect((await caller.post('/orders', body)).body).toMatchObject({
      success: false,
      error_response: { error: 'DUPLICATE_CLIENT_ORDER_ID' },
    });
    await server.control.behave({ duplicateClientOrderId: 'first_order' });
    const orders = await server.control.orders();
    expect(orders.filter((order) => order.clientOrderId === 'twice')).toHaveLength(1);
  });

  test('a preview says what would happen, and nothing does', async () => {
    const count = (await server.control.orders()).length;
    const body = { product_id: 'BTC-USD', side: 'BUY', order_configuration: market('1006') };
    expect((await caller.post('/orders/preview', body)).body).toMatchObject({
      errs: [],
      base_size: '0.02',
      commission_total: '6',
      order_total: '1006',
    });
    const tooMuch = { ...body, order_configuration: market('9000000') };
    expect((await caller.post('/orders/preview', tooMuch)).body.errs).toEqual([
      'PREVIEW_INSUFFICIENT_FUND',
    ]);
    expect(await server.control.orders()).toHaveLength(count);
  });

  test('a limit order may be sized in quote, in the steps of the product', async () => {
    const quoted = (quote_size: string) => ({
      limit_limit_gtc: { quote_size, limit_price: '30000' },
    });
    const { success_response: placed } = await caller.create('BUY', quoted('100'));
    const { order } = (await caller.get(`/orders/historical/${placed.order_id}`)).body;
    expect(order.order_configuration.limit_limit_gtc.base_size).toBe('0.00333333');
    const both = { limit_limit_gtc: { ...quoted('100').limit_limit_gtc, base_size: '1' } };
    expect((await caller.create('BUY', both)).error).toBe('INVALID_ARGUMENT');
  });

  test.each([
    [
      'a bracket sized in quote',
      {
        trigger_bracket_gtc: {
          quote_size: '10',
          limit_price: '60000',
          stop_trigger_price: '45000',
        },
      },
      {},
      'QUOTE_SIZE_NOT_ALLOWED_FOR_BRACKET',
    ],
    [
      'reduce only',
      { market_market_ioc: { base_size: '0.1', reduce_only: true } },
      {},
      'REDUCE_ONLY_NOT_ALLOWED_ON_VENUE',
    ],
    ['a type of margin', market('10'), { margin_type: 'CROSS' }, 'INVALID_MARGIN_TYPE'],
    [
      'a size of an attached bracket',
      market('10'),
      {
        attached_order_configuration: {
          trigger_bracket_gtc: {
            base_size: '1',
            limit_price: '60000',
            stop_trigger_price: '45000',
          },
        },
      },
      'ATTACHED_ORDER_SIZE_MUST_BE_NIL',
    ],
    [
      'an order in slices',
      { twap_limit_gtd: { base_size: '1' } },
      {},
      'UNSUPPORTED_ORDER_CONFIGURATION',
    ],
  ])('refuses what it does not do: %s', async (_name, configuration, more, code) => {
    const count = (await server.control.orders()).length;
    const body = await caller.create('BUY', configuration, more);
    expect(body).toMatchObject({ success: false, error_response: { error: code } });
    const preview = await caller.post('/orders/preview', {
      product_id: 'BTC-USD',
      side: 'BUY',
      order_configuration: configuration,
      ...more,
    });
    expect(preview.body.errs).toEqual([`PREVIEW_${code}`]);
    expect(await server.control.orders()).toHaveLength(count);
  });

  test('an order of another portfolio is refused', async () => {
    const body = await caller.create('BUY', market('10'), { retail_portfolio_id: 'another' });
    expect(body).toMatchObject({ error: 'INVALID_ARGUMENT', message: 'account is not available' });
  });

  test('an edit takes an attached bracket off before anything filled, and not after', async () => {
    const attached_order_configuration = {
      trigger_bracket_gtc: { limit_price: '60000', stop_trigger_price: '20000' },
    };
    const edit = (order_id: string, more: object) =>
      caller.post('/orders/edit', { order_id, price: '30000', size: '0.1', ...more });
    const reasonOf = ({ body }: Awaited<ReturnType<typeof edit>>) =>
      body.errors[0]?.edit_failure_reason;
    const waiting = await caller.create('BUY', limit('0.1', '30000'), {
      attached_order_configuration,
    });
    const { order_id, attached_order_id } = waiting.success_response;
    const off = { cancel_attached_order: true };
    expect((await edit(order_id, off)).body.success).toBe(true);
    const { order } = (await caller.get(`/orders/historical/${attached_order_id}`)).body;
    expect(order.status).toBe('CANCELLED');

    const plain = await caller.create('BUY', limit('0.1', '30000'));
    const { order_id: plainId } = plain.success_response;
    expect(reasonOf(await edit(plainId, off))).toBe('ORDER_EDIT_INVALID_ATTACHED_ORDER_REQUEST');
    expect(reasonOf(await edit(plainId, { attached_order_configuration }))).toBe(
      'ORDER_EDIT_INVALID_ATTACHED_ORDER_REQUEST',
    );

    const partly = await caller.create('BUY', limit('0.1', '30000'), {
      attached_order_configuration,
    });
    await server.control.fillOrder(partly.success_response.order_id, '0.05');
    expect(reasonOf(await edit(partly.success_response.order_id, off))).toBe(
      'CANNOT_CANCEL_ACTIVE_ATTACHED_ORDER',
    );
  });

  test('exits alone can be refused, so often as told', async () => {
    await server.control.fault({
      kind: 'reject_create',
      reason: 'UNTRADABLE_PRODUCT',
      side: 'sell',
      orderType: 'market',
      times: 2,
    });
    const sell = () => caller.create('SELL', { market_market_ioc: { base_size: '0.01' } });
    expect((await caller.create('BUY', market('10'))).success).toBe(true);
    expect((await caller.create('SELL', limit('0.01', '60000'))).success).toBe(true);
    expect((await sell()).error_response.error).toBe('UNTRADABLE_PRODUCT');
    expect((await sell()).success).toBe(false);
    expect((await sell()).success).toBe(true);
  });

  test('an entry of a list can be told in a form that is odd', async () => {
    const fault = {
      kind: 'odd_entry',
      on: 'accounts',
      match: '"BTC"',
      field: 'hold',
      value: '',
    } as const;
    await server.control.fault(fault);
    expect((await caller.get('/portfolios')).status).toBe(200);
    const hold = async (currency: string) =>
      (await caller.get('/accounts')).body.accounts.find(
        (each: { currency: string }) => each.currency === currency,
      ).hold;
    expect(await hold('BTC')).toBe('');
    expect(await hold('BTC')).toMatchObject({ currency: 'BTC' });
  });

  test('the older list of accounts pages, and shows each by its id and by its currency', async () => {
    const old = async (path: string) => {
      const url = `${server.urls.base}${path}`;
      const uri = `GET ${new URL(url).host}${new URL(url).pathname}`;
      const response = await fetch(url, {
        headers: { authorization: `Bearer ${await token(server.key, uri)}` },
      });
      return { status: response.status, body: (await response.json()) as Answer['body'] };
    };
    const first = await old('/v2/accounts?limit=1');
    expect(first.body.data).toHaveLength(1);
    const second = await old(first.body.pagination.next_uri);
    const all = [...first.body.data, ...second.body.data];
    expect(all.map(({ currency }) => currency.code).sort()).toEqual(['BTC', 'USD']);
    const [one] = all;
    expect((await old(`/v2/accounts/${one.id}`)).body.data).toMatchObject({
      id: one.id,
      balance: one.balance,
    });
    expect((await old(`/v2/accounts/${one.currency.code}`)).body.data.id).toBe(one.id);
    expect((await fetch(`${server.urls.base}/v2/accounts`)).status).toBe(401);
  });

  test('a product can lack brackets', async () => {
    await server.control.setProduct('ETH-USD', { unsupported: ['bracket', 'stop_limit'] });
    await server.control.setPrice('ETH-USD', '3000');
    const more = { product_id: 'ETH-USD' };
    const attached = { trigger_bracket_gtc: { limit_price: '4000', stop_trigger_price: '2000' } };
    for (const body of [
      await caller.create('SELL', bracket('0.1', '4000', '2000'), more),
      await caller.create('BUY', market('10'), { ...more, attached_order_configuration: attached }),
    ]) {
      expect(body.error_response.error).toBe('UNSUPPORTED_ORDER_CONFIGURATION');
    }
  });

  test('lists filter by repeated keys and page by cursor', async () => {
    const ids: string[] = [];
    for (const price of ['30001', '30002', '30003', '30004', '30005']) {
      const { success_response: placed } = await caller.create('BUY', limit('0.01', price), {
        product_id: 'BTC-USDC',
      });
      if (placed) ids.push(placed.order_id);
    }
    // The account has no USDC: nothing of that exists.
    expect(ids).toEqual([]);
    await server.control.transfer('USDC', '5000');
    for (const price of ['30001', '30002', '30003', '30004', '30005']) {
      const { success_response: placed } = await caller.create('BUY', limit('0.01', price), {
        product_id: 'BTC-USDC',
      });
      ids.push(placed.order_id);
    }
    await caller.post('/orders/batch_cancel', { order_ids: ids });
    const list = async (query: string) =>
      (await caller.get(`/orders/historical/batch?${query}`)).body;
    const pages: string[] = [];
    let cursor = '';
    do {
      const body = await list(
        `product_ids=BTC-USDC&order_status=CANCELLED&order_status=FILLED&limit=2&cursor=${cursor}`,
      );
      expect(body.has_next).toBe(body.cursor !== '');
      pages.push(body.orders.map((order: { order_id: string }) => order.order_id));
      cursor = body.cursor;
    } while (cursor);
    expect(pages).toEqual([[ids[4], ids[3]], [ids[2], ids[1]], [ids[0]]]);
    const open = await list('product_ids=BTC-USDC&order_status=OPEN');
    expect(open.orders).toEqual([]);
    const both = '/orders/historical/batch?order_status=OPEN&order_status=PENDING';
    expect((await caller.get(both)).status).toBe(400);
    const chosen = await list(`order_ids=${ids[0]}&order_ids=${ids[3]}`);
    expect(chosen.orders.map((order: { status: string }) => order.status)).toEqual([
      'CANCELLED',
      'CANCELLED',
    ]);
  });

  test('futures are traded in contracts, listed as positions, and closed', async () => {
    const productId = 'BIP-20DEC30-CDE';
    await server.control.setPrice(productId, '50000');
    const created = await caller.create(
      'SELL',
      { market_market_ioc: { base_size: '2' } },
      { product_id: productId, leverage: '5' },
    );
    expect(created.success).toBe(true);
    expect((await caller.get('/cfm/positions')).body.positions).toMatchObject([
      { product_id: productId, side: 'SHORT', number_of_contracts: '2', avg_entry_price: '50000' },
    ]);
    const { balance_summary: summary } = (await caller.get('/cfm/balance_summary')).body;
    expect(summary.initial_margin.value).toBe('200');
    await server.control.setPrice(productId, '49000');
    await caller.post('/orders/close_position', {
      client_order_id: 'close',
      product_id: productId,
    });
    expect((await caller.get('/cfm/positions')).body.positions).toEqual([]);
  });

  test('one account does not see or touch the orders of another', async () => {
    const { success_response: placed } = await caller.create('BUY', limit('0.01', '30000'));
    const key = await server.control.addKey({
      portfolioId: '00000000-0000-4000-8000-000000000001',
    });
    const other = createCaller(server, key);
    expect((await other.get(`/orders/historical/${placed.order_id}`)).status).toBe(404);
    const { results } = (await other.post('/orders/batch_cancel', { order_ids: [placed.order_id] }))
      .body;
    expect(results[0].success).toBe(false);
  });

  test('two accounts trade with each other inside the spread', async () => {
    await server.control.setPrice('SOL-USD', { bid: '100', ask: '110' });
    const key = await server.control.addKey({
      portfolioId: '00000000-0000-4000-8000-000000000002',
    });
    await server.control.transfer('SOL', '10', key.portfolioId);
    const other = createCaller(server, key);
    const more = { product_id: 'SOL-USD' };
    const bid = await caller.create('BUY', limit('1', '105'), more);
    const ask = await other.create('SELL', limit('1', '104'), more);
    const maker = (
      await caller.get(`/orders/historical/fills?order_ids=${bid.success_response.order_id}`)
    ).body;
    const taker = (
      await other.get(`/orders/historical/fills?order_ids=${ask.success_response.order_id}`)
    ).body;
    expect(maker.fills[0]).toMatchObject({ price: '105', liquidity_indicator: 'MAKER' });
    expect(taker.fills[0]).toMatchObject({ price: '105', trade_id: maker.fills[0].trade_id });
  });
});

describe('faults', () => {
  const order = (id: string) => ({
    client_order_id: id,
    product_id: 'BTC-USD',
    side: 'BUY',
    order_configuration: limit('0.01', '30000'),
  });
  const exists = async (id: string) =>
    (await server.control.orders()).some((each) => each.clientOrderId === id);

  test('an answer is lost after the order was accepted', async () => {
    await server.control.fault({ kind: 'lose_answer', on: 'create' });
    await expect(caller.post('/orders', order('lost-after'))).rejects.toThrow();
    expect(await exists('lost-after')).toBe(true);
  });

  test('a request is lost before anything was done', async () => {
    await server.control.fault({ kind: 'lose_request', on: 'create' });
    await expect(caller.post('/orders', order('lost-before'))).rejects.toThrow();
    expect(await exists('lost-before')).toBe(false);
  });

  test.each([429, 500, 502, 503])('HTTP %i, with and without effect', async (status) => {
    await server.control.fault({ kind: 'status', on: 'create', status });
    expect((await caller.post('/orders', order(`not-${status}`))).status).toBe(status);
    expect(await exists(`not-${status}`)).toBe(false);
    await server.control.fault({ kind: 'status', on: 'create', status, processed: true });
    expect((await caller.post('/orders', order(`done-${status}`))).status).toBe(status);
    expect(await exists(`done-${status}`)).toBe(true);
  });

  test('an answer that is not JSON', async () => {
    await server.control.fault({ kind: 'malformed', on: 'create' });
    expect(typeof (await caller.post('/orders', order('broken'))).body).toBe('string');
    expect(await exists('broken')).toBe(true);
  });

  test('a refusal of the wanted kind, as often as wanted', async () => {
    await server.control.fault({
      kind: 'reject_create',
      reason: 'INVALID_LEDGER_BALANCE',
      times: 2,
    });
    for (const success of [false, false, true]) {
      expect((await caller.post('/orders', order(`refused-${success}`))).body.success).toBe(
        success,
      );
    }
  });

  test('a late answer to an order that is already there', async () => {
    await server.control.fault({ kind: 'delay', on: 'create', ms: 200 });
    let answered = false;
    const after = await server.control.lastEvent();
    const answer = caller.post('/orders', order('late')).then(() => {
      answered = true;
    });
    await server.control.waitFor(
      (event) => event.type === 'order' && event.order.clientOrderId === 'late',
      { after },
    );
    expect(answered).toBe(false);
    await answer;
  });

  test('a fill comes after an accepted cancel', async () => {
    const { success_response: placed } = (await caller.post('/orders', order('crossed'))).body;
    await server.control.fault({ kind: 'fill_after_cancel', size: '0.004' });
    const { results } = (
      await caller.post('/orders/batch_cancel', { order_ids: [placed.order_id] })
    ).body;
    expect(results[0].success).toBe(true);
    expect((await caller.get(`/orders/historical/${placed.order_id}`)).body.order).toMatchObject({
      status: 'CANCELLED',
      filled_size: '0.004',
    });
  });

  test('the rate limit answers 429 once it is switched on', async () => {
    await server.control.behave({ rateLimits: true });
    const calls = Array.from({ length: 40 }, () => caller.getPublic('/time'));
    const statuses = (await Promise.all(calls)).map((answer) => answer.status);
    expect(statuses).toContain(429);
    await server.control.behave({ rateLimits: false });
  });
});

test('what the owner does by hand in the app happens to the account', async () => {
  const { success_response: placed } = await caller.create('BUY', limit('0.01', '30000'));
  await server.control.cancelOrder(placed.order_id);
  expect((await caller.get(`/orders/historical/${placed.order_id}`)).body.order.status).toBe(
    'CANCELLED',
  );
  const own = await server.control.placeOrder({
    productId: 'BTC-USD',
    side: 'buy',
    size: '0.01',
    price: '30000',
  });
  expect((await caller.get(`/orders/historical/${own}`)).body.order).toMatchObject({
    status: 'OPEN',
    side: 'BUY',
    product_id: 'BTC-USD',
    order_configuration: { limit_limit_gtc: { base_size: '0.01', limit_price: '30000' } },
  });
  await server.control.transfer('DOGE', '1000');
  await server.control.setPrice('DOGE-USD', '0.2');
  await server.control.closePosition('DOGE-USD');
  const balances = await server.control.balances();
  expect(balances.find(({ asset }) => asset === 'DOGE')?.total).toBe('0');
});
