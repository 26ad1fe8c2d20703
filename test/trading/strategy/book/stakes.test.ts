import { describe, expect, test } from 'vitest';
import { fromJson, toJson } from '../../../../src/trading/strategy/book/stateJson.ts';
import { consider } from '../../../../src/trading/strategy/consider.ts';
import type { OwnerAct } from '../../../../src/trading/strategy/model/event.ts';
import type { State } from '../../../../src/trading/strategy/model/state.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { type Desk, openDesk, openLong, openShort, shortSignal } from '../desk.ts';
import { BTC_PERP, marketOf, settingsOf, signalEvent, updateEvent } from '../given.ts';

const owner = (desk: Desk, act: OwnerAct) =>
  desk.give({ type: 'owner', at: desk.at(), by: 'owner', act });

/** What a position costs and what its stop would lose, as its owner is told before an act, to the cent. */
function stake(desk: Desk): [string, string] {
  const effect = consider(desk.state(), { act: 'let_run', positionId: '1' }, null, desk.at());
  if ('denied' in effect) throw new Error(effect.denied.why);
  const { cost, risk } = effect.before;
  return [cost.toDecimalPlaces(2).toFixed(), risk.toDecimalPlaces(2).toFixed()];
}

/** A long whose entry waits at 50,000 for 0.02 BTC. */
function waiting(): Desk {
  const desk = openDesk();
  desk.give(signalEvent({}));
  desk.accept();
  return desk;
}

/** A long that is bought at 50,500 for 1,000 USD, at once. */
function buying(): Desk {
  const desk = openDesk();
  desk.give(signalEvent({ signal: { entry: { type: 'market', prices: [] } } }));
  desk.accept();
  return desk;
}

function sellHalf(desk: Desk): Desk {
  owner(desk, { act: 'close', positionId: '1', percent: '50' });
  desk.accept();
  for (const id of desk.live('exit')) desk.fill(id, '50800');
  return desk;
}

function on(desk: Desk, more: (desk: Desk) => void): Desk {
  more(desk);
  return desk;
}

describe('what a position has at stake', () => {
  // At the stop, 48,000, a coin loses 2,000 and 288 of fees; entering one cost 300.
  test.each<[string, () => Desk, [string, string]]>([
    ['nothing of it filled', waiting, ['1000', '51.76']],
    [
      'half of it filled, the other half waits',
      () => on(waiting(), (desk) => desk.fill('t-1-1', '50000', '0.01')),
      ['1000', '51.76'],
    ],
    [
      'half filled, the other half called off',
      () =>
        on(waiting(), (desk) => {
          desk.fill('t-1-1', '50000', '0.01');
          owner(desk, { act: 'cancel_entries', positionId: '1' });
        }),
      ['500', '25.88'],
    ],
    [
      'of two entries, of which one was taken away by hand',
      () =>
        on(openDesk(), (desk) => {
          desk.give(
            signalEvent({ signal: { entry: { type: 'limit', prices: ['50000', '49000'] } } }),
          );
          desk.accept();
          desk.venue('t-1-2', { status: 'cancelled' });
        }),
      ['500', '25.88'],
    ],
    ['all filled', openLong, ['1000', '51.76']],
    [
      'half of it sold again, with half of the fees paid',
      () => sellHalf(openLong()),
      ['500', '25.88'],
    ],
    // 1,000 USD at 50,500 lose 2,788 a coin and 6 of fees.
    ['bought for an amount, of which nothing has filled', buying, ['1000', '61.21']],
    [
      'bought for an amount, of which half has filled',
      () => on(buying(), (desk) => desk.fill('t-1-1', '50500', '0.01')),
      ['1000', '61.21'],
    ],
    [
      'bought for an amount, of which half was not to be had',
      () => on(buying(), (desk) => desk.fill('t-1-1', '50500', '0.01', 'cancelled')),
      ['505', '30.91'],
    ],
    [
      'its stop where it wins',
      () =>
        on(openLong(), (desk) =>
          owner(desk, { act: 'move_stop', positionId: '1', to: { price: '51000' }, last: '51500' }),
        ),
      ['1000', '0'],
    ],
    // 40 contracts of 0.01: 2,312 lost and 300 paid for each coin.
    [
      'a short in contracts that waits',
      () => on(openDesk(), (desk) => desk.give(shortSignal({}))),
      ['20000', '1044.8'],
    ],
    ['a short in contracts that is open', openShort, ['20000', '1044.8']],
    ['half a short in contracts', () => sellHalf(openShort()), ['10000', '522.4']],
  ])('%s', (_, desk, expected) => {
    expect(stake(desk())).toEqual(expected);
  });
});

