import { describe, expect, test } from 'vitest';
import { openDesk, openLong } from './desk.ts';
import { marketOf, NOON, signalEvent } from './given.ts';

describe('from a signal to a closed position', () => {
  test('a limit signal becomes a resting entry', () => {
    const desk = openDesk();
    const { outcome } = desk.give(signalEvent({}));
    expect(outcome).toEqual({ outcome: 'taken', positionId: '1' });
    expect(desk.asked()).toEqual(['place t-1-1 buy limit 0.02 at 50000']);
    expect(desk.position().status).toBe('pending');
  });

  test('a market signal spends exactly what was set', () => {
    const desk = openDesk();
    desk.give(signalEvent({ signal: { entry: { type: 'market', prices: [] } } }));
    expect(desk.asked()).toEqual(['place t-1-1 buy market for 1000']);
  });

  test('several entries share the size', () => {
    const desk = openDesk();
    desk.give(signalEvent({ signal: { entry: { type: 'limit', prices: ['50000', '49000'] } } }));
    expect(desk.asked()).toEqual([
      'place t-1-1 buy limit 0.01 at 50000',
      'place t-1-2 buy limit 0.01020408 at 49000',
    ]);
  });

  test('what fills is protected at once by one bracket a target', () => {
    const desk = openLong();
    expect(desk.resting()).toEqual([
      'bracket 1: bracket 0.01 to 52000 or 48000',
      'bracket 2: bracket 0.01 to 54000 or 48000',
    ]);
    expect(desk.told('position_opened')).toMatchObject([
      { size: '0.02', averageEntry: '50000', stop: '48000' },
    ]);
  });

  test('a partial fill is protected, and the protection grows with the next', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    desk.fill('t-1-1', '50000', '0.005');
    expect(desk.asked()).toEqual([
      'place t-1-2 sell bracket 0.0025 to 52000 or 48000',
      'place t-1-3 sell bracket 0.0025 to 54000 or 48000',
    ]);
    desk.accept();
    desk.fill('t-1-1', '50000', '0.015');
    expect(desk.asked()).toEqual([
      'replace t-1-2 sell bracket 0.01 to 52000 or 48000',
      'replace t-1-3 sell bracket 0.01 to 54000 or 48000',
    ]);
  });

  test('both targets filled: closed with gross, fees, net and R to the cent', () => {
    const desk = openLong();
    desk.fill('t-1-2', '52000');
    expect(desk.position().targetsHit).toEqual([1]);
    expect(desk.position().status).toBe('open');
    desk.fill('t-1-3', '54000');
    expect(desk.position()).toMatchObject({ status: 'closed', closeReason: 'target' });
    // 0.01 × 2,000 + 0.01 × 4,000 = 60; fees 0.6 % of 1,000 + 520 + 540 = 12.36.
    // The stop risked 0.02 × 2,000 + 0.6 % of 1,000 and of 960 = 51.76.
    expect(desk.told('position_closed')).toMatchObject([
      { reason: 'target', gross: '60', fees: '12.36', net: '47.64', r: '0.92' },
    ]);
  });

  test('stopped out: closed by the stop', () => {
    const desk = openLong();
    desk.fill('t-1-2', '47990');
    desk.fill('t-1-3', '47980');
    expect(desk.position()).toMatchObject({ status: 'closed', closeReason: 'stop' });
    expect(desk.told('position_closed')).toMatchObject([{ reason: 'stop', gross: '-40.3' }]);
  });

  test('entries that never fill are cancelled when their time is up', () => {
    const desk = openDesk();
    desk.give(signalEvent({ settings: { entryExpiryMinutes: 60 } }));
    desk.accept();
    desk.later(59 * 60_000);
    expect(desk.asked()).toEqual([]);
    desk.later(60_000);
    expect(desk.asked()).toEqual(['cancel t-1-1']);
    desk.accept();
    expect(desk.position()).toMatchObject({ status: 'cancelled', closeReason: 'expired' });
  });

  test('a fill after the cancel reopens the position and protects it', () => {
    const desk = openDesk();
    desk.give(signalEvent({ settings: { entryExpiryMinutes: 60 } }));
    desk.accept();
    desk.later(60 * 60_000);
    desk.accept();
    desk.fill('t-1-1', '50000', '0.02', 'cancelled');
    expect(desk.position().status).toBe('open');
    expect(desk.asked()).toEqual([
      'place t-1-2 sell bracket 0.01 to 52000 or 48000',
      'place t-1-3 sell bracket 0.01 to 54000 or 48000',
    ]);
  });

  test('an ended position is forgotten after a week, and a late report of it does nothing', () => {
    const desk = openLong();
    desk.fill('t-1-2', '52000');
    desk.fill('t-1-3', '54000');
    desk.later(7 * 24 * 3_600_000);
    const before = desk.state();
    expect(desk.own()).toEqual([]);
    const decision = desk.report('t-1-3', { kind: 'accepted', venueOrderId: 'v' });
    expect(decision).toEqual({ state: before, commands: [], changed: [] });
  });
});

