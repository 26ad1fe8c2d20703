import { describe, expect, test } from 'vitest';
import type { OwnerAct } from '../../../../src/trading/strategy/model/event.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { type Desk, openDesk, openLong, openShort } from '../desk.ts';
import { BTC, BTC_PERP, marketOf, NOON, settingsOf, signalEvent, updateEvent } from '../given.ts';

const owner = (desk: Desk, act: OwnerAct) =>
  desk.give({ type: 'owner', at: desk.at(), by: 'owner', act });

describe('limits in parts of the account, of a position that grows', () => {
  const grow = (settings: Partial<Settings>, equity?: string) => {
    const desk = openLong();
    expect(desk.position().plan).toMatchObject({ equity: '10000', cost: '1000' });
    const act = {
      act: 'move_stop',
      positionId: '1',
      to: { price: '47000' },
      last: '50500',
      settings: settingsOf({ widestStopPercent: '0', ...settings }),
      ...(equity === undefined ? {} : { equity }),
    } as const;
    const { outcome } = owner(desk, act);
    return outcome?.outcome === 'denied' ? outcome.why : outcome?.outcome;
  };

  // 3,000 lost and 282 of fees for a coin, and 6 paid: 71.64.
  test.each<[Partial<Settings>, string | undefined, string]>([
    [{ largestRiskPercent: '0.72' }, undefined, 'applied'],
    [
      { largestRiskPercent: '0.71' },
      undefined,
      'its stop would lose 71.64 USD, and 0.71 % of the account, 71, is the most',
    ],
    [{ largestRiskPercent: '0.71' }, '20000', 'applied'],
    [
      { largestRiskPercent: '0.72' },
      '5000',
      'its stop would lose 71.64 USD, and 0.72 % of the account, 36, is the most',
    ],
  ])('with %j and an account of %s', (settings, equity, expected) => {
    expect(grow(settings, equity)).toBe(expected);
  });

  test('what costs more may be no more than its part, and what is too dear already may stay', () => {
    const add = (quoteSize: string, settings: Partial<Settings>) => {
      const { outcome } = owner(openLong(), {
        act: 'add',
        positionId: '1',
        quoteSize,
        price: null,
        market: marketOf('50500'),
        settings: settingsOf(settings),
      });
      return outcome?.outcome === 'denied' ? outcome.rule : outcome?.outcome;
    };
    expect(add('500', { largestPosition: '1500' })).toBe('applied');
    expect(add('501', { largestPosition: '1500' })).toBe('largest_position');
    expect(add('500', { largestPositionPercent: '15' })).toBe('applied');
    expect(add('501', { largestPositionPercent: '15' })).toBe('largest_position_percent');
    const desk = openLong();
    const settings = settingsOf({ quoteSize: '400', largestPosition: '500' });
    const to = { price: '48500' };
    const move = { act: 'move_stop', positionId: '1', to, last: '50500', settings } as const;
    expect(owner(desk, move).outcome).toMatchObject({ outcome: 'applied' });
  });
});

describe('counts', () => {
  test.each([
    [1, 'most_open'],
    [2, 'taken'],
    [0, 'taken'],
  ])('with one open, %i is the most', (mostOpen, expected) => {
    const { outcome } = openLong().give(signalEvent({ messageId: 'm2', settings: { mostOpen } }));
    expect(outcome?.outcome === 'denied' ? outcome.rule : outcome?.outcome).toBe(expected);
  });
});

describe('an account below its limit', () => {
  test.each<[Partial<Settings>, string, string]>([
    [{ dailyLossPercent: '5' }, '9500', 'daily_loss'],
    [{ dailyLossPercent: '5' }, '9500.01', 'taken'],
    [{ drawdownPercent: '5' }, '9500', 'drawdown'],
    [{ drawdownPercent: '5' }, '9500.01', 'taken'],
  ])('of %j at %s', (settings, equity, expected) => {
    const desk = openDesk();
    for (const worth of ['10000', equity]) {
      desk.give({ type: 'account', at: NOON, account: 'paper', equity: worth });
    }
    const { outcome } = desk.give(signalEvent({ settings }));
    expect(outcome?.outcome === 'denied' ? outcome.rule : outcome?.outcome).toBe(expected);
  });
});

describe('after stops in a row, and losses of a provider', () => {
  const lose = (desk: Desk, n: number, price: string) => {
    desk.give(signalEvent({ messageId: `e${n}` }));
    desk.accept();
    desk.fill(`t-${n}-1`, '50000');
    desk.accept();
    for (const id of desk.live('bracket', String(n))) desk.fill(id, price);
  };
  const answerAfter = (desk: Desk, ms: number, settings: Partial<Settings>, messageId: string) => {
    const at = NOON + ms;
    const { outcome } = desk.give(
      signalEvent({ messageId, at, source: { postedAt: at }, settings }),
    );
    return outcome?.outcome === 'denied' ? outcome.rule : outcome?.outcome;
  };

  test('nothing is opened for as long as it is set', () => {
    const desk = openDesk();
    lose(desk, 1, '48000');
    const settings = { stopStreak: 1, stopStreakPauseMinutes: 30 };
    expect(answerAfter(desk, 30 * 60_000 - 1, settings, 'm1')).toBe('stop_streak');
    expect(answerAfter(desk, 30 * 60_000, settings, 'm2')).toBe('taken');
  });

  test('a provider whose last ones lost together is left alone, though the very last won', () => {
    const desk = openDesk();
    lose(desk, 1, '48000');
    lose(desk, 2, '50800');
    const settings = { providerLockAfter: 2, providerLockMinutes: 30 };
    expect(answerAfter(desk, 30 * 60_000 - 1, settings, 'm1')).toBe('provider_lock');
    expect(answerAfter(desk, 30 * 60_000, settings, 'm2')).toBe('taken');
  });
});

