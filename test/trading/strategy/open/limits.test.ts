import { describe, expect, test } from 'vitest';
import { fromJson, toJson } from '../../../../src/trading/strategy/book/stateJson.ts';
import { readPosition } from '../../../../src/trading/strategy/book/storedPosition.ts';
import type { OwnerAct } from '../../../../src/trading/strategy/model/event.ts';
import {
  type Limits,
  limitsSchema,
  withinLimits,
} from '../../../../src/trading/strategy/settings/limits.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { type Desk, openDesk, openLong } from '../desk.ts';
import { BTC_PERP, marketOf, settingsOf, signalEvent, updateEvent } from '../given.ts';

const under = (limits: Partial<Limits>, settings: Partial<Settings> = {}): Settings =>
  withinLimits(settingsOf(settings), limitsSchema.parse(limits));

const owner = (desk: Desk, act: OwnerAct) =>
  desk.give({ type: 'owner', at: desk.at(), by: 'owner', act });

const reply = { repliedToMessageId: 'm1' };

describe('hard limits cut a new position, however its size is reckoned, and that is said', () => {
  test.each<[string, Partial<Limits>, Partial<Settings>, string, RegExp]>([
    ['cost, fixed amount', { quoteSize: '250' }, {}, '250', /held to 250: 250 is the most/],
    [
      'part of the account, fixed amount',
      { equityPercent: '0.1' },
      {},
      '10',
      /1000 USD and is held to 10: 0.1 % of the account is the most/,
    ],
    [
      'part of the account, sized by risk',
      { equityPercent: '5' },
      { sizeBy: 'risk' },
      '500',
      /1931.99 USD and is held to 500/,
    ],
    // 4 % to the stop and 1.176 % fees: 193.2 USD lose 10 USD, 0.1 % of the account.
    ['risk, fixed amount', { riskPercent: '0.1' }, {}, '193.1', /held to 193.2: its stop may lose/],
    [
      'risk, part of the account',
      { riskPercent: '0.1' },
      { sizeBy: 'equity', equityPercent: '50' },
      '193.1',
      /5000 USD and is held to 193.2/,
    ],
  ])('%s', (_name, limits, settings, cost, said) => {
    const desk = openDesk();
    desk.give({ ...signalEvent({}), settings: under(limits, settings) });
    const { plan } = desk.position();
    expect(plan.cost).toMatch(new RegExp(`^${cost.replace('.', '\\.')}`));
    expect(plan.remarks).toEqual([expect.stringMatching(said)]);
  });

  test('the strictest of several holds', () => {
    const desk = openDesk();
    const settings = under({ quoteSize: '250', equityPercent: '1', riskPercent: '0.1' });
    desk.give({ ...signalEvent({}), settings });
    expect(desk.position().plan).toMatchObject({ cost: '100' });
  });

  test('on a future they speak of its margin, and of what its stop loses', () => {
    const market = marketOf('50500', { product: BTC_PERP });
    const settings = under(
      { equityPercent: '5' },
      { leverage: '2', leverageCap: '2', quoteSize: '2000' },
    );
    const desk = openDesk();
    desk.give({ ...signalEvent({ market }), settings });
    // 500 USD of its own at 2× are two contracts of 500.
    expect(desk.asked()).toEqual(['place t-1-1 buy limit 2 at 50000']);
  });

  test('what is too small after the cut is not taken', () => {
    const desk = openDesk();
    const { outcome } = desk.give({
      ...signalEvent({}),
      settings: under({ riskPercent: '0.0001' }),
    });
    expect(outcome).toMatchObject({ outcome: 'denied', rule: 'minimum_size' });
  });
});

describe('a stop farther away than allowed', () => {
  const far = { stop: { price: '27000' } };

  test('is not taken with a signal, with the settings as they come', () => {
    const desk = openDesk();
    const { outcome } = desk.give(signalEvent({ signal: far }));
    expect(outcome).toEqual({
      outcome: 'denied',
      rule: 'widest_stop',
      why: 'the stop 27000 is 46 % from the entry 50000, and 25 % is the widest',
    });
  });

  test('nor by an edit of one that waits', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    desk.give(signalEvent({ source: { revision: 1 }, signal: far }));
    expect(desk.position().stop).toBe('48000');
    expect(desk.told('update_denied')).toMatchObject([{ rule: 'widest_stop' }]);
  });

  test('nor by an update, before anything is open', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    const { outcome } = desk.give(updateEvent({ action: 'move_stop', price: '27000' }, reply));
    expect(outcome).toMatchObject({ outcome: 'denied', rule: 'widest_stop' });
    expect(desk.position().stop).toBe('48000');
  });

  test('nor by the owner, who may set it otherwise', () => {
    const desk = openLong();
    const move = {
      act: 'move_stop',
      positionId: '1',
      to: { price: '27000' },
      last: '50500',
    } as const;
    expect(owner(desk, { ...move, sure: true }).outcome).toMatchObject({ rule: 'widest_stop' });
    owner(desk, { ...move, settings: settingsOf({ widestStopPercent: '50' }) });
    expect(desk.position().stop).toBe('27000');
  });

  test('is taken where the rule is off', () => {
    const desk = openDesk();
    const { outcome } = desk.give(
      signalEvent({ signal: far, settings: { widestStopPercent: '0' } }),
    );
    expect(outcome).toMatchObject({ outcome: 'taken' });
  });
});

