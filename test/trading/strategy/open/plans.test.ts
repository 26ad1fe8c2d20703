import { describe, expect, test } from 'vitest';
import type { Signal } from '../../../../src/trading/signal/reading.ts';
import type { MarketContext } from '../../../../src/trading/strategy/model/event.ts';
import { whichAccount } from '../../../../src/trading/strategy/open/whichAccount.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { openDesk, openShort, termsLine } from '../desk.ts';
import { BTC, BTC_PERP, marketOf, NOON, signalEvent, sourceOf } from '../given.ts';

type Case = {
  signal?: Partial<Signal>;
  settings?: Partial<Settings>;
  market?: Partial<MarketContext>;
  price?: string;
};

function decided({ signal = {}, settings = {}, market = {}, price = '50500' }: Case) {
  const desk = openDesk();
  const event = signalEvent({ signal, settings, market: marketOf(price, market) });
  return { desk, outcome: desk.give(event).outcome };
}

const entriesOf = (given: Case) =>
  decided(given)
    .desk.position()
    .plan.entries.map(({ terms }) => termsLine(terms));

const limit = (...prices: string[]): Partial<Signal> => ({ entry: { type: 'limit', prices } });
const zone = (...prices: string[]): Partial<Signal> => ({ entry: { type: 'zone', prices } });

describe('where is entered, and with how much', () => {
  test.each<[string, Case, string[]]>([
    [
      'a zone with one order goes to its middle',
      { signal: zone('50000', '49000'), settings: { zoneOrders: 1 } },
      ['limit 0.02020202 at 49500'],
    ],
    [
      'the nearest entry alone is graced',
      { signal: limit('50000', '49000'), settings: { entryGracePercent: '0.2' } },
      ['limit 0.00998003 at 50100', 'limit 0.01020408 at 49000'],
    ],
    [
      'at market is the first entry alone',
      { signal: limit('50000', '49000'), settings: { firstEntryAtMarket: true } },
      ['market for 500', 'limit 0.01020408 at 49000'],
    ],
    [
      'entries beyond the weights of the owner get nothing',
      {
        signal: limit('50000', '49000', '48500'),
        settings: { entryWeights: 'custom', customEntryWeights: ['60', '40'] },
      },
      ['limit 0.012 at 50000', 'limit 0.00816326 at 49000'],
    ],
    [
      'the provider’s weights count where the owner has none',
      { signal: { entry: { type: 'limit', prices: ['50000', '49000'], weights: ['80', '20'] } } },
      ['limit 0.016 at 50000', 'limit 0.00408163 at 49000'],
    ],
    [
      'and not where the owner has',
      {
        signal: { entry: { type: 'limit', prices: ['50000', '49000'], weights: ['80', '20'] } },
        settings: { entryWeights: 'custom', customEntryWeights: ['50', '50'] },
      },
      ['limit 0.01 at 50000', 'limit 0.01020408 at 49000'],
    ],
    [
      'a breakout waits for its price, also where entries are taken at market',
      {
        signal: {
          entry: {
            type: 'breakout',
            prices: ['52000'],
            trigger: { direction: 'above', on: 'touch' },
          },
          targets: [{ price: '54000' }],
        },
        settings: { entryStyle: 'market' },
      },
      ['market for 1000'],
    ],
  ])('%s', (_, given, entries) => {
    expect(entriesOf(given)).toEqual(entries);
  });

  test('a breakout of the owner’s "at market" is placed at its price', () => {
    const trigger = { direction: 'above', on: 'touch' } as const;
    const { desk } = decided({
      signal: {
        entry: { type: 'breakout', prices: ['52000'], trigger },
        targets: [{ price: '54000' }],
      },
      settings: { entryStyle: 'market' },
    });
    expect(desk.asked()).toEqual([]);
    desk.price('52000');
    expect(desk.asked()).toEqual(['place t-1-1 buy market for 1000']);
  });

  test.each<[string, Case, string]>([
    ['on touch, above', { price: '52000' }, 'place'],
    ['on touch, below it still', { price: '51999' }, 'wait'],
    [
      'on a close, which is not waited for',
      { signal: { entry: closeAbove('above') }, price: '51000' },
      'entry',
    ],
    [
      'on a close, which a touch may stand for',
      {
        signal: { entry: closeAbove('above') },
        price: '52000',
        settings: { breakoutOnClose: 'touch' },
      },
      'place',
    ],
  ])('a breakout %s', (_, given, expected) => {
    const trigger = { direction: 'above', on: 'touch' } as const;
    const { desk, outcome } = decided({
      ...given,
      signal: {
        entry: { type: 'breakout', prices: ['52000'], trigger },
        stop: { price: '50000' },
        targets: [{ price: '54000' }],
        ...given.signal,
      },
    });
    if (outcome?.outcome === 'denied') expect(outcome.rule).toBe(expected);
    else expect(desk.asked().length > 0 ? 'place' : 'wait').toBe(expected);
  });

  test('what is bought for an amount costs that amount', () => {
    const signal = { entry: { type: 'market' as const, prices: [] } };
    expect(decided({ signal }).desk.position().plan.cost).toBe('1000');
  });

  test.each<[string, Case, string]>([
    [
      'the least size',
      { market: { product: { ...BTC, minBaseSize: '0.03' } } },
      'an order of 1000 USD would be 0.02 BTC, and BTC-USD takes no less than 0.03',
    ],
    [
      'the price at the first target, with entries that wait for a turn',
      { settings: { trailingEntryPercent: '0.5' }, price: '52000' },
      'the price 52000 is at the first target 52000 before any entry',
    ],
    [
      'its asset, by the name of one coin',
      {
        signal: { symbol: '1000BTC' },
        settings: { blockedSymbols: ['BTC'] },
      },
      '1000BTC is blocked',
    ],
  ])('%s says no', (_, given, why) => {
    expect(decided(given).outcome).toMatchObject({ outcome: 'denied', why });
  });

  test.each<[string, Case, string, string]>([
    ['an entry at nothing', { signal: limit('0') }, 'entry', 'its entry is not a price above zero'],
    [
      'a breakout of which nobody says where to',
      { signal: { entry: { type: 'breakout', prices: ['52000'] } } },
      'entry',
      'its breakout names no direction',
    ],
  ])('%s is none', (_, given, rule, why) => {
    expect(decided(given).outcome).toEqual({ outcome: 'denied', rule, why });
  });

  test('a coin that is bought outright is never liquidated, however far its stop', () => {
    const given = { signal: { stop: { price: '20000' } }, settings: { widestStopPercent: '0' } };
    expect(decided(given).outcome).toMatchObject({ outcome: 'taken' });
  });

  test('an asset that is allowed by the name of one coin is allowed', () => {
    const given = { signal: { symbol: '1000BTC' }, settings: { allowedSymbols: ['BTC'] } };
    expect(decided(given).outcome).toMatchObject({ outcome: 'taken' });
  });

  test.each([
    // Three parts of 2,000 and one of 4,000 over a stop of 2,000.
    [['75', '25'], '1.25', 'taken'],
    [['75', '25'], '1.26', 'reward_to_risk'],
    [['25', '75'], '1.75', 'taken'],
    [['25', '75'], '1.76', 'reward_to_risk'],
  ])(
    'targets by weights of %j, at least %s',
    (customTargetWeights, leastRewardToRisk, expected) => {
      const { outcome } = decided({
        settings: { targetWeights: 'custom', customTargetWeights, leastRewardToRisk },
      });
      expect(outcome?.outcome === 'denied' ? outcome.rule : outcome?.outcome).toBe(expected);
    },
  );
});

