import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { measureEquity, worthOf } from '../../../src/trading/market/equity.ts';
import { lastPrices, pricesForUpdate } from '../../../src/trading/market/lastPrices.ts';
import type { Update } from '../../../src/trading/signal/reading.ts';
import { held, memoryCore } from '../reconcile/core.ts';
import { BTC, ETH, priceOf, sourceOf } from '../strategy/given.ts';

const log = pino({ level: 'silent' });
const market = (asked: string[] = []) => ({
  priceAtHand: (id: string) => (id === BTC.id ? null : priceOf('3000', ETH)),
  async price(id: string) {
    asked.push(id);
    if (id === 'ODD-USD') throw new Error('no answer');
    return id === 'NONE-USD' ? null : priceOf('50000');
  },
});

test('the last price of each is asked for once; one that fails or has none costs no other', async () => {
  const asked: string[] = [];
  const ids = [BTC.id, 'ODD-USD', BTC.id, 'NONE-USD', ETH.id];
  const prices = await lastPrices({ marketData: market(asked), log }, ids);
  expect([...prices.keys()]).toEqual([BTC.id, ETH.id]);
  expect(asked.toSorted()).toEqual([BTC.id, ETH.id, 'NONE-USD', 'ODD-USD']);
});

describe('an instruction is weighed against the prices of what its provider has open', () => {
  const theirs = held('1');
  const others = { ...held('2'), product: ETH, source: sourceOf('m2', { providerId: 'p2' }) };
  const ended = { ...held('3'), product: { ...BTC, id: 'OLD-USD' }, status: 'closed' as const };
  const cases: [Update['action'], string[]][] = [
    ['move_stop', [BTC.id]],
    ['stop_to_entry', [BTC.id]],
    ['close', []],
    ['cancel_entry', []],
  ];
  test.each(cases)('%s', async (action, expected) => {
    const asked: string[] = [];
    const { prices } = await pricesForUpdate(
      { marketData: market(asked), log },
      memoryCore(theirs, others, ended).state(),
      sourceOf('u1', { providerId: 'p1' }),
      { kind: 'update', action, symbol: null, side: null, provenance: {} } as Update,
    );
    expect(asked).toEqual(expected);
    expect(Object.keys(prices ?? {})).toEqual(expected);
  });
});

test('an instruction that is to ask nobody is not weighed where a price would have to be asked for', async () => {
  const asked: string[] = [];
  const weigh = (providerId: string) =>
    pricesForUpdate(
      { marketData: market(asked), log },
      memoryCore(held('1')).state(),
      sourceOf('u1', { providerId }),
      { kind: 'update', action: 'move_stop', symbol: null, side: null, provenance: {} } as Update,
      { askNobody: true },
    );
  await expect(weigh('p1')).rejects.toThrow('the price of BTC-USD');
  expect(await weigh('p2')).toEqual({ prices: {} });
  expect(asked).toEqual([]);
});

test('what an account is worth: its cash, and its coins with what rests in orders, at their last price', async () => {
  const balances = [
    { asset: 'USD', available: '100', hold: '10' },
    { asset: 'USDC', available: '5', hold: '0' },
    { asset: 'BTC', available: '0.5', hold: '0.5' },
    { asset: 'ETH', available: '1', hold: '0' },
    { asset: 'ODD', available: '9', hold: '0' },
    { asset: 'DUST', available: '0', hold: '0' },
  ];
  const asked: string[][] = [];
  const marketData = {
    async lastPrices(ids: readonly string[]) {
      asked.push([...ids]);
      return new Map([[BTC.id, '50000']]);
    },
  };
  const products = [{ ...BTC, id: 'BTC-EUR', quote: 'EUR' }, BTC, ETH];
  expect(await measureEquity(balances, marketData, products)).toBe('50115');
  expect(asked).toEqual([[BTC.id, ETH.id]]);
  const worth = await worthOf(balances, marketData, products);
  expect(worth.map(({ asset, worth }) => `${asset} ${worth?.toFixed() ?? 'none'}`)).toEqual([
    'USD 110',
    'USDC 5',
    'BTC 50000',
    'ETH none',
    'ODD none',
  ]);
});
