import { describe, expect, test } from 'vitest';
import type { Signal } from '../../../../src/trading/signal/reading.ts';
import type { MarketContext } from '../../../../src/trading/strategy/model/event.ts';
import { leavingBecause } from '../../../../src/trading/strategy/model/wayOut.ts';
import { limitsSchema, withinLimits } from '../../../../src/trading/strategy/settings/limits.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { settingsSchema } from '../../../../src/trading/strategy/settings/settings.ts';
import { type Desk, openDesk, openShort, shortSignal } from '../desk.ts';
import { BTC, BTC_PERP, marketOf, settingsOf, signalEvent, updateEvent } from '../given.ts';

const reply = { repliedToMessageId: 'm1' };
const owner = (desk: Desk, act: object) =>
  desk.give({ type: 'owner', at: desk.at(), by: 'o', act } as Parameters<Desk['give']>[0]);

function opened(
  settings: Partial<Settings> = {},
  signal: Partial<Signal> = {},
  market: Partial<MarketContext> = {},
): Desk {
  const desk = openDesk();
  desk.give(signalEvent({ settings, signal, market: marketOf('50500', market) }));
  desk.accept();
  desk.fill('t-1-1', '50000');
  desk.accept();
  return desk;
}

const four: Partial<Signal> = {
  targets: ['52000', '54000', '56000', '58000'].map((price) => ({ price })),
};

describe('sizes, with leverage and caps', () => {
  /** Contracts of 500 USD at 50,000. */
  const contracts = (settings: Partial<Settings>, signal: Partial<Signal> = {}, product = {}) => {
    const desk = openDesk();
    desk.give(
      signalEvent({
        signal,
        settings: { leverageCap: '20', ...settings },
        market: marketOf('50500', {
          product: { ...BTC_PERP, ...product },
          quoteAvailable: '1000000',
        }),
      }),
    );
    const [entry] = desk.position().plan.entries;
    const { leverage, remarks } = desk.position().plan;
    return [entry && 'size' in entry.terms ? entry.terms.size : '', leverage, remarks.length];
  };

  test.each<[string, Partial<Settings>, Partial<Signal>, object, unknown[]]>([
    ['an amount', { leverage: '2' }, {}, {}, ['4', '2', 0]],
    [
      'a part of the account',
      { sizeBy: 'equity', equityPercent: '10', leverage: '3' },
      {},
      {},
      ['6', '3', 0],
    ],
    // 1 % of 10,000 over 4 % + 0.6 % + 0.576 %: 1,931.99, whatever the leverage.
    ['a risk', { sizeBy: 'risk', leverage: '5' }, {}, {}, ['3', '5', 0]],
    [
      'what the signal says of the account',
      { sizeBy: 'signal', leverage: '5' },
      { size: { allocation: '4' } },
      {},
      ['4', '5', 0],
    ],
    [
      'that, held to the cap',
      { sizeBy: 'signal', leverage: '2' },
      { size: { allocation: '40' } },
      {},
      ['2', '2', 1],
    ],
    [
      'what the signal says of risk',
      { sizeBy: 'signal', riskPercent: '3' },
      { size: { risk: '2' } },
      {},
      ['7', '1', 0],
    ],
    [
      'that, held to the risk and not to the cap',
      { sizeBy: 'signal', riskPercent: '1', signalSizeCapPercent: '50' },
      { size: { risk: '10' } },
      {},
      ['3', '1', 1],
    ],
    ['no size in the signal', { sizeBy: 'signal', leverage: '2' }, {}, {}, ['4', '2', 1]],
    [
      'the largest position, before leverage',
      { sizeBy: 'risk', riskPercent: '50', largestPosition: '1500', leverage: '3' },
      {},
      {},
      ['9', '3', 1],
    ],
    ['the product’s most leverage', { leverage: '8' }, {}, { maxLeverage: '4' }, ['8', '4', 1]],
    ['the signal’s leverage', { leverageFrom: 'signal' }, { leverage: 6 }, {}, ['12', '6', 0]],
    [
      'the signal’s leverage, capped',
      { leverageFrom: 'signal', leverageCap: '5' },
      { leverage: 6 },
      {},
      ['10', '5', 1],
    ],
    [
      'the owner’s leverage whatever the signal says',
      { leverage: '2' },
      { leverage: 6 },
      {},
      ['4', '2', 0],
    ],
  ])('%s', (_, settings, signal, product, expected) => {
    expect(contracts(settings, signal, product)).toEqual(expected);
  });

  test.each([
    ['0.02', 'taken'],
    ['0.01999999', 'maximum_size'],
  ])('a product that takes at most %s: %s', (maxBaseSize, expected) => {
    const market = marketOf('50500', { product: { ...BTC, maxBaseSize } });
    const { outcome } = openDesk().give(signalEvent({ market }));
    expect(outcome?.outcome === 'denied' ? outcome.rule : outcome?.outcome).toBe(expected);
  });

  test.each([
    // 10,000 of margin and 0.6 % of 20,000.
    ['10120', 'taken'],
    ['10119.99', 'balance'],
  ])('with leverage 2 and %s free: %s', (quoteAvailable, expected) => {
    const { outcome } = openDesk().give(shortSignal({}, {}, { quoteAvailable }));
    expect(outcome?.outcome === 'denied' ? outcome.rule : outcome?.outcome).toBe(expected);
  });

  test.each([
    // 39 contracts of 500.05 had 9,750.975 of margin and 117.0117 of fees; 39 of 499.95 take less,
    // 40 of 500 more than that.
    ['49995', '10', 'denied'],
    ['49995', '253', 'applied'],
  ])('an edit to %s with %s free beside what its entry holds: %s', (price, free, expected) => {
    const desk = openDesk();
    desk.give(shortSignal({ entry: { type: 'limit', prices: ['50005'] } }));
    desk.accept();
    const edited = shortSignal(
      { entry: { type: 'limit', prices: [price] } },
      {},
      { quoteAvailable: free },
    );
    const { outcome } = desk.give({ ...edited, source: { ...edited.source, revision: 1 } });
    expect(outcome?.outcome).toBe('applied');
    expect(desk.told('update_denied')).toHaveLength(expected === 'denied' ? 1 : 0);
  });

  test.each([
    ['10999', 'denied'],
    ['11000', 'applied'],
  ])('more of a position of 10,000 of own money, at most %s: %s', (largestPosition, expected) => {
    const desk = openShort();
    const { outcome } = owner(desk, {
      act: 'add',
      positionId: '1',
      quoteSize: '1000',
      price: '50000',
      market: marketOf('49500', { product: BTC_PERP }),
      settings: settingsOf({ largestPosition }),
    });
    expect(outcome?.outcome).toBe(expected);
    expect(desk.asked()).toEqual(
      expected === 'applied' ? ['place t-1-4 sell limit 4 at 50000'] : [],
    );
  });
});

