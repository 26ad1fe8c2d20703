import type { Fill, Order, Terms } from '../matching/order.ts';
import type { RefusalReason } from '../matching/product.ts';
import type { OrderTerms, RejectReason, Fill as VenueFill, VenueOrder } from '../venue.ts';

/** What the matching core says of an order, in the port's words; its sums are exact. */
export function toVenueOrder(order: Order, at: number): VenueOrder {
  return {
    venueOrderId: order.id,
    clientOrderId: order.clientOrderId,
    productId: order.productId,
    side: order.side,
    status: order.status,
    filledSize: order.filledSize.toFixed(),
    filledValue: order.filledValue.toFixed(),
    fees: order.fees.toFixed(),
    exact: true,
    terms: toOrderTerms(order.terms),
    ...(order.parentId === undefined ? {} : { parentVenueOrderId: order.parentId }),
    ...(order.childId === undefined ? {} : { attachedVenueOrderId: order.childId }),
    ...(order.message === undefined ? {} : { message: order.message }),
    createdAt: order.createdAt,
    at,
  };
}

function toOrderTerms(terms: Terms): OrderTerms {
  switch (terms.type) {
    case 'market':
      return 'quoteSize' in terms
        ? { type: 'market', quoteSize: terms.quoteSize.toFixed() }
        : { type: 'market', size: terms.size.toFixed() };
    case 'limit':
      return { ...terms, size: terms.size.toFixed(), price: terms.price.toFixed() };
    case 'stop_limit':
      return {
        type: 'stop_limit',
        size: terms.size.toFixed(),
        price: terms.price.toFixed(),
        stopPrice: terms.stopPrice.toFixed(),
        direction: terms.direction,
      };
    case 'bracket':
      return {
        type: 'bracket',
        size: terms.size.toFixed(),
        target: terms.target.toFixed(),
        stop: terms.stop.toFixed(),
      };
  }
}

export function toVenueFill(fill: Fill): VenueFill {
  return {
    tradeId: fill.tradeId,
    venueOrderId: fill.orderId,
    productId: fill.productId,
    side: fill.side,
    price: fill.price.toFixed(),
    size: fill.size.toFixed(),
    fee: fill.fee.toFixed(),
    liquidity: fill.liquidity,
    at: fill.at,
  };
}

const REASONS: Record<RefusalReason, RejectReason> = {
  unknown_product: 'product_unavailable',
  product_unavailable: 'product_unavailable',
  limit_only: 'product_unavailable',
  post_only: 'product_unavailable',
  attached_kind: 'unsupported_order',
  attached_side: 'unsupported_order',
  expired: 'product_unavailable',
  session_closed: 'not_now',
  after_hours_type: 'not_now',
  after_hours_time_in_force: 'not_now',
  unsupported_order: 'unsupported_order',
  invalid_side: 'other',
  size_precision: 'precision',
  size_too_small: 'invalid_size',
  size_too_large: 'invalid_size',
  price_precision: 'precision',
  invalid_price: 'invalid_price',
  stop_price_above_last: 'invalid_price',
  stop_price_below_last: 'invalid_price',
  stop_price_above_limit: 'invalid_price',
  stop_price_below_limit: 'invalid_price',
  bracket_prices: 'invalid_price',
  bracket_size: 'invalid_size',
  attached_prices: 'invalid_price',
  expiry: 'other',
  leverage: 'other',
  would_cross: 'would_cross',
  no_price: 'product_unavailable',
  no_liquidity: 'product_unavailable',
  insufficient_funds: 'insufficient_funds',
  unknown_order: 'order_state',
  not_open: 'order_state',
  not_editable: 'unsupported_order',
};

export const rejectReason = (reason: RefusalReason): RejectReason => REASONS[reason];
