import { describe, expect, test } from 'vitest';
import { type Desk, openDesk, openLong } from '../desk.ts';
import { NOON, signalEvent } from '../given.ts';

const cancel = (desk: Desk, orderId: string) =>
  desk.give({
    type: 'owner',
    at: NOON,
    by: '1',
    act: { act: 'cancel_order', positionId: '1', orderId },
  });

/** Two limit entries that rest. */
function withTwoEntries(): Desk {
  const desk = openDesk();
  desk.give(signalEvent({ signal: { entry: { type: 'limit', prices: ['50000', '49000'] } } }));
  desk.accept();
  return desk;
}

describe('cancelling a single order', () => {
  test('one entry goes, the other stays and opens the position', () => {
    const desk = withTwoEntries();
    cancel(desk, 't-1-2');
    expect(desk.asked()).toEqual(['cancel t-1-2']);
    desk.accept();
    expect(desk.position()).toMatchObject({ status: 'pending', entriesEnded: null });
    desk.fill('t-1-1', '50000');
    expect(desk.position().status).toBe('open');
    expect(desk.asked()).toEqual([
      'place t-1-3 sell bracket 0.005 to 52000 or 48000',
      'place t-1-4 sell bracket 0.005 to 54000 or 48000',
    ]);
  });

  test('what the cancelled entry had filled already is kept and protected', () => {
    const desk = withTwoEntries();
    desk.fill('t-1-1', '50000', '0.004');
    desk.accept();
    cancel(desk, 't-1-1');
    desk.accept();
    expect(desk.position().status).toBe('open');
    expect(desk.resting()).toEqual([
      'entry 2: limit 0.01020408 at 49000',
      'bracket 1: bracket 0.002 to 52000 or 48000',
      'bracket 2: bracket 0.002 to 54000 or 48000',
    ]);
  });

  test('a fill that came before the cancel counts', () => {
    const desk = withTwoEntries();
    cancel(desk, 't-1-2');
    desk.fill('t-1-2', '49000');
    expect(desk.position().status).toBe('open');
    desk.accept();
    expect(desk.position().openedAt).not.toBeNull();
  });

  test('with the last entry the position is called off', () => {
    const desk = withTwoEntries();
    cancel(desk, 't-1-1');
    cancel(desk, 't-1-2');
    desk.accept();
    expect(desk.position()).toMatchObject({ status: 'cancelled', closeReason: 'owner' });
  });

  test.each([
    ['t-1-2', 'closes or protects what is open'],
    ['t-1-1', 'has ended already'],
    ['t-1-9', 'has no such order'],
  ])('%s of an open position is refused: it %s', (orderId, why) => {
    const desk = openLong();
    const { changed, outcome } = cancel(desk, orderId);
    expect(changed).toEqual([]);
    expect(outcome).toMatchObject({ outcome: 'denied', why: expect.stringContaining(why) });
    expect(desk.asked()).toEqual([]);
  });
});
