import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { closeWithoutStore } from '../../../src/trading/execution/emergency.ts';
import { dec } from '../../../src/trading/money.ts';
import type { Order, Position } from '../../../src/trading/strategy/model/state.ts';
import { type Listed, listed } from '../../../src/trading/venue/listed.ts';
import type {
  Balance,
  CancelResult,
  OrderRequest,
  PlaceResult,
  Product,
  Venue,
  VenueOrder,
} from '../../../src/trading/venue/venue.ts';
import { held, memoryCore } from '../reconcile/core.ts';
import { BTC, BTC_PERP, NOON } from '../strategy/given.ts';

/*
 * Closing at a venue without the database, step by step: what the venue says to each request, how
 * late it is, and what is held there.
 */

type Given = {
  /** What a cancel of an order is answered with, in order; then it is taken. */
  cancel?: CancelResult[];
  /** What an order has filled when it is looked at after its cancel. */
  filled?: Record<string, string>;
  /** So many looks an order rests on though its cancel was taken. */
  restsOn?: number;
  /** What each closing order comes to of its size; by default all of it. */
  exits?: (PlaceResult | string)[];
  balances?: Listed<Balance>;
  product?: Partial<Product>;
  /** What the lists have by our own id. */
  found?: Record<string, Partial<VenueOrder>>;
  /** What is left is asked for until it is given up. */
  goesOn?: true;
  /** The venue does not show the closing order. */
  hidesExits?: boolean;
  /** What rests can't be listed. */
  noList?: true;
};

const coins = (available: string, asset = 'BTC'): Balance => ({ asset, available, hold: '0' });

async function closing(given: Given, ...positions: Position[]) {
  const asked: string[] = [];
  const said: string[] = [];
  const waits: number[] = [];
  const known = new Map<string, VenueOrder>();
  const looks = new Map<string, number>();
  for (const { orders, product } of positions) {
    for (const one of orders) {
      if (one.venueOrderId !== null) known.set(one.venueOrderId, shown(one, product));
    }
  }
  const cancelled = new Set<string>();
  const venue = {
    async product() {
      const [first] = positions;
      return { ...(first as Position).product, ...given.product };
    },
    async cancel(id: string) {
      asked.push(`cancel ${id.replace(/^v-/, '')}`);
      const answer = given.cancel?.shift() ?? { outcome: 'accepted' };
      if (answer.outcome === 'accepted') cancelled.add(id);
      return answer;
    },
    async order(id: string) {
      const order = known.get(id);
      if (!order) return null;
      if (given.hidesExits && id.includes('-x')) return null;
      const own = order.clientOrderId;
      const times = (looks.get(own) ?? 0) + 1;
      looks.set(own, times);
      const filledSize = given.filled?.[own] ?? order.filledSize;
      const ends = cancelled.has(id) && times > (given.restsOn ?? 0);
      const filledValue = dec(filledSize).mul(50_000).toFixed();
      return {
        order: { ...order, filledSize, filledValue, ...(ends && { status: 'cancelled' }) },
        fills: [],
      };
    },
    async findOrder(id: string) {
      const found = given.found?.[id];
      if (!found) return null;
      const order = { ...bareOrder(id), ...found };
      known.set(order.venueOrderId, order);
      return order;
    },
    async openOrders() {
      if (given.noList) throw new Error('no answer');
      return listed([...known.values()].filter(({ status }) => status === 'open'));
    },
    balances: async () => given.balances ?? listed([coins('9')]),
    async place(request: OrderRequest) {
      const { clientOrderId, side, terms } = request;
      const size = 'size' in terms ? terms.size : terms.quoteSize;
      asked.push(`${side} ${size} ${terms.type} as ${clientOrderId}`);
      const comesTo = terms.type === 'bracket' ? '0' : (given.exits?.shift() ?? size);
      if (typeof comesTo !== 'string') return comesTo;
      const status = terms.type === 'bracket' ? 'open' : comesTo === size ? 'filled' : 'cancelled';
      known.set(`v-${clientOrderId}`, {
        ...bareOrder(clientOrderId),
        side,
        status,
        filledSize: comesTo,
      });
      return { outcome: 'accepted', venueOrderId: `v-${clientOrderId}` };
    },
  } as unknown as Venue;
  await closeWithoutStore(
    {
      engine: memoryCore(...positions) as never,
      venues: { paper: venue },
      log: pino({ level: 'silent' }),
      now: () => NOON,
      wait: async (ms) => void waits.push(ms),
    },
    (line) => said.push(line),
  );
  return { asked, said: said.join('\n'), waits };
}

