import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { actWithoutDatabase } from '../../../src/trading/execution/withoutDatabase.ts';
import { emptyState } from '../../../src/trading/strategy/book/emptyState.ts';
import { putPosition } from '../../../src/trading/strategy/book/positions.ts';
import { decide } from '../../../src/trading/strategy/decide.ts';
import type { Account, Event } from '../../../src/trading/strategy/model/event.ts';
import type { Order, Position, State } from '../../../src/trading/strategy/model/state.ts';
import { createTasks, type Tasks } from '../../../src/trading/tasks.ts';
import { listed } from '../../../src/trading/venue/listed.ts';
import type {
  OrderRequest,
  PlaceResult,
  Venue,
  VenueOrder,
} from '../../../src/trading/venue/venue.ts';
import { held } from '../reconcile/core.ts';
import { BTC, NOON, priceOf } from '../strategy/given.ts';

const SECOND = 1_000;

let tasks: Tasks;
beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
  tasks = createTasks(pino({ level: 'silent' }));
});
afterEach(async () => {
  await tasks.stop();
  vi.useRealTimers();
});

type Given = {
  positions: Position[];
  /** What rests at the venue, or is known there by its id. */
  open?: VenueOrder[];
  known?: VenueOrder[];
  found?: VenueOrder[];
  place?: PlaceResult[];
  replace?: PlaceResult[];
  hasStandBy?: boolean;
  price?: string;
  accounts?: Account[];
};

/** The bot with a database that is away from noon on, until it is back. */
function away(given: Given) {
  const committed: State = given.positions.reduce(putPosition, emptyState('t'));
  let ahead = committed;
  let now = committed;
  let trouble: { kind: 'refusing'; since: number; message: string } | null = null;
  let isClosing = false;
  const events: Event[] = [];
  const done: string[] = [];
  const venueOf = (account: Account) => {
    const name = account === 'paper' ? '' : `${account}: `;
    return {
      openOrders: async () => {
        done.push(`${name}look`);
        return listed(given.open ?? []);
      },
      async order(id: string) {
        const order = given.known?.find(({ venueOrderId }) => venueOrderId === id);
        return order ? { order, fills: [] } : null;
      },
      findOrder: async (id: string) =>
        given.found?.find(({ clientOrderId }) => clientOrderId === id) ?? null,
      async place({ clientOrderId, side, terms }: OrderRequest) {
        done.push(
          `${name}${side} ${'size' in terms ? terms.size : ''} ${terms.type} as ${clientOrderId}`,
        );
        return given.place?.shift() ?? { outcome: 'accepted', venueOrderId: `v-${clientOrderId}` };
      },
      async replace(id: string, { terms }: OrderRequest) {
        done.push(`${name}change ${id} to ${terms.type === 'bracket' ? terms.stop : terms.type}`);
        return given.replace?.shift() ?? { outcome: 'accepted', venueOrderId: id };
      },
    } as unknown as Venue;
  };
  const without = actWithoutDatabase({
    engine: {
      state: () => now,
      ahead: () => ahead,
      async submit(event) {
        events.push(event);
        const decision = decide(ahead, event);
        ahead = decision.state;
        return decision;
      },
    },
    venues: new Map((given.accounts ?? ['paper']).map((account) => [account, venueOf(account)])),
    trouble: () => trouble as never,
    patienceMs: 5 * SECOND,
    hasStandBy: () => given.hasStandBy ?? false,
    holdOrders() {
      done.push('hold');
      return () => done.push('release');
    },
    isClosing: () => isClosing,
    lastPrice: () =>
      given.price === undefined ? undefined : priceOf(given.price, BTC, Date.now()),
    tasks,
    log: pino({ level: 'silent' }),
    now: () => Date.now(),
  });
  return {
    done,
    events,
    without,
    position: (id = '1') => ahead.positions.get(id) as Position,
    lose: () => {
      trouble = { kind: 'refusing', since: Date.now(), message: 'away' };
    },
    back: () => {
      trouble = null;
    },
    commit: () => {
      now = ahead;
    },
    close: (yes: boolean) => {
      isClosing = yes;
    },
    sent: () => done.filter((one) => !/look|hold|release/.test(one)),
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  };
}

