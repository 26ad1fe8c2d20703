import { describe, expect, test } from 'vitest';
import { openDesk } from '../desk.ts';
import { signalEvent } from '../given.ts';

const UNSUPPORTED = {
  kind: 'rejected',
  reason: 'unsupported_order',
  message: 'not on this product',
} as const;

/** A long whose stop the bot alone holds: its product takes none. */
function heldByTheBot(settings: Parameters<typeof signalEvent>[0] = {}) {
  const desk = openDesk();
  desk.give(signalEvent(settings));
  desk.accept();
  desk.fill('t-1-1', '50000');
  for (let live = desk.live('bracket'); live.length > 0; live = desk.live('bracket')) {
    for (const id of live) desk.report(id, UNSUPPORTED);
  }
  for (const id of desk.live('stop')) desk.report(id, UNSUPPORTED);
  desk.forget();
  return desk;
}

const nobodyWatches = { type: 'unwatched', at: 0, positionIds: ['1'] } as const;

test('what nothing protects at the venue is closed when nobody watches its stop', () => {
  const desk = heldByTheBot();
  desk.give({ ...nobodyWatches, at: desk.at() });
  expect(desk.asked()).toEqual([expect.stringMatching(/ sell market 0.02$/)]);
  desk.fill(desk.live('exit')[0] ?? '', '50000');
  expect(desk.position()).toMatchObject({ status: 'closed', closeReason: 'unprotected' });
});

test('what is protected at the venue stays as it is', () => {
  const desk = openDesk();
  desk.give(signalEvent({}));
  desk.accept();
  desk.fill('t-1-1', '50000');
  desk.accept();
  desk.forget();
  desk.give({ ...nobodyWatches, at: desk.at() });
  expect(desk.asked()).toEqual([]);
  expect(desk.position()).toMatchObject({
    status: 'open',
    wayOut: { closing: { what: 'nothing' } },
  });
});

test('protection that is on its way to the venue is waited for', () => {
  const desk = openDesk();
  desk.give(signalEvent({}));
  desk.accept();
  desk.fill('t-1-1', '50000');
  desk.forget();
  desk.give({ ...nobodyWatches, at: desk.at() });
  expect(desk.asked()).toEqual([]);
});

describe('who has it so on purpose, or has its own time, is left alone', () => {
  const NO = { kind: 'rejected', reason: 'invalid_price', message: 'not at this price' } as const;
  const entered = () => {
    const desk = openDesk();
    desk.give(signalEvent({ signal: { targets: [{ price: '52000' }] } }));
    desk.accept();
    desk.fill('t-1-1', '50000');
    return desk;
  };

  test.each<[string, () => ReturnType<typeof openDesk>]>([
    ['its owner holds it without', () => heldByTheBot({ settings: { unprotected: 'hold' } })],
    [
      'a refused stop, which is asked for again in a second',
      () => {
        const desk = entered();
        desk.report('t-1-2', NO);
        return desk;
      },
    ],
    [
      'a stop that was taken away by hand',
      () => {
        const desk = entered();
        desk.accept();
        desk.venue('t-1-2', { status: 'cancelled' });
        return desk;
      },
    ],
    [
      'a rest that is too small to be sold',
      () => {
        const desk = heldByTheBot();
        const size = { size: '0.000005', price: '50000', message: 'sold by hand' };
        desk.give({ type: 'position_difference', at: desk.at(), positionId: '1', ...size });
        return desk;
      },
    ],
  ])('%s', (_, made) => {
    const desk = made();
    const before = desk.position();
    desk.give({ ...nobodyWatches, at: desk.at() });
    expect(desk.position()).toBe(before);
  });

  test('but not for an entry on its way, which protects nothing', () => {
    const desk = openDesk();
    desk.give(signalEvent({ signal: { entry: { type: 'limit', prices: ['50000', '49000'] } } }));
    desk.venue('t-1-1', { status: 'open' });
    desk.fill('t-1-1', '50000');
    for (let live = desk.live('bracket'); live.length > 0; live = desk.live('bracket')) {
      for (const id of live) desk.report(id, UNSUPPORTED);
    }
    for (const id of desk.live('stop')) desk.report(id, UNSUPPORTED);
    expect(desk.order('t-1-2')).toMatchObject({ purpose: 'entry', status: 'new' });
    desk.give({ ...nobodyWatches, at: desk.at() });
    expect(desk.position().wayOut.closing).toMatchObject({ what: 'all', reason: 'unprotected' });
  });
});
