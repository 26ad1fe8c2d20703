import { describe, expect, test } from 'vitest';
import type { Signal } from '../../../src/trading/signal/reading.ts';
import { changeOf } from '../../../src/trading/strategy/model/pendingRequest.ts';
import { leavingBecause } from '../../../src/trading/strategy/model/wayOut.ts';
import type { Settings } from '../../../src/trading/strategy/settings/settings.ts';
import { type Desk, openDesk, openShort, shortSignal } from './desk.ts';
import { BTC_PERP, marketOf, priceOf, signalEvent, updateEvent } from './given.ts';

const NOTHING_RESTS = { capabilities: { bracket: false, stopLimit: false } };
const STOPS_REST = { capabilities: { bracket: false, stopLimit: true } };
/** What is asked for a short: 40 contracts where nothing else is said. */
function asked(
  signal: Partial<Signal>,
  settings: Partial<Settings> = {},
  price = '49500',
): readonly string[] {
  const desk = openDesk();
  desk.give(shortSignal(signal, settings, {}, price));
  return desk.asked();
}

const at = (price: string): Partial<Signal> => ({ entry: { type: 'limit', prices: [price] } });
const reply = { repliedToMessageId: 'm1' };
const lastAt = (price: string) => ({ prices: { [BTC_PERP.id]: price } });

