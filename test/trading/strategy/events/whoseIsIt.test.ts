import { describe, expect, test } from 'vitest';
import { deny } from '../../../../src/trading/strategy/model/denial.ts';
import { isLeaving, leavingBecause } from '../../../../src/trading/strategy/model/wayOut.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { settingsSchema } from '../../../../src/trading/strategy/settings/settings.ts';
import { type Desk, openDesk, openLong, openShort, shortSignal } from '../desk.ts';
import {
  BTC,
  BTC_PERP,
  ETH,
  marketOf,
  NOON,
  priceOf,
  settingsOf,
  signalEvent,
  updateEvent,
} from '../given.ts';

const MINUTE = 60_000;
const LIVE = { account: 'live' as const };
const ETHER = {
  symbol: 'ETH',
  entry: { type: 'limit' as const, prices: ['3000'] },
  stop: { price: '2900' },
  targets: [{ price: '3100' }],
};

/** What becomes of a signal: "taken", or the rule that said no. */
function answer(desk: Desk, event: Parameters<typeof signalEvent>[0]): string {
  const { outcome } = desk.give(
    signalEvent({ at: desk.at(), ...event, source: { postedAt: desk.at(), ...event.source } }),
  );
  return outcome?.outcome === 'denied' ? outcome.rule : (outcome?.outcome ?? 'nothing');
}

/** A position that is opened and ends at once, at its stop or at its target. */
function ended(
  desk: Desk,
  n: number,
  how: 'stop' | 'target',
  event: Parameters<typeof signalEvent>[0] = {},
): void {
  expect(answer(desk, { messageId: `e${n}`, ...event })).toBe('taken');
  desk.accept();
  const position = desk.position(String(n));
  desk.fill(`t-${n}-1`, position.plan.expectedEntry);
  desk.accept();
  const [target] = position.plan.targets;
  for (const id of desk.live('bracket', String(n))) {
    desk.fill(id, how === 'stop' ? position.stop : (target?.price ?? '0'));
  }
  desk.accept();
  expect(desk.position(String(n)).closeReason).toBe(how);
}

describe('what was lost is remembered of whom it was lost by', () => {
  const rests = { symbolCooldownMinutes: 60 };

  test('a symbol rests from its own latest end', () => {
    const desk = openDesk();
    ended(desk, 1, 'target');
    desk.later(50 * MINUTE);
    ended(desk, 2, 'target', { signal: ETHER, market: marketOf('3010', { product: ETH }) });
    desk.later(9 * MINUTE);
    expect(answer(desk, { settings: rests })).toBe('symbol_cooldown');
    desk.later(1 * MINUTE);
    expect(answer(desk, { messageId: 'm2', settings: rests })).toBe('taken');
  });

  test('a symbol that ended twice rests from the second time', () => {
    const desk = openDesk();
    ended(desk, 1, 'target');
    desk.later(30 * MINUTE);
    ended(desk, 2, 'target');
    desk.later(31 * MINUTE);
    expect(answer(desk, { settings: rests })).toBe('symbol_cooldown');
    desk.later(29 * MINUTE);
    expect(answer(desk, { messageId: 'm2', settings: rests })).toBe('taken');
  });

  test('what ends on the live account lets nothing rest on paper, and the other way round', () => {
    const desk = openDesk();
    const eur = { ...BTC, id: 'BTC-EUR', quote: 'EUR' };
    ended(desk, 1, 'stop', { market: marketOf('50500', { ...LIVE, product: eur }) });
    const on = (account: 'live' | 'paper') => marketOf('50500', { account, product: eur });
    expect(answer(desk, { messageId: 'm1', settings: rests, market: on('paper') })).toBe('taken');
    expect(answer(desk, { messageId: 'm2', settings: rests, market: on('live') })).toBe(
      'symbol_cooldown',
    );
  });

  test.each<[string, Partial<Settings>, string]>([
    ['the day', { dailyLossPercent: '5' }, 'daily_loss'],
    ['the peak', { drawdownPercent: '5' }, 'drawdown'],
    ['stops in a row', { stopStreak: 3 }, 'stop_streak'],
    ['its provider', { providerLockAfter: 3 }, 'provider_lock'],
  ])('the live account has lost by %s, paper has not', (_, settings, rule) => {
    const desk = openDesk();
    const live = marketOf('50500', LIVE);
    expect(answer(desk, { settings })).toBe('taken');
    expect(answer(desk, { messageId: 'm2', settings, market: live })).toBe(rule);
  });

  test('a provider is locked for its own losses only', () => {
    const desk = openDesk();
    const settings = { providerLockAfter: 2, oppositeSignal: 'ignore' as const };
    const second = { source: { providerId: 'p3' } };
    ended(desk, 1, 'stop', second);
    ended(desk, 2, 'stop', second);
    ended(desk, 3, 'target');
    ended(desk, 4, 'target');
    expect(answer(desk, { settings })).toBe('taken');
    expect(answer(desk, { messageId: 'm2', settings, ...second })).toBe('provider_lock');
  });
});

