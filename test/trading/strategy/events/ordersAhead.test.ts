import { describe, expect, test } from 'vitest';
import { dec } from '../../../../src/trading/money.ts';
import { parseOrderId } from '../../../../src/trading/strategy/model/orderId.ts';
import { isLive } from '../../../../src/trading/strategy/model/orderStatus.ts';
import type { Order } from '../../../../src/trading/strategy/model/state.ts';
import type { VenueOrder } from '../../../../src/trading/venue/venue.ts';
import { openDesk } from '../desk.ts';
import { signalEvent } from '../given.ts';

describe('which orders are ours', () => {
  test.each([
    ['pf1-12-3', { positionId: '12', number: 3, wayOut: false }],
    ['pf1-12-x1', { positionId: '12', number: 1, wayOut: true }],
    ['pf1-12', null],
    ['pf1-12-', null],
    ['pf1-12-3-4', null],
    ['pf1-0-3', null],
    ['pf1--3', null],
    ['pf1-12-y1', null],
    ['pf12-12-3', null],
    ['xpf1-12-3', null],
    ['', null],
  ])('%s', (id, expected) => {
    expect(parseOrderId(id, 'pf1')).toEqual(expected);
  });
});

describe('orders that the venue has and this state has not made', () => {
  const bracket = (n: number, target = '52000'): VenueOrder => ({
    venueOrderId: `v-${n}`,
    clientOrderId: `t-1-${n}`,
    productId: 'BTC-USD',
    side: 'sell',
    status: 'open',
    filledSize: '0',
    filledValue: '0',
    fees: '0',
    exact: false,
    terms: { type: 'bracket', size: '0.01', target, stop: '48000' },
    at: 0,
  });
  const ahead = (...orders: VenueOrder[]) =>
    ({
      type: 'orders_ahead',
      at: 0,
      account: 'paper',
      orders: orders.map((seen) => ({ orderId: seen.clientOrderId, line: 'one', seen })),
    }) as const;

  /** Its entry has filled, and nobody has heard of it yet. */
  function waiting() {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    desk.forget();
    return desk;
  }

  test('what protects a position that is known is its own, and nothing is halted or placed again', () => {
    const desk = waiting();
    const targets = desk.position().plan.targets.map(({ price }) => price);
    desk.give(ahead(bracket(2, targets[0]), bracket(3, targets[1])));
    expect(desk.told('halted')).toEqual([]);
    desk.fill('t-1-1', '50000');
    expect(desk.asked().filter((line) => line.includes('place'))).toEqual([]);
    expect(desk.live('bracket')).toEqual(['t-1-2', 't-1-3']);
    expect(desk.position().nextOrder).toBe(4);
  });

  test.each([
    ['all', '1', 'closed', []],
    ['half', '0.5', 'open', [['bracket', '0.5']]],
  ] as const)(
    'what one has sold of it, %s, is not protected and not sold again',
    (_, sold, status, left) => {
      const desk = openDesk();
      desk.give(signalEvent({ signal: { targets: [{ price: '52000' }] } }));
      desk.accept();
      const [{ terms }] = desk.position().orders as [Order];
      const whole = dec('size' in terms ? terms.size : 0);
      const filledSize = whole.mul(sold).toFixed();
      desk.give(
        ahead({
          ...bracket(2),
          status: 'filled',
          filledSize,
          filledValue: dec(filledSize).mul(48_000).toFixed(),
        }),
      );
      desk.fill('t-1-1', '50000');
      desk.accept();
      expect(desk.position().status).toBe(status);
      const resting = desk.position().orders.filter(isLive);
      expect(
        resting.map(({ purpose, terms }) => [
          purpose,
          dec('size' in terms ? terms.size : 0)
            .div(whole)
            .toFixed(),
        ]),
      ).toEqual(left);
    },
  );

  test('so much more of one position that it is an older copy is taken in too, and halts', () => {
    const desk = waiting();
    desk.give(ahead(bracket(30)));
    expect(desk.told('halted')).toHaveLength(1);
    expect(desk.position().orders.map(({ id }) => id)).toContain('t-1-30');
    expect(desk.position().nextOrder).toBeGreaterThan(31);
  });

  test('one that would open something, or is of a position never heard of, halts and is left alone', () => {
    const desk = waiting();
    const entry: VenueOrder = { ...bracket(2), side: 'buy' };
    desk.give(ahead(entry, { ...bracket(3), clientOrderId: 't-7-3' }));
    expect(desk.told('halted')).toHaveLength(1);
    expect(desk.position().orders.map(({ id }) => id)).toEqual(['t-1-1']);
    expect(desk.told('error')).toHaveLength(1);
  });
});
