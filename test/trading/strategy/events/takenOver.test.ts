import { describe, expect, test } from 'vitest';
import type { OwnerAct } from '../../../../src/trading/strategy/model/event.ts';
import type { OrderTerms, VenueOrder } from '../../../../src/trading/venue/venue.ts';
import { openDesk } from '../desk.ts';
import { BTC_PERP, ETH, marketOf, NOON, settingsOf, signalEvent } from '../given.ts';

type TakeOver = Extract<OwnerAct, { act: 'take_over' }>;

/** An order of position 7 as the venue shows it; what it opens has filled. */
function seen(n: number | string, change: Partial<VenueOrder>): VenueOrder {
  return {
    venueOrderId: `v-${n}`,
    clientOrderId: `t-7-${n}`,
    productId: 'BTC-USD',
    side: 'sell',
    status: 'open',
    filledSize: '0',
    filledValue: '0',
    fees: '0',
    exact: true,
    createdAt: NOON - 3_600_000,
    at: NOON - 1_000,
    ...change,
  };
}

const bracket = (size: string, target: string, stop = '48000'): OrderTerms => {
  return { type: 'bracket', size, target, stop };
};
const bought = seen(1, {
  side: 'buy',
  status: 'filled',
  filledSize: '0.02',
  filledValue: '1000',
  fees: '6',
});
const LONG = [
  bought,
  seen(3, { terms: bracket('0.005', '54000') }),
  seen(2, { terms: bracket('0.015', '52000') }),
];

function takeOver(change: Partial<TakeOver> = {}) {
  const desk = openDesk();
  const act: TakeOver = {
    act: 'take_over',
    positionId: '7',
    orders: LONG,
    stop: null,
    market: marketOf('50500'),
    settings: settingsOf(),
    ...change,
  };
  const { outcome } = desk.give({ type: 'owner', at: NOON, by: 'owner', act });
  return { desk, rule: outcome?.outcome === 'denied' ? outcome.rule : outcome?.outcome };
}

describe('a position that only the venue knows', () => {
  test('is taken over as it is there, and what rests for it is left alone', () => {
    const { desk, rule } = takeOver();
    expect(rule).toBe('applied');
    expect(desk.asked()).toEqual([]);
    expect(desk.position('7')).toMatchObject({
      side: 'long',
      status: 'open',
      stop: '48000',
      createdAt: NOON - 3_600_000,
      plan: {
        cost: '1000',
        risk: '40',
        expectedEntry: '50000',
        targets: [
          { leg: 1, price: '52000', weight: '0.75' },
          { leg: 2, price: '54000', weight: '0.25' },
        ],
      },
    });
    expect(desk.resting('7')).toEqual([
      'bracket 2: bracket 0.005 to 54000 or 48000',
      'bracket 1: bracket 0.015 to 52000 or 48000',
    ]);
  });

  test('gives its number to no other, nor the numbers of its orders', () => {
    const { desk } = takeOver();
    desk.give(signalEvent({}));
    expect(desk.own().map(({ id }) => id)).toEqual(['7', '8']);
    desk.fill('t-7-2', '52000');
    desk.give({
      type: 'owner',
      at: NOON,
      by: 'owner',
      act: { act: 'move_stop', positionId: '7', to: { price: '49000' }, last: '52000' },
    });
    expect(desk.position('7').nextOrder).toBe(104);
  });

  test('of a short: nearest target first, in contracts', () => {
    const product = BTC_PERP.id;
    const orders = [
      seen(2, { productId: product, side: 'buy', terms: bracket('10', '46000', '52000') }),
      seen(3, { productId: product, side: 'buy', terms: bracket('30', '48000', '52000') }),
      seen(1, {
        productId: product,
        status: 'filled',
        filledSize: '40',
        filledValue: '20000',
        fees: '120',
      }),
    ];
    const { desk } = takeOver({ orders, market: marketOf('49500', { product: BTC_PERP }) });
    expect(desk.position('7')).toMatchObject({
      side: 'short',
      stop: '52000',
      plan: {
        cost: '20000',
        risk: '800',
        targets: [
          { leg: 1, price: '48000', weight: '0.75' },
          { leg: 2, price: '46000', weight: '0.25' },
        ],
      },
    });
  });

  test.each<[string, Partial<TakeOver>, string]>([
    ['no stop rests or is said', { orders: [bought] }, 'stop_needed'],
    [
      'the only stop there was cancelled',
      { orders: [bought, seen(2, { status: 'cancelled', terms: bracket('0.02', '52000') })] },
      'stop_needed',
    ],
    ['the price is at the stop that is said', { orders: [bought], stop: '50500' }, 'stop_reached'],
    ['a stop is said', { orders: [bought], stop: '50499' }, 'applied'],
    [
      'all of it is sold',
      {
        orders: [bought, seen(2, { status: 'filled', filledSize: '0.02', filledValue: '1040' })],
        stop: '48000',
      },
      'nothing_to_take',
    ],
    [
      'what was bought is another product’s',
      { orders: [{ ...bought, productId: ETH.id }, ...LONG.slice(1)] },
      'nothing_to_take',
    ],
    [
      'what was bought is another position’s',
      { orders: [{ ...bought, clientOrderId: 't-8-1' }, ...LONG.slice(1)] },
      'nothing_to_take',
    ],
    [
      'what was bought is another bot’s',
      { orders: [{ ...bought, clientOrderId: 'u-7-1' }, ...LONG.slice(1)] },
      'nothing_to_take',
    ],
  ])('%s', (_, change, expected) => {
    expect(takeOver(change).rule).toBe(expected);
  });

  test('that is known already is not taken over', () => {
    const { desk } = takeOver();
    const act = {
      act: 'take_over',
      positionId: '7',
      orders: LONG,
      stop: null,
      market: marketOf('50500'),
      settings: settingsOf(),
    } as const;
    const { outcome } = desk.give({ type: 'owner', at: NOON, by: 'owner', act });
    expect(outcome).toMatchObject({ rule: 'known_already' });
  });
});

