import { type Decimal, dec } from '../../../money.ts';
import type { Position } from '../../model/state.ts';
import { averageEntry } from '../../model/sums.ts';
import type { Turn } from '../../model/turn.ts';
import { isBetter, moveStop, stopAtEntry, whyToEntry } from './moveStop.ts';
import { type StopStart, stopStarts } from './stopStarts.ts';
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
  const { stopFollowsTargets } = position.settings;
  const moves: Move[] = [];
  const done = position.plan.targets.filter(({ leg }) => position.targetsHit.includes(leg));
  // The target that was just done is where the price is.
  const entry = stopAtEntry(position, done.at(-1)?.price ?? null);
  const why = `target ${hit} is done`;
  if (hasBegun(position, 'breakeven') && !('denied' in entry)) {
    moves.push({ to: entry, why: whyToEntry(position, entry, why) });
  }
  if (stopFollowsTargets === 'off') return moves;
  const behind = stopFollowsTargets === 'one_behind' ? 1 : 2;
  if (hit === behind && !('denied' in entry)) {
    moves.push({ to: entry, why: whyToEntry(position, entry, why) });
  }
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

/** Whether as many targets are done as a rule waits for. */
function hasBegun(position: Position, what: StopStart['what']): boolean {
  return stopStarts(position).some(
    (start) =>
      start.what === what && 'targets' in start && position.targetsHit.length >= start.targets,
  );
}

function startTrailing(position: Position, turn: Turn): Position {
  if (!hasBegun(position, 'trailing')) return position;
  const entry = averageEntry(position);
  if (entry === null) return position;
  const done = position.plan.targets.filter(({ leg }) => position.targetsHit.includes(leg));
  const atOnce = position.settings.trailingStopAfterTarget === 0;
  const best = atOnce ? entry : dec(done.at(-1)?.price ?? entry);
  return trailStop(position, best.toFixed(), turn);
}