const atVenue = (order: Order, change: Partial<VenueOrder> = {}): VenueOrder => ({
  venueOrderId: order.venueOrderId ?? `v-${order.id}`,
  clientOrderId: order.id,
  productId: BTC.id,
  side: order.side,
  status: 'open',
  filledSize: order.filledSize,
  filledValue: order.filledValue,
  fees: order.fees,
  terms: order.terms,
  exact: true,
  at: NOON,
  ...change,
});

/** A long whose orders of that kind were committed and may not have been sent. */
function unsent(purpose: Order['purpose'], createdAt = NOON): Position {
  const position = held('1');
  const orders = position.orders.map(
    (order): Order =>
      order.purpose === purpose
        ? {
            ...order,
            status: 'new',
            venueOrderId: null,
            filledSize: purpose === 'entry' ? '0' : order.filledSize,
            filledValue: '0',
            createdAt,
          }
        : order,
  );
  if (purpose !== 'entry') return { ...position, orders };
  const entries = orders.filter((order) => order.purpose === 'entry');
  return { ...position, status: 'pending', openedAt: null, orders: entries };
}
const resting = (position: Position) =>
  position.orders.filter(({ purpose }) => purpose === 'bracket').map((order) => atVenue(order));

const BRACKETS = ['sell 0.01 bracket as t-1-2', 'sell 0.01 bracket as t-1-3'];

