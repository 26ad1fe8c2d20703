import { describe, expect, test } from 'vitest';
import { coverageOf } from '../../../../src/trading/strategy/hold/orders/coverage.ts';
import type { OwnerAct } from '../../../../src/trading/strategy/model/event.ts';
import { type Desk, openDesk, openLong, openShort } from '../desk.ts';
import { BTC, marketOf, signalEvent, updateEvent } from '../given.ts';

const owner = (desk: Desk, act: OwnerAct) =>
  desk.give({ type: 'owner', at: desk.at(), by: 'owner', act });

const move = (desk: Desk, target: number, price: string, last?: string) =>
  owner(desk, { act: 'move_target', positionId: '1', target, price, ...(last && { last }) });

const targetsOf = (desk: Desk) => desk.position().plan.targets.map(({ price }) => price);

/** A long of three targets, of which the first has sold a part when new ones come. */
function renumbered(): Desk {
  const desk = openLong();
  desk.fill('t-1-2', '52000', '0.002');
  desk.give(
    updateEvent({
      action: 'amend',
      symbol: 'BTC',
      targets: [{ price: '53000' }, { price: '55000' }],
    }),
  );
  desk.accept();
  expect(desk.position().plan.targets.map(({ leg }) => leg)).toEqual([2, 3]);
  return desk;
}

describe('new targets where one had begun to sell', () => {
  test('have orders of their own, and nothing is sold twice', () => {
    expect(renumbered().resting()).toEqual([
      'bracket 2: bracket 0.009 to 53000 or 48000',
      'bracket 3: bracket 0.009 to 55000 or 48000',
    ]);
  });

  test('are moved by their place', () => {
    const desk = renumbered();
    move(desk, 1, '53500', '50800');
    expect(targetsOf(desk)).toEqual(['53500', '55000']);
    expect(move(desk, 3, '56000', '50800').outcome).toMatchObject({ rule: 'target_unknown' });
  });

  test('are told by their place', () => {
    const desk = renumbered();
    for (const id of desk.live('bracket'))
      desk.fill(id, desk.order(id).leg === 2 ? '53000' : '55000');
    expect(desk.told('target_reached')).toMatchObject([
      { target: 1, price: '53000' },
      { target: 2, price: '55000' },
    ]);
  });
});

describe('a target that is moved while no price is known', () => {
  test.each<[string, () => Desk, string, string]>([
    ['farther, of a long', openLong, '52500', 'applied'],
    ['nearer, of a long', openLong, '51500', 'denied'],
    ['farther, of a short', openShort, '47500', 'applied'],
    ['nearer, of a short', openShort, '48500', 'denied'],
  ])('%s', (_, made, price, outcome) => {
    expect(move(made(), 1, price).outcome?.outcome).toBe(outcome);
  });
});

test('new targets before the last that is done are left out', () => {
  const desk = openDesk();
  const targets = ['52000', '54000', '56000'].map((price) => ({ price }));
  desk.give(signalEvent({ signal: { targets } }));
  desk.accept();
  desk.fill('t-1-1', '50000');
  desk.accept();
  desk.fill('t-1-2', '52000');
  desk.fill('t-1-3', '54000');
  desk.accept();
  const amend = updateEvent({
    action: 'amend',
    symbol: 'BTC',
    targets: [{ price: '53000' }, { price: '57000' }],
  });
  desk.give({ ...amend, prices: { [BTC.id]: '52500' } });
  expect(targetsOf(desk)).toEqual(['52000', '54000', '57000']);
  expect(desk.told('update_denied')).toMatchObject([{ rule: 'targets_passed' }]);
});

test('what is let run remembers which targets are done', () => {
  const desk = openLong();
  desk.fill('t-1-2', '52000');
  desk.accept();
  owner(desk, { act: 'let_run', positionId: '1' });
  expect(targetsOf(desk)).toEqual(['52000']);
  desk.accept();
  expect(desk.resting()).toEqual(['stop 0: stop 0.01 at 48000, limit 47520']);
});

describe('a stop', () => {
  test('before anything is open goes where its provider says, also away', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    desk.give(updateEvent({ action: 'move_stop', symbol: 'BTC', price: '47000' }));
    expect(desk.position().stop).toBe('47000');
  });

  test('goes beyond no entry that waits for its price to turn', () => {
    const desk = openDesk();
    desk.give(
      signalEvent({
        signal: { entry: { type: 'limit', prices: ['50000', '49000'] } },
        settings: { trailingEntryPercent: '0.5' },
      }),
    );
    const to = { price: '49200' };
    expect(owner(desk, { act: 'move_stop', positionId: '1', to }).outcome).toMatchObject({
      rule: 'stop_side',
      why: 'the stop 49200 is not below the entry 49000',
    });
  });

  test('is the bot’s to watch while the order for it is being cancelled', () => {
    const desk = openDesk();
    desk.give(signalEvent({ signal: { targets: [{ price: '52000' }] } }));
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    expect(coverageOf(desk.position())).toBe('brackets');
    owner(desk, { act: 'let_run', positionId: '1' });
    expect(desk.asked()).toEqual(['cancel t-1-2']);
    expect(coverageOf(desk.position())).toBe('bot');
    desk.price('48000');
    expect(desk.position().wayOut.closing).toMatchObject({ what: 'all', reason: 'stop' });
  });

  test('of a short with a timeout rests on the tick, where it loses less', () => {
    const desk = openShort({ stopTimeoutSeconds: 60, stopTimeoutGuardPercent: '3.33' });
    // 52,000 and 3.33 % are 53,731.6; the price steps by 5.
    expect(desk.resting()).toEqual([
      'bracket 1: bracket 20 to 48000 or 53730',
      'bracket 2: bracket 20 to 46000 or 53730',
    ]);
  });

  test('is changed with what its order has sold already on top', () => {
    const desk = openDesk();
    desk.give(signalEvent({ signal: { targets: [{ price: '52000' }] } }));
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    desk.fill('t-1-2', '52000', '0.005');
    owner(desk, { act: 'move_stop', positionId: '1', to: { price: '49000' }, last: '51000' });
    expect(desk.asked()).toEqual(['replace t-1-2 sell bracket 0.02 to 52000 or 49000']);
  });
});

