import { generateKeyPairSync } from 'node:crypto';
import { Writable } from 'node:stream';
import { decodeJwt } from 'jose';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CoinbaseVenue,
  type CoinbaseVenueOptions,
  createCoinbaseVenue,
} from '../../../../src/trading/venue/coinbase/venue.ts';
import type {
  Capabilities,
  OrderRequest,
  VenueEvent,
} from '../../../../src/trading/venue/venue.ts';
import {
  type Received,
  type Reply,
  type ScriptedCoinbase,
  startScriptedCoinbase,
} from './scriptedCoinbase.ts';

const keyName = 'organizations/org/apiKeys/key';
const privateKey = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  .privateKey.export({ type: 'sec1', format: 'pem' })
  .toString();

let coinbase: ScriptedCoinbase;
let venue: CoinbaseVenue;
let logged: string[];
let learned: [string, Capabilities][];

beforeEach(async () => {
  coinbase = await startScriptedCoinbase();
  logged = [];
  learned = [];
  venue = connect({});
});

afterEach(async () => {
  await venue.close();
  await coinbase.close();
});

function connect(options: Partial<CoinbaseVenueOptions>): CoinbaseVenue {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk));
      done();
    },
  });
  return createCoinbaseVenue({
    keyName,
    privateKey,
    urls: coinbase.urls,
    log: pino({ level: 'trace' }, stream),
    onCapability: (productId, capabilities) => learned.push([productId, capabilities]),
    ...options,
    // Long, so that a busy machine makes no test fail; a test that waits for one brings its own.
    timing: {
      orderAnswer: 10_000,
      readAnswer: 10_000,
      patience: 5000,
      silence: 10_000,
      ...options.timing,
    },
  });
}

/** Against a server that keeps silent, the venue gives up soon. */
function impatient(reply: Reply): void {
  if (reply === 'silence') venue = connect({ timing: { orderAnswer: 400, readAnswer: 400 } });
}

const BUY: OrderRequest = {
  clientOrderId: 'client-1',
  productId: 'BTC-USD',
  side: 'buy',
  terms: { type: 'limit', size: '0.001', price: '50000', timeInForce: 'gtc' },
};
const BRACKET: OrderRequest = {
  ...BUY,
  side: 'sell',
  terms: { type: 'bracket', size: '0.001', target: '60000', stop: '45000' },
};

function refusal(code: string, message = ''): Reply {
  return {
    json: {
      success: false,
      error_response: {
        error: 'UNKNOWN_FAILURE_REASON',
        message,
        preview_failure_reason: code,
        new_order_failure_reason: 'UNKNOWN_FAILURE_REASON',
      },
    },
  };
}

/** As Coinbase answers: with what it took. */
function accepted(orderId: string, other: object = {}): (request: Received) => Reply {
  return ({ body }) => ({
    json: {
      success: true,
      success_response: {
        order_id: orderId,
        product_id: body?.product_id,
        side: body?.side,
        client_order_id: body?.client_order_id,
      },
      order_configuration: body?.order_configuration,
      ...other,
    },
  });
}

function listed(id: string, fields: object = {}) {
  return {
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
    ...fields,
  };
}

function fill(orderId: string, tradeId: string, fields: object = {}) {
  return {
    entry_id: `entry-${tradeId}`,
    trade_id: tradeId,
    order_id: orderId,
    product_id: 'BTC-USD',
    trade_type: 'FILL',
    trade_time: '2026-01-02T03:04:06Z',
    side: 'BUY',
    price: '50000',
    size: '0.0004',
    size_in_quote: false,
    commission: '0.12',
    liquidity_indicator: 'MAKER',
    ...fields,
  };
}

