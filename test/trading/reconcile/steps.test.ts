import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { compareOrders } from '../../../src/trading/reconcile/compareOrders.ts';
import { compareSizes } from '../../../src/trading/reconcile/compareSizes.ts';
import { tellLiquidations } from '../../../src/trading/reconcile/liquidations.ts';
import { lookAfterRefusal } from '../../../src/trading/reconcile/lookAfterRefusal.ts';
import { lookAroundPutBack } from '../../../src/trading/reconcile/lookAroundPutBack.ts';
import { refreshProducts } from '../../../src/trading/reconcile/productStates.ts';
import type { Comparison } from '../../../src/trading/reconcile/reconcile.ts';
import { settleStrangers } from '../../../src/trading/reconcile/strangers.ts';
import { findUnknownPositions } from '../../../src/trading/reconcile/unknownPositions.ts';
import type { Account, Event } from '../../../src/trading/strategy/model/event.ts';
import type { Position } from '../../../src/trading/strategy/model/state.ts';
import { createTasks } from '../../../src/trading/tasks.ts';
import { listed, UnreadableError } from '../../../src/trading/venue/listed.ts';
import {
  type Balance,
  type Fill,
  type RejectReason,
  type Venue,
  VenueError,
  type VenueOrder,
  type VenuePosition,
} from '../../../src/trading/venue/venue.ts';
import { BTC, BTC_PERP, NOON } from '../strategy/given.ts';
import { bare, held, memoryCore, toldBy } from './core.ts';

const log = pino({ level: 'silent' });

/** What a venue says; whatever a test does not name is empty. */
type Says = {
  open?: readonly VenueOrder[];
  orders?: readonly VenueOrder[];
  fills?: readonly Partial<Fill>[];
  balances?: readonly Balance[];
  positions?: readonly VenuePosition[];
  unreadable?: readonly (string | null)[];
  find?: (id: string) => Promise<VenueOrder | null>;
};

function venueThat(says: Says) {
  const asked: string[] = [];
  const venue = {
    name: 'simulated',
    openOrders: async () => listed(says.open ?? []),
    async order(id: string) {
      const found = says.orders?.find(({ venueOrderId }) => venueOrderId === id);
      return found ? { order: found, fills: [] } : null;
    },
    async findOrder(id: string, productId: string, since: number) {
      asked.push(`find ${id} ${productId} ${since - NOON}`);
      return says.find?.(id) ?? null;
    },
    fills: async ({ since = 0 }: { since?: number }) =>
      listed((says.fills ?? []).filter(({ at = NOON }) => at >= since)),
    balances: async () => listed(says.balances ?? []),
    positions: async () => ({
      entries: says.positions ?? [],
      unreadable: (says.unreadable ?? []).map((id) => ({ id, problem: 'odd' })),
    }),
    async product(id: string) {
      asked.push(`product ${id}`);
      return id === BTC.id ? { ...BTC, status: 'limit_only' } : null;
    },
    async cancel(id: string) {
      asked.push(`cancel ${id}`);
      return { outcome: 'accepted' };
    },
  } as unknown as Venue;
  return { venue, asked };
}

const order = (clientOrderId: string, change: Partial<VenueOrder> = {}): VenueOrder => ({
  venueOrderId: `v-${clientOrderId}`,
  clientOrderId,
  productId: BTC.id,
  side: 'buy',
  status: 'open',
  filledSize: '0',
  filledValue: '0',
  fees: '0',
  exact: true,
  at: NOON,
  ...change,
});

function comparing(says: Says, ...positions: Position[]) {
  const core = memoryCore(...positions);
  const { venue, asked } = venueThat(says);
  const { tell, told, keys } = toldBy();
  const lookedUp: string[] = [];
  const waits: number[] = [];
  const comparison: Comparison = {
    account: 'paper',
    venue,
    engine: core,
    positions: () => [...core.state().positions.values()],
    async lookUp(_, orderId) {
      lookedUp.push(orderId);
      return true;
    },
    blind: { from: NOON, to: NOON },
    marketData: { price: async () => null },
    tell,
    now: () => NOON,
    wait: async (ms) => void waits.push(ms),
    log,
  };
  return { comparison, core, asked, told, keys, lookedUp, waits };
}

