import { describe, expect, test } from 'vitest';
import type { OwnerAct } from '../../../../src/trading/strategy/model/event.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { type Desk, openDesk, openLong, openShort } from '../desk.ts';
import { BTC, marketOf, settingsOf, signalEvent, updateEvent } from '../given.ts';

const positionId = '1';
const owner = (desk: Desk, act: OwnerAct) =>
  desk.give({ type: 'owner', at: desk.at(), by: 'owner', act });

const ladder = (settings: Partial<Settings> = {}, capabilities = {}): Desk => {
  const desk = openDesk();
  desk.give(
    signalEvent({
      signal: { entry: { type: 'limit', prices: ['50000', '49000'] } },
      settings,
      market: marketOf('50500', {
        capabilities: { bracket: true, stopLimit: true, ...capabilities },
      }),
    }),
  );
  desk.accept();
  return desk;
};

describe('an entry that is moved by hand', () => {
  const terms = { type: 'limit', size: '0.01', price: '49800', timeInForce: 'gtc' } as const;

  test('stays there, and the others where they are', () => {
    const desk = ladder();
    desk.report('t-1-1', { kind: 'moved', terms });
    expect(desk.asked()).toEqual([]);
    expect(desk.position().plan.entries.map(({ terms }) => terms)).toMatchObject([
      { price: '49800' },
      { price: '49000' },
    ]);
    expect(desk.told('by_hand')).toHaveLength(1);
    expect(desk.order('t-1-1')).toMatchObject({ terms, placedAs: { price: '50000' } });
    desk.report('t-1-1', { kind: 'moved', terms: { ...terms, price: '49700' } });
    expect(desk.order('t-1-1')).toMatchObject({ placedAs: { price: '50000' } });
  });

  test('while its cancel is asked for, is not', () => {
    const desk = ladder();
    owner(desk, { act: 'cancel_entries', positionId });
    desk.report('t-1-1', { kind: 'moved', terms });
    expect(desk.told('by_hand')).toEqual([]);
  });
});

describe('the stop', () => {
  test('to the entry, with no price known and the owner sure of it, is without loss', () => {
    const desk = openLong();
    owner(desk, { act: 'stop_to_entry', positionId, sure: true });
    // 50,300 were paid for one, and 0.6 % is kept of what is got for it.
    expect(desk.position().stop).toBe('50603.63');
  });

  test('where it is already is not told', () => {
    const desk = openLong();
    owner(desk, { act: 'move_stop', positionId, to: { price: '48000' }, last: '50500' });
    expect(desk.told('stop_moved')).toEqual([]);
  });

  test('that a target moves to the entry goes to the plain entry where the price is short of more', () => {
    const desk = openDesk();
    desk.give(
      signalEvent({
        signal: { targets: [{ price: '50200' }, { price: '54000' }] },
        settings: { breakevenAfterTarget: 1 },
        market: marketOf('50100'),
      }),
    );
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    desk.fill('t-1-2', '50200');
    expect(desk.position().stop).toBe('50000');
  });

  test('is as far as it is from what was paid', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    desk.fill('t-1-1', '49000');
    desk.accept();
    const settings = settingsOf({ widestStopPercent: '5' });
    const move = (price: string) =>
      owner(desk, { act: 'move_stop', positionId, to: { price }, last: '49500', settings });
    expect(move('46540').outcome).toMatchObject({ rule: 'widest_stop' });
    expect(move('46560').outcome).toMatchObject({ outcome: 'applied' });
  });

  test('goes beyond no entry that rests', () => {
    const desk = ladder();
    const to = { price: '49200' };
    expect(owner(desk, { act: 'move_stop', positionId, to }).outcome).toMatchObject({
      rule: 'stop_side',
      why: 'the stop 49200 is not below the entry 49000',
    });
  });

  test('that no order holds is the bot’s, also while an entry rests', () => {
    const desk = ladder({}, { bracket: false, stopLimit: false });
    desk.fill('t-1-1', '50000');
    desk.price('48000');
    expect(desk.position().wayOut.closing).toMatchObject({ what: 'all', reason: 'stop' });
  });

  test('over all of it, where there is no target, shrinks with what is sold by hand', () => {
    const desk = openDesk();
    desk.give(signalEvent({ signal: { targets: [] } }));
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    const by = { price: '50000', message: 'sold by hand' };
    desk.give({ type: 'position_difference', at: desk.at(), positionId, size: '0.015', ...by });
    desk.accept();
    expect(desk.resting()).toEqual(['stop 0: stop 0.015 at 48000, limit 47520']);
  });
});

