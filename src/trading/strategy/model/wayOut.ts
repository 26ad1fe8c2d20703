import type { DecimalString } from '../../venue/venue.ts';
import type { Lifted } from './cancelledByHand.ts';
import type { CloseReason, Position } from './state.ts';

/** How a position gets out: what of it is to be closed, and what stands in the way of that or of its protection. */
export type WayOut = {
  closing: Closing;
  refusals: Refusals;
  /** Protection was cancelled by hand at the venue. */
  lifted: Lifted | null;
  /** Since when the price is beyond a stop that has a timeout. */
  beyondStopSince: number | null;
  /** Why it can't be closed now though it is to be, as its product is; the owner was told. */
  stuck: string | null;
  /** Something is wrong that the owner was told of; it does not go away by itself. */
  trouble: string | null;
};

/** What is to be closed at once and has no order for all of it yet. */
export type Closing =
  | { what: 'nothing' }
  | { what: 'parts'; parts: readonly Reduction[] }
  /** `guard`: how far the next try may go; null is any price. */
  | { what: 'all'; reason: CloseReason; guard: Guard | null };

/** `size` in base: what is to be sold (or bought back) at market for a target or because someone said so. */
export type Reduction = {
  purpose: 'target' | 'exit';
  leg: number;
  size: DecimalString;
  guard: Guard | null;
};

/** The worst price at which something may be closed at once, and which try in a row it is for. */
export type Guard = { worst: DecimalString; tries: number };

/** The venue's refusals in a row, of what protects and of what closes. */
export type Refusals =
  | { stage: 'none' }
  /** Refused so often, `since` when, and asked again not before `until`. */
  | { stage: Exclude<RefusalStage, 'none'>; count: number; since: number; until: number };

type RefusalStage =
  | 'none'
  | 'protection_refused'
  | 'protection_asked_again'
  | 'exit_refused'
  | 'exit_asked_again'
  | 'both_refused'
  | 'both_asked_again';

type RefusalNews =
  /** The venue refused an order that protects, or one that closes (or filled nothing of it). */
  | 'protection_refused'
  | 'exit_refused'
  | 'protection_taken'
  | 'exit_taken'
  /** The wait is over: what was refused is asked for again. */
  | 'wait_over'
  /** All of it is to be closed: by someone's word, or because it was without protection for too long. */
  | 'leaves'
  /** Nothing is open any more, and nothing can be. */
  | 'ended';

/**
 * The transition table of refusals: refused → asked again → … → taken, or, without protection for too
 * long, closed. Protection and exits are refused apart: what waits to be closed is protected
 * meanwhile, and a protection that was put back says nothing of the exit.
 */
export const REFUSAL_TABLE: Readonly<
  Record<RefusalStage, Readonly<Record<RefusalNews, RefusalStage>>>
> = {
  none: {
    protection_refused: 'protection_refused',
    exit_refused: 'exit_refused',
    protection_taken: 'none',
    exit_taken: 'none',
    wait_over: 'none',
    leaves: 'none',
    ended: 'none',
  },
  protection_refused: {
    protection_refused: 'protection_refused',
    exit_refused: 'both_refused',
    protection_taken: 'none',
    exit_taken: 'none',
    wait_over: 'protection_asked_again',
    leaves: 'none',
    ended: 'none',
  },
  protection_asked_again: {
    protection_refused: 'protection_refused',
    // Protection has been asked for, and has its own answer.
    exit_refused: 'exit_refused',
    protection_taken: 'none',
    exit_taken: 'none',
    wait_over: 'protection_asked_again',
    leaves: 'none',
    ended: 'none',
  },
  exit_refused: {
    protection_refused: 'both_refused',
    exit_refused: 'exit_refused',
    protection_taken: 'exit_refused',
    exit_taken: 'none',
    wait_over: 'exit_asked_again',
    leaves: 'none',
    ended: 'none',
  },
  exit_asked_again: {
    protection_refused: 'protection_refused',
    exit_refused: 'exit_refused',
    protection_taken: 'exit_asked_again',
    exit_taken: 'none',
    wait_over: 'exit_asked_again',
    leaves: 'none',
    ended: 'none',
  },
  both_refused: {
    protection_refused: 'both_refused',
    exit_refused: 'both_refused',
    protection_taken: 'exit_refused',
    exit_taken: 'none',
    wait_over: 'both_asked_again',
    leaves: 'none',
    ended: 'none',
  },
  both_asked_again: {
    protection_refused: 'protection_refused',
    exit_refused: 'exit_refused',
    protection_taken: 'exit_asked_again',
    exit_taken: 'none',
    wait_over: 'both_asked_again',
    leaves: 'none',
    ended: 'none',
  },
};