describe('a short, on a future with ticks of 5 and contracts of 0.01', () => {
  test('is entered, protected and closed at its targets, with money to the cent', () => {
    const desk = openDesk();
    desk.give(shortSignal({}));
    expect(desk.asked()).toEqual(['place t-1-1 sell limit 40 at 50000']);
    desk.accept();
    desk.fill('t-1-1', '50000');
    expect(desk.asked()).toEqual([
      'place t-1-2 buy bracket 20 to 48000 or 52000',
      'place t-1-3 buy bracket 20 to 46000 or 52000',
    ]);
    desk.accept();
    desk.fill('t-1-2', '48000');
    expect(desk.told('target_reached')).toMatchObject([{ target: 1, price: '48000' }]);
    desk.fill('t-1-3', '46000');
    // 0.2 × 2,000 + 0.2 × 4,000; 0.6 % of 20,000 + 9,600 + 9,200.
    // One R: 0.4 × 2,000 + 0.6 % of 20,000 and of 20,800 = 1,044.8.
    expect(desk.told('position_closed')).toMatchObject([
      { reason: 'target', gross: '1200', fees: '232.8', net: '967.2', r: '0.93', size: '40' },
    ]);
    expect(desk.told('fill')).toMatchObject([
      { side: 'sell', size: '40', price: '50000', open: '40', fees: '120' },
      { side: 'buy', size: '20', price: '48000', open: '20' },
      { side: 'buy', size: '20', price: '46000', open: '0' },
    ]);
  });

  test('stopped out it loses, and no target is done', () => {
    const desk = openShort();
    desk.fill('t-1-2', '52000');
    desk.fill('t-1-3', '52000');
    // 0.4 × 2,000; 0.6 % of 20,000 and of 20,800.
    expect(desk.told('position_closed')).toMatchObject([
      { reason: 'stop', gross: '-800', fees: '244.8', net: '-1044.8', r: '-1.00' },
    ]);
    expect(desk.told('target_reached')).toEqual([]);
    expect(desk.position().targetsHit).toEqual([]);
  });

  test.each<[string, Partial<Signal>, Partial<Settings>, readonly string[]]>([
    [
      'an entry off the tick is never sold below what was said',
      at('50001'),
      {},
      ['place t-1-1 sell limit 39 at 50005'],
    ],
    [
      'grace goes down, and then up to the tick',
      at('50010'),
      // 50,010 less 0.5 % is 49,759.95.
      { entryGracePercent: '0.5' },
      ['place t-1-1 sell limit 40 at 49760'],
    ],
    [
      'only waiting, it is offered above what others bid',
      at('49000'),
      { postOnly: true },
      ['place t-1-1 sell limit 40 at 49505 post-only'],
    ],
    [
      'a zone is entered from below',
      { entry: { type: 'zone', prices: ['50500', '50000'] } },
      { zoneOrders: 2, entryWeights: 'custom', customEntryWeights: ['75', '25'] },
      ['place t-1-1 sell limit 30 at 50000', 'place t-1-2 sell limit 9 at 50500'],
    ],
  ])('%s', (_, signal, settings, expected) => {
    expect(asked(signal, settings)).toEqual(expected);
  });

  test('at market it is reckoned with the bid, and the guard lies below it', () => {
    const desk = openDesk();
    const event = shortSignal({ entry: { type: 'market', prices: [] } }, { slippagePercent: '1' });
    const market = marketOf('49500', { product: BTC_PERP, quoteAvailable: '20000' });
    const price = { ...market.price, bid: '49490', ask: '49510' };
    desk.give({ ...event, market: { ...market, price } });
    // 49,490 less 1 % is 48,995.1; 20,000 USD at 494.90 a contract.
    expect(desk.asked()).toEqual(['place t-1-1 sell limit 40 at 49000 at once']);
  });

  test.each<[string, Partial<Signal>, { stop: string; targets: string[] }]>([
    [
      'off the tick: the stop where it loses less, the targets where they are reached sooner',
      { stop: { price: '52003' }, targets: [{ price: '47996' }, { price: '45999' }] },
      { stop: '52000', targets: ['48000', '46000'] },
    ],
    [
      'in percent: the stop above, the targets below',
      { stop: { percent: '4' }, targets: [{ percent: '4' }, { percent: '8' }] },
      { stop: '52000', targets: ['48000', '46000'] },
    ],
    [
      'the nearest target is the first, however they are written',
      { targets: [{ price: '46000' }, { price: '48000' }] },
      { stop: '52000', targets: ['48000', '46000'] },
    ],
    [
      'targets above the entry are left out',
      { targets: [{ price: '50500' }, { price: '48000' }] },
      { stop: '52000', targets: ['48000'] },
    ],
  ])('levels %s', (_, signal, { stop, targets }) => {
    const desk = openDesk();
    desk.give(shortSignal(signal));
    expect(desk.position().stop).toBe(stop);
    expect(desk.position().plan.targets.map(({ price }) => price)).toEqual(targets);
  });

  test.each<[string, Partial<Signal>, Partial<Settings>, string, string]>([
    ['run away downward', {}, { runAwayPercent: '1.9' }, '49000', 'ran_away'],
    ['not run away while it is above', at('50500'), { runAwayPercent: '1' }, '51500', 'taken'],
    ['its first target is touched', {}, {}, '48000', 'target_touched'],
    ['its first target is not touched yet', {}, {}, '48005', 'taken'],
    ['the stop is reached already', {}, {}, '52000', 'stop_passed'],
    ['the stop is below the entry', { stop: { price: '49995' } }, {}, '49500', 'stop_side'],
    ['every target is above', { targets: [{ price: '50005' }] }, {}, '49500', 'targets_passed'],
    // 2,000 and 4,000 over 2,000, half each: 1.5.
    ['enough to win', {}, { leastRewardToRisk: '1.5' }, '49500', 'taken'],
    ['too little to win', {}, { leastRewardToRisk: '1.51' }, '49500', 'reward_to_risk'],
    ['liquidated first', {}, { leverage: '12.5', leverageCap: '20' }, '49500', 'taken'],
  ])('%s', (_, signal, settings, price, answer) => {
    const { outcome } = openDesk().give(shortSignal(signal, settings, {}, price));
    expect(outcome?.outcome === 'denied' ? outcome.rule : outcome?.outcome).toBe(answer);
  });

  test.each([
    ['48000', 'target'],
    ['52000', 'stop'],
  ])('before it opens, a price of %s ends it', (price, reason) => {
    const desk = openDesk();
    desk.give(shortSignal({}));
    desk.accept();
    desk.price('48005');
    desk.price('51995');
    expect(desk.asked()).toEqual([]);
    desk.price(price);
    expect(desk.asked()).toEqual(['cancel t-1-1']);
    expect(desk.position().entriesEnded).toBe(reason);
  });

  test('an entry that waits for the turn follows the price up', () => {
    const desk = openDesk();
    desk.give(shortSignal({}, { trailingEntryPercent: '1' }));
    for (const price of ['50000', '50500', '50000']) desk.price(price);
    expect(desk.asked()).toEqual([]);
    // 1 % below 50,500.
    desk.price('49995');
    expect(desk.asked()).toEqual(['place t-1-1 sell market 40']);
  });

  test('a breakout downward starts from beyond its stop', () => {
    const entry: Signal['entry'] = {
      type: 'breakout',
      prices: ['49000'],
      trigger: { direction: 'below', on: 'touch' },
    };
    const desk = openDesk();
    desk.give(shortSignal({ entry, stop: { price: '51000' }, targets: [] }, {}, {}, '52000'));
    desk.price('52500');
    desk.price('49005');
    expect(desk.position().entriesEnded).toBeNull();
    expect(desk.asked()).toEqual([]);
    desk.price('49000');
    expect(desk.asked()).toEqual(['place t-1-1 sell market 40']);
    expect(
      asked({ entry, stop: { price: '51000' }, targets: [] }, {}, '48990'),
      'passed already',
    ).toEqual(['place t-1-1 sell market 40']);
  });
});