describe('closing', () => {
  test('everything resting is cancelled before the rest is sold', () => {
    const desk = openLong();
    desk.give({
      type: 'owner',
      at: NOON,
      by: 'o',
      act: { act: 'close', positionId: '1', percent: '100' },
    });
    expect(desk.asked()).toEqual(['cancel t-1-2', 'cancel t-1-3']);
    expect(desk.position().status).toBe('closing');
    desk.forget();
    desk.venue('t-1-2', { status: 'cancelled' });
    expect(desk.asked()).toEqual([]);
    desk.venue('t-1-3', { status: 'cancelled' });
    expect(desk.asked()).toEqual(['place t-1-x1 sell market 0.02']);
    desk.fill('t-1-x1', '51000');
    expect(desk.position()).toMatchObject({ status: 'closed', closeReason: 'owner' });
  });

  test('a part is sold only after the brackets made room for it', () => {
    const desk = openLong();
    desk.give({
      type: 'owner',
      at: NOON,
      by: 'o',
      act: { act: 'close', positionId: '1', percent: '50' },
    });
    expect(desk.asked()).toEqual([
      'replace t-1-2 sell bracket 0.005 to 52000 or 48000',
      'replace t-1-3 sell bracket 0.005 to 54000 or 48000',
    ]);
    desk.accept();
    expect(desk.resting()).toEqual([
      'bracket 1: bracket 0.005 to 52000 or 48000',
      'bracket 2: bracket 0.005 to 54000 or 48000',
      'exit 0: market 0.01',
    ]);
  });

  test('a refused exit is tried again after a while, and what is open is protected meanwhile', () => {
    const desk = openLong();
    desk.give({
      type: 'owner',
      at: NOON,
      by: 'o',
      act: { act: 'close', positionId: '1', percent: '100' },
    });
    desk.venue('t-1-2', { status: 'cancelled' });
    desk.venue('t-1-3', { status: 'cancelled' });
    desk.forget();
    desk.report('t-1-x1', { kind: 'rejected', reason: 'insufficient_funds', message: 'no funds' });
    expect(desk.asked()).toEqual([
      'place t-1-5 sell bracket 0.01 to 52000 or 48000',
      'place t-1-6 sell bracket 0.01 to 54000 or 48000',
    ]);
    desk.accept();
    expect(desk.resting()).toHaveLength(2);
    desk.later(1000);
    expect(desk.asked()).toEqual(['cancel t-1-5', 'cancel t-1-6']);
    desk.venue('t-1-5', { status: 'cancelled' });
    desk.venue('t-1-6', { status: 'cancelled' });
    desk.forget();
    expect(desk.order('t-1-x2').terms).toEqual({ type: 'market', size: '0.02' });
  });

  test('protection that is refused as well while an exit waits is not asked for again and again', () => {
    const desk = openLong();
    desk.give({
      type: 'owner',
      at: NOON,
      by: 'o',
      act: { act: 'close', positionId: '1', percent: '100' },
    });
    desk.venue('t-1-2', { status: 'cancelled' });
    desk.venue('t-1-3', { status: 'cancelled' });
    desk.forget();
    const no = { kind: 'rejected', reason: 'insufficient_funds', message: 'no funds' } as const;
    desk.report('t-1-x1', no);
    desk.forget();
    desk.report('t-1-5', no);
    desk.report('t-1-6', no);
    expect(desk.asked()).toEqual([]);
    desk.later(10_000);
    expect(desk.asked()).toEqual(['place t-1-x2 sell market 0.02']);
  });

  test('panic cancels and closes everything, halts, and reports when it is done', () => {
    const desk = openLong();
    desk.give(signalEvent({ messageId: 'm2' }));
    desk.accept();
    desk.give({ type: 'owner', at: NOON, by: 'o', act: { act: 'panic', reason: 'enough' } });
    expect(desk.asked()).toEqual(['cancel t-1-2', 'cancel t-1-3', 'cancel t-2-1']);
    desk.accept();
    desk.fill('t-1-x1', '50000');
    expect(desk.told('panic_report')).toMatchObject([
      { done: false },
      {
        done: true,
        lines: [
          'BTC-USD long (position 1): closed, -12.00 USD net',
          'BTC-USD long (position 2): entries cancelled, nothing was open',
        ],
      },
    ]);
    expect(desk.give(signalEvent({ messageId: 'm3' })).outcome).toMatchObject({
      outcome: 'denied',
      rule: 'halted',
    });
    desk.give({ type: 'owner', at: NOON, by: 'o', act: { act: 'resume' } });
    expect(desk.give(signalEvent({ messageId: 'm4' })).outcome).toMatchObject({
      outcome: 'taken',
    });
  });
});