describe('placing an order', () => {
  it('sends it signed for this request alone, and answers with its id', async () => {
    coinbase.on('POST /orders', accepted('order-1'));

    expect(await venue.place({ ...BUY, leverage: '3' })).toEqual({
      outcome: 'accepted',
      venueOrderId: 'order-1',
    });
    const [request] = coinbase.received;
    expect(request?.body).toEqual({
      client_order_id: 'client-1',
      product_id: 'BTC-USD',
      side: 'BUY',
      order_configuration: {
        limit_limit_gtc: { base_size: '0.001', limit_price: '50000', post_only: false },
      },
      leverage: '3',
    });
    const token = request?.headers.authorization?.replace('Bearer ', '') ?? '';
    const { host } = new URL(coinbase.urls.rest);
    expect(decodeJwt(token).uri).toBe(`POST ${host}/api/v3/brokerage/orders`);
  });

  it.each([
    ['PREVIEW_INSUFFICIENT_FUND', 'insufficient_funds'],
    ['UNSUPPORTED_ORDER_CONFIGURATION', 'unsupported_order'],
    ['PREVIEW_INVALID_LIMIT_PRICE_POST_ONLY', 'would_cross'],
    ['POST_ONLY_NOT_ALLOWED_WITH_FOK', 'unsupported_order'],
    ['INVALID_PRICE_PRECISION', 'precision'],
    ['PREVIEW_INVALID_QUOTE_SIZE_PRECISION', 'precision'],
    ['PREVIEW_STOP_PRICE_ABOVE_LAST_TRADE_PRICE', 'invalid_price'],
    ['PREVIEW_INVALID_BASE_SIZE_TOO_SMALL', 'invalid_size'],
    ['PREVIEW_BRACKET_ORDER_SIZE_EXCEEDS_POSITION', 'invalid_size'],
    ['UNTRADABLE_PRODUCT', 'product_unavailable'],
    ['PREVIEW_NOT_ALLOWED_BY_MARKET_STATE', 'product_unavailable'],
    ['PREVIEW_INVALID_FCM_TRADING_SESSION', 'not_now'],
    ['PREVIEW_FUTURES_AFTER_HOUR_INVALID_ORDER_TYPE', 'not_now'],
    ['FUTURES_AFTER_HOUR_INVALID_TIME_IN_FORCE', 'not_now'],
    ['STOP_ALREADY_TRIGGERED', 'order_state'],
    ['INSUFFICIENT_PATIENCE', 'other'],
    ['PREVIEW_BRACKETS_UNSUPPORTED_ON_TUESDAYS', 'other'],
    ['GEOFENCING_RESTRICTION', 'not_permitted'],
    ['COMMANDER_REJECTED_NEW_ORDER', 'other'],
  ])('calls %s %s, in a sentence with both', async (code, reason) => {
    coinbase.on('POST /orders', refusal(code, 'In their words'));
    const result = await venue.place(BUY);
    expect(result).toMatchObject({ outcome: 'rejected', reason });
    expect(result).toHaveProperty(
      'message',
      expect.stringMatching(
        new RegExp(`^Coinbase refused the order: .+\\(${code}: In their words\\)\\.$`),
      ),
    );
  });

  it.each<[string, object]>([
    [
      'new_order_failure_reason',
      { error_response: { new_order_failure_reason: 'INSUFFICIENT_FUND' } },
    ],
    ['error', { error_response: { error: 'INSUFFICIENT_FUND', message: '' } }],
    ['failure_reason alone', { failure_reason: 'INSUFFICIENT_FUND', error_response: null }],
    ['failure_reason as an object', { failure_reason: { reason: 'PREVIEW_INSUFFICIENT_FUND' } }],
    ['a list of errs', { errs: ['PREVIEW_INSUFFICIENT_FUND'] }],
    ['a list of errors', { errors: [{ preview_failure_reason: 'PREVIEW_INSUFFICIENT_FUND' }] }],
    [
      'a code that says nothing before it',
      {
        failure_reason: 'UNKNOWN_FAILURE_REASON',
        error_response: {
          error: 'INVALID_REQUEST',
          new_order_failure_reason: 'INVALID_REQUEST',
          preview_failure_reason: 'PREVIEW_INSUFFICIENT_FUND',
        },
      },
    ],
  ])('finds the reason of a no given as %s', async (_name, form) => {
    coinbase.on('POST /orders', { json: { success: false, ...form } });
    expect(await venue.place(BUY)).toMatchObject({
      outcome: 'rejected',
      reason: 'insufficient_funds',
      message: expect.stringContaining('INSUFFICIENT_FUND'),
    });
  });

  it("shows Coinbase's words when its code says nothing", async () => {
    coinbase.on('POST /orders', {
      json: { success: false, error_response: { message: 'Orderbook is in limit only mode' } },
    });
    expect(await venue.place(BUY)).toMatchObject({
      outcome: 'rejected',
      reason: 'product_unavailable',
      message: expect.stringContaining('Orderbook is in limit only mode'),
    });
    coinbase.on('POST /orders', { json: { success: false } });
    expect(await venue.place(BUY)).toMatchObject({
      outcome: 'rejected',
      reason: 'other',
      message: expect.stringContaining('no reason given'),
    });
  });

  it.each<[string, Reply]>([
    ['no answer in time', 'silence'],
    ['a cut connection', 'reset'],
    ['a 500', { status: 500, json: { error: 'INTERNAL' } }],
    ['a 503 in HTML', { status: 503, text: '<html>busy</html>' }],
    ['a redirect', { status: 302, text: '' }],
    ['a 200 that is not JSON', { text: '{"success": tr' }],
    ['a 200 that says nothing', { json: {} }],
    ['a success without an id', { json: { success: true } }],
  ])(
    'does not know what became of it after %s, asks once only and says so',
    async (_name, reply) => {
      impatient(reply);
      coinbase.on('POST /orders', reply);
      const result = await venue.place(BUY);
      expect(result).toMatchObject({
        outcome: 'unknown',
        message: expect.stringContaining('Coinbase'),
      });
      expect(coinbase.received).toHaveLength(1);
    },
  );

  it.each<[number, string, string]>([
    [400, 'side is required', 'other'],
    [400, 'account is not available', 'not_permitted'],
    [401, 'Unauthorized', 'not_permitted'],
    [403, 'Missing required scopes', 'not_permitted'],
  ])('takes a %d that says "%s" for a no', async (status, message, reason) => {
    coinbase.on('POST /orders', { status, json: { error: 'INVALID_ARGUMENT', message } });
    expect(await venue.place(BUY)).toMatchObject({ outcome: 'rejected', reason });
  });

  it('waits and tries again while there are too many requests', async () => {
    let asked = 0;
    coinbase.on('POST /orders', (request) => {
      asked += 1;
      return asked < 3
        ? { status: 429, json: { errors: [{ id: 'rate_limit_exceeded' }] } }
        : accepted('order-1')(request);
    });
    expect(await venue.place(BUY)).toMatchObject({ outcome: 'accepted' });
    expect(new Set(coinbase.received.map(({ body }) => body?.client_order_id)).size).toBe(1);
  });

  it('gives up after a while of too many requests: nothing was done, and it says that', async () => {
    venue = connect({ timing: { patience: 400 } });
    coinbase.on('POST /orders', { status: 429, json: {} });
    expect(await venue.place(BUY)).toMatchObject({ outcome: 'rejected', reason: 'rate_limited' });
  });

  it('answers with the first order when Coinbase calls the id used', async () => {
    coinbase.on('POST /orders', refusal('DUPLICATE_CLIENT_ORDER_ID'));
    coinbase.on('GET /orders/historical/batch', ({ query }) => ({
      json: query.get('cursor')
        ? {
            orders: [listed('first', { client_order_id: 'client-1', status: 'FILLED' })],
            has_next: false,
          }
        : { orders: [listed('other')], has_next: true, cursor: 'more' },
    }));
    expect(await venue.place(BUY)).toEqual({ outcome: 'accepted', venueOrderId: 'first' });
  });

  const answered = {
    order_id: 'old',
    product_id: 'BTC-USD',
    side: 'BUY',
    client_order_id: 'client-1',
  };
  const limit = (base_size: string) => ({ limit_limit_gtc: { base_size, limit_price: '3000' } });
  it.each<[string, object, object | null, string]>([
    ['another product', { ...answered, product_id: 'ETH-USD' }, limit('0.001'), 'ETH-USD'],
    ['the same coin in euros', { ...answered, product_id: 'BTC-EUR' }, limit('0.001'), 'BTC-EUR'],
    ['the other side', { ...answered, side: 'SELL' }, limit('0.001'), 'sell'],
    ['another size', answered, limit('0.0333'), '0.0333'],
    ['another kind', answered, { market_market_ioc: { base_size: '0.001' } }, 'market'],
    ['another id', { ...answered, client_order_id: 'client-2' }, limit('0.001'), 'client-2'],
    ['another size, told only by the order itself', { order_id: 'old' }, null, '0.0333'],
  ])(
    'does not take an order of %s for the one that was asked for',
    async (_name, told, config, says) => {
      coinbase.on('POST /orders', {
        json: {
          success: true,
          success_response: told,
          ...(config ? { order_configuration: config } : {}),
        },
      });
      coinbase.on('GET /orders/historical/old', {
        json: {
          order: listed('old', {
            client_order_id: 'client-1',
            order_configuration: limit('0.0333'),
          }),
        },
      });
      expect(await venue.place(BUY)).toMatchObject({
        outcome: 'rejected',
        reason: 'id_taken',
        message: expect.stringContaining(says),
      });
      expect(learned).toEqual([]);
    },
  );

  it('takes the dollar twin of a USDC book, and an order moved since, for what they are: its own', async () => {
    const usdc = { ...BUY, productId: 'BTC-USDC' };
    coinbase.on('POST /orders', {
      json: { success: true, success_response: answered, order_configuration: limit('0.00100') },
    });
    expect(await venue.place(usdc)).toEqual({ outcome: 'accepted', venueOrderId: 'old' });
  });

  it('does not know what was taken when the answer does not say and the order can not be read', async () => {
    coinbase.on('POST /orders', { json: { success: true, order_id: 'order-1' } });
    coinbase.on('GET /orders/historical/order-1', { status: 503, json: {} });
    expect(await venue.place(BUY)).toMatchObject({ outcome: 'unknown' });
  });

  it('does not take the listed order of a used id for its own when that is another', async () => {
    coinbase.on('POST /orders', refusal('DUPLICATE_CLIENT_ORDER_ID'));
    coinbase.on('GET /orders/historical/batch', {
      json: { orders: [listed('first', { client_order_id: 'client-1', side: 'SELL' })] },
    });
    expect(await venue.place(BUY)).toMatchObject({ outcome: 'rejected', reason: 'id_taken' });
  });

  it.each<[string, Reply]>([
    ['not listed', { json: { orders: [], has_next: false } }],
    ['not to be listed', { status: 500, json: {} }],
  ])('stays unknown when the first order of that id is %s', async (_name, reply) => {
    coinbase.on('POST /orders', refusal('DUPLICATE_CLIENT_ORDER_ID'));
    coinbase.on('GET /orders/historical/batch', reply);
    expect(await venue.place(BUY)).toMatchObject({ outcome: 'unknown' });
  });
});

