import { expect, test } from 'vitest';
import type { Decision } from '../../../../src/trading/strategy/model/command.ts';
import { deny } from '../../../../src/trading/strategy/model/denial.ts';
import type { MarketContext, OwnerAct } from '../../../../src/trading/strategy/model/event.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { type Desk, openDesk, openLong } from '../desk.ts';
import { BTC, marketOf, settingsOf, signalEvent } from '../given.ts';

type Add = Extract<OwnerAct, { act: 'add' }>;

function add(
  desk: Desk,
  change: Partial<Omit<Add, 'settings'>> & { settings?: Partial<Settings> } = {},
) {
  const { settings, ...rest } = change;
  return desk.give({
    type: 'owner',
    at: desk.at(),
    by: 'owner',
    act: {
      act: 'add',
      positionId: '1',
      quoteSize: '500',
      price: null,
      market: marketOf('50500'),
      ...rest,
      settings: settingsOf(settings),
    },
  });
}

const whyNot = ({ outcome }: Decision) => (outcome?.outcome === 'denied' ? outcome.why : outcome);

test('what is added at market is bought at once, and protected as the rest is', () => {
  const desk = openLong();
  add(desk);
  expect(desk.asked()).toEqual(['place t-1-4 buy market for 500']);
  desk.accept();
  desk.fill('t-1-4', '50000', '0.01');
  desk.accept();
  expect(desk.resting()).toEqual([
    'bracket 1: bracket 0.015 to 52000 or 48000',
    'bracket 2: bracket 0.015 to 54000 or 48000',
  ]);
});

test('what is added at a price rests there, and may wait as long as an entry may', () => {
  const desk = openLong();
  desk.later(24 * 3_600_000);
  expect(desk.position().entriesEnded).toBeNull();
  add(desk, { price: '49,000'.replace(',', '') });
  expect(desk.asked()).toEqual(['place t-1-4 buy limit 0.01020408 at 49000']);
  desk.accept();
  desk.later(23 * 3_600_000);
  expect(desk.live('entry')).toEqual(['t-1-4']);
  desk.later(2 * 3_600_000);
  expect(desk.asked()).toEqual(['cancel t-1-4']);
});

test('adding brings back no entry that was called off', () => {
  const desk = openDesk();
  desk.give(signalEvent({ signal: { entry: { type: 'limit', prices: ['50000', '49000'] } } }));
  desk.accept();
  desk.fill('t-1-1', '50000');
  desk.accept();
  desk.give({
    type: 'owner',
    at: desk.at(),
    by: 'owner',
    act: { act: 'cancel_entries', positionId: '1' },
  });
  desk.accept();
  add(desk);
  expect(desk.asked()).toEqual(['place t-1-5 buy market for 500']);
});

test.each<[string, Parameters<typeof add>[1], RegExp]>([
  [
    'more than is free',
    { market: marketOf('50500', { quoteAvailable: '100' }) },
    /100 USD is free/,
  ],
  ['beyond the stop', { price: '47000' }, /47000 is beyond the stop 48000/],
  [
    'with the price beyond the stop',
    { market: marketOf('47000') },
    /47000 is beyond the stop 48000/,
  ],
  [
    'at a price above the stop, with the price beyond it',
    { price: '49000', market: marketOf('47000') },
    /47000 is beyond the stop 48000/,
  ],
  ['too little', { quoteSize: '0.1' }, /takes no less than/],
  [
    'too large a position',
    { settings: { largestPosition: '1200' } },
    /it would cost 1500 USD, and 1200 is the most for one position/,
  ],
  [
    'too much at risk in all',
    { settings: { mostExposure: '1400' } },
    /add 500 to the 1000 open, and 1400/,
  ],
  [
    'in a closed market',
    { market: marketOf('50500', { product: { ...BTC, status: 'view_only' } }) },
    /can't be traded now/,
  ],
  [
    'on another account',
    { market: marketOf('50500', { account: 'live' } as Partial<MarketContext>) },
    /go to the LIVE account/,
  ],
  [
    'without an answer of the venue',
    { market: deny('market_unasked', 'Coinbase could not be asked') },
    /could not be asked/,
  ],
])('%s is refused with the numbers, and nothing changes', (_name, change, why) => {
  const desk = openLong();
  const before = desk.position();
  expect(whyNot(add(desk, change))).toMatch(why);
  expect(desk.position()).toBe(before);
  expect(desk.asked()).toEqual([]);
});

test('nothing is added while trading is halted, or to what is being closed or is not open', () => {
  const desk = openLong();
  desk.give({ type: 'owner', at: desk.at(), by: 'owner', act: { act: 'pause', reason: 'a walk' } });
  expect(whyNot(add(desk))).toMatch(/halted: a walk/);
  desk.give({ type: 'owner', at: desk.at(), by: 'owner', act: { act: 'resume' } });
  desk.give({
    type: 'owner',
    at: desk.at(),
    by: 'owner',
    act: { act: 'close', positionId: '1', percent: '100' },
  });
  expect(whyNot(add(desk))).toMatch(/being closed/);
  const waiting = openDesk();
  waiting.give(signalEvent({}));
  expect(whyNot(add(waiting))).toMatch(/nothing of it is open/);
});

test.each<[string, Partial<Settings>, RegExp]>([
  ['in a day', { dailyLossPercent: '5' }, /lost 10 % today/],
  ['from its peak', { drawdownPercent: '10' }, /10 % below its peak/],
])('nothing is added to an account that has lost as much as it may %s', (_, settings, why) => {
  const desk = openLong();
  for (const equity of ['10000', '9000']) {
    desk.give({ type: 'account', at: desk.at(), account: 'paper', equity });
  }
  expect(whyNot(add(desk, { settings }))).toMatch(why);
});

test('an entry that was called off before its price came does not come back with what is added', () => {
  const desk = openDesk();
  desk.give(
    signalEvent({
      signal: { entry: { type: 'limit', prices: ['50000', '49000'] } },
      settings: { trailingEntryPercent: '0.1' },
    }),
  );
  desk.price('50000');
  desk.price('50100');
  desk.accept();
  desk.fill('t-1-1', '50100');
  const cancel = { act: 'cancel_entries', positionId: '1' } as const;
  desk.give({ type: 'owner', at: desk.at(), by: 'owner', act: cancel });
  desk.accept();
  add(desk, { price: '49500' });
  desk.accept();
  desk.price('48900');
  desk.price('49000');
  expect(desk.asked()).toEqual([]);
});