const bareOrder = (clientOrderId: string): VenueOrder => ({
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
});

function shown(order: Order, { id }: Product): VenueOrder {
  const { side, filledSize, filledValue, terms } = order;
  return {
    ...bareOrder(order.id),
    venueOrderId: order.venueOrderId ?? '',
    productId: id,
    side,
    filledSize,
    filledValue,
    terms,
    status: order.status === 'filled' ? 'filled' : 'open',
  };
}

/** The position with its orders of that purpose changed. */
function withOrders(
  position: Position,
  purpose: Order['purpose'],
  change: Partial<Order>,
): Position {
  const orders = position.orders.map((one) =>
    one.purpose === purpose ? ({ ...one, ...change } as Order) : one,
  );
  return { ...position, orders };
}

const refused: CancelResult = { outcome: 'rejected', reason: 'order_state', message: 'no' };
const lost = { outcome: 'unknown', message: 'no answer' } as const;
const noMoney: PlaceResult = { outcome: 'rejected', reason: 'insufficient_funds', message: 'held' };
const never: PlaceResult = { outcome: 'rejected', reason: 'other', message: 'no' };

const CANCELS = ['cancel t-1-2', 'cancel t-1-3'];
const exit = (size: string, number = 1) => `sell ${size} market as t-1-x${number}`;
const BACK = ['sell 0.01 bracket as t-1-4', 'sell 0.01 bracket as t-1-5'];

