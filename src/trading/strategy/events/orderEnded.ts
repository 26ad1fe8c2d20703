import { dec } from '../../money.ts';
import { isAtOnce } from '../model/orderStatus.ts';
import type { Order, Position } from '../model/state.ts';
import { type Turn, tell } from '../model/turn.ts';
import { isLeaving, partsToClose, refused, withParts } from '../model/wayOut.ts';

/** A closing order has ended: what it left unfilled is still to be closed. */
export function onEnded(position: Position, order: Order, turn: Turn): Position {
  if (!isAtOnce(order.terms)) return position;
  if (order.terms.type === 'limit' && order.status !== 'filled') {
    tellBeyondGuard(position, order, order.terms, turn);
  }
  if (order.purpose === 'entry') return position;
  const next = giveBack(position, order);
  // Where a guard held it back the next try is another order. Else nothing at all was filled, and
  // asking again at once would be a loop at the venue's pace.
  if (order.terms.type === 'limit' || !dec(order.filledSize).isZero()) return next;
  return refused(next, 'exit_refused', turn.at);
}

/** A market order for a part of the position gives what it did not fill back to be closed. */
export function giveBack(position: Position, order: Order): Position {
  if (isLeaving(position) || !isAtOnce(order.terms)) return position;
  if (order.purpose !== 'target' && order.purpose !== 'exit') return position;
  if (!('size' in order.terms)) return position;
  const size = dec(order.terms.size).sub(dec(order.filledSize));
  if (!size.isPositive() || size.isZero()) return position;
  const { purpose, leg, nextGuard } = order;
  const part = { purpose, leg, size: size.toFixed(), guard: nextGuard };
  return withParts(position, [...partsToClose(position), part]);
}

/** An order that was to trade at once has left something unfilled at its guard. */
function tellBeyondGuard(
  position: Position,
  order: Order,
  { size, price }: { size: string; price: string },
  turn: Turn,
): void {
  const next = nextAfterGuard(position, order);
  tell(turn, {
    kind: 'beyond_guard',
    account: position.account,
    positionId: position.id,
    productId: position.product.id,
    side: order.side,
    purpose: order.purpose,
    left: dec(size).sub(dec(order.filledSize)).toFixed(),
    worst: price,
    next,
  });
}

function nextAfterGuard({ wayOut: { closing } }: Position, { purpose, nextGuard }: Order): string {
  if (purpose === 'entry') return 'it is left at that: nothing is bought or sold beyond it';
  const wider = closing.what === 'all' ? closing.guard : nextGuard;
  return wider
    ? `the rest is tried at ${wider.worst}`
    : 'the rest is closed at whatever price there is';
}
