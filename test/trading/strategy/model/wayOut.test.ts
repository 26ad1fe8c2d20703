import { expect, test } from 'vitest';
import type { VenueOrder } from '../../../../src/trading/venue/venue.ts';
import { type Desk, openLong } from '../desk.ts';

/** The venue shows a sale at market that no order here stands for. */
function shown(desk: Desk, id: string, change: Partial<VenueOrder> = {}): void {
  const order: VenueOrder = {
    venueOrderId: `v-${id}`,
    clientOrderId: id,
    productId: 'BTC-USD',
    side: 'sell',
    status: 'filled',
    filledSize: '0.02',
    filledValue: '1000',
    fees: '6',
    exact: true,
    at: desk.at(),
    ...change,
  };
  desk.report(id, { kind: 'venue', order });
}

test('a position that was closed while nothing could be written down takes that order as its own', () => {
  const desk = openLong();
  shown(desk, 't-1-x1');
  desk.venue('t-1-2', { status: 'cancelled' });
  desk.venue('t-1-3', { status: 'cancelled' });
  expect(desk.position()).toMatchObject({ status: 'closed', closeReason: 'not_written' });
  expect(desk.asked().filter((ask) => ask.startsWith('place'))).toEqual([]);
  expect(desk.told('position_closed')).toMatchObject([{ averageExit: '50000', fees: '12' }]);
});

test('what it left open goes out under the next id, and an order of that look is nobody else’s', () => {
  const desk = openLong();
  shown(desk, 't-1-x7');
  shown(desk, 't-2-x1');
  expect(desk.position().orders.some(({ id }) => id.includes('-x'))).toBe(false);
  shown(desk, 't-1-x1', { status: 'cancelled', filledSize: '0.015', filledValue: '750' });
  desk.venue('t-1-2', { status: 'cancelled' });
  desk.venue('t-1-3', { status: 'cancelled' });
  expect(desk.asked()).toContain('place t-1-x2 sell market 0.005');
});

test.each([
  ['the stop', '48000', 'stop'],
  ['the targets', '54000', 'target'],
] as const)(
  'what is to be closed and goes out at %s before the exit is sent was closed by that',
  (_name, price, reason) => {
    const desk = openLong();
    const act = { act: 'close', positionId: '1', percent: '100' } as const;
    desk.give({ type: 'owner', at: desk.at(), by: 'o', act });
    for (const id of ['t-1-2', 't-1-3']) desk.fill(id, price);
    expect(desk.position()).toMatchObject({ status: 'closed', closeReason: reason });
    expect(desk.told('position_closed')).toMatchObject([{ reason }]);
  },
);

test('what the exit sold was closed as it was said, though a target was reached before', () => {
  const desk = openLong();
  desk.fill('t-1-2', '52000');
  const act = { act: 'close', positionId: '1', percent: '100' } as const;
  desk.give({ type: 'owner', at: desk.at(), by: 'o', act });
  desk.venue('t-1-3', { status: 'cancelled' });
  desk.fill('t-1-x1', '53000');
  expect(desk.position()).toMatchObject({ status: 'closed', closeReason: 'owner' });
});