describe('a long of 0.02 whose two brackets rest', () => {
  const cases: [string, Given, string[], RegExp][] = [
    ['is closed', {}, [...CANCELS, exit('0.02')], /closing 0.02 at market/],
    [
      'of which a bracket filled before its cancel: only the rest',
      { filled: { 't-1-2': '0.004' } },
      [...CANCELS, exit('0.016')],
      /closing 0.016 at market/,
    ],
    [
      'of which both brackets filled: nothing',
      { filled: { 't-1-2': '0.01', 't-1-3': '0.01' } },
      CANCELS,
      /its orders are cancelled, nothing is open/,
    ],
    [
      'that rests on for a while, its cancels taken',
      { restsOn: 2 },
      [...CANCELS, ...CANCELS, ...CANCELS, exit('0.02')],
      /closing 0.02/,
    ],
    [
      'one cancel refused',
      { cancel: [refused] },
      [...CANCELS, 'cancel t-1-2', exit('0.02')],
      /closing 0.02/,
    ],
    [
      'one cancel without an answer: it is said, and asked again',
      { cancel: [lost] },
      [...CANCELS, 'cancel t-1-2', exit('0.02')],
      /no answer about cancelling its bracket order \(no answer\)[\s\S]*closing 0.02/,
    ],
    [
      'in parts, where the book is thin: each by an order of its own',
      { exits: ['0.005', '0.01'] },
      [...CANCELS, exit('0.02'), exit('0.015', 2), exit('0.005', 3)],
      /closing 0.005 at market/,
    ],
    [
      'but for less than can be sold',
      { exits: ['0.019995'] },
      [...CANCELS, exit('0.02')],
      /closing 0.02/,
    ],
    [
      'by an order that the venue does not show: not by a second one',
      { hidesExits: true },
      [...CANCELS, exit('0.02')],
      /closing 0.02/,
    ],
    [
      'held for a moment',
      { exits: [noMoney, noMoney] },
      [...CANCELS, exit('0.02'), exit('0.02'), exit('0.02')],
      /closing 0.02/,
    ],
    [
      'held for ever: what protected is put back',
      { exits: Array(9).fill(noMoney) },
      [...CANCELS, ...Array(8).fill(exit('0.02')), ...BACK],
      /NOT closed \(held\)[\s\S]*rests there again/,
    ],
    [
      'refused for good: once',
      { exits: [never] },
      [...CANCELS, exit('0.02'), ...BACK],
      /NOT closed \(no\)[\s\S]*rests there again/,
    ],
    [
      'without an answer: by the same order again',
      { exits: [lost] },
      [...CANCELS, exit('0.02'), exit('0.02')],
      /no answer came[\s\S]*closing 0.02/,
    ],
    [
      'of which the account holds less',
      { balances: listed([coins('7', 'ETH'), coins('0.015')]), goesOn: true },
      [...CANCELS, exit('0.015')],
      /closing 0.015/,
    ],
    [
      'of which nothing is there, but other coins',
      { balances: listed([coins('7', 'ETH'), coins('99', 'USD')]) },
      [...CANCELS, ...BACK],
      /NOT closed \(it is not free at the venue\)/,
    ],
    [
      'where it can not be read what is held: all of it is asked for',
      { balances: { entries: [coins('0')], unreadable: [{ id: 'BTC', problem: 'odd' }] } },
      [...CANCELS, exit('0.02')],
      /closing 0.02/,
    ],
    [
      'where another coin’s account can not be read: what is held counts',
      {
        balances: { entries: [coins('0.012')], unreadable: [{ id: 'ETH', problem: 'odd' }] },
        goesOn: true,
      },
      [...CANCELS, exit('0.012')],
      /closing 0.012/,
    ],
    [
      'where what rests can not be listed',
      { noList: true },
      [...CANCELS, exit('0.02')],
      /closing 0.02/,
    ],
    [
      'by a limit order, where the product takes no other',
      { product: { status: 'limit_only' } },
      [...CANCELS, 'sell 0.02 limit as t-1-x1'],
      /closing 0.02 by a limit order that trades at once/,
    ],
    [
      'that can not be left now: what protects stays',
      { product: { status: 'cancel_only' } },
      [],
      /NOT closed, BTC-USD can't be left now/,
    ],
  ];
  test.each(cases)('%s', async (_, given, asked, said) => {
    const done = await closing(given, held('1'));
    expect(done.asked.slice(0, asked.length)).toEqual(asked);
    if (!given.goesOn) expect(done.asked).toHaveLength(asked.length);
    expect(done.said).toMatch(said);
    expect(done.waits.every((ms) => ms === 500)).toBe(true);
  });
});