describe('orders under our mark that no position knows', () => {
  const limit = { type: 'limit', size: '1', price: '1', timeInForce: 'gtc' } as const;
  const future = (side: 'buy' | 'sell'): Partial<VenueOrder> => ({
    productId: BTC_PERP.id,
    side,
    terms: limit,
  });
  const contracts = (size: string, productId = BTC_PERP.id) => [{ productId, size }];
  const cases: [string, VenueOrder, Omit<Says, 'open'>, 'cancelled' | 'left' | 'not ours'][] = [
    ['a purchase of coins', order('t-77-1'), {}, 'cancelled'],
    ['a sale of coins', order('t-77-1', { side: 'sell' }), {}, 'left'],
    [
      'a future, and nothing of it is held: a sale',
      order('t-77-1', future('sell')),
      {},
      'cancelled',
    ],
    [
      'a future, and nothing of it is held: a purchase',
      order('t-77-1', future('buy')),
      {},
      'cancelled',
    ],
    ['against a long', order('t-77-1', future('sell')), { positions: contracts('3') }, 'left'],
    [
      'along with a long',
      order('t-77-1', future('buy')),
      { positions: contracts('3') },
      'cancelled',
    ],
    ['against a short', order('t-77-1', future('buy')), { positions: contracts('-3') }, 'left'],
    [
      'along with a short',
      order('t-77-1', future('sell')),
      { positions: contracts('-3') },
      'cancelled',
    ],
    [
      'a long of another future is none of this',
      order('t-77-1', future('sell')),
      { positions: contracts('3', 'ETP-20DEC30-CDE') },
      'cancelled',
    ],
    [
      'where it can not be read what is held',
      order('t-77-1', future('sell')),
      { unreadable: [BTC_PERP.id] },
      'left',
    ],
    [
      'where it can not be read what is held of another future',
      order('t-77-1', future('sell')),
      { unreadable: ['ETP-20DEC30-CDE'] },
      'cancelled',
    ],
    [
      'a bracket, whatever is held',
      order('t-77-1', {
        ...future('buy'),
        terms: { type: 'bracket', size: '1', stop: '1', target: '2' },
      }),
      {},
      'left',
    ],
    [
      'a stop, whatever is held',
      order('t-77-1', {
        ...future('buy'),
        terms: { type: 'stop_limit', size: '1', stopPrice: '1', price: '1', direction: 'up' },
      }),
      {},
      'left',
    ],
    ['the owner’s own', order('by-hand'), {}, 'not ours'],
    ['without any id', order(''), {}, 'not ours'],
    ['an order that a position knows', order('t-1-1'), {}, 'not ours'],
    [
      'what came with an entry of ours',
      order('t-77-1', { parentVenueOrderId: 'v-t-1-1' }),
      {},
      'not ours',
    ],
    [
      'what came with an entry of somebody else',
      order('t-77-1', { parentVenueOrderId: 'v-other' }),
      {},
      'cancelled',
    ],
  ];
  test.each(cases)('%s', async (_, stranger, says, becomes) => {
    const { comparison, asked, told } = comparing({ open: [stranger], ...says }, held('1'));
    await settleStrangers(comparison, [stranger]);
    expect(asked).toEqual(becomes === 'cancelled' ? [`cancel ${stranger.venueOrderId}`] : []);
    expect(told).toHaveLength(becomes === 'not ours' ? 0 : 1);
    if (becomes !== 'not ours')
      expect(told[0]).toContain(becomes === 'left' ? 'it was left there' : 'it was cancelled');
  });

  test('each is told by itself, and once', async () => {
    const two = [order('t-77-1'), order('t-78-1')];
    const { comparison, told } = comparing({}, held('1'));
    for (const _ of [1, 2]) expect(await settleStrangers(comparison, two)).toBe(2);
    expect(told).toHaveLength(2);
  });
});

