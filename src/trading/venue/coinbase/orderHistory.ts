import type { Logger } from 'pino';
import type { Fill, Venue, VenueOrder } from '../venue.ts';
import { VenueError } from '../venue.ts';
import type { Contracts } from './contracts.ts';
import { fromOrderList, toFill, withFills } from './order.ts';
import { readPages } from './pages.ts';
import { RefusedError, type Rest } from './rest.ts';
import { fillList, orderAnswer, orderList, type WireOrder } from './wire.ts';

/** Orders and fills as Coinbase's lists have them. Everything rejects with a VenueError. */
export type OrderHistory = Pick<Venue, 'openOrders' | 'order' | 'findOrder' | 'fills'> & {
  /** Coinbase's id of the order with our id, among those created since then. */
  findVenueOrderId(clientOrderId: string, since: number): Promise<string | null>;
};

/** Things are looked for from a little earlier than asked: the two clocks differ. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** Longer than any market is closed while orders wait for it to open. */
const WEEK_MS = 7 * 24 * 60 * 60_000;

/** Not open and not done: Coinbase's open orders leave them out. */
const WAITING = ['PENDING', 'QUEUED', 'CANCEL_QUEUED'];

export function createOrderHistory(
  rest: Rest,
  contracts: Contracts,
  clock: () => number,
  log: Logger,
): OrderHistory {
  async function listOrders(query: Record<string, string | readonly string[]>) {
    const pages = await readPages(
      rest,
      orderList,
      { what: 'list the orders', path: '/brokerage/orders/historical/batch', query },
      (page) => page.has_next,
    );
    return pages.flatMap((page) => page.orders);
  }

  const fills: Venue['fills'] = async ({ venueOrderId, productId, since }) => {
    const pages = await readPages(
      rest,
      fillList,
      {
        what: 'list the fills',
        path: '/brokerage/orders/historical/fills',
        query: {
          ...(venueOrderId ? { order_ids: [venueOrderId] } : {}),
          ...(productId ? { product_ids: [productId] } : {}),
          ...(since === undefined ? {} : { start_sequence_timestamp: from(since) }),
        },
      },
      (page) => page.fills.length > 0,
    );
    const found = new Map<string, Fill>();
    for (const wire of pages.flatMap((page) => page.fills)) {
      if (wire.trade_type && wire.trade_type !== 'FILL') {
        log.warn({ entry: wire.entry_id, type: wire.trade_type }, 'Coinbase corrected a trade.');
        continue;
      }
      // The filters are not left to Coinbase alone: a fill of another order would be counted.
      if (venueOrderId && wire.order_id !== venueOrderId) continue;
      if (productId && wire.product_id !== productId) continue;
      if (since !== undefined && wire.trade_time < since) continue;
      found.set(wire.entry_id || wire.trade_id, toFill(wire));
    }
    // Coinbase lists the newest first, and several may share a millisecond.
    return [...found.values()].reverse().sort((a, b) => a.at - b.at);
  };

  /** The order with the sums of its fills: they are read after it, so they are at least as new. */
  async function exactly(wire: WireOrder): Promise<VenueOrder> {
    const order = fromOrderList(wire, clock());
    if (order.filledSize === '0' && (order.status === 'pending' || order.status === 'rejected')) {
      return { ...order, exact: true };
    }
    const ofOrder = await fills({ venueOrderId: order.venueOrderId });
    const fillCount = Number(wire.number_of_fills);
    return withFills(order, ofOrder, fillCount, await contracts.size(order.productId));
  }

  async function findByClientId(clientOrderId: string, since: number) {
    // Neither by state nor by product: an order on a USDC book may be listed under its USD name.
    const orders = await listOrders({ start_date: from(since) });
    return orders.find((order) => order.client_order_id === clientOrderId) ?? null;
  }

  return {
    async openOrders() {
      // In this order, and apart: the open list leaves these out, and takes no other state beside
      // it. An order that moves on meanwhile is then in both rather than in neither.
      const waiting = await listOrders({ order_status: WAITING }).catch((error: unknown) => {
        // Where the list is not to be had by these states, what waits is among the newest.
        if (error instanceof RefusedError)
          return listOrders({ start_date: from(clock() - WEEK_MS) });
        throw error;
      });
      const open = await listOrders({ order_status: ['OPEN'] });
      const byId = new Map([...waiting, ...open].map((order) => [order.order_id, order]));
      return [...byId.values()]
        .map((order) => fromOrderList(order, clock()))
        .filter(({ status }) => status === 'pending' || status === 'open');
    },
    async order(venueOrderId) {
      const answer = await rest.send(orderAnswer, {
        what: 'read an order',
        method: 'GET',
        path: `/brokerage/orders/historical/${encodeURIComponent(venueOrderId)}`,
      });
      if (answer.kind === 'ok') return exactly(answer.value.order);
      if (answer.kind === 'refused' && (answer.status === 404 || answer.code === 'NOT_FOUND')) {
        return null;
      }
      throw new VenueError(answer.message);
    },
    async findOrder(clientOrderId, _productId, since) {
      const found = await findByClientId(clientOrderId, since);
      return found && exactly(found);
    },
    async findVenueOrderId(clientOrderId, since) {
      const found = await findByClientId(clientOrderId, since);
      return found?.order_id ?? null;
    },
    fills,
  };
}

function from(since: number): string {
  return new Date(Math.max(0, since - CLOCK_TOLERANCE_MS)).toISOString();
}