describe('rules of the stop together', () => {
  test.each<[string, Partial<Settings>, string[]]>([
    // (50,000 + 300) / 0.994 is 50,603.63 up to the cent; then a target behind, or two.
    ['one behind', { stopFollowsTargets: 'one_behind' }, ['50603.63', '52000', '54000']],
    ['two behind', { stopFollowsTargets: 'two_behind' }, ['48000', '50603.63', '52000']],
    ['breakeven after the second', { breakevenAfterTarget: 2 }, ['48000', '50603.63', '50603.63']],
    [
      'the better of both',
      { breakevenAfterTarget: 1, stopFollowsTargets: 'two_behind' },
      ['50603.63', '50603.63', '52000'],
    ],
    [
      'trailing from the second on',
      { trailingStopPercent: '3', trailingStopAfterTarget: 2 },
      // 3 % below 54,000.
      ['48000', '52380', '52380'],
    ],
  ])('%s', (_, settings, stops) => {
    const desk = opened(settings, four);
    const seen = ['52000', '54000', '56000'].map((price, i) => {
      desk.fill(`t-1-${i + 2}`, price);
      desk.accept();
      return desk.position().stop;
    });
    expect(seen).toEqual(stops);
  });

  test('a stop that the owner moved since is not moved back by the same target', () => {
    const desk = opened({ breakevenAfterTarget: 1 }, four);
    desk.fill('t-1-2', '52000');
    owner(desk, { act: 'move_stop', positionId: '1', to: { price: '49000' }, last: '52000' });
    desk.accept();
    desk.price('52500');
    expect(desk.position().stop).toBe('49000');
  });

  test('breakeven after a percent is once, whatever the owner does then', () => {
    const desk = opened({ breakevenAfterPercent: '2' });
    desk.price('51000');
    owner(desk, { act: 'move_stop', positionId: '1', to: { price: '48000' }, last: '51000' });
    desk.price('52000');
    expect(desk.position().stop).toBe('48000');
  });
});