describe('the stop of a short', () => {
  // (50,000 - 300 paid a coin) / 1.006 = 49,403.58, down to the tick.
  const BREAKEVEN = '49400';

  test('to the entry means no loss after fees', () => {
    const desk = openShort();
    desk.give({ ...updateEvent({ action: 'stop_to_entry' }, reply), ...lastAt('49000') });
    expect(desk.position().stop).toBe(BREAKEVEN);
    for (const id of desk.live('bracket')) {
      expect(changeOf(desk.order(id))).toMatchObject({ stop: BREAKEVEN });
    }
    desk.accept();
    desk.fill('t-1-2', BREAKEVEN);
    desk.fill('t-1-3', BREAKEVEN);
    const [closed] = desk.told('position_closed');
    expect(closed).toMatchObject({ reason: 'stop' });
    expect(Number(closed && 'net' in closed ? closed.net : '-1')).toBeGreaterThanOrEqual(0);
  });

  test.each<[string, Partial<Settings>, readonly string[], readonly string[]]>([
    [
      'to breakeven after a percent',
      { breakevenAfterPercent: '2' },
      ['49005', '49000'],
      ['52000', BREAKEVEN],
    ],
    // 3 % above 50,000, and above 48,490 down to the tick.
    [
      'trailing from the start',
      { trailingStopPercent: '3' },
      ['49855', '48490', '49000'],
      ['51500', '49940', '49940'],
    ],
    [
      'trailing after a percent',
      { trailingStopPercent: '3', trailingStopAfterPercent: '2' },
      ['49005', '49000', '48850'],
      ['52000', '50470', '50315'],
    ],
  ])('%s', (_, settings, prices, stops) => {
    const desk = openShort(settings);
    const seen = prices.map((price) => {
      desk.price(price);
      expect(leavingBecause(desk.position())).toBeNull();
      return desk.position().stop;
    });
    expect(seen).toEqual(stops);
  });

  test.each<[string, Partial<Settings>, string]>([
    ['to breakeven after a target', { breakevenAfterTarget: 1 }, BREAKEVEN],
    ['after the targets', { stopFollowsTargets: 'one_behind' }, BREAKEVEN],
    // 3 % above the target 48,000.
    [
      'trailing from a target on',
      { trailingStopPercent: '3', trailingStopAfterTarget: 1 },
      '49440',
    ],
  ])('%s', (_, settings, stop) => {
    const desk = openShort(settings);
    expect(desk.position().stop).toBe('52000');
    desk.fill('t-1-2', '48000');
    expect(desk.position().stop).toBe(stop);
  });

  test('moved by the provider comes closer, on the tick where it loses less, and never goes away', () => {
    const desk = openShort();
    desk.give({
      ...updateEvent({ action: 'move_stop', price: '51004' }, reply),
      ...lastAt('49500'),
    });
    expect(desk.position().stop).toBe('51000');
    const away = updateEvent(
      { action: 'move_stop', price: '51500' },
      { ...reply, messageId: 'u2' },
    );
    expect(desk.give({ ...away, ...lastAt('49500') }).outcome).toMatchObject({ outcome: 'denied' });
    expect(desk.position().stop).toBe('51000');
  });

  test('with a timeout rests beyond, and a price that comes back is forgiven', () => {
    const desk = openShort({ stopTimeoutSeconds: 60 });
    // 3 % above 52,000.
    expect(desk.resting()).toEqual([
      'bracket 1: bracket 20 to 48000 or 53560',
      'bracket 2: bracket 20 to 46000 or 53560',
    ]);
    desk.price('52000');
    desk.later(59_000);
    desk.price('51995');
    desk.later(5_000);
    expect(leavingBecause(desk.position())).toBeNull();
    desk.price('52000');
    desk.later(59_000);
    expect(leavingBecause(desk.position())).toBeNull();
    desk.later(1_000);
    expect(leavingBecause(desk.position())).toBe('stop');
  });

  test('rests as a stop-limit with room above', () => {
    const desk = openShort({}, STOPS_REST);
    expect(desk.resting()).toEqual(['stop 0: stop 40 at 52000, limit 52520']);
    const [id = ''] = desk.live('stop');
    expect(desk.order(id).terms).toMatchObject({ direction: 'up' });
    desk.price('52515');
    expect(leavingBecause(desk.position())).toBeNull();
    desk.price('52520');
    expect(leavingBecause(desk.position())).toBe('stop');
  });

  test('held by the bot is tried at the guard, at a wider one, and then at any price', () => {
    const desk = openShort({ slippagePercent: '1' }, NOTHING_RESTS);
    desk.price('51995');
    expect(desk.asked()).toEqual([]);
    desk.price('52000');
    expect(desk.asked()).toEqual(['place t-1-x1 buy limit 40 at 52520 at once']);
    desk.forget();
    desk.venue('t-1-x1', { status: 'cancelled' });
    // 2 % above 52,520 is 53,570.4.
    expect(desk.asked()).toEqual(['place t-1-x2 buy limit 40 at 53570 at once']);
    desk.forget();
    desk.venue('t-1-x2', { status: 'cancelled' });
    expect(desk.asked()).toEqual(['place t-1-x3 buy market 40']);
  });
});

