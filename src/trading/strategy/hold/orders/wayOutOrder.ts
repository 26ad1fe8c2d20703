import type { VenueOrder } from '../../../venue/venue.ts';
import { closingSide } from '../../model/product.ts';
import type { Order, Position } from '../../model/state.ts';
import { newOrder } from '../../model/turn.ts';

/**
 * The client order id of the next order that closes the whole of a position. It follows from those
 * it has had, so that what closes without the database sends the very order that the core will
 * send: at the venue they are one, and nothing is closed twice.
 */
export function wayOutId({ id, orders }: Position, install: string): string {
  return `${install}-${id}-x${orders.filter(isWayOut).length + 1}`;
}

/** Whether it was sent to close all that was open then. */
export function isWayOut({ id }: Pick<Order, 'id'>): boolean {
  return /-x\d+$/.test(id);
}

/** The way out that the venue shows and that was sent while nothing could be written down. */
export function wayOutSeen(position: Position, seen: VenueOrder): Order {
  const order = newOrder(
    {
      id: seen.clientOrderId,
      purpose: 'exit',
      leg: 0,
      side: closingSide(position),
      terms: seen.terms ?? { type: 'market', size: seen.filledSize },
    },
    seen.createdAt ?? seen.at,
  );
  return { ...order, updatedAt: seen.at };
}