describe('what a product takes', () => {
  it('is open until Coinbase says no, is told once, and a later yes counts again', async () => {
    expect(venue.capabilities('BTC-USD')).toEqual({ bracket: true, stopLimit: true });

    coinbase.on('POST /orders', refusal('UNSUPPORTED_ORDER_CONFIGURATION'));
    await venue.place(BRACKET);
    await venue.place(BRACKET);
    expect(venue.capabilities('BTC-USD')).toEqual({ bracket: false, stopLimit: true });
    expect(venue.capabilities('ETH-USD')).toEqual({ bracket: true, stopLimit: true });
    expect(learned).toEqual([['BTC-USD', { bracket: false, stopLimit: true }]]);

    coinbase.on('POST /orders', accepted('order-1'));
    await venue.place(BRACKET);
    expect(learned.at(-1)).toEqual(['BTC-USD', { bracket: true, stopLimit: true }]);
  });

  it.each([
    'PREVIEW_STOP_PRICE_ABOVE_LAST_TRADE_PRICE',
    'PREVIEW_FUTURES_AFTER_HOUR_INVALID_ORDER_TYPE',
    'FUTURES_AFTER_HOUR_INVALID_TIME_IN_FORCE',
    'INVALID_FCM_TRADING_SESSION',
    'PREVIEW_NOT_ALLOWED_BY_MARKET_STATE',
    'PREVIEW_INVALID_BRACKET_ORDER_SIDE',
    'A_CODE_NOBODY_KNOWS',
  ])('learns nothing from %s: the next bracket is tried all the same', async (code) => {
    coinbase.on('POST /orders', refusal(code));
    expect(await venue.place(BRACKET)).not.toHaveProperty('reason', 'unsupported_order');
    expect(learned).toEqual([]);
    expect(venue.capabilities('BTC-USD')).toEqual({ bracket: true, stopLimit: true });
  });

  it('learns from a refused attachment, not from an entry that was refused', async () => {
    coinbase.on('POST /orders', refusal('UNSUPPORTED_ORDER_CONFIGURATION'));
    await venue.place(BUY);
    expect(learned).toEqual([]);

    const withBracket = { ...BUY, attached: { target: '60000', stop: '45000' } };
    await venue.place(withBracket);
    // Brackets by themselves may be taken all the same.
    expect(venue.capabilities('BTC-USD')).toEqual({
      bracket: true,
      stopLimit: true,
      attachedBracket: false,
    });
    coinbase.on('POST /orders', refusal('BRACKET_ORDER_NOT_SUPPORTED'));
    await venue.place(withBracket);
    expect(venue.capabilities('BTC-USD').bracket).toBe(false);
    coinbase.on('POST /orders', accepted('order-1'));
    await venue.place(withBracket);
    expect(venue.capabilities('BTC-USD').attachedBracket).toBe(true);
  });

  it('is remembered from earlier', () => {
    venue = connect({ capabilities: { 'BTC-USD': { bracket: false, stopLimit: false } } });
    expect(venue.capabilities('BTC-USD')).toEqual({ bracket: false, stopLimit: false });
  });
});

const idsIn = ({ body }: Received): string[] => [body?.order_ids].flat().map(String);