function closeAbove(direction: 'above'): Signal['entry'] {
  return { type: 'breakout', prices: ['52000'], trigger: { direction, on: 'close' } };
}

describe('what is sold at each target', () => {
  const sizes = (given: Case) => {
    const { desk } = decided(given);
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    return desk.resting();
  };
  const targets = ['52000', '53000', '54000'].map((price) => ({ price }));
  const coarse = { ...BTC, baseIncrement: '0.001', minBaseSize: '0.005' };
  const weights = (...customTargetWeights: string[]): Partial<Settings> => {
    return { targetWeights: 'custom', customTargetWeights };
  };

  test.each<[string, Case, string[]]>([
    [
      'a share too small for the product goes to the next',
      {
        signal: { targets },
        settings: weights('10', '40', '50'),
        market: { product: coarse },
      },
      ['bracket 2: bracket 0.01 to 53000 or 48000', 'bracket 3: bracket 0.01 to 54000 or 48000'],
    ],
    [
      'the last one’s, to the one before',
      {
        signal: { targets },
        settings: weights('40', '50', '10'),
        market: { product: coarse },
      },
      ['bracket 1: bracket 0.008 to 52000 or 48000', 'bracket 2: bracket 0.012 to 53000 or 48000'],
    ],
    [
      'the provider’s weights count where every target is ahead',
      { signal: { targets, targetWeights: ['50', '30', '20'] } },
      [
        'bracket 1: bracket 0.01 to 52000 or 48000',
        'bracket 2: bracket 0.006 to 53000 or 48000',
        'bracket 3: bracket 0.004 to 54000 or 48000',
      ],
    ],
    [
      'and not where one is left out',
      {
        signal: {
          targets: [{ price: '49000' }, ...targets.slice(1)],
          targetWeights: ['50', '30', '20'],
        },
      },
      ['bracket 1: bracket 0.01 to 53000 or 48000', 'bracket 2: bracket 0.01 to 54000 or 48000'],
    ],
    [
      'the last alone is let run, where the last is to be',
      { signal: { targets }, settings: { trailingTargets: 'last' } },
      [
        'bracket 1: bracket 0.00666666 to 52000 or 48000',
        'bracket 2: bracket 0.00666666 to 53000 or 48000',
        'stop 0: stop 0.00666668 at 48000, limit 47520',
      ],
    ],
    [
      'and every one, where all are',
      { signal: { targets }, settings: { trailingTargets: 'all' } },
      ['stop 0: stop 0.02 at 48000, limit 47520'],
    ],
    [
      'nor where the owner has some',
      {
        signal: { targets, targetWeights: ['50', '30', '20'] },
        settings: weights('20', '30', '50'),
      },
      [
        'bracket 1: bracket 0.004 to 52000 or 48000',
        'bracket 2: bracket 0.006 to 53000 or 48000',
        'bracket 3: bracket 0.01 to 54000 or 48000',
      ],
    ],
  ])('%s', (_, given, resting) => {
    expect(sizes(given)).toEqual(resting);
  });
});

