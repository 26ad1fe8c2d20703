import { type Decimal, dec, ZERO } from '../money.ts';
import type { DecimalString } from '../venue/venue.ts';
import { type Stake, stakeOf } from './book/stake.ts';
import { decide } from './decide.ts';
import type { Denied } from './model/denial.ts';
import type { OwnerAct } from './model/event.ts';
import { isAhead, isBehind } from './model/side.ts';
import type { Position, State } from './model/state.ts';
import { heldSize, openSize } from './model/sums.ts';
import { isLeaving } from './model/wayOut.ts';
import { targetSizes } from './open/targetSizes.ts';

/** What an act of the owner's on a position would do to it; nothing is done. */
export type Effect = {
  before: Stake;
  after: Stake;
  /** What is open, and how much of it would be closed at once, in base (or contracts). */
  open: Decimal;
  closes: Decimal;
  /** The last price it was weighed with; null where that is not known. */
  last: DecimalString | null;
  concerns: readonly Concern[];
};

/**
 * Why an act is asked about before it is done: it closes something at once, puts the stop farther
 * away, puts more money in, takes the targets away, or nobody knows whether it closes something.
 */
export type Concern = 'closes' | 'widens' | 'adds' | 'lets_run' | 'blind';

/** An act on one position. */
export type PositionAct = Extract<OwnerAct, { positionId: string }>;

/**
 * What an act would do, by doing it to a state that is thrown away; or which rule says no to it,
 * whoever is sure of it.
 */
export function consider(
  state: State,
  act: PositionAct,
  last: DecimalString | null,
  at: number,
): Effect | Denied {
  const before = state.positions.get(act.positionId);
  const sure = 'last' in act || MOVES.has(act.act) ? { ...act, sure: true as const } : act;
  const { outcome, changed } = decide(state, { type: 'owner', at, by: '', act: sure });
  if (outcome?.outcome === 'denied') return { denied: outcome };
  if (before === undefined) throw new RangeError('an act on no position was not denied');
  const after = changed[0] ?? before;
  const effect = {
    before: stakeOf(before),
    after: stakeOf(after),
    open: openSize(before),
    closes: closedAtOnce(before, after, last),
    last,
  };
  return { ...effect, concerns: concernsOf(act, effect) };
}

const MOVES: ReadonlySet<OwnerAct['act']> = new Set(['move_stop', 'stop_to_entry', 'move_target']);

function closedAtOnce(before: Position, after: Position, last: DecimalString | null): Decimal {
  const held = heldSize(before);
  if (isLeaving(after) && !isLeaving(before)) return held;
  const left = heldSize(after);
  const going = held.gt(left) ? held.sub(left) : ZERO;
  if (last === null || left.isZero()) return going;
  const { side } = after;
  const isStopped = (stop: DecimalString) => !isAhead(dec(last), stop, side);
  if (isStopped(after.stop) && !isStopped(before.stop)) return held;
  let reached = going;
  for (const { price, size, trailing } of targetSizes(after, left)) {
    const was = before.plan.targets.some((target) => dec(target.price).eq(price));
    if (!trailing && !was && !isBehind(dec(last), price, side)) reached = reached.add(size);
  }
  return reached;
}

function concernsOf(act: PositionAct, effect: Omit<Effect, 'concerns'>): readonly Concern[] {
  const { before, after, closes, open, last } = effect;
  const concerns: Concern[] = [];
  if (!closes.isZero()) concerns.push('closes');
  else if (last === null && MOVES.has(act.act) && !open.isZero()) concerns.push('blind');
  if (after.cost.gt(before.cost)) concerns.push('adds');
  if (isBehind(after.stop, before.stop, after.side)) concerns.push('widens');
  if (act.act === 'let_run') concerns.push('lets_run');
  return concerns;
}
