import { describe, expect, test } from 'vitest';
import { nextDeadline } from '../../../../src/trading/strategy/book/deadline.ts';
import { recordResult } from '../../../../src/trading/strategy/events/accountEvent.ts';
import { leavingBecause } from '../../../../src/trading/strategy/model/wayOut.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { settingsSchema } from '../../../../src/trading/strategy/settings/settings.ts';
import { type Desk, openDesk, openLong } from '../desk.ts';
import { marketOf, NOON, signalEvent, updateEvent } from '../given.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NO = { kind: 'rejected', reason: 'other', message: 'not now' } as const;
const reply = { repliedToMessageId: 'm1' };

function opened(
  settings: Partial<Settings> = {},
  capabilities = { bracket: true, stopLimit: true },
) {
  const desk = openDesk();
  desk.give(signalEvent({ settings, market: marketOf('50500', { capabilities }) }));
  desk.accept();
  desk.fill('t-1-1', '50000');
  desk.accept();
  return desk;
}

const owner = (desk: Desk, act: Parameters<typeof actOf>[1]) => desk.give(actOf(desk, act));
function actOf(desk: Desk, act: object) {
  return { type: 'owner', at: desk.at(), by: 'o', act } as Parameters<Desk['give']>[0];
}
const close = (percent: string) => ({ act: 'close', positionId: '1', percent });

