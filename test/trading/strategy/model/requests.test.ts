import { describe, expect, test } from 'vitest';
import { isLive, leavesOf, sameTerms } from '../../../../src/trading/strategy/model/orderStatus.ts';
import type { OrderTerms } from '../../../../src/trading/venue/venue.ts';
import { type Desk, openDesk, openLong } from '../desk.ts';
import { signalEvent } from '../given.ts';

/** A long of two targets, of which the second half has just filled: both brackets are to grow. */
function growing(): Desk {
  const desk = openDesk();
  desk.give(signalEvent({}));
  desk.accept();
  desk.fill('t-1-1', '50000', '0.01');
  desk.accept();
  desk.fill('t-1-1', '50000');
  expect(desk.asked()).toEqual([
    'replace t-1-2 sell bracket 0.01 to 52000 or 48000',
    'replace t-1-3 sell bracket 0.01 to 54000 or 48000',
  ]);
  return desk;
}

describe('an order that is asked to change', () => {
  const leaves = (desk: Desk) => leavesOf(desk.order('t-1-2')).toFixed();
  const close = { act: 'close', positionId: '1', percent: '100' } as const;
  const closeAll = (desk: Desk) =>
    desk.give({ type: 'owner', at: desk.at(), by: 'owner', act: close });

  test('may be the larger of both until it is known', () => {
    const desk = growing();
    expect(leaves(desk)).toBe('0.01');
    const terms = { type: 'bracket', size: '0.005', target: '52000', stop: '48000' } as const;
    desk.report('t-1-2', { kind: 'replaced', terms });
    expect(leaves(desk)).toBe('0.01');
  });

  test('may be the smaller of both no sooner than that is known', () => {
    const desk = openLong();
    desk.give({ type: 'owner', at: desk.at(), by: 'owner', act: { ...close, percent: '50' } });
    expect(desk.asked()).toContain('replace t-1-2 sell bracket 0.005 to 52000 or 48000');
    expect(leaves(desk)).toBe('0.01');
    const terms = { type: 'bracket', size: '0.005', target: '52000', stop: '48000' } as const;
    desk.report('t-1-2', { kind: 'replaced', terms });
    expect(leaves(desk)).toBe('0.005');
  });

  test('may still have become it when its cancel is asked for', () => {
    const desk = growing();
    desk.later(15_000);
    expect(desk.order('t-1-2').request).toMatchObject({ kind: 'cancelling', asks: 1 });
    expect(leaves(desk)).toBe('0.01');
    // The answer to the change comes late; the cancel still waits for its own.
    const terms = { type: 'bracket', size: '0.01', target: '52000', stop: '48000' } as const;
    desk.report('t-1-2', { kind: 'replaced', terms });
    expect(desk.order('t-1-2')).toMatchObject({
      terms,
      request: { kind: 'cancelling', over: null },
    });
  });

  test('that was refused is what it was, and its cancel still waits', () => {
    const desk = growing();
    desk.later(15_000);
    desk.report('t-1-2', { kind: 'replace_rejected', reason: 'other', message: 'no' });
    expect(leaves(desk)).toBe('0.005');
    expect(desk.order('t-1-2').request).toMatchObject({ kind: 'cancelling', over: null });
  });

  test('is sold by no other meanwhile', () => {
    const desk = growing();
    closeAll(desk);
    desk.later(15_000);
    expect(desk.asked().some((line) => line.startsWith('place'))).toBe(false);
    for (const id of desk.live('bracket')) desk.venue(id, { status: 'cancelled' });
    expect(desk.live('bracket').map((id) => isLive(desk.order(id)))).toEqual([]);
    expect(desk.live('exit')).toEqual(['t-1-x1']);
  });
});

describe('two orders ask for the same', () => {
  const limit: OrderTerms = { type: 'limit', size: '1', price: '100', timeInForce: 'gtc' };
  const stop: OrderTerms = {
    type: 'stop_limit',
    size: '1',
    stopPrice: '90',
    price: '89',
    direction: 'down',
  };
  const bracket: OrderTerms = { type: 'bracket', size: '1', target: '110', stop: '90' };
  const market: OrderTerms = { type: 'market', size: '1' };
  const spent: OrderTerms = { type: 'market', quoteSize: '1' };

  test.each<[OrderTerms, OrderTerms]>([
    [limit, { ...limit, size: '1.0', price: '100.00', postOnly: false }],
    [stop, { ...stop, stopPrice: '90.0', price: '89.0' }],
    [bracket, { ...bracket, target: '110.0', stop: '90.0' }],
    [market, { ...market, size: '1.0' } as OrderTerms],
    [spent, { ...spent, quoteSize: '1.0' } as OrderTerms],
  ])('%j and %j', (a, b) => {
    expect(sameTerms(a, b)).toBe(true);
  });

  const others: [OrderTerms, object][] = [
    [limit, { size: '2' }],
    [limit, { price: '101' }],
    [limit, { timeInForce: 'ioc' }],
    [limit, { postOnly: true }],
    [limit, { timeInForce: 'gtd', expiresAt: 1 }],
    [stop, { size: '2' }],
    [stop, { price: '88' }],
    [stop, { stopPrice: '91' }],
    [stop, { direction: 'up' }],
    [bracket, { size: '2' }],
    [bracket, { target: '111' }],
    [bracket, { stop: '91' }],
    [market, { size: '2' }],
    [spent, { quoteSize: '2' }],
  ];

  test.each(others)('not %j changed by %j', (terms, change) => {
    expect(sameTerms(terms, { ...terms, ...change } as OrderTerms)).toBe(false);
  });

  test('and never of two kinds', () => {
    const all = [limit, stop, bracket, market, spent];
    for (const a of all) for (const b of all) expect(sameTerms(a, b)).toBe(a === b);
  });
});
