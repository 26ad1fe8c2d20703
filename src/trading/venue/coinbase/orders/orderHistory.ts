import type { Logger } from 'pino';
import { isInDoubt, type Listed, listed, UnreadableError } from '../../listed.ts';
import type { Fill, OrderWithFills, Venue, VenueOrder } from '../../venue.ts';
import { VenueError } from '../../venue.ts';
import { inBatches } from '../connection/inBatches.ts';
import { readPages } from '../connection/pages.ts';
import { RefusedError, type Rest } from '../connection/rest.ts';
import type { Contracts } from '../products/contracts.ts';
import { type EntryReader, fieldOf } from '../wire/entries.ts';
import {
  fillList,
  orderAnswer,
  orderList,
  type WireOrder,
  wireFill,
  wireOrder,
} from '../wire/wire.ts';
import { fromOrderList, toFill, withFills } from './order.ts';

/** Orders and fills as Coinbase's lists have them. Everything rejects with a VenueError. */
export type OrderHistory = Pick<Venue, 'openOrders' | 'order' | 'findOrder' | 'fills'> & {
  /** The order with our id, among those created since then, by the list alone. */
  findByClientId(clientOrderId: string, since: number): Promise<VenueOrder | null>;
  /** The order of that id by itself, without its fills. */
  look(venueOrderId: string): Promise<VenueOrder | null>;
};

/** Things are looked for from a little earlier than asked: the two clocks differ. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** Longer than any market is closed while orders wait for it to open. */
const WEEK_MS = 7 * 24 * 60 * 60_000;

/** So many ids fit into a URL with room to spare. */
const IDS_AT_ONCE = 50;

/** Not open and not done: Coinbase's open orders leave them out. */
const WAITING = ['PENDING', 'QUEUED', 'CANCEL_QUEUED', 'EDIT_QUEUED'];