describe('a target', () => {
  const move = (desk: Desk, target: number, price: string, last: string) =>
    owner(desk, { act: 'move_target', positionId, target, price, last }).outcome;

  test('that is done is not moved', () => {
    const desk = openLong();
    desk.fill('t-1-2', '52000');
    expect(move(desk, 1, '53000', '52500')).toMatchObject({ rule: 'target_done' });
    expect(move(desk, 2, '53000', '52500')).toMatchObject({ outcome: 'applied' });
  });

  test('is not moved beyond the stop where that is now', () => {
    const desk = openLong();
    owner(desk, { act: 'move_stop', positionId, to: { price: '51000' }, last: '51500' });
    expect(move(desk, 1, '50900', '51500')).toMatchObject({ rule: 'target_beyond_stop' });
  });

  test.each([
    ['sold', openLong, '50400', '50500'],
    ['bought back', openShort, '49600', '49500'],
  ] as const)('where the price is already would be %s at once', (word, made, price, last) => {
    expect(move(made(), 1, price, last)).toMatchObject({
      rule: 'target_behind_price',
      why: `the price ${last} is at a target of ${price} already, so it would be ${word} at once`,
    });
  });

  test('stays where it is, when new ones come and the price is not known', () => {
    const desk = openLong();
    const amend = updateEvent({ action: 'amend', symbol: 'BTC', targets: [{ price: '55000' }] });
    desk.give({ ...amend, prices: {} });
    expect(desk.position().plan.targets).toHaveLength(2);
    expect(desk.told('update_denied')).toMatchObject([{ rule: 'price_unknown' }]);
  });
});

describe('before anything is open', () => {
  test.each<[Settings['cancelBeforeEntry'], string | null, string | null]>([
    ['nothing', null, null],
    ['target', 'target', null],
    ['stop', null, 'stop'],
    ['both', 'target', 'stop'],
  ])('with "%s" a price at the target, and one at the stop', (cancelBeforeEntry, high, low) => {
    for (const [price, ended] of [
      ['52000', high],
      ['48000', low],
    ] as const) {
      const desk = ladder({ cancelBeforeEntry });
      desk.price(price);
      expect(desk.position().entriesEnded).toBe(ended);
    }
  });

  test('and no more once it is', () => {
    const desk = ladder({ entriesAfterTarget: 'keep' });
    desk.fill('t-1-1', '50000');
    desk.accept();
    desk.price('52000');
    expect(desk.position().entriesEnded).toBeNull();
  });

  test('a breakout from beyond its stop waits on below that', () => {
    const desk = openDesk();
    const trigger = { direction: 'above', on: 'touch' } as const;
    const entry = { type: 'breakout', prices: ['52000'], trigger } as const;
    desk.give(
      signalEvent({ signal: { entry, stop: { price: '51000' }, targets: [{ price: '54000' }] } }),
    );
    desk.price('50400');
    expect(desk.position().entriesEnded).toBeNull();
  });

  test('an entry that waits for its turn is given up at the stop', () => {
    const desk = ladder({ trailingEntryPercent: '5' });
    desk.price('49000');
    desk.price('48000');
    expect(desk.position().entriesEnded).toBe('stop');
  });
});

test('an entry that would have traded at once is not quoted again once it is called off', () => {
  const desk = openDesk();
  desk.give(signalEvent({ settings: { postOnly: true } }));
  owner(desk, { act: 'cancel_entries', positionId });
  desk.forget();
  desk.report('t-1-1', { kind: 'rejected', reason: 'would_cross', message: 'it would trade' });
  expect(desk.asked()).toEqual([]);
  expect(desk.told('order_rejected')).toMatchObject([
    { next: 'it is given up: it would have traded at once again and again' },
  ]);
  expect(desk.position().status).toBe('cancelled');
});