describe('a target whose bracket the venue refused', () => {
  const NO = { kind: 'rejected', reason: 'invalid_price', message: 'no' } as const;

  function refused(): Desk {
    const desk = openDesk();
    desk.give(signalEvent({ signal: { targets: [{ price: '52000' }] } }));
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.report('t-1-2', NO);
    desk.forget();
    return desk;
  }

  test('is sold by the bot when the price is there', () => {
    const desk = refused();
    desk.price('52000');
    expect(desk.asked()).toEqual(['place t-1-x1 sell market 0.02']);
  });

  test('and not where it rests at the second try', () => {
    const desk = refused();
    desk.later(1_000);
    desk.accept();
    desk.price('52000');
    expect(desk.asked()).toEqual([]);
    expect(desk.told('target_reached')).toEqual([]);
  });
});

describe('entries that wait for the price to turn', () => {
  const ladder = (settings: object = {}) => {
    const desk = openDesk();
    desk.give(
      signalEvent({
        signal: { entry: { type: 'limit', prices: ['50000', '49000'] } },
        settings: { trailingEntryPercent: '0.5', ...settings },
      }),
    );
    return desk;
  };

  test('each follows the price from its own', () => {
    const desk = ladder();
    desk.price('50000');
    desk.price('49500');
    desk.price('49800');
    expect(desk.asked()).toEqual(['place t-1-1 buy market for 500']);
    desk.price('48900');
    desk.price('49000');
    expect(desk.live('entry')).toEqual(['t-1-1']);
    desk.price('49200');
    expect(desk.live('entry')).toEqual(['t-1-1', 't-1-2']);
  });

  test('each is guarded from the price that set it off', () => {
    const desk = ladder({ slippagePercent: '1' });
    desk.price('50000');
    desk.price('50300');
    expect(desk.asked()).toEqual([
      expect.stringMatching(/^place t-1-1 buy limit .* at 50803 at once$/),
    ]);
    expect(desk.position().plan.entries[1]?.terms.type).toBe('market');
  });

  test('are taken as late when the price is at the first target before', () => {
    const desk = openDesk();
    const { outcome } = desk.give(
      signalEvent({ settings: { trailingEntryPercent: '0.5' }, market: marketOf('52000') }),
    );
    expect(outcome).toMatchObject({ rule: 'target_touched' });
  });
});

test('an entry at market on its way is not called off by a price at its target', () => {
  const desk = openDesk();
  desk.give(signalEvent({ signal: { entry: { type: 'market', prices: [] } } }));
  desk.accept();
  desk.price('52100');
  expect(desk.position().entriesEnded).toBeNull();
});

test('an entry on its way at market stays, when an edit changes those that wait', () => {
  const desk = openDesk();
  const prices = ['50000', '49000'];
  const signal = { entry: { type: 'limit' as const, prices } };
  const settings = { firstEntryAtMarket: true };
  desk.give(signalEvent({ signal, settings }));
  desk.accept();
  const edit = { entry: { type: 'limit' as const, prices: ['50000', '48500'] } };
  desk.give(signalEvent({ source: { revision: 1 }, signal: edit, settings }));
  expect(desk.asked()).toEqual(['cancel t-1-2']);
  desk.accept();
  expect(desk.live('entry')).toEqual(['t-1-1', 't-1-3']);
});

test('entries are added in the provider’s own prices', () => {
  const pepe = { ...BTC, id: 'PEPE-USD', base: 'PEPE', priceIncrement: '0.00000001' };
  const product = { ...pepe, maxBaseSize: '1000000000' };
  const desk = openDesk();
  desk.give(
    signalEvent({
      signal: {
        symbol: '1000PEPE',
        entry: { type: 'limit', prices: ['0.0100'] },
        stop: { price: '0.0090' },
        targets: [{ price: '0.0120' }],
      },
      market: marketOf('0.0000105', { product, priceScale: '1000' }),
    }),
  );
  desk.accept();
  desk.give(updateEvent({ action: 'amend', symbol: '1000PEPE', addedEntries: ['0.0095'] }));
  desk.accept();
  expect(desk.live('entry').map((id) => desk.order(id).terms)).toMatchObject([
    { price: '0.00001' },
    { price: '0.0000095' },
  ]);
});