describe('the most in all open positions counts', () => {
  const next = (desk: Desk, settings: Partial<Settings>) => {
    const { outcome } = desk.give(
      signalEvent({ messageId: 'm2', settings, market: marketOf('50500') }),
    );
    return outcome?.outcome === 'denied' ? outcome.rule : outcome?.outcome;
  };
  const soldByHand = (desk: Desk) =>
    desk.give({
      type: 'position_difference',
      at: desk.at(),
      positionId: '1',
      size: '0.005',
      price: '50000',
      message: 'sold by hand',
    });

  test.each<[string, () => Desk, number]>([
    ['what waits', waiting, 1000],
    ['what is open', openLong, 1000],
    [
      'what is bought for an amount, once',
      () => on(buying(), (d) => d.fill('t-1-1', '50500', '0.01')),
      1000,
    ],
    ['what was sold by hand no more', () => on(openLong(), soldByHand), 250],
    [
      'what was called off no more, before its cancel has an answer',
      () => on(waiting(), (d) => owner(d, { act: 'cancel_entries', positionId: '1' })),
      0,
    ],
    ['what was sold no more', () => sellHalf(openLong()), 500],
  ])('%s', (_, desk, open) => {
    const most = (mostExposure: number) => ({ mostExposure: String(mostExposure) });
    if (open > 0) expect(next(desk(), most(open + 999))).toBe('most_exposure');
    expect(next(desk(), most(open + 1000))).toBe('taken');
  });

  test('of one asset apart from others', () => {
    // In ether far more is open on the same account.
    const denied = { mostExposurePerSymbol: '1999' };
    expect(next(openLong(), denied)).toBe('most_exposure_symbol');
    expect(next(openLong(), { mostExposurePerSymbol: '2000' })).toBe('taken');
  });

  test.each<[string, () => Desk]>([
    ['sold by hand', () => on(openLong(), soldByHand)],
    [
      'called off, before its cancel has an answer',
      () => on(waiting(), (d) => owner(d, { act: 'cancel_entries', positionId: '1' })),
    ],
    [
      'ended',
      () =>
        on(openLong(), (d) => {
          for (const id of d.live('bracket')) d.fill(id, '48000');
        }),
    ],
    ['half bought', () => on(buying(), (d) => d.fill('t-1-1', '50500', '0.01'))],
  ])('the same as after a restart: %s', (_, made) => {
    const state = made().state();
    const restarted = fromJson(toJson(state), state.positions.values());
    expect(exposures(state)).toEqual(exposures(restarted));
  });
});

const exposures = ({ totals }: State) =>
  Object.entries({
    ...totals.counts.mapKeys((of) => `${of} count`).toJS(),
    ...totals.exposures.toJS(),
  })
    .filter(([, amount]) => String(amount) !== '0')
    .map(([of, amount]) => `${of}: ${amount}`)
    .sort();

test.each<[Partial<Settings>, string]>([
  [{ mostOpen: 1 }, '1 positions are open, and 1 is the most'],
  [{ mostOpenPerSymbol: 1 }, '1 positions in BTC are open, and 1 is the most'],
  [{ mostOpenPerProvider: 1 }, '1 positions of this provider are open, and 1 is the most'],
  [{ mostExposure: '1500' }, 'it would add 1000 to the 1000 open, and 1500 is the most'],
  [
    { mostExposurePerSymbol: '1500' },
    'it would add 1000 to the 1000 open in BTC, and 1500 is the most',
  ],
  [
    { sameSignalMinutes: 60 },
    'the same signal was taken 0 s ago, and it is known again for 60 min',
  ],
])('%j says no with its numbers', (settings, why) => {
  const { outcome } = openLong().give(signalEvent({ messageId: 'm2', settings }));
  expect(outcome).toMatchObject({ outcome: 'denied', why });
});

test('more of what has more leverage than is allowed now is not added', () => {
  const desk = openShort();
  const add = (leverageCap: string) =>
    owner(desk, {
      act: 'add',
      positionId: '1',
      quoteSize: '1000',
      price: null,
      market: marketOf('49500', { product: BTC_PERP, quoteAvailable: '20000' }),
      settings: settingsOf({ leverageCap }),
    }).outcome;
  expect(add('1')).toMatchObject({
    rule: 'leverage_cap',
    why: 'it would have leverage 2, and 1 is the most',
  });
  expect(add('2')).toMatchObject({ outcome: 'applied' });
});

test('what an entry that nobody has heard of takes is not there to add with', () => {
  const add = (desk: Desk) =>
    owner(desk, {
      act: 'add',
      positionId: '1',
      quoteSize: '1000',
      price: null,
      market: marketOf('50500', { quoteAvailable: '2005' }),
      settings: settingsOf(),
    }).outcome;
  const desk = openLong();
  desk.give(signalEvent({ messageId: 'm2' }));
  expect(add(desk)).toMatchObject({ rule: 'balance' });
  desk.venue('t-2-1', { status: 'open' });
  expect(add(desk)).toMatchObject({ outcome: 'applied' });
});

test('what is bought for an amount takes just that, until the venue has it', () => {
  const next = (quoteAvailable: string) => {
    const desk = openDesk();
    const signal = { entry: { type: 'market' as const, prices: [] } };
    const market = marketOf('50500', { quoteAvailable });
    desk.give(signalEvent({ signal, market }));
    return desk.give(signalEvent({ messageId: 'm2', signal, market })).outcome;
  };
  expect(next('1999')).toMatchObject({ rule: 'balance' });
  expect(next('2000')).toMatchObject({ outcome: 'taken' });
});

test('a stop that is too far already may come nearer, and not go farther', () => {
  const desk = openDesk();
  desk.give(signalEvent({ signal: { stop: { price: '40000' } } }));
  desk.accept();
  desk.fill('t-1-1', '50000');
  desk.accept();
  const settings = settingsOf({ widestStopPercent: '10' });
  const move = (price: string) =>
    owner(desk, { act: 'move_stop', positionId: '1', to: { price }, last: '50500', settings });
  expect(move('39000').outcome).toMatchObject({ rule: 'widest_stop' });
  expect(move('42000').outcome).toMatchObject({ outcome: 'applied' });
  const update = updateEvent({ action: 'move_stop', symbol: 'BTC', price: '44000' });
  expect(desk.give({ ...update, settings }).outcome).toMatchObject({ outcome: 'applied' });
  expect(desk.position().stop).toBe('44000');
});
