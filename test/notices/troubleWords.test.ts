import { expect, test } from 'vitest';
import { liveCard } from '../../src/notices/cards/liveCard.ts';
import { positionCard, positionLine } from '../../src/notices/cards/positionCard.ts';
import type { Position } from '../../src/trading/strategy/model/state.ts';
import { type Desk, openLong } from '../trading/strategy/desk.ts';

/** All that the cards and the list say of a position. */
function told(position: Position): string {
  const [card] = liveCard(position, { first: null, last: [], between: 0 }).embeds;
  return [
    JSON.stringify(card),
    JSON.stringify(positionCard(position, null)),
    positionLine(position, null),
  ].join();
}

/** Both brackets of the position, stopped out at a price. */
function stoppedAt(desk: Desk, price: string): Position {
  for (const id of desk.live('bracket')) desk.fill(id, price);
  desk.accept();
  return desk.position();
}

test('a price that jumped over the stop is said, with what it cost', () => {
  const closed = stoppedAt(openLong(), '47000');
  expect(closed.status).toBe('closed');
  // 0.02 BTC, each 1,000 below the stop at 48,000.
  expect(told(closed)).toContain(
    'The price jumped over the stop $48,000.00: it was sold at $47,000.00 (−2.08 %), $20.00 more than the stop would have lost.',
  );
  expect(told(stoppedAt(openLong(), '47950'))).not.toContain('jumped');
});

test('what was wrong with a position goes when it is closed', () => {
  const wrong = (position: Position): Position => ({
    ...position,
    wayOut: { ...position.wayOut, trouble: 'the exchange refuses its stop' },
  });
  expect(told(wrong(openLong().position()))).toMatch(/refuses its stop[\s\S]*⚠ trouble/);
  expect(told(wrong(stoppedAt(openLong(), '48000')))).not.toMatch(/refuses its stop|⚠ trouble/);
});
