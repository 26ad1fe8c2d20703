import type { Order } from '../../../src/trading/venue/matching/order.ts';
import { unitsOf } from '../../../src/trading/venue/matching/product.ts';
import type { Market } from '../market/market.ts';
import { parseEdit } from './orderRequest.ts';
import { ownOrder, productOf } from './ownOrder.ts';
import { editRefusal } from './refusals.ts';
import { type Answer, type Call, ok, post, type Route } from './route.ts';

/** What changes an order. */
export function createEditRoutes(market: Market): Route[] {
  const { exchange } = market;

  function editFailure(error: ReturnType<typeof editRefusal>): Answer {
    return ok({ success: false, errors: [error] });
  }

  function edit({ key, body }: Call): Answer {
    const { orderId, edit: change, cancelsAttached } = parseEdit(body);
    const order = ownOrder(market, key, orderId);
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
    if (productOf(market, order).type === 'future') {
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
    const order = ownOrder(market, key, orderId);
    if (!order) return ok({ errors: [editRefusal('unknown_order')] });
    const quote = exchange.quote(order.productId);
    const value = change.size.mul(change.price).mul(unitsOf(productOf(market, order)));
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

  return [
    post('/orders/edit', 'edit', edit),
    post('/orders/edit_preview', 'edit_preview', editPreview, 'view'),
  ];
}