describe('on a future that steps by 5', () => {
  test('each price of a zone is on the step', () => {
    const desk = openDesk();
    desk.give(
      signalEvent({
        signal: { entry: { type: 'zone', prices: ['50000', '49985'] } },
        settings: { zoneOrders: 3, quoteSize: '3000' },
        market: marketOf('50500', { product: BTC_PERP }),
      }),
    );
    expect(desk.asked()).toEqual([
      'place t-1-1 buy limit 2 at 50000',
      'place t-1-2 buy limit 2 at 49990',
      'place t-1-3 buy limit 2 at 49985',
    ]);
  });

  test('what a short is left with at the wrong side of a far liquidation says no', () => {
    const short = { side: 'short' as const, targets: [{ price: '48000' }] };
    const ask = (stop: string) =>
      openDesk().give(
        signalEvent({
          signal: { ...short, stop: { price: stop } },
          settings: { leverage: '3', widestStopPercent: '0' },
          market: marketOf('49900', { product: BTC_PERP, quoteAvailable: '20000' }),
        }),
      ).outcome;
    // Half of a third of 50,000 above the entry.
    expect(ask('58300')).toMatchObject({ outcome: 'taken' });
    expect(ask('58335')).toMatchObject({ rule: 'liquidation' });
  });
});

test('entries that have ended are not amended', () => {
  const desk = openDesk();
  desk.give(signalEvent({}));
  desk.accept();
  owner(desk, { act: 'cancel_entries', positionId: '1' });
  const update = updateEvent({ action: 'amend', symbol: 'BTC', entries: ['49500'] });
  expect(desk.give(update).outcome).toMatchObject({
    rule: 'entries_ended',
    why: 'its entries have ended',
  });
});

test('more that is reserved than there is leaves nothing, and says so', () => {
  const desk = openDesk();
  desk.give(signalEvent({ market: marketOf('50500', { quoteAvailable: '1010' }) }));
  const { outcome } = desk.give(
    signalEvent({ messageId: 'm2', market: marketOf('50500', { quoteAvailable: '900' }) }),
  );
  expect(outcome).toMatchObject({ why: 'it costs 1006 USD with fees, and 0 USD is free' });
});

test('a stop rule moves nothing of what is on its way out', () => {
  const desk = openDesk();
  desk.give(signalEvent({ settings: { breakevenAfterTarget: 1 } }));
  desk.accept();
  desk.fill('t-1-1', '50000');
  desk.accept();
  owner(desk, { act: 'close', positionId: '1', percent: '100' });
  desk.fill('t-1-2', '52000');
  expect(desk.position().stop).toBe('48000');
  expect(desk.told('stop_moved')).toEqual([]);
});

test('targets that come twice have numbers that no order had before', () => {
  const desk = openShort();
  desk.fill('t-1-2', '48000', '5');
  desk.fill('t-1-3', '46000', '5');
  const amend = (messageId: string, ...prices: string[]) => {
    const targets = prices.map((price) => ({ price }));
    const update = updateEvent({ action: 'amend', symbol: 'BTC', targets }, { messageId });
    desk.give({ ...update, prices: { [BTC_PERP.id]: '49500', [BTC.id]: '50500' } });
    desk.accept();
    return desk.position().plan.targets.map(({ leg }) => leg);
  };
  expect(amend('u1', '47000', '46500')).toEqual([3, 4]);
  expect(amend('u2', '47500')).toEqual([3]);
  expect(amend('u3', '47500', '46000')).toEqual([3, 5]);
});

test('what all entries come to is held against the most that a product takes', () => {
  const market = marketOf('50500', { product: { ...BTC, maxBaseSize: '0.015' } });
  const entry = { type: 'limit' as const, prices: ['50000', '49000'] };
  const { outcome } = openDesk().give(signalEvent({ signal: { entry }, market }));
  expect(outcome).toMatchObject({
    rule: 'maximum_size',
    why: 'it would be 0.02020408 BTC, and BTC-USD takes no more than 0.015',
  });
});

test('the risk of a plan is what its stop loses, with the fees of both ways', () => {
  const desk = openDesk();
  desk.give(signalEvent({}));
  // 40 lost, 6 paid for 1,000 and 5.76 for 960.
  expect(desk.position().plan).toMatchObject({ cost: '1000', risk: '51.76' });
});

test('who takes no shorts takes longs', () => {
  const market = marketOf('50500', { product: BTC_PERP });
  const settings = { shorts: false };
  expect(openDesk().give(signalEvent({ market, settings })).outcome).toMatchObject({
    outcome: 'taken',
  });
  const short = { side: 'short' as const, stop: { price: '52000' }, targets: [{ price: '48000' }] };
  const { outcome } = openDesk().give(
    signalEvent({ signal: short, market: marketOf('49500', { product: BTC_PERP }), settings }),
  );
  expect(outcome).toMatchObject({ rule: 'shorts' });
});

test.each([
  [0, '2'],
  [1, '1'],
  [3, '3'],
  [null, '2'],
])('a signal’s leverage of %j is followed where there is one', (leverage, used) => {
  const desk = openDesk();
  const settings = { leverageFrom: 'signal', leverage: '2', leverageCap: '5' } as const;
  const market = marketOf('50500', { product: BTC_PERP });
  desk.give(signalEvent({ signal: { leverage }, settings, market }));
  expect(desk.position().plan.leverage).toBe(used);
});