describe('the targets of a short', () => {
  test('are worked by the bot where nothing rests', () => {
    const desk = openShort({}, NOTHING_RESTS);
    desk.price('48005');
    expect(desk.asked()).toEqual([]);
    desk.price('48000');
    expect(desk.asked()).toEqual(['place t-1-2 buy market 20']);
    expect(desk.position().targetsHit).toEqual([1]);
  });

  test('let run are bought back when the price rises from its best', () => {
    const desk = openShort({ trailingTargets: 'last' });
    desk.fill('t-1-2', '48000');
    for (const price of ['46000', '45000', '45445']) desk.price(price);
    expect(leavingBecause(desk.position())).toBeNull();
    // 1 % above 45,000.
    desk.price('45450');
    expect(desk.position()).toMatchObject({
      wayOut: { closing: { reason: 'target' } },
      targetsHit: [1, 2],
    });
  });

  test('are moved by the owner on the tick, and not beyond the stop', () => {
    const move = (desk: Desk, price: string) =>
      desk.give({
        type: 'owner',
        at: desk.at(),
        by: 'o',
        act: { act: 'move_target', positionId: '1', target: 1, price, last: '49500' },
      });
    const desk = openShort();
    expect(move(desk, '52000').outcome).toMatchObject({ rule: 'target_beyond_stop' });
    move(desk, '47001');
    expect(desk.position().plan.targets[0]).toMatchObject({ price: '47005' });
  });

  test('new ones behind the last that is done are left out', () => {
    const desk = openShort();
    desk.fill('t-1-2', '48000');
    const targets = [{ price: '48500' }, { price: '45000' }];
    desk.give({ ...updateEvent({ action: 'amend', targets }, reply), ...lastAt('47900') });
    expect(desk.position().plan.targets.map(({ price }) => price)).toEqual(['48000', '45000']);
  });
});

test('an entry of a short that would trade at once is quoted again a little higher', () => {
  const desk = openDesk();
  desk.give(shortSignal({}, { postOnly: true }));
  desk.forget();
  desk.report('t-1-1', { kind: 'rejected', reason: 'would_cross', message: 'it would cross' });
  expect(desk.asked()).toEqual(['place t-1-2 sell limit 40 at 50050 post-only']);
});

test('entries of a short are amended in contracts, on the tick above', () => {
  const desk = openDesk();
  desk.give(shortSignal({}));
  desk.accept();
  desk.give(updateEvent({ action: 'amend', entries: ['50501'] }, reply));
  desk.accept();
  // 20,000 USD at 505.05 a contract.
  expect(desk.resting()).toEqual(['entry 2: limit 39 at 50505']);
});

test('an entry is amended to beyond the stop of a short in vain', () => {
  const desk = openDesk();
  desk.give(shortSignal({}));
  desk.accept();
  const { outcome } = desk.give(updateEvent({ action: 'amend', entries: ['52000'] }, reply));
  expect(outcome).toMatchObject({
    outcome: 'denied',
    why: 'an entry would be beyond the stop 52000',
  });
});

test('more of a short is not sold beyond its stop', () => {
  const add = (price: string) => {
    const desk = openShort();
    desk.give({
      type: 'owner',
      at: desk.at(),
      by: 'o',
      act: {
        act: 'add',
        positionId: '1',
        quoteSize: '500',
        price,
        market: marketOf('49500', { product: BTC_PERP }),
        settings: shortSignal({}, { largestPosition: '0' }).settings,
      },
    });
    return desk.asked();
  };
  expect(add('52000')).toEqual([]);
  // 1,000 USD with leverage 2, up to the tick.
  expect(add('50401')).toEqual(['place t-1-4 sell limit 1 at 50405']);
});

test('a price of another product says nothing about it', () => {
  const desk = openShort({}, NOTHING_RESTS);
  const price = priceOf('60000', { ...BTC_PERP, id: 'ETP-20DEC30-CDE' });
  const { changed } = desk.give({ type: 'price', at: desk.at(), price, positionIds: ['1'] });
  expect(changed).toEqual([]);
});

test('a long on the same future is rounded the other way', () => {
  const desk = openDesk();
  desk.give(
    signalEvent({
      signal: {
        entry: { type: 'limit', prices: ['50004'] },
        stop: { price: '47996' },
        targets: [{ price: '52004' }],
      },
      market: marketOf('50500', { product: BTC_PERP }),
    }),
  );
  expect(desk.asked()).toEqual(['place t-1-1 buy limit 2 at 50000']);
  expect(desk.position()).toMatchObject({ stop: '48000' });
  expect(desk.position().plan.targets).toMatchObject([{ price: '52000' }]);
});