test('a provider is judged by its last positions, and not by those before', () => {
  const desk = openDesk();
  const settings = { providerLockAfter: 2 };
  const end = (n: number, price: string) => {
    desk.give(signalEvent({ messageId: `e${n}`, settings: { quoteSize: '1000' } }));
    desk.accept();
    desk.fill(`t-${n}-1`, '50000');
    desk.accept();
    for (const id of desk.live('bracket', String(n))) desk.fill(id, price);
  };
  end(1, '40000');
  end(2, '52000');
  end(3, '52000');
  expect(desk.give(signalEvent({ messageId: 'm1', settings })).outcome).toMatchObject({
    outcome: 'taken',
  });
});

describe('where a product takes only limits an exit goes', () => {
  const LIMIT_ONLY = { ...BTC_PERP, status: 'limit_only' as const };

  test('5 % beyond the stop or the entry, whichever is farther, then twice as far each time, to 40 %', () => {
    const desk = openShort();
    desk.give({ type: 'product', at: desk.at(), account: 'paper', product: LIMIT_ONLY });
    desk.give({
      type: 'owner',
      at: desk.at(),
      by: 'owner',
      act: { act: 'close', positionId: '1', percent: '50' },
    });
    const tried: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      desk.accept();
      const [exit] = desk.live('exit');
      if (exit === undefined) break;
      const { terms } = desk.order(exit);
      tried.push('price' in terms ? terms.price : 'at market');
      desk.venue(exit, { status: 'cancelled' });
      desk.later(60_000);
    }
    // 52,000 is the stop, beyond the entry; the price steps by 5.
    expect(tried).toEqual(['54600', '57200', '62400', '72800', '72800']);
  });

  test('and from the entry, where the stop has gone past it', () => {
    const desk = openShort();
    const owner = (act: object) =>
      desk.give({ type: 'owner', at: desk.at(), by: 'o', act } as Parameters<typeof desk.give>[0]);
    owner({ act: 'move_stop', positionId: '1', to: { price: '49000' }, last: '48500' });
    desk.accept();
    desk.give({ type: 'product', at: desk.at(), account: 'paper', product: LIMIT_ONLY });
    owner({ act: 'close', positionId: '1', percent: '100' });
    desk.accept();
    expect(desk.live('exit').map((id) => desk.order(id).terms)).toMatchObject([
      { type: 'limit', price: '52500', timeInForce: 'ioc' },
    ]);
  });
});

describe('which account a signal is for', () => {
  const where = {
    connected: new Set(['live', 'paper'] as const),
    current: 'live',
    paused: false,
  } as const;
  const source = sourceOf('m1', { postedAt: NOON });
  const on = (state = openDesk().state(), follow: Settings['follow'] = 'automatic', more = {}) =>
    whichAccount(state, source, { follow }, { ...where, ...more });

  test('the current one; paper for a watch that is followed on paper', () => {
    expect(on()).toEqual({ account: 'live', noteOnly: null });
    expect(on(undefined, 'paper')).toEqual({ account: 'paper', noteOnly: null });
  });

  test('that of its position, for an edit, whatever the watch is set to since', () => {
    const { desk } = decided({});
    expect(on(desk.state())).toEqual({ account: 'paper', noteOnly: null });
    const live = decided({ market: { account: 'live' } }).desk;
    expect(on(live.state(), 'paper')).toEqual({ account: 'live', noteOnly: null });
  });

  test('none while paused, or where paper is not there', () => {
    expect(on(undefined, 'automatic', { paused: true }).noteOnly).toBe('paused');
    const connected = new Set(['live'] as const);
    expect(on(undefined, 'paper', { connected })).toEqual({
      account: 'live',
      noteOnly: 'watch_only',
    });
  });
});
