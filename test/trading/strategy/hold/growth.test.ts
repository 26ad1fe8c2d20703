import { describe, expect, test } from 'vitest';
import type { OwnerAct } from '../../../../src/trading/strategy/model/event.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { type Desk, openDesk, openLong } from '../desk.ts';
import { marketOf, settingsOf, signalEvent } from '../given.ts';

/** What stops new positions holds what would make one larger or riskier too, whoever asks for it. */

const owner = (desk: Desk, act: OwnerAct) =>
  desk.give({ type: 'owner', at: desk.at(), by: 'owner', act });

/** A long whose entry waits at 50,000, sized by its risk: a stop that is nearer makes it dearer. */
function waiting(): Desk {
  const desk = openDesk();
  desk.give(signalEvent({ settings: { sizeBy: 'risk' } }));
  desk.accept();
  return desk;
}

const edited = (stop: string, settings: Partial<Settings> = {}) =>
  signalEvent({ source: { revision: 1 }, signal: { stop: { price: stop } }, settings });

/** The account has lost 6 % today, and is as far below its peak. */
function lost(desk: Desk): Desk {
  for (const equity of ['10000', '9400']) {
    desk.give({ type: 'account', at: desk.at(), account: 'paper', equity });
  }
  return desk;
}

const STOPPED: readonly [string, Partial<Settings>][] = [
  ['daily_loss', { dailyLossPercent: '5' }],
  ['drawdown', { drawdownPercent: '5' }],
];

describe.each(STOPPED)('at the limit of losses (%s)', (rule, settings) => {
  test.each([
    ['dearer', '49000'],
    ['riskier', '47000'],
  ])('an edit that makes it %s is not followed', (_, stop) => {
    const desk =
      stop === '49000' ? waiting() : openDeskWith(signalEvent({ settings: { sizeBy: 'quote' } }));
    const before = desk.position().plan;
    lost(desk).give(edited(stop, settings));
    expect(desk.told('update_denied')).toMatchObject([{ rule }]);
    expect(desk.position().plan).toBe(before);
    expect(desk.asked()).toEqual([]);
  });

  test('a stop is not put farther away, and may come nearer', () => {
    const desk = lost(openLong());
    const move = (price: string) =>
      owner(desk, {
        act: 'move_stop',
        positionId: '1',
        to: { price },
        last: '50500',
        settings: settingsOf(settings),
      }).outcome;
    expect(move('47000')).toMatchObject({ outcome: 'denied', rule });
    expect(desk.position().stop).toBe('48000');
    expect(move('49000')).toMatchObject({ outcome: 'applied' });
  });

  test('nothing is added', () => {
    const desk = lost(openLong());
    expect(add(desk, settings)).toMatchObject({ outcome: 'denied', rule });
  });
});

describe('while trading is halted', () => {
  test('a provider’s edit makes nothing dearer, and what does not cost more is followed', () => {
    const desk = waiting();
    owner(desk, { act: 'pause', reason: 'a rest' });
    desk.give(edited('49000'));
    expect(desk.told('update_denied')).toMatchObject([
      { rule: 'halted', why: 'trading is halted: a rest' },
    ]);
    expect(desk.position().stop).toBe('48000');
    desk.give(signalEvent({ source: { revision: 2 }, signal: { stop: { price: '47500' } } }));
    expect(desk.position().stop).toBe('47500');
  });

  test('a halt of another account stops nothing of this one', () => {
    const desk = openLong();
    for (const equity of ['10000', '9400']) {
      const settings = settingsOf({ dailyLossPercent: '5' });
      desk.give({ type: 'account', at: desk.at(), account: 'live', equity, settings });
    }
    expect(desk.state().halt).toMatchObject({ account: 'live' });
    expect(add(desk)).toMatchObject({ outcome: 'applied' });
  });
});

function openDeskWith(event: ReturnType<typeof signalEvent>): Desk {
  const desk = openDesk();
  desk.give(event);
  desk.accept();
  return desk;
}

const add = (desk: Desk, settings: Partial<Settings> = {}) =>
  owner(desk, {
    act: 'add',
    positionId: '1',
    quoteSize: '500',
    price: null,
    market: marketOf('50500'),
    settings: settingsOf(settings),
  }).outcome;
