import { dec } from '../../money.ts';
import { positionsOf } from '../book/positions.ts';
import { isActive } from '../model/positionStatus.ts';
import type { Position, State } from '../model/state.ts';
import { openSize, realized } from '../model/sums.ts';
import { type Turn, tell } from '../model/turn.ts';

/** One line of what a panic did, or is doing, to a position. */
export function panicLine(position: Position): string {
  const name = `${position.product.id} ${position.side} (position ${position.id})`;
  if (position.status === 'closed') {
    const { quote, quoteIncrement } = position.product;
    const net = realized(position).net.toFixed(Math.max(2, dec(quoteIncrement).decimalPlaces()));
    return `${name}: closed, ${net} ${quote} net`;
  }
  if (!isActive(position)) return `${name}: entries cancelled, nothing was open`;
  const open = openSize(position);
  return open.isZero()
    ? `${name}: cancelling its orders`
    : `${name}: cancelling its orders, then selling ${open.toFixed()} at market`.replace(
        'selling',
        position.side === 'long' ? 'selling' : 'buying back',
      );
}

/** Tells how a panic went, once the last position that it is closing has ended. */
export function reportPanic(before: State, after: State, turn: Turn): void {
  const { halt } = after;
  if (halt === null || halt.kind !== 'panic' || halt.positionIds.length === 0) return;
  if (before.halt !== halt) return;
  const isOver = (state: State) => !positionsOf(state, halt.positionIds).some(isActive);
  if (isOver(before) || !isOver(after)) return;
  const lines = positionsOf(after, halt.positionIds).map(panicLine);
  tell(turn, { kind: 'panic_report', by: halt.by, lines, done: true });
}