describe('a stop that would be taken too late', () => {
  const at = (liquidationPrice: string, productId = BTC_PERP.id) => [
    { productId, size: '-40', liquidationPrice },
  ];
  const short = (change: Partial<Position> = {}) => ({ ...held('1', 'paper', 'short'), ...change });
  const cases: [string, Position[], VenuePosition[], number][] = [
    ['the short is liquidated before its stop', [short()], at('51000'), 1],
    ['its stop is reached first', [short()], at('53000'), 0],
    ['the venue does not say where', [short()], [{ productId: BTC_PERP.id, size: '-40' }], 0],
    ['it is about another future', [short()], at('51000', 'ETP-20DEC30-CDE'), 0],
    ['it has ended', [short({ status: 'closed' })], at('51000'), 0],
    ['coins are not liquidated', [held('1')], at('60000', BTC.id), 0],
    ['there are two', [short(), short({ id: '2' })], at('51000'), 2],
  ];
  test.each(cases)('%s', async (_, positions, says, times) => {
    const { comparison, told } = comparing({ positions: says }, ...positions);
    await tellLiquidations(comparison);
    await tellLiquidations(comparison);
    expect(told).toHaveLength(times);
    if (times > 0)
      expect(told[0]).toContain('it would be liquidated at 51000, before its stop 52000');
  });

  test('is told anew when the stop was moved and is behind it still', async () => {
    const first = comparing({ positions: at('51000') }, short());
    await tellLiquidations(first.comparison);
    const moved = comparing({ positions: at('51000') }, short({ stop: '51500' }));
    await tellLiquidations({ ...moved.comparison, tell: first.comparison.tell });
    expect(first.told).toHaveLength(2);
  });
});

