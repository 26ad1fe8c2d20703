import { expect, test } from 'vitest';
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
