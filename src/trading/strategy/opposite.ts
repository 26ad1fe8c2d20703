import { leave } from './close.ts';
import type { SignalEvent } from './event.ts';
import { positionsOf, putPosition } from './positions.ts';
import { settle } from './settle.ts';
import type { Position, State } from './state.ts';
import { type Turn, tell } from './turn.ts';

/**
 * The provider's own positions in the asset that pull the other way, on whatever product: a long
 * on spot is what a short on a future is against.
 */
export function oppositePositions(
  state: State,
  { source, signal, market }: SignalEvent,
): readonly Position[] {
  const found: Position[] = [];
  for (const ids of state.active.values()) {
    const [first] = positionsOf(state, ids.take(1));
    if (first === undefined || !isOf(first, signal.symbol)) continue;
    found.push(
      ...positionsOf(state, ids).filter(
        (p) =>
          p.leaving === null &&
          ('denied' in market || p.account === market.account) &&
          p.side !== signal.side &&
          p.source.providerId === source.providerId,
      ),
    );
  }
  return found.sort((a, b) => Number(a.id) - Number(b.id));
}

function isOf(position: Position, symbol: string): boolean {
  return position.symbol === symbol || position.product.base === symbol;
}

/** The state with those positions on their way out because the opposite signal came. */
export function closeOpposite(
  state: State,
  positions: readonly Position[],
  event: SignalEvent,
  turn: Turn,
): { state: State; changed: readonly Position[] } {
  let next = state;
  const changed: Position[] = [];
  for (const position of positions) {
    const settled = settle(leave(position, 'opposite_signal'), turn);
    tell(turn, {
      kind: 'update_applied',
      positionId: position.id,
      productId: position.product.id,
      source: event.source,
      what: `the ${event.signal.side} signal closes the ${position.side}`,
    });
    next = putPosition(next, settled);
    changed.push(settled);
  }
  return { state: next, changed };
}