describe('changing and cancelling', () => {
  const bracketAt = (stop: string, fields: object = {}) => ({
    json: {
      order: listed('order-1', {
        side: 'SELL',
        order_configuration: {
          trigger_bracket_gtc: {
            base_size: '0.001',
            limit_price: '60000',
            stop_trigger_price: stop,
          },
        },
        ...fields,
      }),
    },
  });

  it('sends the whole new terms', async () => {
    coinbase.on('POST /orders/edit', { json: { success: true, errors: [] } });
    coinbase.on('GET /orders/historical/order-1', bracketAt('45000'));
    expect(await venue.replace('order-1', BRACKET)).toEqual({
      outcome: 'accepted',
      venueOrderId: 'order-1',
    });
    expect(coinbase.received[0]?.body).toEqual({
      order_id: 'order-1',
      price: '60000',
      size: '0.001',
      stop_price: '45000',
    });
  });

  it('waits until a moved stop shows', async () => {
    coinbase.on('POST /orders/edit', { json: { success: true } });
    let looks = 0;
    coinbase.on('GET /orders/historical/order-1', () => {
      looks += 1;
      return looks < 3 ? bracketAt('40000', { status: 'EDIT_QUEUED' }) : bracketAt('45000');
    });
    expect(await venue.replace('order-1', BRACKET)).toMatchObject({ outcome: 'accepted' });
  });

  it('calls a change refused that left the stop of a spot order where it was, and asks for no more', async () => {
    venue = connect({ timing: { editShows: 300 } });
    coinbase.on('POST /orders/edit', { json: { success: true } });
    coinbase.on('GET /orders/historical/order-1', bracketAt('40000'));
    for (let times = 0; times < 2; times += 1) {
      expect(await venue.replace('order-1', BRACKET)).toMatchObject({
        outcome: 'rejected',
        reason: 'unsupported_order',
        message: expect.stringContaining('not moved in place'),
      });
    }
    expect(coinbase.received.filter(({ path }) => path === '/orders/edit')).toHaveLength(1);
    // Limit orders and futures are another matter.
    expect(await venue.replace('order-1', BUY)).toMatchObject({ outcome: 'accepted' });
    const future = { ...BRACKET, productId: 'BIP-20DEC30-CDE' };
    expect(await venue.replace('order-1', future)).toMatchObject({ outcome: 'accepted' });
  });

  it.each<[string, Reply, string]>([
    ['filled meanwhile', bracketAt('40000', { status: 'FILLED' }), 'accepted'],
    ['not to be read', { status: 503, json: {} }, 'unknown'],
    ['not there', { status: 404, json: { error: 'NOT_FOUND' } }, 'unknown'],
  ])('says of a change whose order is %s what it knows', async (_name, reply, outcome) => {
    coinbase.on('POST /orders/edit', { json: { success: true } });
    coinbase.on('GET /orders/historical/order-1', reply);
    expect(await venue.replace('order-1', BRACKET)).toMatchObject({ outcome });
  });

  it('says why a change was refused', async () => {
    coinbase.on('POST /orders/edit', {
      json: {
        success: false,
        errors: [{ edit_failure_reason: 'CANNOT_EDIT_TO_BELOW_FILLED_SIZE' }],
      },
    });
    expect(await venue.replace('order-1', BUY)).toMatchObject({
      outcome: 'rejected',
      reason: 'invalid_size',
      message: expect.stringContaining('CANNOT_EDIT_TO_BELOW_FILLED_SIZE'),
    });
  });

  it.each([
    ['INSUFFICIENT_TIME_TO_EDIT', 'not_now'],
    ['CANNOT_EDIT_STOP_PRICE_FOR_TRIGGERED_ORDER', 'order_state'],
    ['ONLY_OPEN_ORDERS_CAN_BE_EDITED', 'order_state'],
    ['CANNOT_EDIT_FUTURES_ORDER', 'unsupported_order'],
    ['EXCEEDED_MAX_ALLOWED_EDIT_REQUEST_COUNT', 'unsupported_order'],
  ])('knows a change refused with %s in any form for %s', async (code, reason) => {
    const forms: object[] = [
      { success: false, error_response: { edit_order_failure_reason: code } },
      { success: false, errors: [{ edit_failure_reason: code, preview_failure_reason: '' }] },
      { success: false, errors: [code] },
      { success: false, failure_reason: { edit_failure_reason: code, message: 'no' } },
      {
        success: false,
        error_response: { error: 'INVALID_REQUEST', preview_failure_reason: `PREVIEW_${code}` },
      },
    ];
    for (const json of forms) {
      coinbase.on('POST /orders/edit', { json });
      expect(await venue.replace('order-1', BUY)).toMatchObject({
        outcome: 'rejected',
        reason,
        message: expect.stringMatching(/^Coinbase refused the change: .+\.$/),
      });
    }
    coinbase.on('POST /orders/edit', { status: 400, json: { error: code, message: 'no' } });
    expect(await venue.replace('order-1', BUY)).toMatchObject({ outcome: 'rejected', reason });
  });

  it('takes a change into what the order is already for done', async () => {
    coinbase.on('POST /orders/edit', {
      json: {
        success: false,
        errors: [{ edit_failure_reason: 'EDIT_REQUEST_EQUAL_TO_ORIGINAL_REQUEST' }],
      },
    });
    expect(await venue.replace('order-1', BUY)).toMatchObject({ outcome: 'accepted' });
  });

  it.each([
    ['UNKNOWN_CANCEL_ORDER', 'order_state'],
    ['ORDER_IS_FULLY_FILLED', 'order_state'],
    ['INVALID_CANCEL_FCM_TRADING_SESSION', 'not_now'],
    ['ORDER_IS_BEING_REPLACED', 'not_now'],
    ['NOT_ALLOWED_TO_CANCEL', 'not_permitted'],
    ['SOMETHING_NEW', 'other'],
  ])('says what a cancel refused with %s is about: %s', async (code, reason) => {
    for (const failure_reason of [code, { cancel_failure_reason: code }]) {
      coinbase.on('POST /orders/batch_cancel', {
        json: { results: [{ success: false, failure_reason, order_id: 'order-1' }] },
      });
      expect(await venue.cancel('order-1')).toMatchObject({
        outcome: 'rejected',
        reason,
        message: expect.stringContaining(code),
      });
    }
  });

  it("reads a cancel's own result beside an odd one, and takes no other order's for it", async () => {
    coinbase.on('POST /orders/batch_cancel', {
      json: { results: [null, { order_id: 7 }, { success: true, order_id: 'order-1' }] },
    });
    expect(await venue.cancel('order-1')).toEqual({ outcome: 'accepted' });
    coinbase.on('POST /orders/batch_cancel', {
      json: { results: [{ success: true, order_id: 'order-2' }] },
    });
    expect(await venue.cancel('order-1')).toMatchObject({ outcome: 'unknown' });
  });

  it.each<[string, Reply, string]>([
    ['a yes', { json: { results: [{ success: true, order_id: 'order-1' }] } }, 'accepted'],
    [
      'a cancel that is under way',
      { json: { results: [{ success: false, failure_reason: 'DUPLICATE_CANCEL_REQUEST' }] } },
      'accepted',
    ],
    [
      'an order that is gone',
      { json: { results: [{ success: false, failure_reason: 'UNKNOWN_CANCEL_ORDER' }] } },
      'rejected',
    ],
    ['an empty answer', { json: { results: [] } }, 'unknown'],
    ['a 500', { status: 500, json: {} }, 'unknown'],
    ['silence', 'silence', 'unknown'],
  ])('takes %s for what it is', async (_name, reply, outcome) => {
    impatient(reply);
    coinbase.on('POST /orders/batch_cancel', reply);
    expect(await venue.cancel('order-1')).toMatchObject({ outcome });
  });

  it.each<[string, Reply]>([
    ['a lost answer', 'reset'],
    ['a 500', { status: 500, json: {} }],
  ])('does not know what became of a change after %s', async (_name, reply) => {
    coinbase.on('POST /orders/edit', reply);
    expect(await venue.replace('order-1', BUY)).toMatchObject({ outcome: 'unknown' });
  });

  it('cancels what is cancelled at once in one request, each by its own result', async () => {
    coinbase.on('POST /orders/batch_cancel', {
      json: {
        results: [
          { success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: 'a' },
          { success: false, failure_reason: 'UNKNOWN_CANCEL_ORDER', order_id: 'c' },
          { success: false, failure_reason: 'DUPLICATE_CANCEL_REQUEST', order_id: 'd' },
        ],
      },
    });
    const results = await Promise.all(['a', 'b', 'c', 'd', 'a'].map((id) => venue.cancel(id)));
    expect(coinbase.received.map(({ body }) => body)).toEqual([
      { order_ids: ['a', 'b', 'c', 'd'] },
    ]);
    expect(results.map(({ outcome }) => outcome)).toEqual([
      'accepted',
      'unknown',
      'rejected',
      'accepted',
      'accepted',
    ]);
  });

  it('sends no more than a hundred cancels in a request', async () => {
    coinbase.on('POST /orders/batch_cancel', (request) => ({
      json: { results: idsIn(request).map((order_id) => ({ success: true, order_id })) },
    }));
    const ids = Array.from({ length: 250 }, (_, i) => `order-${i}`);
    const results = await Promise.all(ids.map((id) => venue.cancel(id)));
    const sizes = coinbase.received.map((request) => idsIn(request).length);
    // They go out together and may arrive in any order.
    expect(sizes.sort((a, b) => b - a)).toEqual([100, 100, 50]);
    expect(results.every(({ outcome }) => outcome === 'accepted')).toBe(true);
  });

  it.each<[string, Reply, string]>([
    ['lost', 'reset', 'unknown'],
    ['not JSON', { text: '<html>' }, 'unknown'],
    ['a failure', { status: 500, json: {} }, 'unknown'],
  ])('knows of none of several cancels when the answer is %s', async (_name, reply, outcome) => {
    coinbase.on('POST /orders/batch_cancel', reply);
    const results = await Promise.all(['a', 'b'].map((id) => venue.cancel(id)));
    expect(results.map((result) => result.outcome)).toEqual([outcome, outcome]);
  });

  it('cancels the others when Coinbase refuses a whole request for one bad id', async () => {
    coinbase.on('POST /orders/batch_cancel', (request) => {
      const ids = idsIn(request);
      if (ids.includes('bad')) return { status: 400, json: { error: 'INVALID_ARGUMENT' } };
      return { json: { results: ids.map((order_id) => ({ success: true, order_id })) } };
    });
    const results = await Promise.all(['a', 'bad', 'b'].map((id) => venue.cancel(id)));
    expect(results.map((result) => result.outcome)).toEqual(['accepted', 'rejected', 'accepted']);
  });
});

