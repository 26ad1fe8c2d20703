import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAccountMemory } from '../../../src/trading/market/accountMemory.ts';
import type { Catalogue } from '../../../src/trading/market/catalogue.ts';
import type { Account, Event } from '../../../src/trading/strategy/model/event.ts';
import type { Position } from '../../../src/trading/strategy/model/state.ts';
import { createTasks, type Tasks } from '../../../src/trading/tasks.ts';
import { listed } from '../../../src/trading/venue/listed.ts';
import {
  type Balance,
  type OrderRequest,
  type OrderTerms,
  type Venue,
  VenueError,
} from '../../../src/trading/venue/venue.ts';
import { held, memoryCore } from '../reconcile/core.ts';
import { BTC, BTC_PERP, NOON } from '../strategy/given.ts';

const SECOND = 1_000;
const MINUTE = 60_000;

let tasks: Tasks;
beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
  tasks = createTasks(pino({ level: 'silent' }));
});
afterEach(async () => {
  await tasks.stop();
  vi.useRealTimers();
});

function remembering(...positions: Position[]) {
  const core = memoryCore(...positions);
  const asked: string[] = [];
  let balances: Balance[] = [
    { asset: 'USD', available: '1000', hold: '50' },
    { asset: 'BTC', available: '2', hold: '1' },
  ];
  let answer: Promise<void> = Promise.resolve();
  const venue = {
    async balances() {
      asked.push('balances');
      const said = balances;
      await answer;
      return listed(said);
    },
    async fees() {
      asked.push('fees');
      return { maker: '0', taker: '0' };
    },
  } as unknown as Venue;
  const memory = createAccountMemory({
    account: 'live',
    venue,
    marketData: {
      async lastPrices() {
        asked.push('prices');
        return new Map([[BTC.id, '50000']]);
      },
    },
    catalogue: {
      products: () => [BTC, BTC_PERP],
      find: (id: string) => [BTC, BTC_PERP].find((one) => one.id === id),
    } as unknown as Catalogue,
    state: core.state,
    tasks,
    now: () => Date.now(),
  });
  /** An order is committed: a place of it, unless told. */
  const committed = (
    orderId: string,
    request: Partial<OrderRequest> | null,
    more: { kind?: string; account?: Account; event?: Event } = {},
  ) =>
    memory.onCommit({
      event: more.event ?? { type: 'time', at: NOON },
      intents: [
        {
          kind: more.kind ?? 'place',
          account: more.account ?? 'live',
          order_id: orderId,
          request: request && { productId: BTC.id, side: 'buy', ...request },
        },
      ],
    } as never);
  return {
    memory,
    core,
    asked,
    committed,
    says: (next: Balance[]) => {
      balances = next;
    },
    slow: (until: Promise<void>) => {
      answer = until;
    },
    free: () =>
      memory
        .recall()
        ?.balances.map(({ asset, available, hold }) => `${asset} ${available} ${hold}`) ?? null,
  };
}

const AS_TOLD = ['USD 1000 50', 'BTC 2 1'];
const limit = (size: string, price: string): OrderTerms => ({
  type: 'limit',
  size,
  price,
  timeInForce: 'gtc',
});

test('nothing is known before the venue was asked, nor ninety seconds after', async () => {
  const { memory, free } = remembering();
  expect(free()).toBeNull();
  await memory.ask();
  expect(free()).toEqual(AS_TOLD);
  expect(memory.recall()?.equity).toBe('151050');
  await vi.advanceTimersByTimeAsync(90 * SECOND);
  expect(free()).toEqual(AS_TOLD);
  await vi.advanceTimersByTimeAsync(1);
  expect(free()).toBeNull();
});

test('the fees are asked for once an hour, prices once a minute, the balances each time', async () => {
  const { memory, asked } = remembering();
  await memory.ask();
  expect(asked.toSorted()).toEqual(['balances', 'fees', 'prices']);
  await vi.advanceTimersByTimeAsync(MINUTE);
  await memory.ask();
  expect(asked.slice(3)).toEqual(['balances']);
  await vi.advanceTimersByTimeAsync(1);
  await memory.ask();
  expect(asked.slice(4).toSorted()).toEqual(['balances', 'prices']);
  await vi.advanceTimersByTimeAsync(59 * MINUTE);
  await memory.ask();
  expect(asked.slice(6).toSorted()).toEqual(['balances', 'fees', 'prices']);
});