test('what the venue says of an order that it refused late is passed on', () => {
  const desk = openDesk();
  desk.give(signalEvent({}));
  desk.venue('t-1-1', { status: 'rejected', message: 'not enough margin' });
  expect(desk.told('order_rejected')).toMatchObject([{ message: 'not enough margin' }]);
});

test('a part that is to be sold is no more than what is left when there is room for it', () => {
  const desk = openDesk();
  desk.give(signalEvent({ signal: { targets: [{ price: '52000' }] } }));
  desk.accept();
  desk.fill('t-1-1', '50000');
  desk.accept();
  owner(desk, { act: 'close', positionId, percent: '90' });
  const by = { price: '50000', message: 'sold by hand' };
  desk.give({ type: 'position_difference', at: desk.at(), positionId, size: '0.015', ...by });
  desk.accept();
  const sold = desk.live('exit').map((id) => desk.order(id).terms);
  expect(sold).toEqual([{ type: 'market', size: '0.015' }]);
});

test('protection that is taken away piece by piece counts as one', () => {
  const desk = openLong();
  desk.venue('t-1-2', { status: 'cancelled' });
  expect(desk.position().wayOut.lifted).toMatchObject({ stage: 'waiting', size: '0.01' });
  desk.venue('t-1-3', { status: 'cancelled' });
  expect(desk.position().wayOut.lifted).toMatchObject({ stage: 'waiting', size: '0.02' });
  expect(desk.told('by_hand')).toHaveLength(1);
});

test('protection that was taken away twice within the hour is left off for good', () => {
  const desk = openLong();
  const takeAway = () => {
    for (const id of desk.live('bracket')) desk.venue(id, { status: 'cancelled' });
  };
  takeAway();
  desk.later(60_000);
  desk.accept();
  takeAway();
  desk.later(3_600_000);
  const by = { price: '50000', message: 'sold by hand' };
  desk.give({ type: 'position_difference', at: desk.at(), positionId, size: '0.015', ...by });
  expect(desk.asked()).toEqual([]);
  owner(desk, { act: 'move_stop', positionId, to: { price: '49000' }, last: '50500' });
  desk.accept();
  expect(desk.live('bracket')).toHaveLength(2);
});

test.each([
  [null, 'product'],
  ['49500', undefined],
] as const)(
  'on a product that takes only limits more is added at a price alone: %s',
  (price, rule) => {
    const market = marketOf('50500', { product: { ...BTC, status: 'limit_only' } });
    const act = { act: 'add', positionId, quoteSize: '500', price, market } as const;
    const { outcome } = owner(openLong(), { ...act, settings: settingsOf() });
    expect(outcome?.outcome === 'denied' ? outcome.rule : undefined).toBe(rule);
  },
);

test('of two reports of the same fill the larger fees count, and no older smaller ones', () => {
  const desk = openDesk();
  desk.give(signalEvent({}));
  desk.accept();
  const filled = { status: 'filled', filledSize: '0.02', filledValue: '1000' } as const;
  for (const fees of ['5', '6', '4']) desk.venue('t-1-1', { ...filled, fees });
  expect(desk.order('t-1-1').fees).toBe('6');
});

test('the third refusal in a row is told as trouble, once', () => {
  const desk = openDesk();
  desk.give(
    signalEvent({ signal: { targets: [{ price: '52000' }] }, settings: { unprotected: 'hold' } }),
  );
  desk.accept();
  desk.fill('t-1-1', '50000');
  const told: number[] = [];
  for (let n = 1; n <= 5; n += 1) {
    for (const id of desk.live('bracket')) {
      desk.report(id, { kind: 'rejected', reason: 'invalid_price', message: 'no' });
    }
    told.push(desk.told('error').length);
    desk.later(60_000);
  }
  expect(told).toEqual([0, 0, 1, 1, 1]);
});