describe('reading', () => {
  it('sums an order from its own fills, whatever else the list holds', async () => {
    coinbase.on('GET /orders/historical/order-1', {
      json: {
        order: listed('order-1', {
          filled_size: '0.0008',
          average_filled_price: '50000.01',
          filled_value: '40.000008',
        }),
      },
    });
    coinbase.on('GET /orders/historical/fills', {
      json: {
        fills: [
          fill('order-1', 't2', {
            price: '50000.02',
            commission: '0.05',
            liquidity_indicator: 'TAKER',
          }),
          fill('someone-else', 't9', { size: '7' }),
          fill('order-1', 't1'),
        ],
        cursor: '',
      },
    });
    expect((await venue.order('order-1'))?.order).toMatchObject({
      status: 'open',
      filledSize: '0.0008',
      filledValue: '40.000008',
      fees: '0.17',
      exact: true,
      terms: BUY.terms,
    });
  });

  it("keeps the order's own sums, and says so, while the list of fills lags behind", async () => {
    coinbase.on('GET /orders/historical/order-1', {
      json: {
        order: listed('order-1', { status: 'FILLED', filled_size: '0.001', filled_value: '50' }),
      },
    });
    coinbase.on('GET /orders/historical/fills', { json: { fills: [fill('order-1', 't1')] } });
    expect((await venue.order('order-1'))?.order).toMatchObject({
      filledSize: '0.001',
      filledValue: '50',
      exact: false,
    });
  });

  it('counts the size that Coinbase counted when its fills are all there, given in quote', async () => {
    coinbase.on('GET /orders/historical/order-1', {
      json: {
        order: listed('order-1', {
          status: 'FILLED',
          filled_size: '0.00156883',
          filled_value: '99.403265162',
          number_of_fills: '1',
        }),
      },
    });
    const quote = { size: '99.40', size_in_quote: true, price: '63361.4' };
    coinbase.on('GET /orders/historical/fills', {
      json: { fills: [fill('order-1', 't1', quote)] },
    });
    expect((await venue.order('order-1'))?.order).toMatchObject({
      filledSize: '0.00156883',
      exact: true,
    });
  });

  it('asks about many orders with few requests, and by itself about one that the list lacks', async () => {
    const ids = Array.from({ length: 60 }, (_, n) => `order-${n}`);
    coinbase.on('GET /orders/historical/batch', ({ query }) => ({
      json: {
        orders: query
          .getAll('order_ids')
          .filter((id) => id !== 'order-7')
          .map((id) => listed(id, { status: 'FILLED', filled_size: '0.001' })),
        has_next: false,
      },
    }));
    coinbase.on('GET /orders/historical/order-7', { json: { order: listed('order-7', {}) } });
    coinbase.on('GET /orders/historical/fills', ({ query }) => ({
      json: {
        fills: query.getAll('cursor').some(Boolean)
          ? []
          : query.getAll('order_ids').map((id) => fill(id, `trade-${id}`, { size: '0.001' })),
        cursor: 'end',
      },
    }));
    const found = await Promise.all(ids.map((id) => venue.order(id)));
    expect(found.map((one) => one?.order.venueOrderId)).toEqual(ids);
    expect(found[59]).toMatchObject({
      order: { filledSize: '0.001', exact: true },
      fills: [{ tradeId: 'trade-order-59' }],
    });
    expect(coinbase.received.length).toBeLessThan(10);
  });

  it('turns a fill in quote into base', async () => {
    coinbase.on('GET /orders/historical/fills', {
      json: { fills: [fill('order-1', 't1', { size: '100', size_in_quote: true })] },
    });
    expect((await venue.fills({})).entries).toMatchObject([
      { tradeId: 't1', size: '0.002', fee: '0.12' },
    ]);
  });

  it('reads every page of fills', async () => {
    coinbase.on('GET /orders/historical/fills', ({ query }) => {
      const page = Number(query.get('cursor') ?? 0);
      return {
        json:
          page < 3
            ? { fills: [fill('order-1', `t${page}`)], cursor: String(page + 1) }
            : { fills: [], cursor: '3' },
      };
    });
    expect((await venue.fills({ venueOrderId: 'order-1' })).entries).toHaveLength(3);
    expect(coinbase.received[0]?.query.getAll('order_ids')).toEqual(['order-1']);
  });

  it('knows no order where Coinbase knows none', async () => {
    expect(await venue.order('nobody')).toBeNull();
    coinbase.on('GET /orders/historical/batch', { json: { orders: [], has_next: false } });
    expect(await venue.findOrder('client-1', 'BTC-USD', 0)).toBeNull();
  });

  it('lists what is open together with what still waits at Coinbase', async () => {
    coinbase.on('GET /orders/historical/batch', ({ query }) => ({
      json: {
        orders: query.getAll('order_status').includes('OPEN')
          ? [listed('open'), listed('moved on')]
          : [
              listed('queued', { status: 'QUEUED' }),
              listed('being cancelled', { status: 'CANCEL_QUEUED' }),
              listed('moved on', { status: 'PENDING' }),
              listed('done', { status: 'FILLED' }),
            ],
        has_next: false,
      },
    }));
    const { entries: open } = await venue.openOrders();
    expect(open.map(({ venueOrderId, status }) => [venueOrderId, status])).toEqual([
      ['queued', 'pending'],
      ['being cancelled', 'open'],
      ['moved on', 'open'],
      ['open', 'open'],
    ]);
    expect(coinbase.received[0]?.query.getAll('order_status')).toEqual([
      'PENDING',
      'QUEUED',
      'CANCEL_QUEUED',
      'EDIT_QUEUED',
    ]);
  });

  it('finds what still waits also where Coinbase does not list by that state', async () => {
    coinbase.on('GET /orders/historical/batch', ({ query }) => {
      if (query.has('start_date')) {
        return {
          json: {
            orders: [listed('queued', { status: 'QUEUED' }), listed('done', { status: 'FILLED' })],
          },
        };
      }
      return query.getAll('order_status').includes('OPEN')
        ? { json: { orders: [listed('open')] } }
        : { status: 400, json: { error: 'INVALID_ARGUMENT', message: 'order_status' } };
    });
    const { entries: open } = await venue.openOrders();
    expect(open.map(({ venueOrderId }) => venueOrderId)).toEqual(['queued', 'open']);
  });

  it('shows whose attached bracket an order is', async () => {
    coinbase.on('GET /orders/historical/batch', {
      json: {
        orders: [
          listed('child', {
            side: 'SELL',
            originating_order_id: 'entry',
            order_configuration: {
              trigger_bracket_gtc: { base_size: '1', limit_price: '7', stop_trigger_price: '5' },
            },
          }),
        ],
      },
    });
    expect((await venue.openOrders()).entries).toMatchObject([
      {
        venueOrderId: 'child',
        parentVenueOrderId: 'entry',
        terms: { type: 'bracket', size: '1', target: '7', stop: '5' },
      },
    ]);
  });

  it('adds up the accounts of an asset and leaves out what lies in a vault', async () => {
    const account = (
      currency: string,
      available: string,
      hold: string,
      type = 'ACCOUNT_TYPE_CRYPTO',
    ) => ({
      currency,
      type,
      available_balance: { value: available, currency },
      hold: { value: hold, currency },
    });
    coinbase.on('GET /accounts', ({ query }) => ({
      json: query.get('cursor')
        ? { accounts: [account('BTC', '0.3', '0'), account('BTC', '9', '0', 'ACCOUNT_TYPE_VAULT')] }
        : {
            accounts: [account('BTC', '0.1', '0.2'), account('USD', '10', '0')],
            has_next: true,
            cursor: 'x',
          },
    }));
    expect((await venue.balances()).entries).toEqual([
      { asset: 'BTC', available: '0.4', hold: '0.2' },
      { asset: 'USD', available: '10', hold: '0' },
    ]);
  });

  it.each<[string, Reply]>([
    ['a 500', { status: 500, json: {} }],
    ['an answer that is not JSON', { text: 'oops' }],
    ['no answer', 'silence'],
    [
      'pages that go in a circle',
      { json: { orders: [listed('a')], has_next: true, cursor: 'same' } },
    ],
  ])('rejects with a sentence on %s, rather than with half a list', async (_name, reply) => {
    impatient(reply);
    coinbase.on('GET /orders/historical/batch', reply);
    await expect(venue.openOrders()).rejects.toThrow(/^Coinbase.+\.$/);
  });
});

