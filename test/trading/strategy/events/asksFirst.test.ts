import { describe, expect, test } from 'vitest';
import type { Update } from '../../../../src/trading/signal/reading.ts';
import type { FormatStanding } from '../../../../src/trading/strategy/model/event.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { type Desk, openDesk, openLong, openShort } from '../desk.ts';
import { BTC_PERP, marketOf, NOON, settingsOf, signalEvent, updateEvent } from '../given.ts';

const written = (standing: FormatStanding) => ({ standing, body: { text: 'BTC' } });
const KNOWN = { follow: 'known' } as const;

function answer(desk: Desk, update: Partial<Update> & Pick<Update, 'action'>, more: object = {}) {
  const event = updateEvent(update);
  const { settings = {}, standing = 'new' } = more as {
    settings?: Partial<Settings>;
    standing?: FormatStanding;
  };
  desk.give({
    ...event,
    settings: settingsOf({ ...KNOWN, ...settings }),
    prices: { 'BTC-USD': '50800', [BTC_PERP.id]: '49200' },
    written: written(standing),
  });
  return desk.told('format_asked').length > 0 ? 'asked' : 'done';
}

describe('a way of writing that was not confirmed', () => {
  test.each<[string, () => Desk, Partial<Update> & Pick<Update, 'action'>, string]>([
    ['closes the trade it names', openLong, { action: 'close', symbol: 'BTC' }, 'done'],
    ['closes what it does not name', openLong, { action: 'close' }, 'asked'],
    [
      'closes all, though it names one',
      openLong,
      { action: 'close', symbol: 'BTC', all: true },
      'asked',
    ],
    ['moves its stop to the entry', openLong, { action: 'stop_to_entry', symbol: 'BTC' }, 'done'],
    ['closes a half', openLong, { action: 'close_part', symbol: 'BTC' }, 'done'],
    ['calls entries off', openLong, { action: 'cancel_entry', symbol: 'BTC' }, 'done'],
    [
      'moves a stop nearer',
      openLong,
      { action: 'move_stop', symbol: 'BTC', price: '49000' },
      'done',
    ],
    [
      'moves a stop farther',
      openLong,
      { action: 'move_stop', symbol: 'BTC', price: '47000' },
      'asked',
    ],
    [
      'moves the stop of a short nearer',
      openShort,
      { action: 'move_stop', symbol: 'BTC', price: '51000' },
      'done',
    ],
    [
      'moves the stop of a short farther',
      openShort,
      { action: 'move_stop', symbol: 'BTC', price: '53000' },
      'asked',
    ],
    [
      'moves a stop to a target',
      openLong,
      { action: 'move_stop', symbol: 'BTC', target: 1 },
      'asked',
    ],
    [
      'changes targets',
      openLong,
      { action: 'amend', symbol: 'BTC', targets: [{ price: '55000' }] },
      'asked',
    ],
  ])('%s', (_, made, update, expected) => {
    expect(answer(made(), update)).toBe(expected);
  });

  test.each<[Partial<Settings>, string, string]>([
    [{ saferUpdates: 'act', otherUpdates: 'ask' }, 'done', 'asked'],
    [{ saferUpdates: 'ask', otherUpdates: 'ask' }, 'asked', 'asked'],
    [{ saferUpdates: 'act', otherUpdates: 'act' }, 'done', 'done'],
    [{ follow: 'automatic' }, 'done', 'done'],
  ])('with %o', (settings, safer, other) => {
    expect(answer(openLong(), { action: 'close', symbol: 'BTC' }, { settings })).toBe(safer);
    expect(answer(openLong(), { action: 'close' }, { settings })).toBe(other);
  });

  test.each<[FormatStanding, string]>([
    ['known', 'done'],
    ['taught', 'done'],
    ['changed', 'asked'],
    ['new', 'asked'],
  ])('one that is %s', (standing, expected) => {
    expect(answer(openLong(), { action: 'close' }, { standing })).toBe(expected);
    const desk = openDesk();
    desk.give({ ...signalEvent({ settings: KNOWN }), written: written(standing) });
    expect(desk.own()).toHaveLength(expected === 'done' ? 1 : 0);
  });
});

test.each([
  [true, 'taken'],
  ['in_time', 'denied'],
] as const)('a yes (%s) to a signal that has grown too old', (confirmed, outcome) => {
  const desk = openDesk();
  const at = NOON + 301_000;
  desk.give(signalEvent({ settings: { follow: 'confirm' } }));
  const yes = { ...signalEvent({ at, settings: { follow: 'confirm' } }), confirmed };
  expect(desk.give(yes).outcome?.outcome).toBe(outcome);
});

test('a watch that is followed on paper is not asked about, nor one of which its market says no', () => {
  const desk = openDesk();
  const wide = { stop: { price: '10000' } };
  desk.give(
    signalEvent({ signal: wide, settings: { follow: 'confirm' }, market: marketOf('50500') }),
  );
  expect(desk.told('signal_waiting')).toEqual([]);
  expect(desk.told('signal_denied')).toHaveLength(1);
});
