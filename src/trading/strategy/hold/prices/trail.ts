import { type Decimal, dec, percentOf } from '../../../money.ts';
import type { DecimalString } from '../../../venue/venue.ts';
import type { Position, Trail } from '../../model/state.ts';

/** A new best price counts once it is better by this part of the distance that is trailed by. */
const FINENESS = dec('0.1');

export function trailOf(position: Position, what: Trail['what'], leg: number): Trail | null {
  return position.trails.find((t) => t.what === what && t.leg === leg) ?? null;
}

/** The position with the best price of a trail set. */
export function withTrail(
  position: Position,
  what: Trail['what'],
  leg: number,
  mark: DecimalString,
): Position {
  const others = position.trails.filter((t) => t.what !== what || t.leg !== leg);
  return { ...position, trails: [...others, { what, leg, mark }] };
}

/**
 * The two prices that matter to a trail following upward (`1`) or downward (`-1`) by `percent`:
 * where it turns, and the next best price worth noting (a tenth of the distance on, so that not
 * every tick is an event).
 */
export function trailLevels(
  mark: DecimalString,
  percent: DecimalString,
  direction: 1 | -1,
): { turn: Decimal; next: Decimal } {
  const from = dec(mark);
  const distance = percentOf(from, percent);
  const step = distance.mul(FINENESS);
  return direction === 1
    ? { turn: from.sub(distance), next: from.add(step) }
    : { turn: from.add(distance), next: from.sub(step) };
}