describe('orders that the venue has and nobody here has made', () => {
  const entered = () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    return desk;
  };
  const ahead = (...ids: string[]) =>
    ({
      type: 'orders_ahead',
      at: NOON,
      account: 'paper',
      orders: ids.map((orderId) => ({ orderId, line: orderId })),
    }) as const;

  test('leave the numbers of the next ones behind them, and never take them back', () => {
    const desk = entered();
    desk.give(ahead('t-1-300'));
    expect(desk.position().nextOrder).toBe(401);
    desk.give(ahead('t-1-20'));
    expect(desk.position().nextOrder).toBe(401);
    desk.give(ahead('t-40-1'));
    desk.give(signalEvent({ messageId: 'm2' }));
    expect(desk.own().map(({ id }) => id)).toEqual(['1']);
    expect(desk.state().nextPosition).toBe(41);
  });

  test('the way out of a position that is known is nothing to halt for', () => {
    const desk = entered();
    desk.give(ahead('t-1-x1'));
    expect(desk.told('halted')).toEqual([]);
  });

  test.each(['panic', 'pause'] as const)('a %s of the owner’s stays what it is', (act) => {
    const desk = entered();
    desk.give({ type: 'owner', at: NOON, by: 'owner', act: { act, reason: 'mine' } });
    desk.give(ahead('t-40-1'));
    expect(desk.state().halt).toMatchObject({ kind: act, reason: 'mine' });
    expect(desk.told('error')).toHaveLength(1);
  });

  test('what would buy, or is of another product, is not taken for protection', () => {
    for (const change of [{ side: 'buy' as const }, { productId: ETH.id }]) {
      const desk = entered();
      const order = { ...seen(9, { terms: bracket('0.01', '52000') }), clientOrderId: 't-1-9' };
      desk.give({
        type: 'orders_ahead',
        at: NOON,
        account: 'paper',
        orders: [{ orderId: 't-1-9', line: 'one', seen: { ...order, ...change } }],
      });
      expect(desk.position().orders.map(({ id }) => id)).toEqual(['t-1-1', 't-1-2', 't-1-3']);
      expect(desk.told('halted')).toHaveLength(1);
    }
  });
});

describe('what the venue has under the number of an order of ours', () => {
  /** Its bracket was sent, and nothing is known of it. */
  const sent = () => {
    const desk = openDesk();
    desk.give(signalEvent({ signal: { targets: [{ price: '52000' }] } }));
    desk.accept();
    desk.fill('t-1-1', '50000');
    return desk;
  };
  const order: Partial<VenueOrder> = {
    status: 'filled',
    filledSize: '0.02',
    filledValue: '1040',
    terms: bracket('0.02', '52000'),
  };

  test.each<[string, Partial<VenueOrder>]>([
    ['the other side', { ...order, side: 'buy' }],
    ['another product', { ...order, productId: ETH.id }],
    ['another kind', { ...order, terms: { type: 'market', size: '0.02' } }],
    ['another size', { ...order, terms: bracket('0.03', '52000') }],
    ['made long before', { ...order, createdAt: NOON - 3_600_000 }],
  ])('is not counted as ours: %s', (_, change) => {
    const desk = sent();
    desk.venue('t-1-2', change);
    expect(desk.position().status).toBe('open');
    expect(desk.told('fill')).toHaveLength(1);
    expect(desk.told('error')).toHaveLength(1);
  });

  test('is ours when it was made a moment before, as clocks differ', () => {
    const desk = sent();
    desk.venue('t-1-2', { ...order, createdAt: NOON - 3_600_000 + 1 });
    expect(desk.position().status).toBe('closed');
  });

  test('changes nothing of one that is known to be there, or to have filled', () => {
    const desk = sent();
    desk.accept();
    const impostor = { ...order, side: 'buy' as const };
    desk.venue('t-1-2', { ...impostor, venueOrderId: 'another' });
    expect(desk.live('bracket')).toEqual(['t-1-2']);
    desk.fill('t-1-2', '52000', '0.01');
    desk.venue('t-1-2', impostor);
    expect(desk.live('bracket')).toEqual(['t-1-2']);
    expect(desk.told('error')).toEqual([]);
  });
});
