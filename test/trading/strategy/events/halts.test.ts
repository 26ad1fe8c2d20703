import { describe, expect, test } from 'vitest';
import type { OwnerAct } from '../../../../src/trading/strategy/model/event.ts';
import { isLeaving, leavingBecause } from '../../../../src/trading/strategy/model/wayOut.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { type Desk, openDesk, openLong } from '../desk.ts';
import { NOON, settingsOf, signalEvent } from '../given.ts';

const MINUTE = 60_000;

const owner = (desk: Desk, act: OwnerAct) =>
  desk.give({ type: 'owner', at: desk.at(), by: 'owner', act });

function worth(desk: Desk, equity: string, settings: Partial<Settings>) {
  const change = { type: 'account', at: desk.at(), account: 'paper', equity } as const;
  return desk.give({ ...change, settings: settingsOf(settings) });
}

const FLATTEN = { dailyLossPercent: '5', dailyLossAction: 'flatten' } as const;

describe('an account that has lost as much as it may', () => {
  test('in a day is halted, or flattened as well, as the settings say', () => {
    for (const dailyLossAction of ['halt', 'flatten'] as const) {
      const desk = openLong();
      const settings = { dailyLossPercent: '5', dailyLossAction };
      worth(desk, '10000', settings);
      worth(desk, '9500', settings);
      expect(desk.state().halt).toMatchObject({
        kind: 'protection',
        account: 'paper',
        until: NOON + 12 * 60 * MINUTE,
      });
      expect(leavingBecause(desk.position())).toBe(
        dailyLossAction === 'flatten' ? 'protection' : null,
      );
    }
  });

  test('from its peak is halted until the owner resumes, and what is open stays', () => {
    const desk = openLong();
    const settings = { drawdownPercent: '5', dailyLossAction: 'flatten' } as const;
    worth(desk, '10000', settings);
    worth(desk, '9500', settings);
    expect(desk.state().halt).toMatchObject({ kind: 'protection', until: null });
    expect(isLeaving(desk.position())).toBe(false);
  });

  test('while paused by its owner stays paused, and what is open is closed all the same', () => {
    const desk = openLong();
    worth(desk, '10000', FLATTEN);
    owner(desk, { act: 'pause', reason: 'a holiday' });
    worth(desk, '9500', FLATTEN);
    expect(desk.state().halt).toMatchObject({ kind: 'pause', reason: 'a holiday', until: null });
    expect(isLeaving(desk.position())).toBe(true);
  });

  test('while paused with nothing open is not told of a halt', () => {
    const desk = openDesk();
    worth(desk, '10000', FLATTEN);
    owner(desk, { act: 'pause', reason: 'a holiday' });
    worth(desk, '9500', FLATTEN);
    expect(desk.told('halted')).toHaveLength(1);
  });

  test('leaves alone what is on its way out, as its time limit does: its guard stays', () => {
    const desk = openDesk();
    desk.give(signalEvent({ settings: { slippagePercent: '1', timeLimitMinutes: 30 } }));
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    worth(desk, '10000', FLATTEN);
    desk.price('47000');
    const leaving = desk.position();
    expect(leaving.wayOut.closing).toMatchObject({ what: 'all', reason: 'stop' });
    worth(desk, '9500', FLATTEN);
    expect(desk.position()).toBe(leaving);
    desk.later(60 * MINUTE);
    expect(desk.position().wayOut).toEqual(leaving.wayOut);
  });
});

test('a symbol rests from the end of its position, not from its beginning', () => {
  const desk = openLong();
  desk.later(180 * MINUTE);
  for (const id of desk.live('bracket')) desk.fill(id, '48000');
  expect(desk.position().status).toBe('closed');
  const again = (messageId: string) =>
    desk.give(
      signalEvent({
        messageId,
        at: desk.at(),
        source: { postedAt: desk.at() },
        settings: { symbolCooldownMinutes: 60 },
      }),
    ).outcome;
  desk.later(60 * MINUTE - 1);
  expect(again('m2')).toMatchObject({ rule: 'symbol_cooldown' });
  desk.later(1);
  expect(again('m3')).toMatchObject({ outcome: 'taken' });
});

test('a resume of what is not halted is not told', () => {
  const desk = openDesk();
  owner(desk, { act: 'resume' });
  expect(desk.notices).toEqual([]);
  owner(desk, { act: 'pause', reason: 'a holiday' });
  owner(desk, { act: 'resume' });
  expect(desk.told('resumed')).toHaveLength(1);
});
