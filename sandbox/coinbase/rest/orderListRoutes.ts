import type { Market } from '../market/market.ts';
import { writeFill, writeOrder, writeOrderType, writeStatus } from '../wire/orders.ts';
import { BadRequest } from './orderRequest.ts';
import { ownOrder, productOf } from './ownOrder.ts';
import { pageOf, timeParameter } from './query.ts';
import { type Answer, type Call, get, notFound, ok, type Route } from './route.ts';

/** What tells of orders and their fills. */
export function createOrderListRoutes(market: Market): Route[] {
  const { exchange } = market;

  function listOrders({ key, query }: Call): Answer {
    const wanted = (name: string, ...names: string[]) =>
      [name, ...names].flatMap((each) => query.getAll(each)).filter((value) => value !== '');
    const ids = wanted('order_ids');
    const productIds = wanted('product_ids', 'product_id');
    const statuses = wanted('order_status');
    if (statuses.includes('OPEN') && statuses.length > 1) {
      throw new BadRequest('order_status OPEN cannot be combined with other statuses');
    }
    const types = wanted('order_types', 'order_type');
    const [side] = wanted('order_side');
    const [productType] = wanted('product_type');
    const from = timeParameter(query, 'start_date');
    const until = timeParameter(query, 'end_date');
    const listedUntil = market.now() - market.behaviour.listLagMs;
    const matching = exchange
      .orders(key.portfolioId)
      .filter((order) => {
        const type = productOf(market, order).type === 'spot' ? 'SPOT' : 'FUTURE';
        return (
          order.createdAt <= listedUntil &&
          isIn(ids, order.id) &&
          isIn(productIds, order.productId) &&
          isIn(statuses, writeStatus(order)) &&
          isIn(types, writeOrderType(order.terms)) &&
          (!side || side === order.side.toUpperCase()) &&
          (!productType || productType === 'UNKNOWN_PRODUCT_TYPE' || productType === type) &&
          (from === null || order.createdAt >= from) &&
          (until === null || order.createdAt < until)
        );
      })
      .reverse();
    const { page, cursor } = pageOf(matching, query, 100, (order) => order.id);
    return ok({
      orders: page.map((order) => writeOrder(order, productOf(market, order))),
      sequence: '0',
      has_next: cursor !== '',
      cursor,
    });
  }

  function order({ key, params }: Call): Answer {
    const found = ownOrder(market, key, params.orderId ?? '');
    return found
      ? ok({ order: writeOrder(found, productOf(market, found)) })
      : notFound('order with this orderID was not found');
  }

  function fills({ key, query }: Call): Answer {
    const wanted = (...names: string[]) => names.flatMap((each) => query.getAll(each));
    const orderIds = wanted('order_ids', 'order_id');
    const tradeIds = wanted('trade_ids');
    const productIds = wanted('product_ids', 'product_id');
    const from = timeParameter(query, 'start_sequence_timestamp');
    const until = timeParameter(query, 'end_sequence_timestamp');
    const matching = exchange
      .fills(key.portfolioId)
      .filter(
        (fill) =>
          isIn(orderIds, fill.orderId) &&
          isIn(tradeIds, fill.tradeId) &&
          isIn(productIds, fill.productId) &&
          (from === null || fill.at >= from) &&
          (until === null || fill.at <= until),
      )
      .reverse();
    const { page, cursor } = pageOf(matching, query, 100, (fill) => fill.id);
    return ok({ fills: page.map(writeFill), cursor });
  }

  return [
    get('/orders/historical/batch', 'list_orders', listOrders),
    get('/orders/historical/fills', 'fills', fills),
    get('/orders/historical/:orderId', 'order', order),
  ];
}

const isIn = (wanted: readonly string[], value: string) =>
  wanted.length === 0 || wanted.includes(value);