const NONE_REFUSED: Refusals = { stage: 'none' };
const NOTHING_TO_CLOSE: Closing = { what: 'nothing' };

/** Of a position that is new. */
export const NOTHING_IN_THE_WAY: WayOut = {
  closing: NOTHING_TO_CLOSE,
  refusals: NONE_REFUSED,
  lifted: null,
  beyondStopSince: null,
  stuck: null,
  trouble: null,
};

/** The waits between refused tries to protect or to close: 1 s, 2 s, 4 s … at most a minute. */
const LONGEST_WAIT_MS = 60_000;

/** The position after the venue has refused once more what protects or what closes it. */
export function refused(
  position: Position,
  news: 'protection_refused' | 'exit_refused',
  at: number,
): Position {
  const { refusals } = position.wayOut;
  const { count, since } = refusals.stage === 'none' ? { count: 0, since: at } : refusals;
  return withStage(position, REFUSAL_TABLE[refusals.stage][news], {
    count: count + 1,
    since,
    until: at + waitAfter(count + 1),
  });
}

/** The position after other news of what was refused. */
export function afterRefusals(
  position: Position,
  news: Exclude<RefusalNews, 'protection_refused' | 'exit_refused'>,
): Position {
  const { refusals } = position.wayOut;
  const stage = REFUSAL_TABLE[refusals.stage][news];
  if (refusals.stage === 'none' || stage === refusals.stage) return position;
  return withStage(position, stage, refusals);
}

function withStage(
  position: Position,
  stage: RefusalStage,
  numbers: { count: number; since: number; until: number },
): Position {
  const refusals = stage === 'none' ? NONE_REFUSED : { ...numbers, stage };
  return withWayOut(position, { refusals });
}

/** How long is waited after so many refusals in a row, in milliseconds. */
export function waitAfter(count: number): number {
  return Math.min(1000 * 2 ** (count - 1), LONGEST_WAIT_MS);
}

/** Until when the next try waits, UTC milliseconds; null where none is waited for. */
export function waitsUntil({ wayOut }: Pick<Position, 'wayOut'>): number | null {
  const { refusals } = wayOut;
  switch (refusals.stage) {
    case 'protection_refused':
    case 'exit_refused':
    case 'both_refused':
      return refusals.until;
    default:
      return null;
  }
}

/** The position whose wait is over asks again. */
export function askAgain(position: Position, at: number): Position {
  const until = waitsUntil(position);
  return until === null || at < until ? position : afterRefusals(position, 'wait_over');
}

/** The venue refused a closing order a moment ago: the next waits for its time. */
export function isExitHeldBack({ wayOut: { refusals } }: Pick<Position, 'wayOut'>): boolean {
  return refusals.stage === 'exit_refused' || refusals.stage === 'both_refused';
}

/** The same of an order that protects. */
export function isProtectionHeldBack({ wayOut: { refusals } }: Pick<Position, 'wayOut'>): boolean {
  return refusals.stage === 'protection_refused' || refusals.stage === 'both_refused';
}

/** Why the whole of it is to be closed at market; null while it is to be held. */
export function leavingBecause({
  wayOut: { closing },
}: Pick<Position, 'wayOut'>): CloseReason | null {
  return closing.what === 'all' ? closing.reason : null;
}

export function isLeaving({ wayOut: { closing } }: Pick<Position, 'wayOut'>): boolean {
  return closing.what === 'all';
}

const NO_PARTS: readonly Reduction[] = [];

/** Parts that are to be closed at market and have no order yet. */
export function partsToClose({
  wayOut: { closing },
}: Pick<Position, 'wayOut'>): readonly Reduction[] {
  return closing.what === 'parts' ? closing.parts : NO_PARTS;
}

/** The position with its way out changed so. */
export function withWayOut(position: Position, change: Partial<WayOut>): Position {
  return { ...position, wayOut: { ...position.wayOut, ...change } };
}

/** The position with these parts to be closed, and no others; all of it stays all of it. */
export function withParts(position: Position, parts: readonly Reduction[]): Position {
  const { closing } = position.wayOut;
  if (closing.what === 'all' || (closing.what === 'nothing' && parts.length === 0)) return position;
  return withWayOut(position, {
    closing: parts.length === 0 ? NOTHING_TO_CLOSE : { what: 'parts', parts },
  });
}
