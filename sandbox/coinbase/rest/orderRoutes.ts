import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { dec } from '../../../src/trading/money.ts';
import type { Order, Request } from '../../../src/trading/venue/matching/order.ts';
import { unitsOf } from '../../../src/trading/venue/matching/product.ts';
import type { Faults } from '../control/faults.ts';
import type { ApiKey } from '../market/keys.ts';
import type { Market } from '../market/market.ts';
import { writeConfiguration, writeFill, writeOrder, writeOrderType, writeStatus } from '../wire.ts';
import { BadRequest, parseCancel, parseClose, parseEdit, parseOrder } from './orderRequest.ts';
import { pageOf, timeParameter } from './query.ts';
import { cancelReason, createRefusal, editRefusal, previewReason } from './refusals.ts';
import { type Answer, type Call, get, notFound, ok, post, type Route } from './route.ts';

/** Everything about orders and their fills. */
export function createOrderRoutes(market: Market, faults: Faults): Route[] {
  const { exchange } = market;

  const productOf = (order: Order) => {
    const product = exchange.product(order.productId);
    if (!product) throw new RangeError(`no product ${order.productId}`);
    return product;
  };

  function accepted(order: Order, configuration: unknown): Answer {
    return ok({
      success: true,
      failure_reason: 'UNKNOWN_FAILURE_REASON',
      order_id: order.id,
      success_response: {
        order_id: order.id,
        product_id: order.productId,
        side: order.side.toUpperCase(),
        client_order_id: order.clientOrderId,
        attached_order_id: order.childId ?? '',
      },
      order_configuration: configuration,
    });
  }

  function refused(error: ReturnType<typeof createRefusal>, configuration: unknown): Answer {
    return ok({
      success: false,
      failure_reason: error.error,
      order_id: '',
      error_response: error,
      order_configuration: configuration,
    });
  }

  function place(key: ApiKey, request: Request, configuration: unknown): Answer {
    const repeated = exchange.orderOfClient(key.portfolioId, request.clientOrderId);
    if (repeated && market.behaviour.duplicateClientOrderId === 'first_order') {
      return accepted(repeated, writeConfiguration(repeated.terms));
    }
    if (repeated) {
      const reason = 'DUPLICATE_CLIENT_ORDER_ID';
      const message = `client_order_id ${request.clientOrderId} was used before`;
      return refused(
        {
          ...createRefusal('unknown_order', message),
          error: reason,
          new_order_failure_reason: reason,
        },
        configuration,
      );
    }
    const forced = faults.take('reject_create', 'create', ({ side, productId, orderType }) => {
      const { terms } = request;
      return (
        (!side || side === request.side) &&
        (!productId || productId === request.productId) &&
        (!orderType || orderType === terms.type)
      );
    });
    if (forced) {
      const { reason, message = 'refused by a fault of the sandbox' } = forced;
      return refused(
        {
          error: reason,
          message,
          error_details: message,
          preview_failure_reason: 'UNKNOWN_PREVIEW_FAILURE_REASON',
          new_order_failure_reason: reason,
        },
        configuration,
      );
    }
    const result = exchange.place(key.portfolioId, request, market.now());
    return result.outcome === 'accepted'
      ? accepted(result.order, configuration)
      : refused(createRefusal(result.reason, result.message), configuration);
  }

  const stepOf = (productId: string) => exchange.product(productId)?.baseIncrement;

  function create({ key, body }: Call): Answer {
    const parsed = parseOrder(body, { preview: false, stepOf });
    const portfolio = z.looseObject({}).safeParse(body).data?.retail_portfolio_id;
    if (portfolio && portfolio !== key.portfolioId) {
      throw new BadRequest('account is not available');
    }
    if (parsed.kind === 'order') return place(key, parsed.request, parsed.configuration);
    const { code, configuration } = parsed;
    const message = 'this is not done here';
    const refusal = createRefusal('unsupported_order', message);
    const preview = `PREVIEW_${code}`;
    return refused(
      { ...refusal, error: code, new_order_failure_reason: code, preview_failure_reason: preview },
      configuration,
    );
  }

  function preview({ key, body }: Call): Answer {
    const parsed = parseOrder(body, { preview: true, stepOf });
    if (parsed.kind !== 'order') {
      return ok({ ...emptyPreview(), errs: [`PREVIEW_${parsed.code}`] });
    }
    const { request } = parsed;
    const result = exchange.preview(key.portfolioId, request, market.now());
    if (result.outcome === 'refused') {
      return ok({ ...emptyPreview(), errs: [previewReason(result.reason)] });
    }
    const quote = exchange.quote(request.productId);
    return ok({
      ...emptyPreview(),
      order_total: (request.side === 'buy'
        ? result.value.plus(result.fees)
        : result.value.minus(result.fees)
      ).toFixed(),
      commission_total: result.fees.toFixed(),
      quote_size: result.value.toFixed(),
      base_size: result.size.toFixed(),
      best_bid: quote?.bid.toFixed() ?? '',
      best_ask: quote?.ask.toFixed() ?? '',
      leverage: request.leverage?.toFixed() ?? '',
      preview_id: randomUUID(),
    });
  }

  function emptyPreview() {
    return {
      order_total: '0',
      commission_total: '0',
      errs: [] as string[],
      warning: [],
      quote_size: '0',
      base_size: '0',
      best_bid: '',
      best_ask: '',
      is_max: false,
      order_margin_total: '0',
      leverage: '',
      slippage: '0',
      preview_id: '',
    };
  }

  function ownOrder(key: ApiKey, orderId: string): Order | undefined {
    const order = exchange.order(orderId);
    return order?.accountId === key.portfolioId ? order : undefined;
  }

  function editFailure(error: ReturnType<typeof editRefusal>): Answer {
    return ok({ success: false, errors: [error] });
  }

  function edit({ key, body }: Call): Answer {
    const { orderId, edit: change, cancelsAttached } = parseEdit(body);
    const order = ownOrder(key, orderId);
    if (!order) return editFailure(editRefusal('unknown_order'));
    const child = order.childId ? exchange.order(order.childId) : undefined;
    const wrong = attachedProblem(child, cancelsAttached, change.attached !== undefined);
    if (wrong) return editFailure({ ...editRefusal('unknown_order'), edit_failure_reason: wrong });
    if (change.size.isZero()) {
      return editFailure({
        ...editRefusal('unknown_order'),
        edit_failure_reason: 'INVALID_EDITED_SIZE',
      });
    }
    if (change.price.isZero()) {
      return editFailure({
        ...editRefusal('unknown_order'),
        edit_failure_reason: 'INVALID_EDITED_PRICE',
      });
    }
    if (productOf(order).type === 'future') {
      return editFailure({
        ...editRefusal('unknown_order'),
        edit_failure_reason: 'CANNOT_EDIT_FUTURES_ORDER',
      });
    }
    if (change.size.lte(order.filledSize)) {
      return editFailure({
        ...editRefusal('unknown_order'),
        edit_failure_reason: 'CANNOT_EDIT_TO_BELOW_FILLED_SIZE',
      });
    }
    if (!market.behaviour.movesSpotStops) delete change.stop;
    const result = exchange.edit(orderId, change, market.now());
    if (result.outcome === 'refused') return editFailure(editRefusal(result.reason));
    if (cancelsAttached && child) exchange.cancel(child.id, market.now(), 'its order was edited');
    return ok({ success: true, success_response: { order_id: orderId }, errors: [] });
  }

  /** A bracket can be taken off its order, or changed with it, until that has filled something. */
  function attachedProblem(child: Order | undefined, cancels: boolean, changes: boolean) {
    if (!cancels && !changes) return undefined;
    if (!child || (cancels && changes)) return 'ORDER_EDIT_INVALID_ATTACHED_ORDER_REQUEST';
    return cancels && child.status !== 'pending'
      ? 'CANNOT_CANCEL_ACTIVE_ATTACHED_ORDER'
      : undefined;
  }

  function editPreview({ key, body }: Call): Answer {
    const { orderId, edit: change } = parseEdit(body);
    const order = ownOrder(key, orderId);
    if (!order) return ok({ errors: [editRefusal('unknown_order')] });
    const quote = exchange.quote(order.productId);
    const value = change.size.mul(change.price).mul(unitsOf(productOf(order)));
    const fee = value.mul(order.rates.taker);
    return ok({
      errors: [],
      slippage: '0',
      order_total: value.plus(order.side === 'buy' ? fee : fee.neg()).toFixed(),
      commission_total: fee.toFixed(),
      quote_size: value.toFixed(),
      base_size: change.size.toFixed(),
      best_bid: quote?.bid.toFixed() ?? '',
      best_ask: quote?.ask.toFixed() ?? '',
      average_filled_price: '0',
    });
  }

  function cancelOne(key: ApiKey, orderId: string) {
    const order = ownOrder(key, orderId);
    const result = order
      ? exchange.cancel(orderId, market.now())
      : ({ outcome: 'refused', reason: 'unknown_order' } as const);
    if (result.outcome === 'refused') {
      const isFilled = order?.status === 'filled';
      const reason = isFilled ? 'ORDER_IS_FULLY_FILLED' : cancelReason(result.reason);
      return { success: false, failure_reason: reason, order_id: orderId };
    }
    const late = faults.take('fill_after_cancel', 'cancel');
    if (late) exchange.forceFill(orderId, dec(late.size ?? 1e15), market.now());
    return { success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: orderId };
  }

  function cancel({ key, body }: Call): Answer {
    return ok({ results: parseCancel(body).map((orderId) => cancelOne(key, orderId)) });
  }

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
        const type = productOf(order).type === 'spot' ? 'SPOT' : 'FUTURE';
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
      orders: page.map((order) => writeOrder(order, productOf(order))),
      sequence: '0',
      has_next: cursor !== '',
      cursor,
    });
  }

  function order({ key, params }: Call): Answer {
    const found = ownOrder(key, params.orderId ?? '');
    return found
      ? ok({ order: writeOrder(found, productOf(found)) })
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

  function closePosition({ key, body }: Call): Answer {
    const close = parseClose(body);
    const found = exchange
      .positions(key.portfolioId)
      .find((each) => each.productId === close.product_id);
    if (!found) throw new BadRequest(`no open position in ${close.product_id}`);
    const terms = { type: 'market', size: close.size ?? found.size.abs() } as const;
    return place(
      key,
      {
        clientOrderId: close.client_order_id,
        productId: close.product_id,
        side: found.size.isPositive() ? 'sell' : 'buy',
        terms,
      },
      writeConfiguration(terms),
    );
  }

  return [
    post('/orders', 'create', create),
    post('/orders/preview', 'preview', preview, 'view'),
    post('/orders/edit', 'edit', edit),
    post('/orders/edit_preview', 'edit_preview', editPreview, 'view'),
    post('/orders/batch_cancel', 'cancel', cancel),
    post('/orders/close_position', 'close_position', closePosition),
    get('/orders/historical/batch', 'list_orders', listOrders),
    get('/orders/historical/fills', 'fills', fills),
    get('/orders/historical/:orderId', 'order', order),
  ];
}

const isIn = (wanted: readonly string[], value: string) =>
  wanted.length === 0 || wanted.includes(value);