describe('every other way in is held against the same limits', () => {
  test('a stop that the owner widens', () => {
    const desk = openLong();
    const move = {
      act: 'move_stop',
      positionId: '1',
      to: { price: '44000' },
      last: '50500',
    } as const;
    const settings = under({ riskPercent: '1' });
    expect(owner(desk, { ...move, settings, equity: '10000' }).outcome).toEqual({
      outcome: 'denied',
      rule: 'largest_risk_percent',
      // 0.02 × 6,000 to the stop, 6 paid to enter, 5.28 to leave.
      why: 'its stop would lose 131.28 USD, and 1 % of the account, 100, is the most',
    });
    expect(desk.position().stop).toBe('48000');
    expect(owner(desk, { ...move, settings, equity: '20000' }).outcome).toMatchObject({
      outcome: 'applied',
    });
  });

  test('what is too large already may be made safer', () => {
    const desk = openLong();
    const settings = under({ riskPercent: '0.01', quoteSize: '10' });
    const act = { act: 'move_stop', positionId: '1', last: '50500', settings } as const;
    owner(desk, { ...act, to: { price: '49000' } });
    expect(desk.position().stop).toBe('49000');
    expect(owner(desk, { ...act, to: { price: '48500' } }).outcome).toMatchObject({
      rule: 'largest_risk_percent',
    });
  });

  test('what is added', () => {
    const desk = openLong();
    const act = {
      act: 'add',
      positionId: '1',
      quoteSize: '500',
      price: null,
      market: marketOf('50500'),
    } as const;
    for (const [limits, rule] of [
      [{ quoteSize: '1200' }, 'largest_position'],
      [{ equityPercent: '12' }, 'largest_position_percent'],
      [{ riskPercent: '0.6' }, 'largest_risk_percent'],
      [{ mostExposure: '1400' }, 'most_exposure'],
    ] as const) {
      const { outcome } = owner(desk, { ...act, settings: under(limits) });
      expect(outcome).toMatchObject({ outcome: 'denied', rule });
    }
    expect(desk.asked()).toEqual([]);
  });

  test('an edit that makes it dearer than the limits of today', () => {
    const desk = openDesk();
    desk.give(signalEvent({ settings: { sizeBy: 'risk' } }));
    desk.accept();
    const closer = signalEvent({ source: { revision: 1 }, signal: { stop: { price: '49000' } } });
    const { plan } = desk.position();
    desk.give({ ...closer, settings: under({ quoteSize: '2000' }) });
    expect(desk.told('update_denied')).toMatchObject([{ rule: 'largest_position' }]);
    expect(desk.position().plan).toBe(plan);
    expect(desk.asked()).toEqual([]);
  });

  test('entries that an update moves away from the stop', () => {
    const desk = openDesk();
    desk.give({ ...signalEvent({}), settings: under({ riskPercent: '0.6' }) });
    desk.accept();
    const { plan } = desk.position();
    const dearer = updateEvent({ action: 'amend', entries: ['50400'] }, reply);
    const { outcome } = desk.give({ ...dearer, settings: under({ riskPercent: '0.55' }) });
    expect(outcome).toMatchObject({ outcome: 'denied', rule: 'largest_risk_percent' });
    expect(desk.position().plan).toBe(plan);
  });

  describe('the widest stop, by entries that come farther from it', () => {
    const settings = settingsOf({ widestStopPercent: '5' });
    const begun = (given: Desk) => {
      // Entry 50,000 and stop 48,000: 4 %.
      given.give({ ...signalEvent({}), settings });
      given.accept();
      return given;
    };
    const update = (change: object) => ({
      ...updateEvent({ action: 'amend', ...change }, reply),
      settings,
    });

    test('of an update', () => {
      const desk = begun(openDesk());
      const { plan } = desk.position();
      // 5.9 %.
      expect(desk.give(update({ entries: ['51000'] })).outcome).toMatchObject({
        outcome: 'denied',
        rule: 'widest_stop',
      });
      expect(desk.position().plan).toBe(plan);
    });

    test('of an update that names a stop for them: the two are one', () => {
      const desk = begun(openDesk());
      desk.give(update({ entries: ['51000'], stop: { price: '49000' } }));
      expect(desk.position()).toMatchObject({
        stop: '49000',
        plan: { entries: [{ terms: { price: '51000' } }], expectedEntry: '51000' },
      });
      expect(desk.told('update_denied')).toEqual([]);
    });

    test('of an update that moves both down, below where the stop was', () => {
      const desk = begun(openDesk());
      desk.give(update({ entries: ['47500'], stop: { price: '46000' } }));
      expect(desk.position()).toMatchObject({
        stop: '46000',
        plan: { entries: [{ terms: { price: '47500' } }] },
      });
    });

    test('of an update whose stop is too far for them, too: nothing is changed', () => {
      const desk = begun(openDesk());
      const { plan } = desk.position();
      desk.give(update({ entries: ['51000'], stop: { price: '47900' } }));
      expect(desk.position()).toMatchObject({ stop: '47900' });
      expect(desk.position().plan).toEqual(plan);
      expect(desk.told('update_denied')).toMatchObject([{ rule: 'widest_stop' }]);
    });

    test('of what is added', () => {
      const desk = openLong();
      const act = { act: 'add', positionId: '1', quoteSize: '5000', price: null } as const;
      // 0.02 at 50,000 and 0.083 at 60,000 or so: 17 % from the average.
      const { outcome } = owner(desk, { ...act, market: marketOf('60000'), settings });
      expect(outcome).toMatchObject({ outcome: 'denied', rule: 'widest_stop' });
      expect(desk.asked()).toEqual([]);
    });

    test('of what is added at a price', () => {
      const desk = openLong();
      const act = { act: 'add', positionId: '1', quoteSize: '5000', price: '52000' } as const;
      const { outcome } = owner(desk, { ...act, market: marketOf('53000'), settings });
      expect(outcome).toMatchObject({ outcome: 'denied', rule: 'widest_stop' });
      owner(desk, { ...act, price: '49000', market: marketOf('53000'), settings });
      expect(desk.asked()).toEqual(['place t-1-4 buy limit 0.10204081 at 49000']);
    });
  });

  describe('leverage, by an edit of a signal that waits', () => {
    const market = marketOf('50500', { product: BTC_PERP });
    const given = (leverage: string, revision: number, cap: string) => ({
      ...signalEvent({ market, source: { revision }, signal: { leverage: Number(leverage) } }),
      settings: settingsOf({
        sizeBy: 'risk',
        leverageFrom: 'signal',
        leverageCap: cap,
      }),
    });

    test('above a cap that was lowered since: it stays as it was', () => {
      const desk = openDesk();
      desk.give(given('1', 0, '3'));
      desk.accept();
      const { plan } = desk.position();
      desk.give(given('3', 1, '2'));
      expect(desk.told('update_denied')).toMatchObject([{ rule: 'leverage_cap' }]);
      expect(desk.position().plan).toBe(plan);
    });

    test('within the cap: its entry is placed anew with it', () => {
      const desk = openDesk();
      desk.give(given('1', 0, '3'));
      desk.accept();
      desk.give(given('3', 1, '3'));
      expect(desk.position().plan.leverage).toBe('3');
      const [old] = desk.position().orders;
      expect(old?.request.kind).toBe('cancelling');
    });
  });

  test('a position that turns around', () => {
    const desk = openLong();
    const market = marketOf('50500', { product: BTC_PERP });
    const short = signalEvent({
      messageId: 'm2',
      market,
      signal: { side: 'short', stop: { price: '66000' }, targets: [] },
      settings: { oppositeSignal: 'reverse' },
    });
    // The long is closed; a short with its stop a third away is not opened, which is told.
    expect(desk.give(short).outcome).toEqual({ outcome: 'applied', positionIds: ['1'] });
    expect(desk.own()).toHaveLength(1);
    expect(desk.told('signal_denied')).toMatchObject([{ side: 'short', rule: 'widest_stop' }]);
  });

  test.each<[string, Partial<Settings>, string]>([
    ['their number', { mostOpen: 1 }, 'most_open'],
    ['what all may come to', { mostExposure: '1500' }, 'most_exposure'],
    ['their number in it', { mostOpenPerSymbol: 1 }, 'most_open_symbol'],
  ])('one that turns around beside what is not closed yet: %s', (_, settings, rule) => {
    const desk = openLong();
    const market = marketOf('50500', { product: BTC_PERP });
    const signal = { side: 'short', stop: { price: '52000' }, targets: [] } as const;
    const reverse = { ...settings, oppositeSignal: 'reverse' } as const;
    desk.give(signalEvent({ messageId: 'm2', market, signal, settings: reverse }));
    expect(desk.own()).toHaveLength(1);
    expect(desk.told('signal_denied')).toMatchObject([{ rule }]);
    expect(desk.position().closeReason ?? desk.position().wayOut.closing.what).toBe('all');
  });

  test('one that turns around and must wait for others waits for them, once what was open is closed', () => {
    const desk = openLong();
    const short = signalEvent({
      messageId: 'm2',
      market: marketOf('50500', { product: BTC_PERP }),
      signal: { side: 'short', stop: { price: '52000' }, targets: [] },
      settings: { oppositeSignal: 'reverse', agreement: 2 },
    });
    expect(desk.give(short).outcome).toEqual({ outcome: 'applied', positionIds: ['1'] });
    expect(desk.told('agreement')).toMatchObject([{ end: null, agreeing: ['Provider'] }]);
    expect(desk.told('signal_denied')).toEqual([]);
  });
});

