import { positionsWith } from '../book/positions.ts';
import { type Changed, workEach } from '../book/workEach.ts';
import type { SignalEvent } from '../model/event.ts';
import { opposite } from '../model/side.ts';
import type { Position, State } from '../model/state.ts';
import { type Turn, tell } from '../model/turn.ts';
import { isLeaving } from '../model/wayOut.ts';
import { leave } from './orders/leave.ts';
import { settle } from './settle.ts';

/**
 * The provider's own positions in the asset that pull the other way, on whatever product: a long
 * on spot is what a short on a future is against.
 */
export function oppositePositions(
  state: State,
  { source, signal, market }: SignalEvent,
): readonly Position[] {
  const side = opposite(signal.side);
  const { providerId } = source;
  return positionsWith(state, { providerId, asset: { name: signal.symbol, side } }).filter(
    (p) => !isLeaving(p) && ('denied' in market || p.account === market.account),
  );
}

/** The present price of a position's own product, where the signal came with it. */
function priceOf({ product }: Position, { market }: SignalEvent): string | null {
  return 'denied' in market || market.product.id !== product.id ? null : market.price.last;
}

/** The state with those positions on their way out because the opposite signal came. */
export function closeOpposite(
  state: State,
  positions: readonly Position[],
  event: SignalEvent,
  turn: Turn,
): Changed {
  return workEach(state, positions, (position) => {
    const settled = settle(leave(position, 'opposite_signal', priceOf(position, event)), turn);
    tell(turn, {
      kind: 'update_applied',
      positionId: position.id,
      productId: position.product.id,
      source: event.source,
      what: `the ${event.signal.side} signal closes the ${position.side}`,
    });
    return settled;
  });
}
