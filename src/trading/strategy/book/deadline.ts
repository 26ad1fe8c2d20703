import { putBackAt } from '../model/cancelledByHand.ts';
import { isLive } from '../model/orderStatus.ts';
import { askedAtOf } from '../model/pendingRequest.ts';
import type { Position, State } from '../model/state.ts';
import { isLeaving, waitsUntil } from '../model/wayOut.ts';
import { nextAt } from './agenda.ts';
import { firstToExpire } from './waiting.ts';

/** A cancel or replacement without a provable end is asked for again (or given up) after so long. */
export const ASK_AGAIN_MS = 15_000;
/** Ended positions stay in the state this long, for late fills and replies. */
const KEEP_ENDED_MS = 7 * 24 * 3_600_000;

/**
 * When the core next wants a time event; null when nothing waits for one. Costs a look. It may be
 * early (what it was for has happened meanwhile), and a time event too many does nothing.
 */
export function nextDeadline(state: State): number | null {
  const { agenda, halt } = state;
  const first = Math.min(
    nextAt(agenda) ?? Number.POSITIVE_INFINITY,
    halt?.until ?? Number.POSITIVE_INFINITY,
    firstToExpire(state),
  );
  return Number.isFinite(first) ? first : null;
}

export function entryExpiry(position: Position): number {
  return (
    (position.entriesSince ?? position.createdAt) + position.settings.entryExpiryMinutes * 60_000
  );
}

/** When the price has been beyond the stop for long enough; only while it is beyond. */
export function stopTimeout(position: Position): number {
  const { beyondStopSince } = position.wayOut;
  if (beyondStopSince === null || isLeaving(position)) return Number.POSITIVE_INFINITY;
  return beyondStopSince + position.settings.stopTimeoutSeconds * 1000;
}

/** When an open position has lasted as long as it may. */
export function timeLimit(position: Position): number {
  const { timeLimitMinutes } = position.settings;
  if (timeLimitMinutes === 0 || position.openedAt === null) return Number.POSITIVE_INFINITY;
  return position.openedAt + timeLimitMinutes * 60_000;
}

/** When this position next wants a time event, UTC milliseconds; null when it waits for none. */
export function deadlineOf(position: Position): number | null {
  if (position.closedAt !== null) return position.closedAt + KEEP_ENDED_MS;
  let first = Number.POSITIVE_INFINITY;
  if (position.entriesEnded === null && hasUnfilledEntry(position)) first = entryExpiry(position);
  first = Math.min(first, stopTimeout(position));
  if (position.openedAt !== null && !isLeaving(position)) {
    first = Math.min(first, timeLimit(position));
  }
  first = Math.min(first, putBackAt(position));
  for (const order of position.orders) {
    const askedAt = askedAtOf(order);
    if (askedAt !== null) first = Math.min(first, askedAt + ASK_AGAIN_MS);
  }
  first = Math.min(first, waitsUntil(position) ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(first) ? first : null;
}

function hasUnfilledEntry(position: Position): boolean {
  return position.plan.entries.some(({ leg }) => {
    const order = position.orders.find((o) => o.purpose === 'entry' && o.leg === leg);
    return order === undefined || isLive(order);
  });
}