describe('while the database is away', () => {
  test('nothing is done for five seconds, then each second the venue is looked at', async () => {
    const world = away({ positions: [held('1')], open: resting(held('1')) });
    await world.pass(10 * SECOND);
    expect(world.done).toEqual([]);
    world.lose();
    await world.pass(4 * SECOND);
    expect(world.done).toEqual([]);
    await world.pass(3 * SECOND);
    expect(world.done).toEqual(['hold', 'look', 'look', 'look']);
  });

  test('what protects and was not sent is sent, once, and is written down later', async () => {
    const world = away({ positions: [unsent('bracket')] });
    world.lose();
    await world.pass(8 * SECOND);
    expect(world.sent()).toEqual(BRACKETS);
    expect(
      world
        .position()
        .orders.map(({ venueOrderId }) => venueOrderId)
        .slice(1),
    ).toEqual(['v-t-1-2', 'v-t-1-3']);
    expect(world.without.lines()).toEqual([
      'BTC-USD long (position 1): its bracket over 0.01 is sent.',
      'BTC-USD long (position 1): its bracket over 0.01 is sent.',
    ]);
  });

  test('what would open something waits', async () => {
    const world = away({ positions: [unsent('entry')] });
    world.lose();
    await world.pass(8 * SECOND);
    expect(world.sent()).toEqual([]);
  });

  /** Held, with a move of its stop to 49,000 asked for. */
  function moving(): Position {
    const position = held('1');
    const orders = position.orders.map(
      (order): Order =>
        order.purpose === 'bracket'
          ? {
              ...order,
              request: {
                kind: 'replacing',
                to: { ...order.terms, stop: '49000' } as Order['terms'],
                askedAt: NOON,
              },
            }
          : order,
    );
    return { ...position, orders };
  }

  test('a change that was committed is made', async () => {
    const world = away({ positions: [moving()], open: resting(held('1')) });
    world.lose();
    await world.pass(8 * SECOND);
    expect(world.sent()).toEqual(['change v-t-1-2 to 49000', 'change v-t-1-3 to 49000']);
    expect(world.without.lines()).toHaveLength(2);
  });

  test('a change is left to whoever may have taken over: they know what has changed since', async () => {
    const world = away({ hasStandBy: true, positions: [moving()], open: resting(held('1')) });
    world.lose();
    await world.pass(60 * SECOND);
    expect(world.sent()).toEqual([]);
  });

  test('an order that is there already is not sent again', async () => {
    const position = unsent('bracket');
    const world = away({ positions: [position], found: resting(position) });
    world.lose();
    await world.pass(8 * SECOND);
    expect(world.sent()).toEqual([]);
    expect(world.position().orders.every(({ venueOrderId }) => venueOrderId !== null)).toBe(true);
  });

  test('an entry that fills is protected; its sums are asked about again later', async () => {
    const filled = held('1').orders[0] as Order;
    const position = unsent('entry');
    const [entry] = position.orders;
    const orders = [{ ...(entry as Order), status: 'open' as const, venueOrderId: 'v-t-1-1' }];
    const world = away({
      positions: [{ ...position, orders, nextOrder: 2 }],
      known: [atVenue(filled, { status: 'filled', venueOrderId: 'v-t-1-1' })],
    });
    world.lose();
    await world.pass(8 * SECOND);
    expect(world.sent()).toEqual(BRACKETS);
    expect(world.position().orders[0]).toMatchObject({ status: 'filled', exact: false });
  });

  test('an order is left to whoever may have taken over, until nobody can have', async () => {
    const world = away({ positions: [unsent('bracket')], hasStandBy: true });
    world.lose();
    await world.pass(9 * SECOND);
    expect(world.sent()).toEqual([]);
    await world.pass(2 * SECOND);
    expect(world.sent()).toEqual(BRACKETS);
  });

  test('what comes up later is left to them for some seconds as well', async () => {
    const position = unsent('entry');
    const [entry] = position.orders;
    const orders = [{ ...(entry as Order), status: 'open' as const, venueOrderId: 'v-t-1-1' }];
    const known: VenueOrder[] = [];
    const world = away({
      positions: [{ ...position, orders, nextOrder: 2 }],
      known,
      hasStandBy: true,
    });
    world.lose();
    await world.pass(20 * SECOND);
    known.push(
      atVenue(held('1').orders[0] as Order, { status: 'filled', venueOrderId: 'v-t-1-1' }),
    );
    await world.pass(4 * SECOND);
    expect(world.sent()).toEqual([]);
    await world.pass(3 * SECOND);
    expect(world.sent()).toEqual(BRACKETS);
  });

  test('a stop that only the bot watches is taken at its price', async () => {
    const position = held('1');
    const capabilities = { bracket: false, stopLimit: false };
    const orders = position.orders.filter(({ purpose }) => purpose === 'entry');
    const watched: Position = {
      ...position,
      orders,
      capabilities,
      settings: { ...position.settings, unprotected: 'hold' },
    };
    const world = away({ positions: [watched], price: '47900' });
    world.lose();
    await world.pass(8 * SECOND);
    expect(world.sent()).toEqual([expect.stringMatching(/^sell 0.02 market/)]);
  });

  test('a stop that nobody can watch is closed, unless its owner holds it', async () => {
    const position = held('1');
    const capabilities = { bracket: false, stopLimit: false };
    const orders = position.orders.filter(({ purpose }) => purpose === 'entry');
    for (const unprotected of ['close', 'hold'] as const) {
      const settings = { ...position.settings, unprotected };
      const world = away({ positions: [{ ...position, orders, capabilities, settings }] });
      world.lose();
      await world.pass(8 * SECOND);
      expect(world.sent()).toHaveLength(unprotected === 'close' ? 1 : 0);
    }
  });

  test('what is over by the time that its owner gives it is closed when that is up', async () => {
    const position = held('1');
    const world = away({
      positions: [
        {
          ...position,
          orders: position.orders.filter(({ purpose }) => purpose === 'entry'),
          capabilities: { bracket: false, stopLimit: false },
          settings: { ...position.settings, unprotected: 'hold', timeLimitMinutes: 1 },
        },
      ],
    });
    world.lose();
    await world.pass(59 * SECOND);
    expect(world.sent()).toEqual([]);
    await world.pass(3 * SECOND);
    expect(world.sent()).toEqual([expect.stringMatching(/^sell 0.02 market/)]);
  });

  test('what is not wanted any more counts as never arrived when the lists had time to show it', async () => {
    for (const [createdAt, events] of [
      [NOON + 4 * SECOND, 0],
      [NOON - 20 * SECOND, 2],
    ] as const) {
      vi.setSystemTime(NOON);
      const position = unsent('bracket', createdAt);
      const orders = position.orders.map(
        (order): Order =>
          order.purpose === 'bracket'
            ? { ...order, request: { kind: 'cancelling', over: null, askedAt: createdAt, asks: 1 } }
            : order,
      );
      const leaving = {
        ...position,
        orders,
        wayOut: { ...position.wayOut, closing: { what: 'all', reason: 'owner', guard: null } },
      } as Position;
      const world = away({ positions: [leaving] });
      world.lose();
      await world.pass(5.5 * SECOND);
      const reports = world.events.flatMap((one) => (one.type === 'order' ? one.report.kind : []));
      expect(reports.filter((kind) => kind === 'never_arrived')).toHaveLength(events);
      expect(world.sent().filter((one) => one.includes('bracket'))).toEqual([]);
    }
  });

  test('each account is looked after at its own venue', async () => {
    const live = held('2', 'live');
    const orders = live.orders.map(
      (order): Order =>
        order.purpose === 'bracket' ? { ...order, status: 'new', venueOrderId: null } : order,
    );
    const world = away({
      positions: [held('1'), { ...live, orders }],
      open: resting(held('1')),
      accounts: ['paper', 'live'],
    });
    world.lose();
    await world.pass(6 * SECOND);
    expect(world.sent()).toEqual([
      'live: sell 0.01 bracket as t-2-2',
      'live: sell 0.01 bracket as t-2-3',
    ]);
  });

  test('what the venue refuses, or does not answer, is said', async () => {
    const world = away({
      positions: [unsent('bracket')],
      place: [
        { outcome: 'rejected', reason: 'other', message: 'not like this' },
        { outcome: 'unknown', message: 'no answer' },
      ],
    });
    world.lose();
    await world.pass(5.5 * SECOND);
    const lines = world.without.lines().join('\n');
    expect(lines).toMatch(/was refused \(not like this\)/);
    expect(lines).toMatch(/was sent, and no answer came \(no answer\); it is asked for again/);
  });
});

