import { describe, expect, test } from 'vitest';
import type { OwnerAct } from '../../../../src/trading/strategy/model/event.ts';
import { type Desk, openDesk, openLong, openShort } from '../desk.ts';
import { BTC_PERP, ETH, marketOf, NOON, settingsOf, signalEvent, updateEvent } from '../given.ts';

const owner = (desk: Desk, act: OwnerAct, question?: string) =>
  desk.give({ type: 'owner', at: desk.at(), by: 'owner', act, ...(question && { question }) });

const positionId = '1';

describe('what its owner says of a position', () => {
  test('"close a half" of what only waits calls it off', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    owner(desk, { act: 'close', positionId, percent: '50' });
    expect(desk.asked()).toEqual(['cancel t-1-1']);
    desk.accept();
    expect(desk.position()).toMatchObject({ status: 'cancelled', closeReason: 'owner' });
  });

  test.each<[string, string, string]>([
    ['half', '50', 'place t-1-4 sell market 0.01'],
    ['a part below the least, which becomes the least', '0.01', 'place t-1-4 sell market 0.00001'],
    [
      'a part that leaves less than the least, which takes all',
      '99.96',
      'place t-1-x1 sell market 0.02',
    ],
    ['all', '100', 'place t-1-x1 sell market 0.02'],
  ])('"close" of %s', (_, percent, sold) => {
    const desk = openLong();
    owner(desk, { act: 'close', positionId, percent });
    const asked: string[] = [];
    while (desk.asked().length > 0) {
      asked.push(...desk.asked());
      desk.accept();
    }
    expect(desk.live('exit').map((id) => desk.order(id).terms)).toEqual([
      { type: 'market', size: sold.split(' ').at(-1) },
    ]);
  });

  test('a part of contracts is whole contracts', () => {
    const desk = openShort();
    owner(desk, { act: 'close', positionId, percent: '33' });
    desk.accept();
    expect(desk.live('exit').map((id) => desk.order(id).terms)).toEqual([
      { type: 'market', size: '13' },
    ]);
  });

  test.each<OwnerAct>([
    { act: 'move_stop', positionId, to: { price: '49000' }, last: '51000' },
    { act: 'stop_to_entry', positionId, last: '51000' },
    { act: 'move_target', positionId, target: 1, price: '53000', last: '51000' },
    { act: 'let_run', positionId },
  ])('$act is over once all of it is on its way out', (act) => {
    const desk = openLong();
    owner(desk, { act: 'close', positionId, percent: '100' });
    const before = desk.position();
    expect(owner(desk, act).outcome).toMatchObject({ rule: 'being_closed' });
    expect(desk.position()).toBe(before);
  });

  test('an entry that is being called off already is not cancelled twice', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    owner(desk, { act: 'cancel_entries', positionId });
    const again = owner(desk, { act: 'cancel_order', positionId, orderId: 't-1-1' });
    expect(again.outcome).toMatchObject({ rule: 'order_ended' });
  });

  test('the last twenty questions are each answered once', () => {
    const desk = openLong();
    const answer = (n: number) =>
      owner(desk, { act: 'cancel_entries', positionId }, `q${n}`).outcome;
    for (let n = 1; n <= 22; n += 1) expect(answer(n)).toMatchObject({ outcome: 'applied' });
    for (let n = 3; n <= 22; n += 1) expect(answer(n)).toMatchObject({ rule: 'answered_already' });
  });

  test('is weighed under the settings in force now', () => {
    const desk = openLong();
    const settings = settingsOf({ widestStopPercent: '5' });
    const move = { act: 'move_stop', positionId, to: { price: '47000' }, last: '51000' } as const;
    expect(owner(desk, { ...move, settings }).outcome).toMatchObject({ rule: 'widest_stop' });
    expect(owner(desk, move).outcome).toMatchObject({ outcome: 'applied' });
  });
});

