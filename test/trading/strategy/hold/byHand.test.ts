import { describe, expect, test } from 'vitest';
import type { OwnerAct } from '../../../../src/trading/strategy/model/event.ts';
import { type Desk, openDesk, openLong, openShort } from '../desk.ts';
import { signalEvent } from '../given.ts';

const MINUTE = 60_000;

const owner = (desk: Desk, act: OwnerAct) =>
  desk.give({ type: 'owner', at: desk.at(), by: 'owner', act });

const found = (desk: Desk, size: string, price: string, countedTo?: number) =>
  desk.give({
    type: 'position_difference',
    at: desk.at(),
    positionId: '1',
    size,
    price,
    message: 'sold by hand',
    ...(countedTo === undefined ? {} : { countedTo }),
  });

/** A long of 0.02 BTC with one bracket over all of it. */
function oneTarget(): Desk {
  const desk = openDesk();
  desk.give(signalEvent({ signal: { targets: [{ price: '52000' }] } }));
  desk.accept();
  desk.fill('t-1-1', '50000');
  desk.accept();
  return desk;
}

const takeAway = (desk: Desk) => {
  for (const id of desk.live('bracket')) desk.venue(id, { status: 'cancelled' });
};

describe('protection that its owner takes away', () => {
  test.each([
    [59 * MINUTE, 'left_off'],
    [60 * MINUTE - 1, 'left_off'],
    [60 * MINUTE, 'waiting'],
    [60 * MINUTE + 30_000, 'waiting'],
  ])('again after %i ms', (ms, stage) => {
    const desk = oneTarget();
    takeAway(desk);
    desk.later(MINUTE);
    desk.accept();
    expect(desk.live('bracket')).toHaveLength(1);
    desk.later(ms - MINUTE);
    takeAway(desk);
    expect(desk.position().wayOut.lifted).toMatchObject({ stage });
  });

  test('waits to come back over what was not sold meanwhile', () => {
    const desk = oneTarget();
    takeAway(desk);
    expect(desk.position().wayOut.lifted).toMatchObject({ size: '0.02' });
    found(desk, '0.015', '50000', desk.at());
    expect(desk.position().wayOut.lifted).toMatchObject({ size: '0.015', countedTo: desk.at() });
    desk.later(MINUTE);
    desk.accept();
    expect(desk.resting()).toEqual(['bracket 1: bracket 0.015 to 52000 or 48000']);
  });

  test('does not come back for what is on its way out', () => {
    const desk = oneTarget();
    takeAway(desk);
    owner(desk, { act: 'close', positionId: '1', percent: '100' });
    desk.accept();
    desk.later(MINUTE);
    expect(desk.asked()).toEqual([]);
    expect(desk.live('bracket')).toEqual([]);
  });

  test('is nobody’s hand where all of an order had filled', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    desk.fill('t-1-1', '50000', '0.02', 'open');
    desk.venue('t-1-1', { status: 'cancelled' });
    expect(desk.told('by_hand')).toEqual([]);
  });
});

describe('what was sold by hand', () => {
  test('of a future counts in contracts of its size', () => {
    const desk = openShort();
    found(desk, '0', '49000');
    desk.accept();
    expect(desk.told('position_closed')).toMatchObject([
      { averageEntry: '50000', averageExit: '49000', gross: '400' },
    ]);
  });

  test('of a position that is over is not sold of it', () => {
    const desk = oneTarget();
    desk.fill('t-1-2', '52000');
    const before = desk.position();
    found(desk, '0.01', '50000');
    expect(desk.position()).toBe(before);
  });

  test('and in part by its target leaves it closed by the target', () => {
    const desk = openLong();
    found(desk, '0.015', '50000');
    desk.accept();
    for (const id of desk.live('bracket'))
      desk.fill(id, desk.order(id).leg === 1 ? '52000' : '54000');
    expect(desk.position()).toMatchObject({ status: 'closed', closeReason: 'target' });
  });
});

test('one target that is moved by hand stays there, and the others where they are', () => {
  const desk = openLong();
  const terms = { type: 'bracket', size: '0.01', target: '55000', stop: '48000' } as const;
  desk.report('t-1-3', { kind: 'moved', terms });
  expect(desk.position().plan.targets.map(({ price }) => price)).toEqual(['52000', '55000']);
  expect(desk.asked()).toEqual([]);
});

describe('an entry that ends unfilled', () => {
  const ladder = () => {
    const desk = openDesk();
    desk.give(signalEvent({ signal: { entry: { type: 'limit', prices: ['50000', '49000'] } } }));
    return desk;
  };

  test('taken away by hand, and the other refused: the venue refused it', () => {
    const desk = ladder();
    desk.venue('t-1-1', { status: 'open' });
    desk.venue('t-1-1', { status: 'cancelled' });
    desk.report('t-1-2', { kind: 'rejected', reason: 'other', message: 'no' });
    expect(desk.position()).toMatchObject({ status: 'cancelled', closeReason: 'rejected' });
  });

  test('never sent, because its time was over, is refused by nobody', () => {
    const desk = ladder();
    for (const id of ['t-1-1', 't-1-2']) {
      desk.report(id, { kind: 'never_arrived', message: 'it was too late' });
    }
    expect(desk.position()).toMatchObject({ status: 'cancelled', closeReason: 'expired' });
  });

  test('refused, each of them: it could not be opened', () => {
    const desk = ladder();
    for (const id of ['t-1-1', 't-1-2']) {
      desk.report(id, { kind: 'rejected', reason: 'other', message: 'no' });
    }
    expect(desk.position()).toMatchObject({ status: 'failed', closeReason: 'rejected' });
  });

  test('found cancelled after it was called off while nobody knew of it keeps its reason', () => {
    const desk = ladder();
    for (const id of ['t-1-1', 't-1-2']) desk.report(id, { kind: 'unknown', message: 'lost' });
    owner(desk, { act: 'cancel_entries', positionId: '1' });
    for (const id of ['t-1-1', 't-1-2']) desk.venue(id, { status: 'cancelled' });
    expect(desk.position()).toMatchObject({ status: 'cancelled', closeReason: 'owner' });
  });
});

test('what is left too small to be sold is held for an entry that waits', () => {
  const desk = openDesk();
  const entry = { type: 'limit' as const, prices: ['50000', '49000'] };
  desk.give(signalEvent({ signal: { entry }, settings: { trailingEntryPercent: '0.5' } }));
  desk.price('50000');
  desk.price('50250');
  desk.accept();
  desk.fill('t-1-1', '50250', '0.009', 'filled');
  desk.accept();
  found(desk, '0.000005', '50000');
  desk.accept();
  expect(desk.position()).toMatchObject({ status: 'open', entriesEnded: null });
});

test('more sold than there was is nothing open, and no debt', () => {
  const desk = openLong();
  desk.fill('t-1-2', '52000');
  owner(desk, { act: 'close', positionId: '1', percent: '100' });
  desk.accept();
  desk.fill(desk.live('exit')[0] ?? '', '51000');
  desk.fill('t-1-3', '54000', '0.01', 'filled');
  const fills = desk.told('fill');
  expect(fills.at(-1)).toMatchObject({ open: '0' });
  expect(desk.position().status).toBe('closed');
});