describe('somebody else’s turn', () => {
  test('a panic goes first', async () => {
    const world = away({ positions: [unsent('bracket')] });
    world.lose();
    world.close(true);
    await world.pass(9 * SECOND);
    expect(world.done).toEqual([]);
    world.close(false);
    await world.pass(1 * SECOND);
    expect(world.sent()).toEqual(BRACKETS);
  });

  test('the core’s comes when what was decided meanwhile is written down', async () => {
    const world = away({ positions: [unsent('bracket')] });
    world.lose();
    await world.pass(7 * SECOND);
    world.back();
    await world.pass(3 * SECOND);
    expect(world.done).not.toContain('release');
    world.commit();
    await world.pass(1 * SECOND);
    expect(world.done.at(-1)).toBe('release');
    expect(world.done.filter((one) => one === 'hold')).toHaveLength(1);
  });
});

test('what is said is of the last time alone', async () => {
  const world = away({ positions: [unsent('bracket')] });
  world.lose();
  await world.pass(7 * SECOND);
  expect(world.without.lines()).toHaveLength(2);
  world.back();
  world.commit();
  await world.pass(2 * SECOND);
  expect(world.without.lines()).toHaveLength(2);
  world.lose();
  await world.pass(7 * SECOND);
  expect(world.without.lines()).toEqual([]);
});