describe('what is open is counted where it is', () => {
  test.each<[string, Partial<Settings>, Parameters<typeof signalEvent>[0], string]>([
    ['in all', { mostOpen: 1 }, {}, 'most_open'],
    ['on another account', { mostOpen: 1 }, { market: marketOf('50500', LIVE) }, 'taken'],
    ['of the provider', { mostOpenPerProvider: 1 }, {}, 'most_open_provider'],
    ['of another provider', { mostOpenPerProvider: 1 }, { source: { providerId: 'p3' } }, 'taken'],
    ['in the asset', { mostOpenPerSymbol: 1 }, {}, 'most_open_symbol'],
    [
      'in another asset',
      { mostOpenPerSymbol: 1 },
      { signal: ETHER, market: marketOf('3010', { product: ETH }) },
      'taken',
    ],
    ['worth in the asset', { mostExposurePerSymbol: '1500' }, {}, 'most_exposure_symbol'],
    [
      'worth in another asset',
      { mostExposurePerSymbol: '1500' },
      { signal: ETHER, market: marketOf('3010', { product: ETH }) },
      'taken',
    ],
    ['worth in all', { mostExposure: '1500' }, {}, 'most_exposure'],
    [
      'worth on another account',
      { mostExposure: '1500' },
      { market: marketOf('50500', LIVE) },
      'taken',
    ],
  ])('%s', (_, settings, event, expected) => {
    expect(answer(openLong(), { messageId: 'm2', settings, ...event })).toBe(expected);
  });

  test('what entries take that the venue has not heard of is not free, on that account and quote', () => {
    // 1,000 and its fee of 6 for each.
    const free = (quoteAvailable: string, change = {}) =>
      marketOf('50500', { quoteAvailable, ...change });
    const second = (market: ReturnType<typeof marketOf>) => {
      const desk = openDesk();
      answer(desk, { market: free('5000') });
      return answer(desk, { messageId: 'm2', market });
    };
    expect(second(free('2012'))).toBe('taken');
    expect(second(free('2011.99'))).toBe('balance');
    expect(second(free('1006', LIVE))).toBe('taken');
    expect(second(free('1006', { product: { ...BTC, id: 'BTC-EUR', quote: 'EUR' } }))).toBe(
      'taken',
    );
  });

  test('of a future only the margin and the fee are taken', () => {
    const event = (messageId: string, quoteAvailable: string) => ({
      ...shortSignal({}, {}, { quoteAvailable }),
      source: { ...shortSignal({}).source, messageId },
    });
    const second = (quoteAvailable: string) => {
      const desk = openDesk();
      desk.give(event('m1', '20000'));
      return desk.give(event('m2', quoteAvailable)).outcome?.outcome;
    };
    // 10,000 of margin and 120 of fees, twice.
    expect(second('20240')).toBe('taken');
    expect(second('20239.99')).toBe('denied');
  });

  test('what has ended is not counted', () => {
    const desk = openLong();
    desk.fill('t-1-2', '52000');
    desk.fill('t-1-3', '54000');
    expect(answer(desk, { messageId: 'm2', settings: { mostOpen: 1 } })).toBe('taken');
  });
});

describe('a halt for the losses of one account', () => {
  const settings = settingsSchema.parse({ dailyLossPercent: '5' });
  const worth = (desk: Desk, account: 'paper' | 'live', equity: string) =>
    desk.give({ type: 'account', at: desk.at(), account, equity, settings });

  test('refuses signals for it, and not for the other', () => {
    const desk = openDesk();
    worth(desk, 'paper', '10000');
    worth(desk, 'paper', '9000');
    expect(answer(desk, {})).toBe('halted');
    expect(answer(desk, { messageId: 'm2', market: marketOf('50500', LIVE) })).toBe('taken');
  });

  test('does not keep the other from being halted too', () => {
    const desk = openDesk();
    worth(desk, 'paper', '10000');
    worth(desk, 'paper', '9000');
    worth(desk, 'paper', '8900');
    expect(desk.told('halted')).toHaveLength(1);
    worth(desk, 'live', '3000');
    expect(desk.told('halted')).toMatchObject([
      { halt: { account: 'paper' } },
      { halt: { account: 'live' } },
    ]);
    expect(answer(desk, { market: marketOf('50500', LIVE) })).toBe('halted');
  });

  test('by the owner refuses both', () => {
    const desk = openDesk();
    desk.give({ type: 'owner', at: NOON, by: 'o', act: { act: 'pause', reason: 'a walk' } });
    expect(answer(desk, {})).toBe('halted');
    expect(answer(desk, { messageId: 'm2', market: marketOf('50500', LIVE) })).toBe('halted');
  });
});