describe('orders against what rests at the venue', () => {
  const brackets = held('1')
    .orders.filter(({ purpose }) => purpose === 'bracket')
    .map(({ id, venueOrderId, terms }) =>
      order(id, { side: 'sell', venueOrderId: venueOrderId ?? '', terms }),
    );
  const [first, second] = brackets as [VenueOrder, VenueOrder];

  test('all as it should be: nothing is asked', async () => {
    const { comparison, lookedUp, asked } = comparing({}, held('1'));
    expect(await compareOrders(comparison, brackets)).toBe(0);
    expect(lookedUp).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('what rests no more is looked up, and nothing else', async () => {
    const { comparison, lookedUp } = comparing({}, held('1'));
    await compareOrders(comparison, [first]);
    expect(lookedUp).toEqual([second.clientOrderId]);
  });

  test('what a list tells of a fill is taken in', async () => {
    const { comparison, core } = comparing({}, held('1'));
    const partly = { ...first, filledSize: '0.004', filledValue: '208', exact: false };
    expect(await compareOrders(comparison, [partly, second])).toBe(1);
    const [known] =
      core
        .state()
        .positions.get('1')
        ?.orders.filter(({ id }) => id === first.clientOrderId) ?? [];
    expect(known?.filledSize).toBe('0.004');
  });

  test('what a list tells with other terms is looked up', async () => {
    const { comparison, lookedUp } = comparing({}, held('1'));
    const moved = { ...first, terms: { ...first.terms, stop: '47000' } as VenueOrder['terms'] };
    await compareOrders(comparison, [moved as VenueOrder, second]);
    expect(lookedUp).toEqual([first.clientOrderId]);
  });

  test('an end whose sums are not exact is looked up', async () => {
    const position = held('1');
    const orders = position.orders.map((one) =>
      one.purpose === 'entry' ? { ...one, exact: false } : one,
    );
    const { comparison, lookedUp } = comparing({}, { ...position, orders });
    await compareOrders(comparison, brackets);
    expect(lookedUp).toEqual(['t-1-1']);
  });

  const lost = (change: Partial<Position['orders'][number]>) => {
    const position = held('1');
    const orders = position.orders.map((one) =>
      one.purpose === 'entry'
        ? ({
            ...one,
            status: 'rejected',
            venueOrderId: null,
            createdAt: NOON - 60_000,
            ...change,
          } as const)
        : one,
    );
    return { ...position, orders } as Position;
  };
  const MINUTE = 60_000;
  test.each([
    ['one that is thought never to have arrived', lost({}), 1],
    ['the same after ten minutes', lost({ createdAt: NOON - 11 * MINUTE }), 0],
    ['one that the venue had, and refused', lost({ venueOrderId: 'v-1' }), 0],
    ['one that would be in the list of open orders', lost({ purpose: 'bracket' }), 0],
    ['one that was cancelled', lost({ status: 'cancelled' }), 0],
  ])('%s is looked for: %#', async (_, position, times) => {
    const { comparison, asked } = comparing({}, position);
    await compareOrders(comparison, brackets);
    expect(asked).toEqual(Array(times).fill(`find t-1-1 BTC-USD ${-2 * MINUTE}`));
  });

  test('one that can not be read holds up nothing, one that could not be asked about ends the comparison', async () => {
    const odd = comparing({ find: () => Promise.reject(new UnreadableError('odd')) }, lost({}));
    expect(await compareOrders(odd.comparison, brackets)).toBe(0);
    const away = comparing({ find: () => Promise.reject(new VenueError('no answer')) }, lost({}));
    await expect(compareOrders(away.comparison, brackets)).rejects.toThrow('no answer');
  });
});

describe('less than there should be', () => {
  test('because an order of ours has filled that was not heard of is no difference', async () => {
    const sold = held('1').orders.find(({ purpose }) => purpose === 'bracket');
    const seen = order(sold?.id ?? '', { side: 'sell', filledSize: '0.01', filledValue: '520' });
    const says = { balances: [{ asset: 'BTC', available: '0', hold: '0.01' }], open: [seen] };
    const { comparison, core } = comparing(says, held('1'));
    expect(await compareSizes(comparison)).toBe(0);
    expect(core.events.map(({ type }) => type)).toEqual(['order']);
  });

  test.each([
    [
      'at its last price',
      { bid: '1', ask: '1', last: '51000', productId: BTC.id, at: NOON },
      '51000',
    ],
    ['at its stop, where no price is known', null, '48000'],
  ])('is closed %s', async (_, price, expected) => {
    const { comparison, core, waits } = comparing({ balances: [] }, bare('1'));
    comparison.marketData = { price: async () => price };
    expect(await compareSizes(comparison)).toBe(1);
    expect(waits).toEqual([1_500]);
    expect(core.events.at(-1)).toMatchObject({
      type: 'position_difference',
      positionId: '1',
      size: '0',
      price: expected,
      message: 'the venue holds 0 BTC for it where it should be 0.02: it was sold or moved by hand',
    });
  });
});

test('the products of what is open are asked for, each once, and of nothing else', async () => {
  const ended = { ...held('3', 'paper', 'short'), status: 'closed' as const };
  const { comparison, core, asked } = comparing({}, held('1'), held('2'), ended);
  await refreshProducts(comparison);
  expect(asked).toEqual([`product ${BTC.id}`]);
  expect(core.state().positions.get('1')?.product.status).toBe('limit_only');
});

describe('after a refusal', () => {
  const refusal = (kind: 'rejected' | 'replace_rejected', reason: RejectReason): Event => ({
    type: 'order',
    at: NOON,
    orderId: 't-1-1',
    report: { kind, reason, message: 'no' },
  });
  const cases: [string, Event, string[]][] = [
    ['it can not be traded now', refusal('rejected', 'product_unavailable'), [`product ${BTC.id}`]],
    ['not at this hour', refusal('rejected', 'not_now'), [`product ${BTC.id}`]],
    ['its steps are finer', refusal('rejected', 'precision'), [`product ${BTC.id}`]],
    ['its size', refusal('replace_rejected', 'invalid_size'), [`product ${BTC.id}`]],
    ['money', refusal('rejected', 'insufficient_funds'), ['account live']],
    ['a reason of its own', refusal('rejected', 'other'), []],
    ['a price', refusal('rejected', 'invalid_price'), []],
    [
      'no refusal',
      {
        type: 'order',
        at: NOON,
        orderId: 't-1-1',
        report: { kind: 'accepted', venueOrderId: 'v' },
      },
      [],
    ],
    ['no report of an order', { type: 'time', at: NOON }, []],
  ];
  test.each(cases)('(%s) what would explain it is asked', async (_, event, expected) => {
    const tasks = createTasks(log);
    const { venue, asked } = venueThat({});
    const { venue: paper, asked: askedOfPaper } = venueThat({});
    const listeners: ((committed: never) => void)[] = [];
    const core = memoryCore(held('1', 'live'));
    lookAfterRefusal({
      engine: { ...core, onCommit: (listener: never) => listeners.push(listener) } as never,
      venues: { live: venue, paper },
      lookSoon: (account) => void asked.push(`account ${account}`),
      tasks,
      now: () => NOON,
    });
    const changed = [...core.state().positions.values()];
    for (const listener of listeners) listener({ event, decision: { changed } } as never);
    await tasks.idle();
    expect(asked).toEqual(expected);
    expect(askedOfPaper).toEqual([]);
    // What was learned reaches the core.
    const brought = core.events.map(({ type }) => type);
    expect(brought).toEqual(expected.some((one) => one.startsWith('product')) ? ['product'] : []);
  });
});

describe('protection that was cancelled by hand', () => {
  beforeEach(() => void vi.useFakeTimers({ now: NOON }));
  afterEach(() => void vi.useRealTimers());

  test('is looked around shortly before it is put back, and after; once for each time', async () => {
    const tasks = createTasks(log);
    const looks: string[] = [];
    const listeners: ((committed: never) => void)[] = [];
    lookAroundPutBack({
      engine: { onCommit: (listener: never) => listeners.push(listener) } as never,
      async reconcile(account: Account) {
        looks.push(`${account} ${(Date.now() - NOON) / 1_000}`);
      },
      tasks,
      now: () => Date.now(),
    });
    const lifted = (stage: 'waiting' | 'put_back' | 'left_off', until: number) => {
      const position = held('1', 'live');
      const wayOut = {
        ...position.wayOut,
        lifted: { stage, until, since: NOON, size: '1', times: 1 },
      };
      return { decision: { changed: [{ ...position, wayOut }, held('2')] } } as never;
    };
    const tell = (committed: never) => {
      for (const listener of listeners) listener(committed);
    };
    tell(lifted('waiting', NOON + 60_000));
    tell(lifted('waiting', NOON + 60_000));
    tell(lifted('left_off', NOON + 90_000));
    tell(lifted('put_back', NOON + 90_000));
    await vi.advanceTimersByTimeAsync(200_000);
    expect(looks).toEqual(['live 55', 'live 75']);
    tell(lifted('waiting', NOON + 300_000));
    await tasks.stop();
    await vi.advanceTimersByTimeAsync(200_000);
    expect(looks).toHaveLength(2);
  });
});

describe('positions under our mark that only the venue knows', () => {
  const filled = (id: string, side: 'buy' | 'sell', filledSize: string, change = {}) =>
    order(id, { side, status: 'filled', filledSize, ...change });
  const fillOf = (one: VenueOrder, at = NOON): Partial<Fill> => ({
    venueOrderId: one.venueOrderId,
    at,
  });
  async function unknown(
    open: VenueOrder[],
    done: VenueOrder[],
    fills = done.map((one) => fillOf(one)),
  ) {
    const { venue } = venueThat({ open, orders: [...open, ...done], fills });
    const found = await findUnknownPositions(venue, memoryCore(held('1')).state(), NOON - 1_000);
    return found.map(
      ({ positionId, size, orders }) =>
        `${positionId}: ${size.toFixed()} by ${orders.map(({ clientOrderId }) => clientOrderId).join(' ')}`,
    );
  }
  const cases: [string, VenueOrder[], VenueOrder[], string[]][] = [
    ['none', [], [], []],
    ['bought', [], [filled('t-7-1', 'buy', '2')], ['7: 2 by t-7-1']],
    ['a short', [], [filled('t-7-1', 'sell', '3')], ['7: -3 by t-7-1']],
    [
      'a part of it sold',
      [],
      [filled('t-7-1', 'buy', '2'), filled('t-7-2', 'sell', '0.5')],
      ['7: 1.5 by t-7-1 t-7-2'],
    ],
    ['all of it sold', [], [filled('t-7-1', 'buy', '2'), filled('t-7-2', 'sell', '2')], []],
    [
      'with what protects it, in the order of its numbers',
      [order('t-7-3', { side: 'sell' }), order('t-7-2', { side: 'sell' })],
      [filled('t-7-1', 'buy', '2')],
      ['7: 2 by t-7-1 t-7-2 t-7-3'],
    ],
    ['what only rests is none yet', [order('t-7-1')], [], []],
    [
      'two, by their numbers',
      [],
      [filled('t-10-1', 'buy', '1'), filled('t-9-1', 'buy', '2')],
      ['9: 2 by t-9-1', '10: 1 by t-10-1'],
    ],
    ['one that is known', [], [filled('t-1-1', 'buy', '2')], []],
    ['the owner’s own', [], [filled('by-hand', 'buy', '2')], []],
    ['another bot’s', [], [filled('x-7-1', 'buy', '2')], []],
  ];
  test.each(cases)('%s', async (_, open, done, expected) => {
    expect(await unknown(open, done)).toEqual(expected);
  });

  test('what filled before that time is not looked at', async () => {
    const old = filled('t-7-1', 'buy', '2');
    expect(await unknown([], [old], [fillOf(old, NOON - 2_000)])).toEqual([]);
  });
});
