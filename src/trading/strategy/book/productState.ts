import { isLive } from '../model/orderStatus.ts';
import type { State } from '../model/state.ts';
import { isLeaving } from '../model/wayOut.ts';
import { activeIn } from './positions.ts';

/** idle: nothing is wanted. buying: an entry may still fill. selling: something is open and waits for its way out. */
export type ProductState = 'idle' | 'buying' | 'selling';

/**
 * What the engine is doing on a product: idle → buying → selling → idle. For a short, which opens
 * with a sell, the words mean opening and closing.
 */
export function productState(state: State, productId: string): ProductState {
  const positions = activeIn(state, productId);
  if (positions.length === 0) return 'idle';
  const entering = positions.some(
    (p) => !isLeaving(p) && p.orders.some((o) => o.purpose === 'entry' && isLive(o)),
  );
  return entering ? 'buying' : 'selling';
}