describe('a signal that is edited', () => {
  const edited = { revision: 1 };

  test('to another side or symbol changes nothing', () => {
    for (const signal of [
      { side: 'short' as const, stop: { price: '52000' }, targets: [{ price: '48000' }] },
      { symbol: 'ETH' },
    ]) {
      const desk = openLong();
      const before = desk.position();
      const { outcome } = desk.give(signalEvent({ source: edited, signal }));
      expect(outcome).toMatchObject({ rule: 'edit' });
      expect(desk.position()).toBe(before);
    }
  });

  test('after its end changes nothing', () => {
    const desk = openLong();
    for (const id of desk.live('bracket')) desk.fill(id, '48000');
    const before = desk.position();
    const { outcome } = desk.give(
      signalEvent({ source: edited, signal: { targets: [{ price: '56000' }] } }),
    );
    expect(outcome).toEqual({ outcome: 'noted', why: 'its position has ended' });
    expect(desk.position()).toBe(before);
  });

  test('with its prices for a thousand coins is held against those of one', () => {
    const product = { ...ETH, id: 'PEPE-USD', base: 'PEPE', priceIncrement: '0.00000001' };
    const market = marketOf('0.0000105', {
      product: { ...product, maxBaseSize: '1000000000' },
      priceScale: '1000',
    });
    const signal = {
      symbol: '1000PEPE',
      entry: { type: 'limit' as const, prices: ['0.01', '0.0095'] },
      stop: { price: '0.009' },
      targets: [{ price: '0.012' }],
    };
    const desk = openDesk();
    desk.give(signalEvent({ signal, market }));
    desk.accept();
    desk.fill('t-1-1', '0.00001');
    desk.accept();
    const later = { ...signal, entry: { type: 'limit' as const, prices: ['0.01', '0.0094'] } };
    desk.give(signalEvent({ source: edited, signal: later, market }));
    desk.accept();
    expect(desk.live('entry').map((id) => desk.order(id).terms)).toMatchObject([
      { price: '0.0000094' },
    ]);
  });
});

test('a stop that wins counts as stopped in a row, and a close that loses does not', () => {
  const streak = { stopStreak: 1 };
  const end = (how: (desk: Desk) => void) => {
    const desk = openLong();
    how(desk);
    desk.accept();
    expect(desk.position().status).toBe('closed');
    const { outcome } = desk.give(signalEvent({ messageId: 'm2', settings: streak }));
    return outcome?.outcome === 'denied' ? outcome.rule : outcome?.outcome;
  };
  expect(
    end((desk) => {
      owner(desk, { act: 'move_stop', positionId, to: { price: '51000' }, last: '51500' });
      desk.accept();
      for (const id of desk.live('bracket')) desk.fill(id, '51000');
    }),
  ).toBe('stop_streak');
  expect(
    end((desk) => {
      owner(desk, { act: 'close', positionId, percent: '100' });
      desk.accept();
      for (const id of desk.live('exit')) desk.fill(id, '49000');
    }),
  ).toBe('taken');
});

test('a bare stop that has filled was a stop, whatever it filled at', () => {
  const desk = openDesk();
  desk.give(
    signalEvent({
      signal: { targets: [] },
      market: marketOf('50500', { capabilities: { bracket: false, stopLimit: true } }),
    }),
  );
  desk.accept();
  desk.fill('t-1-1', '50000');
  desk.accept();
  desk.fill('t-1-2', '47900');
  expect(desk.position()).toMatchObject({ status: 'closed', closeReason: 'stop' });
});

test.each([
  ['online', 'taken'],
  ['limit_only', 'taken'],
  ['auction', 'product'],
  ['post_only', 'product'],
  ['cancel_only', 'product'],
] as const)('on a product that is %s', (status, expected) => {
  const desk = openDesk();
  const product = { ...ETH, status };
  const ether = {
    symbol: 'ETH',
    entry: { type: 'limit' as const, prices: ['3000'] },
    stop: { price: '2900' },
    targets: [{ price: '3100' }],
  };
  const { outcome } = desk.give(
    signalEvent({ signal: ether, market: marketOf('3010', { product }) }),
  );
  expect(outcome?.outcome === 'denied' ? outcome.rule : outcome?.outcome).toBe(expected);
});

