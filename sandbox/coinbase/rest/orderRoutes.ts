import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { dec } from '../../../src/trading/money.ts';
import type { Order, Request } from '../../../src/trading/venue/matching/order.ts';
import type { Faults } from '../control/faults.ts';
import type { ApiKey } from '../market/keys.ts';
import type { Market } from '../market/market.ts';
import { writeConfiguration } from '../wire/orders.ts';
import { BadRequest, parseCancel, parseClose, parseOrder } from './orderRequest.ts';
import { ownOrder } from './ownOrder.ts';
import { cancelReason, createRefusal, previewReason } from './refusals.ts';
import { type Answer, type Call, ok, post, type Route } from './route.ts';

/** What places, tries and cancels orders. */
export function createOrderRoutes(market: Market, faults: Faults): Route[] {
  const { exchange } = market;

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

  function cancelOne(key: ApiKey, orderId: string) {
    const order = ownOrder(market, key, orderId);
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
    post('/orders/batch_cancel', 'cancel', cancel),
    post('/orders/close_position', 'close_position', closePosition),
  ];
}