describe('the opposite signal', () => {
  test('closes what is open of its own account and asset only, without a guard where the price is another product’s', () => {
    const desk = openDesk();
    desk.give(signalEvent({ settings: { slippagePercent: '1' } }));
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    desk.give(signalEvent({ messageId: 'm2', market: marketOf('50500', LIVE) }));
    desk.accept();
    const short = shortSignal({}, {}, {}, '61000');
    const { outcome } = desk.give({ ...short, source: { ...short.source, messageId: 'm3' } });
    expect(outcome).toEqual({ outcome: 'applied', positionIds: ['1'] });
    desk.accept();
    expect(desk.resting()).toEqual(['exit 0: market 0.02']);
    expect(desk.resting('2')).toHaveLength(1);
  });

  test('leaves alone what is on its way out already, and opens', () => {
    const desk = openLong();
    desk.give({
      type: 'owner',
      at: NOON,
      by: 'o',
      act: { act: 'close', positionId: '1', percent: '100' },
    });
    const short = shortSignal({});
    const { outcome } = desk.give({ ...short, source: { ...short.source, messageId: 'm2' } });
    expect(outcome).toEqual({ outcome: 'taken', positionId: '2' });
    expect(leavingBecause(desk.position('1'))).toBe('owner');
  });

  test('is known by the coin, however it was written when it was opened', () => {
    const desk = openDesk();
    const thousand = {
      symbol: '1000BTC',
      entry: { type: 'limit' as const, prices: ['50000000'] },
      stop: { price: '48000000' },
      targets: [],
    };
    desk.give(signalEvent({ signal: thousand, market: marketOf('50500', { priceScale: '1000' }) }));
    desk.accept();
    const short = shortSignal({});
    const { outcome } = desk.give({ ...short, source: { ...short.source, messageId: 'm2' } });
    expect(outcome).toEqual({ outcome: 'applied', positionIds: ['1'] });
  });
});

