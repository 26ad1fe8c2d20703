import { type Decimal, dec } from '../../../money.ts';
import type { Position } from '../../model/state.ts';
import { averageEntry } from '../../model/sums.ts';
import type { Turn } from '../../model/turn.ts';
import { trailOf } from '../prices/trail.ts';
import { isBetter, moveStop, stopAtEntry } from './moveStop.ts';
import { trailStop } from './stopTriggers.ts';

/**
 * The position with its stop moved by what its fills have changed: a target is done, or it has
 * just opened. Each rule acts once for what happened, so that a stop which the owner moved since
 * stays where it is.
 */
export function applyStopRules(position: Position, turn: Turn): Position {
  let next = position;
  const hit = next.targetsHit.length;
  if (hit > next.ruled.targets) {
    next = { ...next, ruled: { ...next.ruled, targets: hit } };
    next = toBest(next, stopsAfterTargets(next, hit), turn);
  }
  return startTrailing(next, turn);
}

type Move = { to: Decimal; why: string };

function stopsAfterTargets(position: Position, hit: number): readonly Move[] {
  const { breakevenAfterTarget, stopFollowsTargets } = position.settings;
  const moves: Move[] = [];
  const done = position.plan.targets.filter(({ leg }) => position.targetsHit.includes(leg));
  // The target that was just done is where the price is.
  const entry = stopAtEntry(position, done.at(-1)?.price ?? null);
  const why = `target ${hit} is done`;
  if (breakevenAfterTarget > 0 && hit >= breakevenAfterTarget && !('denied' in entry)) {
    moves.push({ to: entry, why });
  }
  if (stopFollowsTargets === 'off') return moves;
  const behind = stopFollowsTargets === 'one_behind' ? 1 : 2;
  if (hit === behind && !('denied' in entry)) moves.push({ to: entry, why });
  const target = done[hit - behind - 1];
  if (hit > behind && target !== undefined) moves.push({ to: dec(target.price), why });
  return moves;
}

function toBest(position: Position, moves: readonly Move[], turn: Turn): Position {
  let next = position;
  for (const { to, why } of moves) {
    if (!isBetter(next, to)) continue;
    const moved = moveStop(next, to, 'rule', why, turn);
    if (!('denied' in moved)) next = moved;
  }
  return next;
}

function startTrailing(position: Position, turn: Turn): Position {
  const { trailingStopPercent, trailingStopAfterTarget, trailingStopAfterPercent } =
    position.settings;
  if (trailingStopPercent === '0' || trailOf(position, 'stop', 0) !== null) return position;
  if (trailingStopAfterPercent !== '0') return position;
  const hit = position.targetsHit.length;
  if (hit < trailingStopAfterTarget) return position;
  const entry = averageEntry(position);
  if (entry === null) return position;
  const done = position.plan.targets.filter(({ leg }) => position.targetsHit.includes(leg));
  const best = trailingStopAfterTarget === 0 ? entry : dec(done.at(-1)?.price ?? entry);
  return trailStop(position, best.toFixed(), turn);
}
