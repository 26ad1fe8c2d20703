import { expect, test } from 'vitest';
import { leavingBecause } from '../../../../src/trading/strategy/model/wayOut.ts';
import { openDesk } from '../desk.ts';
import { signalEvent } from '../given.ts';

const NO = { kind: 'rejected', reason: 'invalid_price', message: 'not at this price' } as const;

/** A long that is filled, and whose two brackets the venue is still to answer for. */
function openUnprotected() {
  const desk = openDesk();
  desk.give(signalEvent({}));
  desk.accept();
  desk.fill('t-1-1', '50000');
  return desk;
}

test('a stop that the venue goes on refusing ends in a sale before 5 s are over, and it is said', () => {
  const desk = openUnprotected();
  desk.report('t-1-2', NO);
  desk.report('t-1-3', NO);
  const since = desk.at();
  while (leavingBecause(desk.position()) === null) {
    desk.forget();
    desk.later(1_000);
    for (const id of desk.live('bracket')) desk.report(id, NO);
  }
  expect(desk.at() - since).toBeLessThanOrEqual(5_000);
  expect(desk.asked()).toContainEqual(expect.stringMatching(/ sell market 0.02$/));
  expect(desk.told('order_rejected')).toContainEqual(
    expect.objectContaining({ next: expect.stringMatching(/closes the position at market/) }),
  );
  desk.fill(desk.live('exit')[0] ?? '', '50000');
  expect(desk.position()).toMatchObject({ status: 'closed', closeReason: 'unprotected' });
});

test('a stop that the venue takes at the second try is no reason to sell', () => {
  const desk = openUnprotected();
  desk.report('t-1-2', NO);
  desk.report('t-1-3', NO);
  desk.forget();
  while (desk.live('bracket').length === 0) desk.later(1_000);
  desk.accept();
  desk.later(60_000);
  expect(leavingBecause(desk.position())).toBeNull();
  expect(desk.live('bracket')).toHaveLength(2);
});

test('a target that the price has passed before its bracket could rest is sold at market', () => {
  const desk = openUnprotected();
  desk.venue('t-1-3', { status: 'open' });
  desk.forget();
  desk.report('t-1-2', NO);
  desk.price('52500');
  desk.later(1_000);
  expect(desk.asked()).toContainEqual(expect.stringMatching(/ sell market 0.01$/));
  expect(desk.position()).toMatchObject({
    targetsHit: [1],
    wayOut: { closing: { what: 'nothing' } },
  });
});

test('a bracket that was held back because the position is leaving delays nothing', () => {
  const desk = openUnprotected();
  desk.give({
    type: 'owner',
    at: desk.at(),
    by: 'o',
    act: { act: 'close', positionId: '1', percent: '100' },
  });
  desk.forget();
  for (const id of ['t-1-2', 't-1-3']) {
    desk.report(id, { kind: 'never_arrived', message: 'not sent' });
  }
  expect(desk.asked()).toEqual(['place t-1-x1 sell market 0.02']);
  expect(desk.told('order_rejected')).toEqual([]);
});

test('a part that the venue would not close, and protection that it then refuses too: both wait', () => {
  const desk = openDesk();
  desk.give(signalEvent({ settings: { unprotected: 'hold' } }));
  desk.accept();
  desk.fill('t-1-1', '50000');
  desk.accept();
  const act = { act: 'close', positionId: '1', percent: '50' } as const;
  desk.give({ type: 'owner', at: desk.at(), by: 'o', act });
  for (const id of ['t-1-2', 't-1-3']) {
    desk.report(id, { kind: 'replace_rejected', reason: 'other', message: 'no edits' });
    desk.venue(id, { status: 'cancelled' });
  }
  for (const id of desk.live('exit')) desk.report(id, NO);
  for (const id of desk.live('bracket')) desk.report(id, NO);
  desk.forget();
  // Nothing is asked at the venue's own pace.
  for (const id of desk.live('bracket')) desk.report(id, NO);
  expect(desk.asked()).toEqual([]);
  desk.later(60_000);
  expect(desk.asked()).toContainEqual(expect.stringMatching(/sell market 0.01$/));
});