describe('what a provider means', () => {
  /** A long in BTC of m1 that is turned around by a short of m3, and one in ETH of m2; one provider's. */
  function three(): Desk {
    const desk = openLong();
    desk.give(
      signalEvent({
        messageId: 'm2',
        signal: ETHER,
        market: marketOf('3010', { product: ETH }),
      }),
    );
    desk.accept();
    const short = shortSignal({}, { oppositeSignal: 'reverse' });
    desk.give({
      ...short,
      source: { ...short.source, messageId: 'm3' },
      market: { ...marketOf('49500', { product: BTC_PERP, quoteAvailable: '20000' }) },
    });
    desk.accept();
    return desk;
  }

  const active = (desk: Desk) =>
    desk
      .own()
      .filter((p) => !isLeaving(p) && p.entriesEnded === null)
      .map(({ id }) => id);

  test.each<[string, Parameters<typeof updateEvent>[0], string | null, string[]]>([
    ['a symbol', { action: 'close', symbol: 'ETH' }, null, ['2']],
    ['a symbol and a side', { action: 'close', symbol: 'BTC', side: 'short' }, null, ['3']],
    ['a reply', { action: 'close' }, 'm2', ['2']],
    ['a reply with the symbol', { action: 'close', symbol: 'ETH' }, 'm2', ['2']],
    ['a reply to one with the symbol of another', { action: 'close', symbol: 'ETH' }, 'm3', ['2']],
    ['a reply to a long with the side of a short', { action: 'close', side: 'short' }, 'm2', ['3']],
    ['a reply to chatter, with the symbol', { action: 'close', symbol: 'ETH' }, 'chat', ['2']],
  ])('%s', (_, update, repliedToMessageId, ids) => {
    const desk = three();
    expect(desk.give(updateEvent(update, { repliedToMessageId })).outcome).toEqual({
      outcome: 'applied',
      positionIds: ids,
    });
  });

  test('a reply with "all" means all of the provider, not only what it replies to', () => {
    const desk = openLong();
    desk.give(
      signalEvent({ messageId: 'm2', signal: ETHER, market: marketOf('3010', { product: ETH }) }),
    );
    desk.accept();
    const all = updateEvent({ action: 'close', all: true }, { repliedToMessageId: 'm2' });
    expect(desk.give(all).outcome).toEqual({ outcome: 'applied', positionIds: ['1', '2'] });
    expect(active(desk)).toEqual([]);
  });

  test('a reply to a signal that has ended closes no other', () => {
    const desk = openLong();
    desk.fill('t-1-2', '52000');
    desk.fill('t-1-3', '54000');
    desk.give(signalEvent({ messageId: 'm2' }));
    desk.accept();
    const { outcome, changed } = desk.give(
      updateEvent({ action: 'close' }, { repliedToMessageId: 'm1' }),
    );
    expect(outcome).toMatchObject({ outcome: 'denied', rule: 'no_position' });
    expect(changed).toEqual([]);
  });

  test('a signal of another provider in between makes nothing unsure', () => {
    const desk = openLong();
    desk.give(
      signalEvent({ messageId: 'm2', source: { providerId: 'p3' }, market: deny('market', 'no') }),
    );
    expect(desk.give(updateEvent({ action: 'close' })).outcome).toMatchObject({
      outcome: 'applied',
    });
  });

  test('what has ended is no second that could be meant', () => {
    const desk = openLong();
    desk.fill('t-1-2', '52000');
    desk.fill('t-1-3', '54000');
    desk.give(signalEvent({ messageId: 'm2' }));
    desk.accept();
    expect(desk.give(updateEvent({ action: 'close', symbol: 'BTC' })).outcome).toEqual({
      outcome: 'applied',
      positionIds: ['2'],
    });
  });

  test('the second signal of a message is edited on its own', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    const ether = { signal: ETHER, market: marketOf('3010', { product: ETH }) };
    desk.give(signalEvent({ source: { readingIndex: 1 }, ...ether }));
    desk.accept();
    const signal = { ...ETHER, stop: { price: '2950' } };
    const { outcome } = desk.give(
      signalEvent({ ...ether, source: { readingIndex: 1, revision: 1 }, signal }),
    );
    expect(outcome).toEqual({ outcome: 'applied', positionIds: ['2'] });
    expect(desk.own().map(({ stop }) => stop)).toEqual(['48000', '2950']);
  });

  test('of several that are meant, those that can follow do, and the rest is said', () => {
    const desk = openLong();
    desk.give(signalEvent({ messageId: 'm2' }));
    desk.accept();
    const half = updateEvent({ action: 'close_part', all: true });
    const { outcome, changed } = desk.give(half);
    expect(outcome).toEqual({ outcome: 'applied', positionIds: ['1', '2'] });
    expect(changed.map(({ id }) => id)).toEqual(['1']);
    expect(desk.told('update_denied')).toMatchObject([{ why: 'nothing of it is open' }]);
  });
});

test('more is added on the same account and product only', () => {
  const add = (market: ReturnType<typeof marketOf>) => {
    const desk = openShort();
    const act = {
      act: 'add' as const,
      positionId: '1',
      quoteSize: '500',
      price: null,
      market,
      settings: settingsOf(),
    };
    return desk.give({ type: 'owner', at: desk.at(), by: 'o', act }).outcome;
  };
  const same = { product: BTC_PERP };
  expect(add(marketOf('49500', { ...same, ...LIVE }))).toMatchObject({ rule: 'account_switched' });
  expect(add(marketOf('49500', { product: BTC }))).toMatchObject({ rule: 'account_switched' });
  // Leverage 2: within the settings in force, which allow 3.
  expect(add(marketOf('49500', same))).toMatchObject({ outcome: 'applied' });
});

test('a price wakes only what is held of its product', () => {
  const desk = openDesk();
  const bare = { capabilities: { bracket: false, stopLimit: false } };
  desk.give(signalEvent({ market: marketOf('50500', bare) }));
  desk.accept();
  desk.fill('t-1-1', '50000');
  const price = priceOf('100', ETH, desk.at());
  expect(desk.give({ type: 'price', at: desk.at(), price, positionIds: ['1'] }).changed).toEqual(
    [],
  );
  expect(desk.price('48000').changed).toHaveLength(1);
});