describe('a provider’s word never closes anything by the way', () => {
  test('a stop at or beyond the price stays where it was', () => {
    for (const price of ['50800', '508000', '51000']) {
      const desk = openLong();
      const { outcome } = desk.give(updateEvent({ action: 'move_stop', price }, reply));
      expect(outcome).toMatchObject({ outcome: 'denied', rule: 'stop_beyond_price' });
      expect(desk.position()).toMatchObject({
        stop: '48000',
        wayOut: { closing: { what: 'nothing' } },
      });
      expect(desk.asked()).toEqual([]);
    }
  });

  test('nor by an edit, nor by new levels', () => {
    const desk = openLong();
    desk.give(signalEvent({ source: { revision: 1 }, signal: { stop: { price: '50500' } } }));
    desk.give(updateEvent({ action: 'amend', stop: { price: '50900' } }, reply));
    expect(desk.position()).toMatchObject({
      stop: '48000',
      wayOut: { closing: { what: 'nothing' } },
    });
    expect(desk.told('update_denied')).toMatchObject([
      { rule: 'stop_beyond_price' },
      { rule: 'stop_beyond_price' },
    ]);
  });

  test('targets that the price has reached are left out, the others follow', () => {
    const desk = openLong();
    const up = updateEvent(
      { action: 'amend', targets: [{ price: '50300' }, { price: '53000' }] },
      reply,
    );
    desk.give(up);
    expect(desk.position().plan.targets.map(({ price }) => price)).toEqual(['53000']);
    expect(desk.told('update_denied')).toMatchObject([{ rule: 'target_behind_price' }]);
    const one = updateEvent(
      { action: 'amend', target: 1, targets: [{ price: '50300' }] },
      { ...reply, messageId: 'u2' },
    );
    expect(desk.give(one).outcome).toMatchObject({ rule: 'target_behind_price' });
  });

  test('without a price nothing is moved toward it', () => {
    const desk = openLong();
    const { prices: _, ...blind } = updateEvent({ action: 'move_stop', price: '49000' }, reply);
    expect(desk.give(blind).outcome).toMatchObject({ rule: 'price_unknown' });
    expect(desk.position().stop).toBe('48000');
  });

  test('before anything is open a stop stays below the entry', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    const { outcome } = desk.give(updateEvent({ action: 'move_stop', price: '50200' }, reply));
    expect(outcome).toMatchObject({ outcome: 'denied', rule: 'stop_side' });
  });
});