describe('a future outside of its hours', () => {
  const session = { state: 'after_hours' as const, opensAt: NOON + 3_600_000 };
  const closed = { ...BTC_PERP, session };

  test('is entered by what rests, and fills after them', () => {
    const desk = openDesk();
    const market = marketOf('50500', { product: closed, quoteAvailable: '20000' });
    expect(desk.give(signalEvent({ market })).outcome).toMatchObject({ outcome: 'taken' });
    const atOnce = { entry: { type: 'market' as const, prices: [] } };
    const now = desk.give(signalEvent({ messageId: 'm2', signal: atOnce, market }));
    expect(now.outcome).toMatchObject({ rule: 'product' });
  });

  test.each(['100', '50'])(
    '%s % of it is not left; that is told once, and it is when they are over',
    (percent) => {
      const desk = openShort();
      const seen = (product: typeof BTC_PERP) =>
        desk.give({ type: 'product', at: desk.at(), account: 'paper', product });
      seen(closed);
      owner(desk, { act: 'close', positionId, percent });
      desk.accept();
      desk.fill(desk.live('bracket')[0] ?? '', '48000', '1');
      desk.accept();
      expect(desk.live('exit')).toEqual([]);
      expect(desk.told('error')).toHaveLength(1);
      expect(desk.live('bracket')).toHaveLength(2);
      seen(BTC_PERP);
      desk.accept();
      expect(desk.live('exit')).toHaveLength(1);
      expect(desk.position().wayOut.stuck).toBeNull();
    },
  );

  test('goes on being protected while it can’t be left, for as long as the venue refuses that', () => {
    const desk = openShort();
    desk.give({ type: 'product', at: desk.at(), account: 'paper', product: closed });
    owner(desk, { act: 'close', positionId, percent: '100' });
    const since = desk.at();
    while (desk.at() - since < 30_000) {
      desk.forget();
      for (const id of desk.live('bracket')) {
        if (desk.order(id).status === 'open') desk.venue(id, { status: 'rejected' });
        else desk.report(id, { kind: 'rejected', reason: 'invalid_price', message: 'no' });
      }
      desk.later(1_000);
    }
    expect(desk.told('order_rejected').length).toBeGreaterThan(4);
    for (const told of desk.told('order_rejected')) {
      expect(told).toMatchObject({ next: expect.stringMatching(/^tries again in \d+ s$/) });
    }
    expect(desk.position().wayOut.closing).toMatchObject({ what: 'all', reason: 'owner' });
  });

  test('what another account’s venue says of it is its own', () => {
    const desk = openShort();
    const before = desk.position();
    desk.give({ type: 'product', at: desk.at(), account: 'live', product: { ...BTC_PERP } });
    desk.give({ type: 'product', at: desk.at(), account: 'live', product: closed });
    expect(desk.position()).toBe(before);
  });
});

test('what a venue was taught not to take of a position stays learned', () => {
  const desk = openDesk();
  const product = { ...ETH, id: 'ETH-EUR', quote: 'EUR' };
  const ether = {
    symbol: 'ETH',
    entry: { type: 'limit' as const, prices: ['3000'] },
    stop: { price: '2900' },
    targets: [{ price: '3100' }],
  };
  desk.give(signalEvent({ signal: ether, market: marketOf('3010', { product }) }));
  desk.accept();
  const learned = (bracket: boolean, stopLimit: boolean) => {
    const capabilities = { bracket, stopLimit };
    const of = { account: 'paper', productId: product.id } as const;
    desk.give({ type: 'capabilities', at: desk.at(), ...of, capabilities });
    return desk.position().capabilities;
  };
  expect(learned(true, false)).toEqual({ bracket: true, stopLimit: false });
  expect(learned(false, true)).toEqual({ bracket: false, stopLimit: false });
  expect(learned(true, true)).toEqual({ bracket: false, stopLimit: false });
});

test('a stop that the venue does not take for a product leaves brackets be', () => {
  const desk = openDesk();
  desk.give(signalEvent({ settings: { trailingTargets: 'last' } }));
  desk.accept();
  desk.fill('t-1-1', '50000');
  const [stop = ''] = desk.live('stop');
  desk.report(stop, { kind: 'rejected', reason: 'unsupported_order', message: 'none here' });
  expect(desk.position().capabilities).toEqual({ bracket: true, stopLimit: false });
});