describe('what our own orders have taken since counts as gone', () => {
  const cases: [string, Partial<OrderRequest>, string[] | null][] = [
    ['a limit purchase', { terms: limit('0.01', '50000') }, ['USD 500 50', 'BTC 2 1']],
    [
      'a stop purchase, at the most it may pay',
      {
        terms: {
          type: 'stop_limit',
          size: '0.01',
          stopPrice: '49000',
          price: '50000',
          direction: 'up',
        },
      },
      ['USD 500 50', 'BTC 2 1'],
    ],
    [
      'a market purchase for so much',
      { terms: { type: 'market', quoteSize: '300' } },
      ['USD 700 50', 'BTC 2 1'],
    ],
    ['a sale', { side: 'sell', terms: limit('0.5', '1') }, ['USD 1000 50', 'BTC 1.5 1']],
    ['more than there is', { terms: limit('1', '50000') }, ['USD 0 50', 'BTC 2 1']],
    [
      'a market purchase of so many: only the venue can tell',
      { terms: { type: 'market', size: '0.01' } },
      null,
    ],
    [
      'a future: only the venue can tell',
      { productId: BTC_PERP.id, terms: limit('1', '50000') },
      null,
    ],
  ];
  test.each(cases)('%s', async (_, request, expected) => {
    const { memory, committed, free } = remembering();
    await memory.ask();
    committed('t-1-9', request);
    expect(free()).toEqual(expected);
  });

  test('several, each once', async () => {
    const { memory, committed, free } = remembering();
    await memory.ask();
    committed('t-1-8', { terms: limit('0.01', '10000') });
    committed('t-1-9', { terms: limit('0.01', '20000') });
    expect(free()?.[0]).toBe('USD 700 50');
  });

  test('a cancel takes nothing, a change only the venue can tell of', async () => {
    const { memory, committed, free } = remembering();
    await memory.ask();
    committed('t-1-8', null, { kind: 'cancel' });
    expect(free()).toEqual(AS_TOLD);
    committed('t-1-9', { terms: limit('1', '1') }, { kind: 'replace' });
    expect(free()).toBeNull();
  });

  test('another account’s orders take nothing of this one', async () => {
    const { memory, committed, free, asked } = remembering();
    await memory.ask();
    committed('t-1-9', { terms: limit('0.01', '50000') }, { account: 'paper' });
    expect(free()).toEqual(AS_TOLD);
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(asked.filter((one) => one === 'balances')).toHaveLength(1);
  });
});

describe('a look at the venue', () => {
  const unanswered = () => {
    const position = held('1', 'live');
    const orders = position.orders.map((order) =>
      order.purpose === 'entry'
        ? ({ ...order, status: 'submitted', venueOrderId: null } as const)
        : order,
    );
    return { ...position, orders };
  };

  test('follows each of our orders a quarter of a second later, one for all of a moment', async () => {
    const { committed, asked } = remembering();
    committed('t-1-8', { terms: limit('0.01', '50000') });
    await vi.advanceTimersByTimeAsync(200);
    committed('t-1-9', { terms: limit('0.01', '50000') });
    await vi.advanceTimersByTimeAsync(249);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked.filter((one) => one === 'balances')).toHaveLength(1);
  });

  test('counts for an order that the venue has', async () => {
    const { memory, committed, free, says } = remembering(held('1', 'live'));
    await memory.ask();
    committed('t-1-1', { terms: limit('0.01', '50000') });
    says([{ asset: 'USD', available: '500', hold: '550' }]);
    await memory.ask();
    expect(free()).toEqual(['USD 500 550']);
  });

  test('does not count for one that has no answer yet', async () => {
    const { memory, committed, free } = remembering(unanswered());
    await memory.ask();
    committed('t-1-1', { terms: limit('0.01', '50000') });
    await memory.ask();
    expect(free()).toEqual(['USD 500 50', 'BTC 2 1']);
  });

  test('does not count for one that came while it was under way', async () => {
    const { memory, committed, free, slow } = remembering(held('1', 'live'));
    const gate = Promise.withResolvers<void>();
    slow(gate.promise);
    const looking = memory.ask();
    committed('t-1-1', { terms: limit('0.01', '50000') });
    gate.resolve();
    await looking;
    expect(free()).toEqual(['USD 500 50', 'BTC 2 1']);
  });

  test('is as old as its question, however long the answer took', async () => {
    const { memory, free, slow } = remembering();
    const gate = Promise.withResolvers<void>();
    slow(gate.promise);
    const looking = memory.ask();
    await vi.advanceTimersByTimeAsync(60 * SECOND);
    gate.resolve();
    await looking;
    await vi.advanceTimersByTimeAsync(30 * SECOND);
    expect(free()).toEqual(AS_TOLD);
    await vi.advanceTimersByTimeAsync(1);
    expect(free()).toBeNull();
  });

  test('that fails leaves what was known', async () => {
    const { memory, free, slow } = remembering();
    await memory.ask();
    slow(Promise.reject(new VenueError('no answer')));
    await expect(memory.ask()).rejects.toThrow('no answer');
    expect(free()).toEqual(AS_TOLD);
  });
});
