import { expect, test } from 'vitest';
import { type Desk, openDesk, openShort, shortSignal } from '../desk.ts';
import { BTC_PERP, NOON } from '../given.ts';

/** What becomes of a position whose future expires an hour after it was opened. */
const EXPIRES = NOON + 3_600_000;
const product = { ...BTC_PERP, expiresAt: EXPIRES };

function expired(desk: Desk): Desk {
  desk.later(EXPIRES - desk.at());
  desk.forget();
  return desk;
}

/** Less is there than its orders tell, as the venue's list of positions says. */
const gone = (desk: Desk, price: string) =>
  desk.give({
    type: 'position_difference',
    at: desk.at(),
    positionId: '1',
    size: '0',
    price,
    message: 'gone',
  });

test.each(['cancelled', 'expired'] as const)(
  'its orders end (%s) by nobody’s hand; nothing is placed again, and it is settled',
  (status) => {
    const desk = expired(openShort({}, { product }));
    for (const id of desk.live('bracket')) desk.venue(id, { status });
    expect(desk.asked()).toEqual([]);
    expect(desk.position()).toMatchObject({ status: 'open' });
    gone(desk, '49000');
    expect(desk.position()).toMatchObject({ status: 'closed', closeReason: 'settled' });
    expect(desk.told('by_hand')).toEqual([]);
    // 40 contracts of 0.01 BTC that fell by 1,000.
    expect(desk.told('position_closed')).toMatchObject([{ reason: 'settled', gross: '400' }]);
  },
);

test('orders that end a moment before it, by this clock, were not cancelled by hand either', () => {
  const desk = openShort({}, { product });
  desk.later(EXPIRES - 5_000 - desk.at());
  for (const id of desk.live('bracket')) desk.venue(id, { status: 'cancelled' });
  expect(desk.told('by_hand')).toEqual([]);
});

test('an entry that never filled is over', () => {
  const desk = openDesk();
  desk.give(shortSignal({}, {}, { product }));
  desk.accept();
  expired(desk);
  desk.venue('t-1-1', { status: 'expired' });
  expect(desk.position()).toMatchObject({ status: 'cancelled', closeReason: 'expired' });
  expect(desk.asked()).toEqual([]);
});

test('to close what waits for its settlement sends nothing', () => {
  const desk = expired(openShort({}, { product }));
  for (const id of desk.live('bracket')) desk.venue(id, { status: 'expired' });
  const act = { act: 'close', positionId: '1', percent: '100' } as const;
  desk.give({ type: 'owner', at: desk.at(), by: 'owner', act });
  expect(desk.asked()).toEqual([]);
  gone(desk, '49000');
  expect(desk.position()).toMatchObject({ status: 'closed' });
});

test('a signal on a contract that has a week left says when it ends', () => {
  const remarks = (expiresAt: number) => {
    const desk = openDesk();
    desk.give(shortSignal({}, {}, { product: { ...product, expiresAt } }));
    return desk.position().plan.remarks.join();
  };
  expect(remarks(NOON + 7 * 86_400_000)).toContain(
    'BIP-20DEC30-CDE expires 2026-01-12 12:00 UTC, and what is open then is settled',
  );
  expect(remarks(NOON + 7 * 86_400_000 + 1)).toBe('');
});

test('before it, what is gone was closed by hand', () => {
  const desk = openShort({}, { product });
  gone(desk, '49000');
  expect(desk.told('by_hand')).toHaveLength(1);
  expect(desk.position().wayOut.closing).toMatchObject({ reason: 'outside' });
});
