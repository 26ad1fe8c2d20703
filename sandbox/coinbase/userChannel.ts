import type { Order } from '../../src/trading/venue/matching/order.ts';
import type { Faults } from './faults.ts';
import type { Market } from './market.ts';
import { type Channel, createEndpoint, type Endpoint, hears } from './sockets.ts';
import { expiryOf, writePosition, writeUserOrder } from './wire.ts';

const BATCH = 50;
const REMEMBERED = 200;
/** Nothing is kept back for longer: what never comes is lost, not late. */
const LATE_MS = 300;

/** The user endpoint, and the faults of its order events. */
export type UserSocket = {
  endpoint: Endpoint;
  /** Sends the last messages once more. */
  replay(count: number): void;
  /** Keeps back the next messages until there are so many, or for a moment, then sends them last first. */
  reorder(count: number): void;
};

export function createUserSocket(market: Market, faults: Faults): UserSocket {
  const { exchange } = market;
  const sent: Order[] = [];
  let keptBack: Order[] = [];
  let keepUntil = 0;

  function show(order: Order) {
    const product = exchange.product(order.productId);
    if (!product) throw new RangeError(`no product ${order.productId}`);
    return writeUserOrder(order, product);
  }

  function positionsOf(accountId: string) {
    const futures = exchange.positions(accountId).flatMap(({ productId, ...position }) => {
      const entry = market.entry(productId);
      const mark = exchange.quote(productId)?.last;
      if (!entry || !mark) return [];
      const expiry = expiryOf(entry.product);
      return [writePosition(productId, position, entry.product, mark, expiry)];
    });
    return { perpetual_futures_positions: [], expiring_futures_positions: futures };
  }

  const user: Channel = {
    needsKey: true,
    faults,
    snapshot(connection, productIds) {
      const accountId = connection.accountId ?? '';
      const open = exchange
        .openOrders(accountId)
        .filter((order) => productIds.length === 0 || productIds.includes(order.productId))
        .map(show);
      // Batches of 50; one that is not full, empty if need be, tells that it was the last.
      for (let start = 0; start <= open.length; start += BATCH) {
        const orders = open.slice(start, start + BATCH);
        connection.send('user', [{ type: 'snapshot', orders, positions: positionsOf(accountId) }]);
      }
    },
  };
  const endpoint = createEndpoint('user', market, {
    user,
    heartbeats: { needsKey: false, snapshot: () => {} },
  });

  function deliver(order: Order): void {
    for (const connection of endpoint.connections()) {
      if (connection.accountId !== order.accountId) continue;
      if (!hears(connection, 'user', order.productId)) continue;
      connection.send('user', [{ type: 'update', orders: [show(order)] }]);
    }
  }

  market.listen((event) => {
    if (event.type !== 'order') return;
    sent.push(event.order);
    if (sent.length > REMEMBERED) sent.shift();
    if (keepUntil === 0) return deliver(event.order);
    keptBack.push(event.order);
    if (keptBack.length >= keepUntil) letGo();
    else if (keptBack.length === 1) setTimeout(letGo, LATE_MS);
  });

  function letGo(): void {
    const late = keptBack.reverse();
    keptBack = [];
    keepUntil = 0;
    for (const order of late) deliver(order);
  }

  return {
    endpoint,
    replay(count) {
      for (const order of sent.slice(-count)) deliver(order);
    },
    reorder(count) {
      keepUntil = count;
    },
  };
}