describe('what the provider may do', () => {
  const update = (desk: Desk, followUpdates: Settings['followUpdates'], action: object) => {
    const event = updateEvent({ action: 'close', ...action }, reply);
    const prices = { 'BTC-USD': '50500' };
    const settings = settingsSchema.parse({ followUpdates });
    return desk.give({ ...event, prices, settings }).outcome?.outcome;
  };

  test.each<[object, string, string, string]>([
    [{ action: 'amend', targets: [{ price: '60000' }] }, 'applied', 'noted', 'noted'],
    [{ action: 'move_stop', price: '49000' }, 'applied', 'applied', 'noted'],
    [{ action: 'stop_to_entry' }, 'applied', 'applied', 'noted'],
    [{ action: 'close_part', percent: '50' }, 'applied', 'applied', 'noted'],
    [{ action: 'close' }, 'applied', 'applied', 'noted'],
    [{ action: 'cancel_entry' }, 'applied', 'applied', 'noted'],
  ])('%o: all %s, safer %s, none %s', (action, all, safer, none) => {
    expect(update(opened(), 'all', action)).toBe(all);
    expect(update(opened(), 'safer', action)).toBe(safer);
    expect(update(opened(), 'none', action)).toBe(none);
  });

  test.each<[Settings['onDelete'], boolean, string[]]>([
    ['cancel', false, ['cancel t-1-1']],
    ['ignore', false, []],
    ['cancel', true, []],
  ])('a deleted message: %s, called off before %s', (onDelete, before, asked) => {
    const desk = openDesk();
    desk.give(signalEvent({ settings: { onDelete } }));
    desk.accept();
    if (before) owner(desk, { act: 'cancel_entries', positionId: '1' });
    desk.forget();
    desk.give({ type: 'message_deleted', at: desk.at(), messageId: 'm1' });
    expect(desk.asked()).toEqual(asked);
    if (before) expect(desk.position().entriesEnded).toBe('owner');
  });

  test('"unprotected: hold" holds what the venue will not protect, and says so', () => {
    const desk = openDesk();
    desk.give(signalEvent({ settings: { unprotected: 'hold', unprotectedSeconds: 1 } }));
    desk.accept();
    desk.fill('t-1-1', '50000');
    for (let n = 0; n < 30; n += 1) {
      for (const id of desk.live('bracket')) {
        desk.report(id, { kind: 'rejected', reason: 'other', message: 'no' });
      }
      desk.later(1000);
    }
    expect(leavingBecause(desk.position())).toBeNull();
    expect(desk.told('error')).toHaveLength(1);
    desk.price('48000');
    expect(leavingBecause(desk.position())).toBe('stop');
  });

  test('what the owner has added waits on after a target, where a signal’s entries are taken back', () => {
    const desk = opened({}, { entry: { type: 'limit', prices: ['50000', '49000'] } });
    owner(desk, {
      act: 'add',
      positionId: '1',
      quoteSize: '500',
      price: '48500',
      market: marketOf('50500'),
      settings: settingsOf(),
    });
    desk.accept();
    desk.fill(desk.live('bracket')[0] ?? '', '52000');
    expect(desk.live('entry')).toHaveLength(2);
    expect(desk.position().entriesEnded).toBeNull();
  });
});

describe('the owner’s hard limits', () => {
  const limited = (limits: object, settings: object = {}) =>
    withinLimits(settingsSchema.parse(settings), limitsSchema.parse(limits));

  test.each<[object, object, Partial<Settings>]>([
    [{ quoteSize: '50' }, { quoteSize: '100' }, { quoteSize: '100', largestPosition: '50' }],
    [{ quoteSize: '500' }, { quoteSize: '100' }, { quoteSize: '100', largestPosition: '500' }],
    [{ quoteSize: '500' }, { largestPosition: '200' }, { largestPosition: '200' }],
    [{ quoteSize: '500' }, { largestPosition: '700' }, { largestPosition: '500' }],
    [{ equityPercent: '2' }, {}, { largestPositionPercent: '2' }],
    [{ riskPercent: '2' }, { largestRiskPercent: '3' }, { largestRiskPercent: '2' }],
    [{ leverage: '2' }, { leverage: '3' }, { leverage: '3', leverageCap: '2' }],
    [{ mostOpen: 3 }, {}, { mostOpen: 3 }],
    [{ mostOpen: 3 }, { mostOpen: 2 }, { mostOpen: 2 }],
    [{ mostOpen: 3 }, { mostOpen: 9 }, { mostOpen: 3 }],
    [{}, { mostOpen: 9 }, { mostOpen: 9 }],
    [{ mostExposure: '900' }, {}, { mostExposure: '900' }],
    [{ dailyLossPercent: '4' }, { dailyLossPercent: '6' }, { dailyLossPercent: '4' }],
    [{ drawdownPercent: '4' }, { drawdownPercent: '3' }, { drawdownPercent: '3' }],
  ])('%o over %o', (limits, settings, expected) => {
    expect(limited(limits, settings)).toMatchObject(expected);
  });
});

