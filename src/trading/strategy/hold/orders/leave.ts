import { ceilTo, dec, floorTo, minOf, percentOf } from '../../../money.ts';
import type { DecimalString } from '../../../venue/venue.ts';
import type { CloseReason, Position } from '../../model/state.ts';
import { heldSize } from '../../model/sums.ts';
import { afterRefusals, partsToClose, withParts, withWayOut } from '../../model/wayOut.ts';
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
  const { closing } = position.wayOut;
  if (closing.what === 'all') {
    // Whoever says it again wants out at any price.
    return closing.guard === null
      ? position
      : withWayOut(position, { closing: { ...closing, guard: null } });
  }
  // Whoever wants out wants it now.
  const left = afterRefusals(
    { ...position, entriesEnded: position.entriesEnded ?? reason },
    'leaves',
  );
  return withWayOut(left, { closing: { what: 'all', reason, guard: guardOf(position, last) } });
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
  return withParts(position, [...partsToClose(position), reduction]);
}
