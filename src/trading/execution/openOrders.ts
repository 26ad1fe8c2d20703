import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import { activePositions } from '../strategy/book/positions.ts';
import { waitsForEntry } from '../strategy/model/attached.ts';
import type { Account } from '../strategy/model/event.ts';
import { isLive } from '../strategy/model/orderStatus.ts';
import type { Order, Position, State } from '../strategy/model/state.ts';
import type { Venue, VenueOrder } from '../venue/venue.ts';

/** An order of ours with the position it works for. */
export type OwnOrder = { order: Order; position: Position };

/** Every order that may still fill, the newest first. */
export function openOrders(state: State): OwnOrder[] {
  return activePositions(state)
    .flatMap((position) =>
      position.orders
        .filter((order) => isLive(order) && !waitsForEntry(order))
        .map((order) => ({ order, position })),
    )
    .sort((a, b) => b.order.createdAt - a.order.createdAt || (a.order.id < b.order.id ? 1 : -1));
}

/** The order as it is said: the position's number and which of its orders it is, "3-1". */
export function orderNumber(state: Pick<State, 'install'>, orderId: string): string {
  const prefix = `${state.install}-`;
  return orderId.startsWith(prefix) ? orderId.slice(prefix.length) : orderId;
}

const PATIENCE_MS = 1_500;

/**
 * Orders at the venue that are not the bot's: its owner's own, or another program's. null when the
 * venue does not answer within 1.5 s.
 */
export async function strangeOrders(
  {
    engine,
    venues,
    log,
  }: {
    engine: Pick<Engine, 'state'>;
    venues: Partial<Record<Account, Pick<Venue, 'openOrders'>>>;
    log: Logger;
  },
  account: Account,
): Promise<readonly VenueOrder[] | null> {
  const venue = venues[account];
  if (venue === undefined) return null;
  const waiting = new AbortController();
  const enough = setTimeout(PATIENCE_MS, null, { signal: waiting.signal, ref: false });
  try {
    const open = await Promise.race([venue.openOrders(), enough]);
    if (open === null) return null;
    const state = engine.state();
    const known = new Set(openOrders(state).map(({ order }) => order.venueOrderId));
    return open.entries.filter(
      ({ clientOrderId, venueOrderId, parentVenueOrderId }) =>
        !clientOrderId.startsWith(`${state.install}-`) &&
        !known.has(venueOrderId) &&
        parentVenueOrderId === undefined,
    );
  } catch (error) {
    log.warn({ err: error, account }, 'the open orders could not be asked for');
    return null;
  } finally {
    waiting.abort();
  }
}