describe('derivatives', () => {
  const KEY = { can_view: true, can_trade: true, can_transfer: false, portfolio_uuid: 'p1' };

  it('reads US futures, short as negative', async () => {
    coinbase.on('GET /key_permissions', { json: { ...KEY, portfolio_type: 'DEFAULT' } });
    coinbase.on('GET /cfm/positions', {
      json: {
        positions: [
          {
            product_id: 'BIP-20DEC30-CDE',
            side: 'SHORT',
            number_of_contracts: '3',
            avg_entry_price: '65000',
          },
        ],
      },
    });
    expect((await venue.positions()).entries).toEqual([
      { productId: 'BIP-20DEC30-CDE', size: '-3', averageEntry: '65000' },
    ]);
  });

  it('does not say that there are none when it may not look', async () => {
    coinbase.on('GET /key_permissions', { json: { ...KEY, portfolio_type: 'DEFAULT' } });
    coinbase.on('GET /cfm/positions', { status: 403, json: { error: 'PERMISSION_DENIED' } });
    await expect(venue.positions()).rejects.toThrow(/PERMISSION_DENIED/);
  });

  it('counts the value of contracts in quote', async () => {
    coinbase.on('GET /products/BIP-20DEC30-CDE', {
      json: {
        product_id: 'BIP-20DEC30-CDE',
        product_type: 'FUTURE',
        base_increment: '1',
        quote_increment: '5',
        future_product_details: { contract_size: '0.01', contract_root_unit: 'BTC' },
      },
    });
    const bip = { product_id: 'BIP-20DEC30-CDE' };
    coinbase.on('GET /orders/historical/order-1', {
      json: { order: listed('order-1', { ...bip, status: 'FILLED', filled_size: '2' }) },
    });
    coinbase.on('GET /orders/historical/fills', {
      json: { fills: [fill('order-1', 't1', { ...bip, size: '2', price: '65000' })] },
    });
    expect((await venue.order('order-1'))?.order).toMatchObject({
      filledSize: '2',
      filledValue: '1300',
    });
  });
});

