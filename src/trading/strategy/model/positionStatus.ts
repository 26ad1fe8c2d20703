import { dec } from '../../money.ts';
import { isLive } from './orderStatus.ts';
import type { Position, PositionStatus } from './state.ts';
import { openSize } from './sums.ts';
import { isLeaving } from './wayOut.ts';

/** What a position's orders amount to, whatever it was called before. */
export type PositionFact =
  /** Nothing filled yet, and entries may. */
  | 'waiting'
  /** Nothing filled and nothing can. */
  | 'unfilled'
  /** Nothing filled, because the venue refused every entry. */
  | 'refused'
  /** Something is open and to be held. */
  | 'held'
  /** Something is open and to be closed. */
  | 'leaving'
  /** Nothing is open any more, and some order has not ended. */
  | 'ending'
  /** Nothing is open any more, and nothing can be. */
  | 'flat';

/**
 * The transition table of positions. Rows that can't happen by the venue's own rules (fills never
 * shrink) still say what is true now: the orders are the truth, the status is a word for it.
 */
export const POSITION_TABLE: Readonly<
  Record<PositionStatus, Readonly<Record<PositionFact, PositionStatus>>>
> = {
  pending: {
    waiting: 'pending',
    unfilled: 'cancelled',
    refused: 'failed',
    held: 'open',
    leaving: 'closing',
    ending: 'closing',
    flat: 'closed',
  },
  open: {
    waiting: 'open',
    unfilled: 'closed',
    refused: 'closed',
    held: 'open',
    leaving: 'closing',
    ending: 'closing',
    flat: 'closed',
  },
  closing: {
    waiting: 'closing',
    unfilled: 'closed',
    refused: 'closed',
    // The venue holds more than was thought when the last of it was sold.
    held: 'open',
    leaving: 'closing',
    ending: 'closing',
    flat: 'closed',
  },
  // A fill that arrives after its order was cancelled or expired opens (or reopens) a position.
  closed: {
    waiting: 'closed',
    unfilled: 'closed',
    refused: 'closed',
    held: 'open',
    leaving: 'closing',
    ending: 'closing',
    flat: 'closed',
  },
  cancelled: {
    // An order that was thought lost has shown up at the venue and is being cancelled.
    waiting: 'pending',
    unfilled: 'cancelled',
    refused: 'cancelled',
    held: 'open',
    leaving: 'closing',
    ending: 'closing',
    flat: 'closed',
  },
  failed: {
    waiting: 'pending',
    unfilled: 'failed',
    refused: 'failed',
    held: 'open',
    leaving: 'closing',
    ending: 'closing',
    flat: 'closed',
  },
};

export function factOf(position: Position): PositionFact {
  const live = position.orders.some(isLive);
  if (position.openedAt === null) {
    if (live) return 'waiting';
    if (hasUnplacedEntry(position)) return 'waiting';
    // What was called off, or never sent because its time was over, nobody has refused.
    if (position.entriesEnded !== null) return 'unfilled';
    const refused =
      position.orders.length > 0 && position.orders.every(({ status }) => status === 'rejected');
    return refused ? 'refused' : 'unfilled';
  }
  if (isFlat(position)) return live ? 'ending' : 'flat';
  return isLeaving(position) ? 'leaving' : 'held';
}

/** Nothing is left that could be sold: all is closed, or a rest smaller than the product allows. */
export function isFlat(position: Position): boolean {
  const open = openSize(position);
  if (open.isZero()) return true;
  if (!open.lt(dec(position.product.minBaseSize))) return false;
  return !hasUnplacedEntry(position) && !position.orders.some(isLive);
}

/** Whether an entry of the plan is still to be placed. */
function hasUnplacedEntry(position: Position): boolean {
  if (position.entriesEnded !== null) return false;
  return position.plan.entries.some(
    ({ leg }) => !position.orders.some((o) => o.purpose === 'entry' && o.leg === leg),
  );
}
/** Not over: something of it is open, or may still open. */
export function isActive(position: Position): boolean {
  return (
    position.status === 'pending' || position.status === 'open' || position.status === 'closing'
  );
}