describe('what is told', () => {
  test('a fill says what is open after it, and its price for one coin', () => {
    const desk = openShort();
    desk.fill('t-1-2', '48000', '5');
    expect(desk.told('fill').at(-1)).toMatchObject({
      size: '5',
      price: '48000',
      open: '35',
      leg: 1,
    });
  });

  test('a bracket counts by the price it filled at: near its stop it is stopped', () => {
    const at = (price: string) => {
      const desk = opened();
      desk.fill('t-1-2', price);
      return [desk.position().targetsHit, desk.told('target_reached').length];
    };
    expect(at('51990')).toEqual([[1], 1]);
    expect(at('48300')).toEqual([[], 0]);
    expect(at('47000')).toEqual([[], 0]);
  });

  test('a target is told by its place, also where new ones took the places of old', () => {
    const desk = opened({}, four);
    desk.fill('t-1-2', '52000');
    const targets = [{ price: '55000' }, { price: '57000' }];
    desk.give({
      ...updateEvent({ action: 'amend', targets }, reply),
      prices: { 'BTC-USD': '52000' },
    });
    desk.accept();
    const last = desk.live('bracket').at(-1) ?? '';
    desk.fill(last, '57000');
    expect(desk.told('target_reached')).toMatchObject([
      { target: 1, price: '52000' },
      { target: 3, price: '57000' },
    ]);
  });

  test('targets that the bot works are told, with the place', () => {
    const desk = opened({}, {}, { capabilities: { bracket: false, stopLimit: false } });
    desk.price('52000');
    desk.fill(desk.live('target')[0] ?? '', '52000');
    desk.price('54000');
    expect(desk.told('target_reached')).toMatchObject([{ target: 1 }, { target: 2 }]);
  });

  test.each<[string, (desk: Desk) => void, string]>([
    [
      'refused',
      (desk) => desk.report('t-1-1', { kind: 'rejected', reason: 'other', message: 'no' }),
      'rejected',
    ],
    ['called off', (desk) => owner(desk, { act: 'cancel_entries', positionId: '1' }), 'owner'],
    ['by hand', (desk) => desk.venue('t-1-1', { status: 'cancelled' }), 'outside'],
    [
      'closed before it opened',
      (desk) => owner(desk, { act: 'close', positionId: '1', percent: '100' }),
      'owner',
    ],
    [
      'closed after it was called off',
      (desk) => {
        desk.give(updateEvent({ action: 'cancel_entry' }, reply));
        owner(desk, { act: 'close', positionId: '1', percent: '100' });
      },
      'owner',
    ],
  ])('why it never opened: %s', (name, act, reason) => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    if (name !== 'refused') desk.accept();
    desk.forget();
    act(desk);
    desk.accept();
    expect(desk.position().closeReason).toBe(reason);
    expect(desk.told('position_cancelled')).toMatchObject([{ reason }]);
  });

  test('what a guard left is told without what filled', () => {
    const desk = openDesk();
    desk.give(
      signalEvent({
        signal: { entry: { type: 'market', prices: [] } },
        settings: { slippagePercent: '1' },
      }),
    );
    desk.forget();
    desk.fill('t-1-1', '51000', '0.00960592', 'cancelled');
    expect(desk.told('beyond_guard')).toMatchObject([{ left: '0.01', purpose: 'entry' }]);
    const whole = openDesk();
    whole.give(
      signalEvent({
        signal: { entry: { type: 'market', prices: [] } },
        settings: { slippagePercent: '1' },
      }),
    );
    whole.fill('t-1-1', '50500');
    expect(whole.told('beyond_guard')).toEqual([]);
  });

  test('a panic is reported when it begins and when it is over, once', () => {
    const desk = opened();
    owner(desk, { act: 'panic', reason: 'r' });
    desk.accept();
    desk.fill('t-1-x1', '50000');
    expect(desk.told('panic_report')).toMatchObject([{ done: false }, { done: true }]);
    owner(desk, { act: 'panic', reason: 'again' });
    expect(desk.told('panic_report').slice(2)).toMatchObject([
      { done: true, lines: ['Nothing was open.'] },
    ]);
    desk.venue('t-1-x1', { status: 'filled', fees: '7' });
    expect(desk.told('panic_report')).toHaveLength(3);
  });
});