describe('the key and the clock', () => {
  it('tells what the key may do', async () => {
    coinbase.on('GET /key_permissions', {
      json: {
        can_view: true,
        can_trade: true,
        can_transfer: true,
        portfolio_uuid: 'p1',
        portfolio_type: 'DEFAULT',
      },
    });
    expect(await venue.permissions()).toEqual({
      canView: true,
      canTrade: true,
      canTransfer: true,
      portfolioId: 'p1',
      portfolioType: 'DEFAULT',
    });
  });

  it('measures how far our clock is ahead', async () => {
    coinbase.on('GET /time', () => ({ json: { epochMillis: String(Date.now() - 60_000) } }));
    const skew = await venue.clockSkewMs();
    expect(skew).toBeGreaterThan(59_000);
    expect(skew).toBeLessThan(61_000);
  });
});

describe('secrets', () => {
  it('are in no log line, no message and no error, whatever goes wrong', async () => {
    const said: unknown[] = [];
    const replies: Reply[] = [
      'silence',
      'reset',
      { status: 401, json: { error: 'UNAUTHENTICATED', message: 'bad token' } },
      { status: 500, text: 'oops' },
      { text: 'not JSON' },
      { status: 429, json: {} },
    ];
    venue = connect({ timing: { orderAnswer: 100, readAnswer: 100, patience: 100 } });
    for (const reply of replies) {
      // The worst of servers says the token back.
      const echo = (request: { headers: { authorization?: string } }): Reply =>
        typeof reply === 'object' && 'json' in reply
          ? { status: 400, json: { error: 'X', message: request.headers.authorization } }
          : reply;
      for (const answer of [reply, echo]) {
        coinbase.on('POST /orders', answer);
        coinbase.on('GET /accounts', answer);
        said.push(await venue.place(BUY));
        said.push(await venue.balances().catch((error: Error) => [error.message, error.stack]));
      }
    }
    const everything = JSON.stringify([said, logged]);
    expect(everything).toContain('Coinbase');
    const tokens = coinbase.received.map(
      ({ headers }) => headers.authorization?.slice(7, 60) ?? '',
    );
    const keyLines = privateKey.split('\n').filter((line) => line && !line.startsWith('-----'));
    for (const secret of [...tokens, ...keyLines]) {
      expect(secret.length).toBeGreaterThan(10);
      expect(everything.includes(secret)).toBe(false);
    }
  });
});

