import { describe, expect, test } from 'vitest';
import { nextDeadline } from '../../../../src/trading/strategy/book/deadline.ts';
import { productState } from '../../../../src/trading/strategy/book/productState.ts';
import { remember, wasDecided } from '../../../../src/trading/strategy/book/recent.ts';
import { fromJson, toJson } from '../../../../src/trading/strategy/book/stateJson.ts';
import type { OwnerAct } from '../../../../src/trading/strategy/model/event.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { type Desk, openDesk } from '../desk.ts';
import { BTC, ETH, marketOf, NOON, signalEvent, sourceOf, updateEvent } from '../given.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONTH = 30 * 24 * 60;

const owner = (desk: Desk, act: OwnerAct) =>
  desk.give({ type: 'owner', at: desk.at(), by: 'owner', act });

describe('a position that has ended', () => {
  function calledOff() {
    const desk = openDesk();
    desk.give(signalEvent({ settings: { entryExpiryMinutes: MONTH } }));
    desk.accept();
    owner(desk, { act: 'close', positionId: '1', percent: '100' });
    desk.accept();
    expect(desk.position().status).toBe('cancelled');
    return desk;
  }

  test('is known for a week: what its entry still fills is sold again', () => {
    const desk = calledOff();
    desk.later(7 * DAY - 1);
    desk.fill('t-1-1', '50000');
    expect(desk.position().status).toBe('closing');
    expect(desk.asked()).toEqual(['place t-1-x1 sell market 0.02']);
  });

  test('and then no more', () => {
    const desk = calledOff();
    desk.later(7 * DAY);
    expect(desk.state().positions.has('1')).toBe(false);
  });

  test('is no more what a late reply means, and takes no other of its message with it', () => {
    const desk = calledOff();
    const second = { source: { readingIndex: 1 }, market: marketOf('50500') };
    desk.give(signalEvent({ ...second, settings: { entryExpiryMinutes: MONTH } }));
    desk.accept();
    desk.later(7 * DAY);
    desk.give({ type: 'message_deleted', at: desk.at(), messageId: 'm1' });
    expect(desk.position('2').entriesEnded).toBe('message_deleted');
  });
});

test('two signals of one message are both called off when it is deleted', () => {
  const desk = openDesk();
  desk.give(signalEvent({}));
  const ether = { symbol: 'ETH', stop: { price: '2900' }, targets: [{ price: '3100' }] };
  desk.give(
    signalEvent({
      source: { readingIndex: 1 },
      signal: { ...ether, entry: { type: 'limit', prices: ['3000'] } },
      market: marketOf('3010', { product: ETH }),
    }),
  );
  desk.accept();
  desk.give({ type: 'message_deleted', at: NOON, messageId: 'm1' });
  expect(desk.asked()).toEqual(['cancel t-1-1', 'cancel t-2-1']);
});

const up = { direction: 'above', on: 'touch' } as const;

test('an entry that waits for its price expires as one that rests', () => {
  const desk = openDesk();
  const breakout = { type: 'breakout', prices: ['52000'], trigger: up } as const;
  desk.give(
    signalEvent({
      signal: { entry: breakout, stop: { price: '50000' }, targets: [{ price: '54000' }] },
      settings: { entryExpiryMinutes: 60 },
    }),
  );
  expect(desk.asked()).toEqual([]);
  expect(nextDeadline(desk.state())).toBe(NOON + HOUR);
  desk.later(HOUR);
  expect(desk.position()).toMatchObject({ status: 'cancelled', closeReason: 'expired' });
});

test.each<[string, number, number]>([
  ['the entry before midnight', 60, NOON + HOUR],
  ['the halt of the day before the entry', 24 * 60, NOON + 12 * HOUR],
])('the next time that matters is the earlier one: %s', (_, entryExpiryMinutes, at) => {
  const desk = openDesk();
  desk.give(signalEvent({ settings: { entryExpiryMinutes } }));
  const { settings } = signalEvent({ settings: { dailyLossPercent: '5' } });
  const equity = (worth: string) =>
    desk.give({ type: 'account', at: NOON, account: 'paper', equity: worth, settings });
  equity('10000');
  equity('9000');
  expect(desk.state().halt?.until).toBe(NOON + 12 * HOUR);
  expect(nextDeadline(desk.state())).toBe(at);
});

test('more than nine are dealt with from the oldest on', () => {
  const desk = openDesk();
  const market = marketOf('50500', { quoteAvailable: '100000' });
  for (let n = 1; n <= 11; n += 1) desk.give(signalEvent({ messageId: `m${n}`, market }));
  owner(desk, { act: 'panic', reason: 'enough' });
  const [report] = desk.told('panic_report');
  const lines = report?.kind === 'panic_report' ? report.lines : [];
  const ids = lines.map((line) => /position (\d+)/.exec(line)?.[1]);
  expect(ids).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
});

