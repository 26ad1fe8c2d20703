import type { Order } from '../../../src/trading/venue/matching/order.ts';
import type { Faults } from '../control/faults.ts';
import { futuresPositions, futuresSummary } from '../market/futuresAccount.ts';
import type { Market } from '../market/market.ts';
import { writeUserOrder } from '../wire/orders.ts';
import { createMarketSocket } from './marketChannels.ts';
import { type Channel, type Connection, createEndpoint, type Endpoint, hears } from './sockets.ts';

const SUMMARY = 'futures_balance_summary';
const BATCH = 50;
const REMEMBERED = 200;
/** Nothing is kept back for longer: what never comes is lost, not late. */
const LATE_MS = 300;

/** The two endpoints: both serve the account's channels, one the market's too. And the faults of order events. */
export type Sockets = {
  endpoint: Endpoint;
  marketSocket: Endpoint;
  /** Sends the last messages once more. */
  replay(count: number): void;
  /** Keeps back the next messages until there are so many, or for a moment, then sends them last first. */
  reorder(count: number): void;
};

export function createSockets(market: Market, faults: Faults): Sockets {
  const { exchange } = market;
  const sent: Order[] = [];
  let keptBack: Order[] = [];
  let keepUntil = 0;

  function show(order: Order) {
    const product = exchange.product(order.productId);
    if (!product) throw new RangeError(`no product ${order.productId}`);
    return writeUserOrder(order, product);
  }

  const positionsOf = (accountId: string) => ({
    perpetual_futures_positions: [],
    expiring_futures_positions: futuresPositions(market, accountId),
  });

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
  function sendSummary(connection: Connection, type: 'snapshot' | 'update'): void {
    const fcm_balance_summary = futuresSummary(market, connection.accountId ?? '');
    connection.send(SUMMARY, [{ type, fcm_balance_summary }]);
  }
  const channels: Record<string, Channel> = {
    user,
    [SUMMARY]: {
      needsKey: true,
      snapshot: (connection) => sendSummary(connection, 'snapshot'),
    },
  };
  const endpoint = createEndpoint('user', market, {
    ...channels,
    heartbeats: { needsKey: false, snapshot: () => {} },
  });
  // The market socket serves them too; what is to go wrong with a subscription goes wrong here.
  const marketSocket = createMarketSocket(
    market,
    Object.fromEntries(
      Object.entries(channels).map(([name, { faults: _, ...channel }]) => [name, channel]),
    ),
  );
  const everywhere = () => [...endpoint.connections(), ...marketSocket.connections()];

  function deliver(order: Order): void {
    for (const connection of everywhere()) {
      if (connection.accountId !== order.accountId) continue;
      if (!hears(connection, 'user', order.productId)) continue;
      connection.send('user', [{ type: 'update', orders: [show(order)] }]);
    }
  }

  market.listen((event) => {
    if (event.type !== 'fill' && event.type !== 'order') return;
    const { accountId } = event.type === 'fill' ? event.fill : event.order;
    for (const connection of everywhere()) {
      const isMine = connection.accountId === accountId && connection.subscriptions.has(SUMMARY);
      if (isMine) sendSummary(connection, 'update');
    }
  });

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
    marketSocket,
    replay(count) {
      for (const order of sent.slice(-count)) deliver(order);
    },
    reorder(count) {
      keepUntil = count;
    },
  };
}