describe('orders of which it is not known whether they arrived', () => {
  const unsent = { status: 'unknown', venueOrderId: null } as const;
  const waiting = (position: Position) =>
    withOrders({ ...position, status: 'pending', openedAt: null }, 'entry', {
      ...unsent,
      filledSize: '0',
      filledValue: '0',
    });
  const alone = (position: Position): Position => ({
    ...position,
    orders: position.orders.filter(({ purpose }) => purpose === 'entry'),
  });
  const leaving = (position: Position): Position => ({
    ...position,
    orders: [
      ...alone(position).orders,
      {
        ...(position.orders[0] as Order),
        ...unsent,
        id: 't-1-x1',
        purpose: 'exit',
        side: 'sell',
        terms: { type: 'market', size: '0.02' },
        filledSize: '0',
        filledValue: '0',
      },
    ],
  });

  test('an entry that did is cancelled', async () => {
    const done = await closing({ found: { 't-1-1': {} } }, alone(waiting(held('1'))));
    expect(done.asked).toEqual(['cancel t-1-1']);
    expect(done.said).toContain('nothing is open');
  });

  test('an entry that did and has filled is sold', async () => {
    const given = {
      found: { 't-1-1': { status: 'filled' as const, filledSize: '0.02', filledValue: '1000' } },
    };
    const done = await closing(given, alone(waiting(held('1'))));
    expect(done.asked.at(-1)).toBe(exit('0.02'));
  });

  test('an entry that did not is not sent, and that it may come is said', async () => {
    const done = await closing({}, alone(waiting(held('1'))));
    expect(done.asked).toEqual([]);
    expect(done.said).toContain('an entry may still be on its way');
  });

  test('an entry at market that did not is not sent either', async () => {
    const terms = { type: 'market', quoteSize: '1000' } as const;
    const atMarket = withOrders(waiting(held('1')), 'entry', { terms });
    const done = await closing({}, alone(atMarket));
    expect(done.asked).toEqual([]);
    expect(done.said).toContain('an entry may still be on its way');
  });

  test('an exit that can not be cancelled is not followed by a second one', async () => {
    const position = withOrders(leaving(held('1')), 'exit', {
      status: 'open',
      venueOrderId: 'v-t-1-x1',
    });
    const done = await closing({ cancel: Array(8).fill(refused) }, position);
    expect(done.asked.filter((one) => one.startsWith('sell'))).toEqual([exit('0.02')]);
  });

  test('an exit that did not is sent under its own id, and is the only one', async () => {
    const done = await closing({}, leaving(held('1')));
    expect(done.asked).toEqual([exit('0.02'), 'cancel t-1-x1']);
    expect(done.said).toContain('nothing is open');
  });

  test('an exit that did has closed it: nothing is sold', async () => {
    const given = {
      found: { 't-1-x1': { status: 'filled' as const, filledSize: '0.02', side: 'sell' as const } },
    };
    const done = await closing(given, leaving(held('1')));
    expect(done.asked.filter((one) => one.startsWith('sell'))).toEqual([]);
  });

  test('an exit that nobody can tell of: it is said, and nothing else is sold', async () => {
    const done = await closing({ exits: [lost] }, leaving(held('1')));
    expect(done.asked).toEqual([exit('0.02')]);
    expect(done.said).toContain('NOT closed for sure');
  });
});

describe('a short of 40 contracts', () => {
  test('is bought back whole, whatever the balances say', async () => {
    const done = await closing({ balances: listed([]) }, held('1', 'paper', 'short'));
    expect(done.asked).toEqual([...CANCELS, 'buy 40 market as t-1-x1']);
  });

  test('that can not be closed is protected again, each leg for its part', async () => {
    const done = await closing({ exits: [never] }, held('1', 'paper', 'short'));
    expect(done.asked.slice(3)).toEqual(['buy 20 bracket as t-1-4', 'buy 20 bracket as t-1-5']);
  });

  test('in its own steps', async () => {
    const product = { ...BTC_PERP, baseIncrement: '5', minBaseSize: '5' };
    const given = { filled: { 't-1-2': '3' }, product };
    const done = await closing(given, { ...held('1', 'paper', 'short'), product });
    expect(done.asked[2]).toBe('buy 35 market as t-1-x1');
  });
});

test('what was being closed and can not be is protected again, too', async () => {
  const position = held('1');
  const over = { what: 'all', reason: 'owner', guard: null } as const;
  const leaving = { ...position, wayOut: { ...position.wayOut, closing: over } } as Position;
  const done = await closing({ exits: [never] }, leaving);
  expect(done.asked.slice(3)).toEqual(BACK);
});

test('orders that have ended are asked about no more', async () => {
  const position = withOrders(held('1'), 'bracket', { status: 'cancelled' });
  expect((await closing({}, position)).asked).toEqual([exit('0.02')]);
});

test('each position is closed for itself', async () => {
  const done = await closing({}, held('1'), held('2'));
  expect(done.asked.filter((one) => one.startsWith('sell')).sort()).toEqual([
    'sell 0.02 market as t-1-x1',
    'sell 0.02 market as t-2-x1',
  ]);
});