describe('protection where the venue takes less', () => {
  function openWith(capabilities: { bracket: boolean; stopLimit: boolean }) {
    const desk = openDesk();
    desk.give(signalEvent({ market: marketOf('50500', { capabilities }) }));
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    return desk;
  }

  test('a refused bracket is learned: the stop rests, and the owner is told', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    desk.fill('t-1-1', '50000');
    for (const id of ['t-1-2', 't-1-3']) {
      desk.report(id, { kind: 'rejected', reason: 'unsupported_order', message: 'no brackets' });
    }
    desk.forget();
    expect(desk.resting()).toEqual(['stop 0: stop 0.02 at 48000, limit 47520']);
    expect(desk.told('protection_changed')).toHaveLength(1);
  });

  test('a target is worked: the stop shrinks first, then the part is sold', () => {
    const desk = openWith({ bracket: false, stopLimit: true });
    desk.price('52000');
    expect(desk.asked()).toEqual(['replace t-1-2 sell stop 0.01 at 48000, limit 47520']);
    desk.accept();
    expect(desk.resting()).toEqual([
      'stop 0: stop 0.01 at 48000, limit 47520',
      'target 1: market 0.01',
    ]);
    desk.fill('t-1-3', '52000');
    desk.price('54000');
    desk.accept();
    desk.fill('t-1-x1', '54000');
    expect(desk.position()).toMatchObject({ status: 'closed', closeReason: 'target' });
  });

  test('a market that leaves the resting stop behind is sold into', () => {
    const desk = openWith({ bracket: false, stopLimit: true });
    desk.price('47521');
    expect(desk.asked()).toEqual([]);
    desk.price('47520');
    expect(desk.asked()).toEqual(['cancel t-1-2']);
    desk.accept();
    expect(desk.resting()).toEqual(['exit 0: market 0.02']);
  });

  test('without any resting stop the engine holds it', () => {
    const desk = openWith({ bracket: false, stopLimit: false });
    expect(desk.resting()).toEqual([]);
    desk.price('48000');
    expect(desk.asked()).toEqual(['place t-1-x1 sell market 0.02']);
    desk.fill('t-1-x1', '47900');
    expect(desk.position()).toMatchObject({ status: 'closed', closeReason: 'stop' });
  });

  test('a replacement the venue refuses becomes cancel and place', () => {
    const desk = openLong();
    desk.give({
      type: 'owner',
      at: NOON,
      by: 'o',
      act: { act: 'move_stop', positionId: '1', to: { price: '49000' }, last: '50500' },
    });
    desk.forget();
    desk.report('t-1-2', { kind: 'replace_rejected', reason: 'other', message: 'no' });
    expect(desk.asked()).toEqual(['cancel t-1-2']);
    desk.accept();
    expect(desk.resting()).toContain('bracket 1: bracket 0.01 to 52000 or 49000');
  });
});