describe('once more', () => {
  test.each<OwnerAct>([
    { act: 'close', positionId, percent: '100' },
    { act: 'cancel_entries', positionId },
    { act: 'move_stop', positionId, to: { price: '49000' }, last: '51000' },
  ])('$act of what has ended says so', (act) => {
    const desk = openLong();
    for (const id of desk.live('bracket')) desk.fill(id, '48000');
    const before = desk.position();
    expect(owner(desk, act).outcome).toMatchObject({ rule: 'position_ended' });
    expect(desk.position()).toBe(before);
  });

  test('what its provider has called off already stays called off by the provider', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    desk.give(updateEvent({ action: 'cancel_entry', symbol: 'BTC' }));
    owner(desk, { act: 'cancel_entries', positionId });
    desk.accept();
    expect(desk.position()).toMatchObject({ status: 'cancelled', closeReason: 'provider' });
  });

  test('an entry that is added has a number that none had before', () => {
    const desk = openDesk();
    const prices = ['50000', '49000', '48500'];
    desk.give(signalEvent({ signal: { entry: { type: 'limit', prices } } }));
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    owner(desk, { act: 'cancel_order', positionId, orderId: 't-1-2' });
    desk.accept();
    const { cost, risk } = desk.position().plan;
    owner(desk, {
      act: 'add',
      positionId,
      quoteSize: '500',
      price: '49500',
      market: marketOf('50500'),
      settings: settingsOf(),
    });
    desk.accept();
    expect(desk.position().plan.entries.map(({ leg }) => leg)).toEqual([1, 3, 4]);
    expect(desk.live('entry').map((id) => desk.order(id).leg)).toEqual([3, 4]);
    const { plan } = desk.position();
    // 0.01010101 at 49,500: 1,500 to the stop, 297 and 288 of fees for each.
    expect(Number(plan.cost) - Number(cost)).toBeCloseTo(500, 3);
    expect(Number(plan.risk) - Number(risk)).toBeCloseTo(21.06, 2);
  });

  test('an entry that its provider puts in place of others has one too', () => {
    const desk = openDesk();
    const prices = ['50000', '49000', '48500'];
    desk.give(signalEvent({ signal: { entry: { type: 'limit', prices } } }));
    desk.accept();
    owner(desk, { act: 'cancel_order', positionId, orderId: 't-1-2' });
    desk.accept();
    desk.give(updateEvent({ action: 'amend', symbol: 'BTC', entries: ['49500'] }));
    desk.accept();
    expect(desk.position().plan.entries.map(({ leg }) => leg)).toEqual([4]);
    expect(desk.live('entry').map((id) => desk.order(id).leg)).toEqual([4]);
  });
});

test.each([
  [1, '52000'],
  [2, '53000'],
])('the stop goes to target %i where its provider says so', (target, stop) => {
  const desk = openDesk();
  const targets = ['52000', '53000', '54000'].map((price) => ({ price }));
  desk.give(signalEvent({ signal: { targets } }));
  desk.accept();
  desk.fill('t-1-1', '50000');
  desk.accept();
  const update = updateEvent({ action: 'move_stop', symbol: 'BTC', target });
  desk.give({ ...update, prices: { 'BTC-USD': '53500' } });
  expect(desk.position().stop).toBe(stop);
});

test('a panic says of each what is done: sold, or bought back', () => {
  const lines = (desk: Desk) => {
    owner(desk, { act: 'panic', reason: 'enough' });
    const [report] = desk.told('panic_report');
    return report?.kind === 'panic_report' ? report.lines : [];
  };
  expect(lines(openLong())).toEqual([
    'BTC-USD long (position 1): cancelling its orders, then selling 0.02 at market',
  ]);
  expect(lines(openShort())).toEqual([
    `${BTC_PERP.id} short (position 1): cancelling its orders, then buying back 40 at market`,
  ]);
});

test('the end of a panic is told once, whatever comes of its positions later', () => {
  const desk = openLong();
  owner(desk, { act: 'panic', reason: 'enough' });
  desk.accept();
  for (const id of desk.live('exit')) desk.fill(id, '50000');
  expect(desk.told('panic_report')).toHaveLength(2);
  desk.venue('t-1-1', { status: 'filled', filledSize: '0.02', filledValue: '1000', fees: '7' });
  expect(desk.told('panic_report')).toHaveLength(2);
});