describe('what is refused is tried again after 1 s, 2 s, 4 s … and at most a minute', () => {
  /** Has the venue refuse what is asked until it is taken, and gives the waits in between, in seconds. */
  function waits(desk: Desk, tries: number): number[] {
    const seen: number[] = [];
    for (let n = 0; n < tries; n += 1) {
      const [id] = desk.live('exit');
      if (id === undefined) throw new Error('nothing was asked');
      desk.forget();
      desk.report(id, NO);
      const since = desk.at();
      while (desk.live('exit').length === 0) desk.later(SECOND);
      seen.push((desk.at() - since) / SECOND);
    }
    return seen;
  }

  const engineHeld = () => opened({}, { bracket: false, stopLimit: false });

  test('a close', () => {
    const desk = engineHeld();
    owner(desk, close('100'));
    expect(waits(desk, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(desk.told('order_rejected').map((n) => 'next' in n && n.next)).toEqual(
      [1, 2, 4, 8, 16, 32, 60, 60].map((s) => `tries again in ${s} s`),
    );
    expect(desk.told('error')).toHaveLength(1);
    expect(desk.told('error')).toMatchObject([
      { what: expect.stringContaining('the venue refuses the exit order: not now') },
    ]);
  });

  test('a part, whose size is not forgotten', () => {
    const desk = engineHeld();
    owner(desk, close('25'));
    expect(desk.asked()).toEqual(['place t-1-2 sell market 0.005']);
    desk.forget();
    desk.report('t-1-2', NO);
    expect(desk.asked()).toEqual([]);
    desk.later(SECOND);
    expect(desk.asked()).toEqual(['place t-1-3 sell market 0.005']);
  });

  test('once it was taken the next begins with 1 s again', () => {
    const desk = engineHeld();
    owner(desk, close('25'));
    expect(waits(desk, 3)).toEqual([1, 2, 4]);
    const [id = ''] = desk.live('exit');
    desk.report(id, { kind: 'accepted', venueOrderId: 'v' });
    desk.fill(id, '51000');
    expect(desk.position().wayOut.refusals).toEqual({ stage: 'none' });
    owner(desk, close('25'));
    expect(waits(desk, 1)).toEqual([1]);
  });

  test('whoever wants all of it out does not wait for a part that was refused', () => {
    const desk = engineHeld();
    owner(desk, close('25'));
    expect(waits(desk, 4)).toEqual([1, 2, 4, 8]);
    const [id = ''] = desk.live('exit');
    desk.report(id, NO);
    desk.forget();
    owner(desk, close('100'));
    expect(desk.asked()).toEqual(['place t-1-x1 sell market 0.02']);
  });

  test('an exit that ended with nothing filled waits, one that filled in part does not', () => {
    const desk = engineHeld();
    owner(desk, close('100'));
    desk.forget();
    desk.venue('t-1-x1', { status: 'cancelled' });
    expect(desk.asked()).toEqual([]);
    desk.later(SECOND);
    expect(desk.asked()).toEqual(['place t-1-x2 sell market 0.02']);
    desk.forget();
    desk.fill('t-1-x2', '50000', '0.005', 'cancelled');
    expect(desk.asked()).toEqual(['place t-1-x3 sell market 0.015']);
  });

  test('protection: sold when it was missing for so long, counted from the first refusal', () => {
    const until = (unprotectedSeconds: number) => {
      const desk = openDesk();
      desk.give(
        signalEvent({
          signal: { targets: [{ price: '52000' }] },
          settings: { unprotectedSeconds },
        }),
      );
      desk.accept();
      desk.fill('t-1-1', '50000');
      const since = desk.at();
      while (leavingBecause(desk.position()) === null) {
        for (const id of desk.live('bracket')) desk.report(id, NO);
        if (leavingBecause(desk.position()) === null) desk.later(SECOND);
      }
      return (desk.at() - since) / SECOND;
    };
    // Tries at 0, 1, 3, 7, 15, 31 s: the one that would come too late is not waited for.
    expect(until(5)).toBe(3);
    expect(until(7)).toBe(7);
    expect(until(30)).toBe(15);
  });
});

describe('how long things may take', () => {
  test.each<[string, Partial<Settings>, number, string]>([
    ['an entry expires', { entryExpiryMinutes: 90 }, 90 * MINUTE, 'cancel t-1-1'],
    ['an entry expires after a day by itself', {}, DAY, 'cancel t-1-1'],
  ])('%s', (_, settings, ms, ask) => {
    const desk = openDesk();
    desk.give(signalEvent({ settings }));
    desk.accept();
    expect(nextDeadline(desk.state())).toBe(NOON + ms);
    desk.later(ms - 1);
    expect(desk.asked()).toEqual([]);
    desk.later(1);
    expect(desk.asked()).toEqual([ask]);
  });

  test('a position’s time counts from its first fill, not from its signal', () => {
    const desk = openDesk();
    desk.give(signalEvent({ settings: { timeLimitMinutes: 120 } }));
    desk.accept();
    desk.later(HOUR);
    desk.fill('t-1-1', '50000');
    desk.accept();
    desk.later(2 * HOUR - 1);
    expect(leavingBecause(desk.position())).toBeNull();
    desk.later(1);
    expect(leavingBecause(desk.position())).toBe('time_limit');
  });

  test('a stop with a timeout that was moved has its time anew', () => {
    const desk = opened({ stopTimeoutSeconds: 60 });
    desk.price('48000');
    desk.later(50 * SECOND);
    owner(desk, { act: 'move_stop', positionId: '1', to: { price: '47500' } });
    desk.accept();
    desk.later(30 * SECOND);
    expect(leavingBecause(desk.position())).toBeNull();
    desk.price('47500');
    desk.later(59 * SECOND);
    expect(leavingBecause(desk.position())).toBeNull();
    desk.later(SECOND);
    expect(leavingBecause(desk.position())).toBe('stop');
  });

  test('a stop with a timeout is back on its right side one tick beyond it', () => {
    const desk = opened({ stopTimeoutSeconds: 60 });
    desk.price('48000');
    desk.price('48000.01');
    desk.later(61 * SECOND);
    expect(leavingBecause(desk.position())).toBeNull();
  });

  test.each<[string, Partial<Settings>, number]>([
    ['a streak of stops', { stopStreak: 1, stopStreakPauseMinutes: 60 }, HOUR],
    ['a rest of the symbol', { symbolCooldownMinutes: 90 }, 90 * MINUTE],
    ['a lock of the provider', { providerLockAfter: 1, providerLockMinutes: 120 }, 2 * HOUR],
  ])('%s lasts to the millisecond', (_, settings, ms) => {
    const desk = openLong();
    desk.fill('t-1-2', '48000');
    desk.fill('t-1-3', '48000');
    const next = (messageId: string) =>
      desk.give(
        signalEvent({ messageId, settings, at: desk.at(), source: { postedAt: desk.at() } }),
      ).outcome?.outcome;
    desk.later(ms - 1);
    expect(next('m2')).toBe('denied');
    desk.later(1);
    expect(next('m3')).toBe('taken');
  });

  test.each([
    [300 * SECOND, 'taken'],
    [301 * SECOND, 'denied'],
  ])('a signal of %d ms ago is %s', (ms, outcome) => {
    expect(openDesk().give(signalEvent({ at: NOON + ms })).outcome?.outcome).toBe(outcome);
  });

  test.each([
    [59 * MINUTE, 'denied'],
    [60 * MINUTE, 'taken'],
  ])('the same signal again after %d ms is %s', (ms, outcome) => {
    const desk = openDesk();
    const settings = { sameSignalMinutes: 60 };
    desk.give(signalEvent({ settings }));
    desk.later(ms);
    const again = signalEvent({
      messageId: 'm2',
      settings,
      at: desk.at(),
      source: { postedAt: desk.at() },
    });
    expect(desk.give(again).outcome?.outcome).toBe(outcome);
  });

  test('what gets no answer is asked for again after 15 s, as a cancel, for as long as it takes', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    owner(desk, { act: 'cancel_entries', positionId: '1' });
    desk.forget();
    desk.report('t-1-1', { kind: 'cancel_rejected', message: 'busy' });
    for (let n = 0; n < 3; n += 1) {
      desk.later(15 * SECOND - 1);
      expect(desk.asked()).toEqual([]);
      desk.later(1);
      expect(desk.asked()).toEqual(['cancel t-1-1']);
      desk.forget();
    }
  });
});

describe('the worth of an account', () => {
  const settings = settingsSchema.parse({ dailyLossPercent: '5', drawdownPercent: '10' });
  const worth = (desk: Desk, equity: string, more = {}) =>
    desk.give({ type: 'account', at: desk.at(), account: 'paper', equity, settings, ...more });
  const rule = (desk: Desk, messageId: string, account: 'paper' | 'live' = 'paper') => {
    const { outcome } = desk.give(
      signalEvent({
        messageId,
        market: marketOf('50500', { account }),
        at: desk.at(),
        source: { postedAt: desk.at() },
        settings: { dailyLossPercent: '5', drawdownPercent: '10' },
      }),
    );
    return outcome?.outcome === 'denied' ? outcome.rule : outcome?.outcome;
  };

  test('the peak outlasts the day, and the day begins anew at midnight', () => {
    const desk = openDesk();
    worth(desk, '10000');
    worth(desk, '9600');
    expect(rule(desk, 'm1')).toBe('taken');
    desk.later(12 * HOUR);
    worth(desk, '9500');
    worth(desk, '9200');
    expect(rule(desk, 'm2')).toBe('taken');
    worth(desk, '9001');
    expect(desk.state().halt?.reason).toMatch(/has lost 5.25 % today, and 5 %/);
  });

  test('below its peak by so much it is halted until the owner resumes', () => {
    const desk = openDesk();
    worth(desk, '10000');
    desk.later(12 * HOUR);
    worth(desk, '9400');
    desk.later(24 * HOUR);
    worth(desk, '9000');
    expect(desk.state().halt).toMatchObject({ account: 'paper', until: null });
    expect(desk.state().halt?.reason).toMatch(/10 % below its peak, and 10 %/);
    desk.later(3 * DAY);
    expect(desk.state().halt).not.toBeNull();
  });

  test('after a resume losses are measured from there on, of the day and from the peak', () => {
    const desk = openDesk();
    worth(desk, '10000');
    worth(desk, '8500');
    expect(rule(desk, 'm1')).toBe('halted');
    owner(desk, { act: 'resume' });
    worth(desk, '8500');
    expect(rule(desk, 'm2')).toBe('taken');
    worth(desk, '8076');
    expect(rule(desk, 'm3')).toBe('taken');
    worth(desk, '8075');
    expect(rule(desk, 'm4')).toBe('halted');
  });

  test('a resume forgives the losses of the account that had halted it, and no other’s', () => {
    const desk = openDesk();
    const unlimited = { account: 'live', settings: undefined };
    worth(desk, '10000');
    worth(desk, '10000', unlimited);
    worth(desk, '9400', unlimited);
    worth(desk, '9400');
    expect(desk.state().halt).toMatchObject({ account: 'paper' });
    owner(desk, { act: 'resume' });
    expect(rule(desk, 'm1')).toBe('taken');
    expect(rule(desk, 'm2', 'live')).toBe('daily_loss');
  });

  test('a resume after a panic, which closed everything, forgives the losses of each', () => {
    const desk = openDesk();
    const unlimited = { account: 'live', settings: undefined };
    worth(desk, '10000', unlimited);
    worth(desk, '9400', unlimited);
    owner(desk, { act: 'panic', reason: 'enough' });
    owner(desk, { act: 'resume' });
    expect(rule(desk, 'm1', 'live')).toBe('taken');
  });

  test('a pause of the owner forgives no loss', () => {
    const desk = openDesk();
    worth(desk, '10000', { settings: undefined });
    worth(desk, '9000', { settings: undefined });
    owner(desk, { act: 'pause', reason: 'a walk' });
    owner(desk, { act: 'resume' });
    expect(rule(desk, 'm1')).toBe('daily_loss');
  });

  test('a halt for the day ends at midnight, and the new day begins with what is left', () => {
    const desk = openDesk();
    worth(desk, '10000');
    worth(desk, '9400');
    desk.later(12 * HOUR - 1);
    expect(desk.state().halt).not.toBeNull();
    desk.later(1);
    expect(desk.told('resumed')).toHaveLength(1);
    expect(rule(desk, 'm1')).toBe('taken');
    worth(desk, '8931');
    // 4.99 % of the day, and 10.69 % of the peak.
    expect(desk.state().halt?.reason).toMatch(/below its peak/);
  });
});

describe('results', () => {
  test('a position that is closed again counts once, with its last result', () => {
    const desk = opened({});
    desk.fill('t-1-2', '48000');
    desk.fill('t-1-3', '48000');
    const results = () =>
      desk.state().memory.accounts.paper?.results.filter(({ positionId }) => positionId === '1');
    expect(results()).toMatchObject([{ net: '-51.76', stopped: true }]);
    // More of the entry shows up than was known, and is closed again.
    desk.venue('t-1-1', { status: 'filled', filledSize: '0.03', filledValue: '1500', fees: '9' });
    expect(desk.position().status).toBe('closing');
    desk.fill('t-1-x1', '49000');
    // 1,500 were paid, 960 and 490 got back; 9, 5.76 and 2.94 of fees.
    expect(results()).toMatchObject([{ net: '-67.7' }]);
  });

  test('so many are kept, and no more', () => {
    const desk = openLong();
    const closed = { ...desk.position(), closedAt: NOON, closeReason: 'stop' as const };
    let state = desk.state();
    for (let n = 1; n <= 505; n += 1) state = recordResult(state, { ...closed, id: String(n) });
    const results = state.memory.accounts.paper?.results ?? [];
    expect(results.map(({ positionId }) => positionId)).toEqual(
      Array.from({ length: 500 }, (_, i) => String(i + 6)),
    );
  });
});

describe('said twice', () => {
  test('an edited "close half" does not close half of what is left', () => {
    const desk = openLong();
    desk.give(updateEvent({ action: 'close_part', percent: '50' }, reply));
    desk.accept();
    const [id = ''] = desk.live('exit');
    desk.fill(id, '51000');
    desk.accept();
    const { outcome, changed } = desk.give(
      updateEvent({ action: 'close_part', percent: '50' }, { ...reply, revision: 1 }),
    );
    expect(outcome).toMatchObject({ outcome: 'noted' });
    expect(changed).toEqual([]);
  });

  test('an edited "close" that was chatter before closes', () => {
    const desk = openLong();
    const { outcome } = desk.give(updateEvent({ action: 'close' }, { ...reply, revision: 1 }));
    expect(outcome).toMatchObject({ outcome: 'applied' });
  });

  test('an older edit after a newer one changes nothing', () => {
    const desk = openLong();
    const edit = (revision: number, price: string) =>
      desk.give(signalEvent({ source: { revision }, signal: { stop: { price } } }));
    edit(2, '49000');
    expect(edit(1, '48500').outcome).toMatchObject({ outcome: 'noted' });
    expect(edit(2, '49500').outcome).toMatchObject({ outcome: 'noted' });
    expect(desk.position().stop).toBe('49000');
    expect(edit(3, '49500').outcome).toMatchObject({ outcome: 'applied' });
  });

  test('a close that is repeated sells once', () => {
    const desk = openLong();
    owner(desk, close('100'));
    desk.accept();
    owner(desk, close('100'));
    desk.give(updateEvent({ action: 'close' }, reply));
    expect(desk.resting()).toEqual(['exit 0: market 0.02']);
    expect(desk.asked()).toEqual([]);
    expect(leavingBecause(desk.position())).toBe('owner');
  });
});