describe('the owner closes by a level only knowingly', () => {
  const move = {
    act: 'move_stop',
    positionId: '1',
    to: { price: '185000' },
    last: '50500',
  } as const;

  test('a stop beyond the price', () => {
    const desk = openLong();
    expect(owner(desk, move).outcome).toMatchObject({ rule: 'stop_beyond_price' });
    expect(desk.position().stop).toBe('48000');
    owner(desk, { ...move, sure: true });
    expect(desk.position().stop).toBe('185000');
  });

  test('a target behind the price', () => {
    const desk = openLong();
    const target = {
      act: 'move_target',
      positionId: '1',
      target: 1,
      price: '50100',
      last: '50500',
    } as const;
    expect(owner(desk, target).outcome).toMatchObject({ rule: 'target_behind_price' });
    expect(desk.position().plan.targets[0]?.price).toBe('52000');
    owner(desk, { ...target, sure: true });
    expect(desk.position().plan.targets[0]?.price).toBe('50100');
  });
});

test('a position of an earlier version is held to no rule that it was not opened under', () => {
  const desk = openLong();
  const {
    widestStopPercent: _w,
    largestRiskPercent: _r,
    largestPositionPercent: _p,
    ...settings
  } = desk.position().settings;
  const stored = { ...desk.position(), settings: settings as Settings };
  const state = fromJson(toJson(desk.state()), [readPosition(stored)]);
  expect(state.positions.get('1')?.settings).toMatchObject({
    widestStopPercent: '0',
    largestRiskPercent: '0',
    largestPositionPercent: '0',
  });
});
