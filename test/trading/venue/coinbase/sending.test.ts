import { generateKeyPairSync } from 'node:crypto';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPlacement } from '../../../../src/trading/venue/coinbase/orders/placement.ts';
import {
  type CoinbaseVenueOptions,
  createCoinbaseVenue,
} from '../../../../src/trading/venue/coinbase/venue.ts';
import type { OrderRequest } from '../../../../src/trading/venue/venue.ts';
import { type ScriptedCoinbase, startScriptedCoinbase } from './scriptedCoinbase.ts';

/* What is sent at all, when it is sent again, and what goes first. */

const privateKey = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  .privateKey.export({ type: 'sec1', format: 'pem' })
  .toString();
const BUY: OrderRequest = {
  clientOrderId: 'pf-1-1',
  productId: 'BTC-USD',
  side: 'buy',
  terms: { type: 'limit', size: '1', price: '50000', timeInForce: 'gtc' },
};

let coinbase: ScriptedCoinbase;
beforeEach(async () => {
  coinbase = await startScriptedCoinbase();
});
afterEach(() => coinbase.close());

const connect = (options: Partial<CoinbaseVenueOptions>) =>
  createCoinbaseVenue({
    keyName: 'organizations/org/apiKeys/key',
    privateKey,
    urls: coinbase.urls,
    log: pino({ level: 'silent' }),
    ...options,
  });

describe('while another instance may be acting', () => {
  test('nothing that changes something is sent, and it is not known as done; reading goes on', async () => {
    let mayAct = false;
    const venue = connect({ maySend: () => mayAct });
    coinbase.on('GET /time', { json: { epochMillis: String(Date.now()) } });
    coinbase.on('POST /orders', { status: 400, json: { error: 'INVALID_ARGUMENT' } });
    const answers = [
      await venue.place(BUY),
      await venue.replace('v-1', BUY),
      await venue.cancel('v-1'),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({
        outcome: 'unknown',
        message: expect.stringMatching(/another instance may be acting/),
      });
    }
    expect(coinbase.received).toEqual([]);
    await venue.clockSkewMs();
    expect(coinbase.received).toHaveLength(1);
    mayAct = true;
    expect(await venue.place(BUY)).toMatchObject({ outcome: 'rejected' });
    expect(coinbase.received).toHaveLength(2);
  });

  test('leave that is lost while the connection is being made is no leave', async () => {
    const answers = [true, false];
    const venue = connect({ maySend: () => answers.shift() ?? false });
    coinbase.on('POST /orders', { status: 400, json: { error: 'INVALID_ARGUMENT' } });
    expect(await venue.place(BUY)).toMatchObject({
      outcome: 'unknown',
      message: expect.stringMatching(/another instance may be acting/),
    });
    expect(answers).toEqual([]);
    expect(coinbase.received).toEqual([]);
  });
});

test('Coinbase says how long to wait after too many requests: what would be too long is not waited for', async () => {
  const venue = connect({ timing: { patience: 2_000 } });
  coinbase.on('POST /orders', { status: 429, json: {}, headers: { 'retry-after': '30' } });
  expect(await venue.place(BUY)).toMatchObject({ outcome: 'rejected', reason: 'rate_limited' });
  expect(coinbase.received).toHaveLength(1);
});

test('fills of another product are left out, whatever Coinbase lists', async () => {
  const venue = connect({});
  const fill = (product_id: string, entry_id: string) => ({
    entry_id,
    trade_id: entry_id,
    order_id: 'v-1',
    trade_time: '2026-01-05T12:00:00Z',
    trade_type: 'FILL',
    price: '50000',
    size: '1',
    commission: '0',
    product_id,
    side: 'BUY',
    liquidity_indicator: 'TAKER',
  });
  coinbase.on('GET /orders/historical/fills', ({ query }) => ({
    json: query.get('cursor')
      ? { fills: [], cursor: '' }
      : { fills: [fill('BTC-USD', 'a'), fill('ETH-USD', 'b')], cursor: '' },
  }));
  const { entries } = await venue.fills({ productId: 'BTC-USD' });
  expect(entries.map(({ productId }) => productId)).toEqual(['BTC-USD']);
});

test('what closes goes before what opens, a cancel before both', async () => {
  const asked: string[] = [];
  const placement = createPlacement({
    rest: {
      async send(_: unknown, { path, priority }: { path: string; priority?: string }) {
        asked.push(`${path.split('/').at(-1)} ${priority}`);
        return { kind: 'unclear', message: 'no answer' };
      },
    } as never,
    history: {} as never,
    capabilities: {} as never,
    clock: () => 0,
    editShowsMs: 0,
  });
  for (const closes of [true, false]) {
    const request = { ...BUY, ...(closes && { closes }) } as OrderRequest;
    await placement.place(request);
    await placement.replace('v-1', request);
  }
  await placement.cancel('v-1');
  expect(asked).toEqual([
    'orders urgent',
    'edit urgent',
    'orders normal',
    'edit normal',
    'batch_cancel urgent',
  ]);
});