describe('the user channel', () => {
  let events: VenueEvent[];
  let wake: (() => void)[];

  beforeEach(() => {
    events = [];
    wake = [];
  });

  function open(): Promise<void> {
    return venue.open((event) => {
      events.push(event);
      for (const check of wake) check();
    });
  }

  function seen(fits: (event: VenueEvent) => boolean, count = 1): Promise<void> {
    return new Promise((resolve) => {
      const check = () => events.filter(fits).length >= count && resolve();
      wake.push(check);
      check();
    });
  }

  const isUser = (message: Record<string, unknown>) => message.channel === 'user';
  const confirmation = (sequence: number) => ({
    channel: 'subscriptions',
    sequence_num: sequence,
    events: [{ subscriptions: { user: ['u'] } }],
  });
  const orders = (sequence: number, ...list: object[]) => ({
    channel: 'user',
    timestamp: '2026-01-02T03:04:05Z',
    sequence_num: sequence,
    events: [{ type: 'update', orders: list }],
  });
  const pushed = (id: string, fields: object = {}) => ({
    order_id: id,
    client_order_id: `client-of-${id}`,
    product_id: 'BTC-USD',
    order_side: 'BUY',
    status: 'OPEN',
    cumulative_quantity: '0.0004',
    leaves_quantity: '0.0006',
    avg_price: '50000',
    total_fees: '0.12',
    ...fields,
  });
  const isOrder = (id: string) => (event: VenueEvent) =>
    event.type === 'order' && event.order.venueOrderId === id;

  async function confirmAll() {
    for (;;) (await coinbase.socket(isUser)).send(confirmation(0));
  }

  async function opened() {
    const opening = open();
    const socket = await coinbase.socket(isUser);
    socket.send(confirmation(0));
    await opening;
    return socket;
  }

  it('subscribes with a token of its own, and is up once that is confirmed', async () => {
    const socket = await opened();
    const message = socket.messages.find(isUser);
    expect(message).toEqual({ type: 'subscribe', channel: 'user', jwt: expect.any(String) });
    expect(decodeJwt(String(message?.jwt))).not.toHaveProperty('uri');
    expect(events.map(({ type }) => type)).toEqual(['connected']);
  });

  it('is up, and says so first, when orders come before the confirmation', async () => {
    const opening = open();
    const socket = await coinbase.socket(isUser);
    socket.send(orders(0, pushed('a')));
    socket.send(confirmation(1));
    await opening;
    await seen(isOrder('a'));
    expect(events.map(({ type }) => type)).toEqual(['connected', 'order']);
  });

  it('tells the cumulative state of an order, as not exact', async () => {
    const socket = await opened();
    socket.send(orders(1, pushed('a'), pushed('b', { status: 'CANCEL_QUEUED' })));
    await seen(isOrder('b'));
    expect(events.slice(1)).toMatchObject([
      {
        order: {
          venueOrderId: 'a',
          clientOrderId: 'client-of-a',
          status: 'open',
          filledSize: '0.0004',
          filledValue: '20',
          fees: '0.12',
          exact: false,
          at: Date.UTC(2026, 0, 2, 3, 4, 5),
        },
      },
      { order: { venueOrderId: 'b', status: 'open' } },
    ]);
  });

  it('looks up the contract of a future that is new, and counts its value in quote', async () => {
    coinbase.on('GET /products/BIP-20DEC30-CDE', {
      json: {
        product_id: 'BIP-20DEC30-CDE',
        base_increment: '1',
        quote_increment: '5',
        future_product_details: { contract_size: '0.01' },
      },
    });
    const socket = await opened();
    const bip = { product_id: 'BIP-20DEC30-CDE', cumulative_quantity: '2', avg_price: '65000' };
    socket.send(orders(1, pushed('a', bip)));
    await seen(isOrder('a'));
    expect(events[1]).toMatchObject({ order: { filledSize: '2', filledValue: '1300' } });
  });

  it('survives what it cannot read, says so, and tells the rest', async () => {
    const socket = await opened();
    socket.send(
      orders(
        1,
        pushed('no status', { status: 'UNKNOWN_ORDER_STATUS' }),
        pushed('bad size', { cumulative_quantity: 'many' }),
        { nothing: 'known' },
        pushed('good'),
      ),
    );
    await seen(isOrder('good'));
    expect(events).toHaveLength(2);
    expect(logged.join('')).toContain('cumulative_quantity');
  });

  it('connects anew after a frame that is lost, and says what that means', async () => {
    const first = await opened();
    first.send('this is not JSON');
    first.send(orders(2, pushed('after the gap')));
    const second = await coinbase.socket(isUser);
    second.send(confirmation(0));
    await seen(({ type }) => type === 'connected', 2);
    expect(events.map(({ type }) => type)).toEqual([
      'connected',
      'order',
      'disconnected',
      'connected',
    ]);
    expect(events[2]).toHaveProperty('message', expect.stringContaining('gap'));
  });

  it('takes repeated and late frames as they come: they are no gap', async () => {
    const socket = await opened();
    socket.send(orders(1, pushed('a')));
    socket.send(orders(1, pushed('a')));
    socket.send(orders(2, pushed('b')));
    socket.send(orders(1, pushed('a')));
    await seen(isOrder('a'), 3);
    expect(events.filter(({ type }) => type === 'disconnected')).toEqual([]);
  });

  it('connects anew when nothing comes any more', async () => {
    venue = connect({ timing: { silence: 300 } });
    void confirmAll();
    await open();
    await seen(({ type }) => type === 'connected', 2);
    expect(events.find(({ type }) => type === 'disconnected')).toMatchObject({
      message: expect.stringContaining('0.3 s'),
    });
  });

  it('comes back by itself after a dropped connection, with a new token', async () => {
    const first = await opened();
    first.drop();
    const second = await coinbase.socket(isUser);
    second.send(confirmation(0));
    await seen(({ type }) => type === 'connected', 2);
    expect(second.messages.find(isUser)?.jwt).not.toBe(first.messages.find(isUser)?.jwt);
  });

  it('goes on trying when it was refused, and opening does not hang meanwhile', async () => {
    const opening = open();
    const first = await coinbase.socket(isUser);
    const token = String(first.messages.find(isUser)?.jwt);
    first.send({ type: 'error', message: `authentication failure: ${token}` });
    await opening;
    expect(JSON.stringify([events, logged]).includes(token.slice(0, 60))).toBe(false);
    expect(events).toMatchObject([
      { type: 'disconnected', message: expect.stringContaining('authentication failure') },
    ]);
    const second = await coinbase.socket(isUser);
    second.send(confirmation(0));
    await seen(({ type }) => type === 'connected');
  });

  it('is silent after closing', async () => {
    const socket = await opened();
    await venue.close();
    await socket.closed;
    expect(events.map(({ type }) => type)).toEqual(['connected']);
  });
});
