import { leave } from './close.ts';
import type { MarketContext, SignalEvent } from './event.ts';
import { isActive, positionsOf, putPosition } from './positions.ts';
import { settle } from './settle.ts';
import type { Position, State } from './state.ts';
import { type Turn, tell } from './turn.ts';

/** The provider's own positions on the product that pull the other way. */
export function oppositePositions(
  state: State,
  { source, signal }: SignalEvent,
  { account, product }: MarketContext,
): readonly Position[] {
  return positionsOf(state, state.active.get(product.id) ?? [])
    .filter(
      (p) =>
        isActive(p) &&
        p.leaving === null &&
        p.account === account &&
        p.side !== signal.side &&
        p.source.providerId === source.providerId,
    )
    .sort((a, b) => Number(a.id) - Number(b.id));
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
