import { ceilTo, dec, floorTo, minOf, percentOf } from '../../../money.ts';
import type { DecimalString } from '../../../venue/venue.ts';
import type { CloseReason, Position } from '../../model/state.ts';
import { heldSize } from '../../model/sums.ts';
import { guardOf } from '../../open/slippage.ts';

/**
 * The position on its way out as a whole: entries cancelled, what is open sold at market; while the
 * price is known to be at `last`, no further from it than the settings allow, at first.
 */
export function leave(
  position: Position,
  reason: CloseReason,
  last: DecimalString | null = null,
): Position {
  // Whoever says it again without a price wants out at any.
  if (position.leaving !== null) {
    return position.guard && last === null ? { ...position, guard: null } : position;
  }
  return {
    ...position,
    leaving: reason,
    entriesEnded: position.entriesEnded ?? reason,
    reductions: [],
    guard: guardOf(position, last),
    // Whoever wants out wants it now.
    retry: null,
  };
}

/**
 * The position with a part of what is held on its way out at market. Too small a part is made the
 * product's minimum; a part that leaves less than the minimum takes all.
 */
export function reduce(position: Position, percent: string, reason: CloseReason): Position {
  const held = heldSize(position);
  const least = dec(position.product.minBaseSize);
  const part = floorTo(percentOf(held, percent), dec(position.product.baseIncrement));
  const size = minOf(
    held,
    part.lt(least) ? ceilTo(least, dec(position.product.baseIncrement)) : part,
  );
  if (held.sub(size).lt(least)) return leave(position, reason);
  const reduction = { purpose: 'exit' as const, leg: 0, size: size.toFixed(), guard: null };
  return { ...position, reductions: [...position.reductions, reduction] };
}