export function createOrderHistory(
  rest: Rest,
  readEntries: EntryReader,
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
    const orders = pages.flatMap((page) => page.orders);
    return readEntries('an order', wireOrder, orders, 'order_id');
  }

  async function listFills(filter: {
    venueOrderIds?: readonly string[];
    productId?: string;
    since?: number;
  }): Promise<Listed<Fill>> {
    const { venueOrderIds, productId, since } = filter;
    const pages = await readPages(
      rest,
      fillList,
      {
        what: 'list the fills',
        path: '/brokerage/orders/historical/fills',
        query: {
          ...(venueOrderIds ? { order_ids: venueOrderIds } : {}),
          ...(productId ? { product_ids: [productId] } : {}),
          ...(since === undefined ? {} : { start_sequence_timestamp: from(since) }),
        },
      },
      (page) => page.fills.length > 0,
    );
    const { read, unreadable } = readEntries(
      'a fill',
      wireFill,
      pages.flatMap((page) => page.fills),
      'order_id',
    );
    const found = new Map<string, Fill>();
    for (const wire of read) {
      if (wire.trade_type && wire.trade_type !== 'FILL') {
        log.warn({ entry: wire.entry_id, type: wire.trade_type }, 'Coinbase corrected a trade.');
        continue;
      }
      // The filters are not left to Coinbase alone: a fill of another order would be counted.
      if (venueOrderIds && !venueOrderIds.includes(wire.order_id)) continue;
      if (productId && wire.product_id !== productId) continue;
      if (since !== undefined && wire.trade_time < since) continue;
      found.set(wire.entry_id || wire.trade_id, toFill(wire));
    }
    // Coinbase lists the newest first, and several may share a millisecond.
    const fills = [...found.values()].reverse().sort((a, b) => a.at - b.at);
    const doubts = unreadable.filter(
      ({ id }) => id === null || (venueOrderIds?.includes(id) ?? true),
    );
    return { entries: fills, unreadable: doubts };
  }

  /** Orders with the sums of their fills: those are read after them, so they are at least as new. */
  async function withTheirFills(orders: readonly WireOrder[]): Promise<OrderWithFills[]> {
    const told = orders.map((wire) => ({ wire, order: fromOrderList(wire, clock()) }));
    const traded = told.filter(({ order }) => !hasNeverTraded(order));
    const ids = traded.map(({ order }) => order.venueOrderId);
    const fills = ids.length === 0 ? listed([]) : await listFills({ venueOrderIds: ids });
    const complete: OrderWithFills[] = [];
    for (const { wire, order } of told) {
      if (hasNeverTraded(order)) {
        complete.push({ order: { ...order, exact: true }, fills: [] });
        continue;
      }
      const own = fills.entries.filter((fill) => fill.venueOrderId === order.venueOrderId);
      if (isInDoubt(fills, order.venueOrderId)) {
        // Without all of its fills its own sums are the better ones.
        complete.push({ order, fills: own });
        continue;
      }
      const contractSize = await contracts.size(order.productId);
      const summed = withFills(order, own, Number(wire.number_of_fills), contractSize);
      complete.push({ order: summed, fills: own });
    }
    return complete;
  }

  /** Rejects with an UnreadableError where Coinbase has it and says it in a way that can't be read. */
  async function readOrder(venueOrderId: string): Promise<WireOrder | null> {
    const answer = await rest.send(orderAnswer, {
      what: 'read an order',
      method: 'GET',
      path: `/brokerage/orders/historical/${encodeURIComponent(venueOrderId)}`,
    });
    if (answer.kind === 'refused' && (answer.status === 404 || answer.code === 'NOT_FOUND')) {
      return null;
    }
    if (answer.kind !== 'ok') throw new VenueError(answer.message);
    const [order] = readEntries('an order', wireOrder, [answer.value.order], 'order_id').read;
    if (order?.order_id !== venueOrderId) {
      throw new UnreadableError(`What Coinbase says of the order ${venueOrderId} can't be read.`);
    }
    return order;
  }

  async function readOrders(
    venueOrderIds: readonly string[],
  ): Promise<{ orders: WireOrder[]; unreadable: Map<string, UnreadableError> }> {
    const several = venueOrderIds.length > 1;
    const list = several ? (await listOrders({ order_ids: venueOrderIds })).read : [];
    const found = new Map(list.map((order) => [order.order_id, order]));
    const orders: WireOrder[] = [];
    const unreadable = new Map<string, UnreadableError>();
    for (const id of venueOrderIds) {
      try {
        // That a list lacks it is no proof that the order is not there.
        const order = found.get(id) ?? (await readOrder(id));
        if (order) orders.push(order);
      } catch (error) {
        if (!(error instanceof UnreadableError)) throw error;
        unreadable.set(id, error);
      }
    }
    return { orders, unreadable };
  }

  /** One by one each would cost two requests, and a restart asks about a hundred. */
  const askedTogether = inBatches<OrderWithFills | UnreadableError>(
    IDS_AT_ONCE,
    async (venueOrderIds) => {
      const { orders, unreadable } = await readOrders(venueOrderIds);
      const complete = await withTheirFills(orders);
      return new Map<string, OrderWithFills | UnreadableError>([
        ...complete.map((one) => [one.order.venueOrderId, one] as const),
        ...unreadable,
      ]);
    },
  );

  async function order(venueOrderId: string): Promise<OrderWithFills | null> {
    const found = await askedTogether(venueOrderId);
    if (found instanceof UnreadableError) throw found;
    return found;
  }

  async function findByClientId(clientOrderId: string, since: number) {
    // Neither by state nor by product: an order on a USDC book may be listed under its USD name.
    const { read, odd } = await listOrders({ start_date: from(since) });
    const found = read.find((order) => order.client_order_id === clientOrderId);
    if (found) return found;
    const mayBeIt = odd.some((raw) => {
      const client = fieldOf(raw, 'client_order_id');
      return client === undefined || client === clientOrderId;
    });
    if (!mayBeIt) return null;
    throw new UnreadableError(
      `Coinbase lists an order that can't be read, and it may be ${clientOrderId}.`,
    );
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
      const byId = new Map([...waiting.read, ...open.read].map((order) => [order.order_id, order]));
      const entries = [...byId.values()]
        .map((order) => fromOrderList(order, clock()))
        .filter(({ status }) => status === 'pending' || status === 'open');
      return { entries, unreadable: [...waiting.unreadable, ...open.unreadable] };
    },
    order,
    async findOrder(clientOrderId, _productId, since) {
      const found = await findByClientId(clientOrderId, since);
      const [complete] = found ? await withTheirFills([found]) : [];
      return complete?.order ?? null;
    },
    async findByClientId(clientOrderId, since) {
      const found = await findByClientId(clientOrderId, since);
      return found ? fromOrderList(found, clock()) : null;
    },
    async look(venueOrderId) {
      const found = await readOrder(venueOrderId);
      return found ? fromOrderList(found, clock()) : null;
    },
    fills: ({ venueOrderId, ...filter }) =>
      listFills({ ...filter, ...(venueOrderId ? { venueOrderIds: [venueOrderId] } : {}) }),
  };
}

/** Nothing filled, and not ended in a way that a fill may still come to light of: there are no fills to read. */
function hasNeverTraded({ filledSize, status }: VenueOrder): boolean {
  return filledSize === '0' && ['pending', 'open', 'rejected'].includes(status);
}

function from(since: number): string {
  return new Date(Math.max(0, since - CLOCK_TOLERANCE_MS)).toISOString();
}