describe('the asset as the provider writes it', () => {
  const pepe = {
    ...BTC,
    id: 'PEPE-USD',
    base: 'PEPE',
    priceIncrement: '0.00000001',
    maxBaseSize: '1000000000',
  };
  const market = marketOf('0.0000101', { product: pepe, priceScale: '1000' });
  const thousand = {
    symbol: '1000PEPE',
    entry: { type: 'limit' as const, prices: ['0.01'] },
    stop: { price: '0.0096' },
    targets: [{ price: '0.011' }],
  };

  function opened() {
    const desk = openDesk();
    desk.give(signalEvent({ signal: thousand, market }));
    desk.accept();
    return desk;
  }

  test.each(['1000PEPE', 'PEPE'])('a signal the other way in %s closes it', (symbol) => {
    const desk = opened();
    const other = { ...thousand, symbol, side: 'short' as const, stop: { price: '0.0104' } };
    desk.give(signalEvent({ messageId: 'm2', signal: other, market }));
    expect(desk.position().entriesEnded).toBe('opposite_signal');
  });

  test.each(['1000PEPE', 'PEPE'])('an update that names %s means it', (symbol) => {
    const desk = opened();
    desk.give(updateEvent({ action: 'cancel_entry', symbol }));
    expect(desk.position().entriesEnded).toBe('provider');
  });
});

describe('the same signal within an hour', () => {
  const once: Partial<Settings> = { sameSignalMinutes: 60 };

  test.each<[string, Parameters<typeof signalEvent>[0], string]>([
    ['in another message', { messageId: 'm2' }, 'same_signal'],
    ['a second time in its message', { source: { readingIndex: 1 } }, 'same_signal'],
    [
      'with another target',
      { messageId: 'm2', signal: { targets: [{ price: '52000' }, { price: '55000' }] } },
      'taken',
    ],
    ['with another stop', { messageId: 'm2', signal: { stop: { price: '47000' } } }, 'taken'],
    [
      'with another entry',
      { messageId: 'm2', signal: { entry: { type: 'limit', prices: ['49900'] } } },
      'taken',
    ],
    [
      'at market',
      { messageId: 'm2', signal: { entry: { type: 'market', prices: ['50000'] } } },
      'taken',
    ],
    ['an hour later', { messageId: 'm2', at: NOON + HOUR }, 'taken'],
    ['a moment before that', { messageId: 'm2', at: NOON + HOUR - 1 }, 'same_signal'],
  ])('%s', (_, event, answer) => {
    const desk = openDesk();
    desk.give(signalEvent({ settings: once }));
    const again = { ...event, source: { postedAt: event.at ?? NOON, ...event.source } };
    const { outcome } = desk.give(signalEvent({ settings: once, ...again }));
    expect(outcome?.outcome === 'denied' ? outcome.rule : outcome?.outcome).toBe(answer);
  });
});

test('what was decided on is known for two days, whether it was restarted since or not', () => {
  const old = sourceOf('m1');
  const before = remember(openDesk().state(), 'signal', old, NOON, 'BTC long');
  for (const [after, known] of [
    [2 * DAY - 1, true],
    [2 * DAY, false],
  ] as const) {
    const state = remember(before, 'signal', sourceOf('m2'), NOON + after, 'BTC long');
    expect(wasDecided(state, old)).toBe(known);
    expect(wasDecided(fromJson(toJson(state), []), old)).toBe(known);
  }
});

test('an edit that was said no to stays decided, also when the owner says yes to what it replaced', () => {
  const desk = openDesk();
  const blocked = { settings: { blockedSymbols: ['BTC'] } };
  const edit = signalEvent({ ...blocked, source: { revision: 1 } });
  desk.give(signalEvent(blocked));
  desk.give(edit);
  desk.give({ ...signalEvent(blocked), confirmed: true });
  expect(desk.give(edit).outcome).toEqual({
    outcome: 'noted',
    why: 'it was decided on already',
  });
});

test('what is on its way out is sold, also while an entry of it may still fill', () => {
  const desk = openDesk();
  const product = { ...BTC, id: 'BTC-EUR', quote: 'EUR' };
  desk.give(signalEvent({ market: marketOf('50500', { product }) }));
  desk.accept();
  desk.fill('t-1-1', '50000', '0.01');
  expect(productState(desk.state(), product.id)).toBe('buying');
  owner(desk, { act: 'close', positionId: '1', percent: '100' });
  expect(desk.live('entry')).toEqual(['t-1-1']);
  expect(productState(desk.state(), product.id)).toBe('selling');
});

test('a signal that was not taken is no earlier one of the same', () => {
  const desk = openDesk();
  const settings = { sameSignalMinutes: 60 };
  const poor = marketOf('50500', { quoteAvailable: '10' });
  expect(desk.give(signalEvent({ settings, market: poor })).outcome).toMatchObject({
    rule: 'balance',
  });
  expect(desk.give(signalEvent({ messageId: 'm2', settings })).outcome).toMatchObject({
    outcome: 'taken',
  });
});

test('an update in between makes the last signal no less the last', () => {
  const desk = openDesk();
  desk.give(signalEvent({}));
  desk.accept();
  desk.give(updateEvent({ action: 'move_stop', symbol: 'BTC', price: '48500' }));
  desk.give(updateEvent({ action: 'close' }, { messageId: 'u2' }));
  expect(desk.position().entriesEnded).toBe('provider');
});
