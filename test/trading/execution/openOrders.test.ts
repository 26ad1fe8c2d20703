import pino from 'pino';
import { describe, expect, test } from 'vitest';
import {
  openOrders,
  orderNumber,
  strangeOrders,
} from '../../../src/trading/execution/openOrders.ts';
import type { Position } from '../../../src/trading/strategy/model/state.ts';
import { listed } from '../../../src/trading/venue/listed.ts';
import { type Venue, VenueError, type VenueOrder } from '../../../src/trading/venue/venue.ts';
import { held, memoryCore } from '../reconcile/core.ts';
import { NOON } from '../strategy/given.ts';

const made = (position: Position, at: number): Position => ({
  ...position,
  orders: position.orders.map((order) => ({ ...order, createdAt: at })),
});

test('what may still fill is listed, the newest first, by the numbers that are said', () => {
  const older = made(held('1'), NOON);
  const newer = made(held('2', 'live'), NOON + 1);
  const ended: Position = { ...made(held('3'), NOON + 2), status: 'closed' };
  const state = memoryCore(older, newer, ended).state();
  // The entries of both have filled.
  expect(openOrders(state).map(({ order }) => orderNumber(state, order.id))).toEqual([
    '2-3',
    '2-2',
    '1-3',
    '1-2',
  ]);
  expect(orderNumber(state, 'x-1-2')).toBe('x-1-2');
});

describe('orders at the venue that are not the bot’s', () => {
  const order = (change: Partial<VenueOrder>) =>
    ({ clientOrderId: '', venueOrderId: 'v', ...change }) as VenueOrder;
  const strange = async (...open: (VenueOrder | Error)[]) => {
    const venue = {
      async openOrders() {
        const [first] = open;
        if (first instanceof Error) throw first;
        return listed(open as VenueOrder[]);
      },
    } as unknown as Venue;
    const found = await strangeOrders(
      {
        engine: memoryCore(held('1')) as never,
        venues: { paper: venue },
        log: pino({ level: 'silent' }),
      },
      'paper',
    );
    return found?.map(({ venueOrderId }) => venueOrderId) ?? null;
  };

  test('are all but those under its mark, those it knows and those that came with an order', async () => {
    expect(
      await strange(
        order({ clientOrderId: 't-9-9', venueOrderId: 'marked' }),
        order({ clientOrderId: 'x-1', venueOrderId: 'v-t-1-2' }),
        order({ venueOrderId: 'child', parentVenueOrderId: 'another' }),
        order({ clientOrderId: 'tt-9-9', venueOrderId: 'strange' }),
        order({ venueOrderId: 'nameless' }),
      ),
    ).toEqual(['strange', 'nameless']);
  });

  test('are not known where the venue does not answer, or is not there', async () => {
    expect(await strange(new VenueError('no answer'))).toBeNull();
    const parts = { engine: memoryCore() as never, log: pino({ level: 'silent' }) };
    expect(await strangeOrders({ ...parts, venues: {} }, 'live')).toBeNull();
  });
});
