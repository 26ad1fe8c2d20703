import { type Decimal, ZERO } from '../../../src/trading/money.ts';
import {
  type Fill,
  type Order,
  orderedSize,
  remainingSize,
  type Status,
  type Terms,
} from '../../../src/trading/venue/matching/order.ts';
import { type MarketProduct, unitsOf } from '../../../src/trading/venue/matching/product.ts';
import { isoTime } from './amounts.ts';

const NO_TIME = '0001-01-01T00:00:00Z';

const STATUS: Record<Status, string> = {
  pending: 'QUEUED',
  open: 'OPEN',
  filled: 'FILLED',
  cancelled: 'CANCELLED',
  expired: 'EXPIRED',
};

export const writeStatus = (order: Order) => STATUS[order.status];

const ORDER_TYPE: Record<Terms['type'], string> = {
  market: 'MARKET',
  limit: 'LIMIT',
  stop_limit: 'STOP_LIMIT',
  bracket: 'BRACKET',
};

export const writeOrderType = (terms: Terms) => ORDER_TYPE[terms.type];

function writeTimeInForce(terms: Terms): string {
  if (terms.type === 'market') return 'IMMEDIATE_OR_CANCEL';
  if (terms.type === 'limit' && terms.timeInForce === 'ioc') return 'IMMEDIATE_OR_CANCEL';
  if (terms.type === 'limit' && terms.timeInForce === 'fok') return 'FILL_OR_KILL';
  return terms.expiresAt === undefined ? 'GOOD_UNTIL_CANCELLED' : 'GOOD_UNTIL_DATE_TIME';
}

function writeTrigger(order: Order): string {
  if (order.terms.type !== 'stop_limit' && order.terms.type !== 'bracket') {
    return 'INVALID_ORDER_TYPE';
  }
  return order.triggered ? 'STOP_TRIGGERED' : 'STOP_PENDING';
}

/** The one-key object that says what an order is. */
export function writeConfiguration(terms: Terms): Record<string, Record<string, unknown>> {
  const until = (terms as { expiresAt?: number }).expiresAt;
  const gtd = until === undefined ? {} : { end_time: isoTime(until) };
  const lasting = until === undefined ? 'gtc' : 'gtd';
  switch (terms.type) {
    case 'market':
      return {
        market_market_ioc:
          'quoteSize' in terms
            ? { quote_size: terms.quoteSize.toFixed() }
            : { base_size: terms.size.toFixed() },
      };
    case 'limit': {
      const limit = { base_size: terms.size.toFixed(), limit_price: terms.price.toFixed() };
      if (terms.timeInForce === 'ioc') return { sor_limit_ioc: limit };
      if (terms.timeInForce === 'fok') return { limit_limit_fok: limit };
      return { [`limit_limit_${lasting}`]: { ...limit, ...gtd, post_only: terms.postOnly } };
    }
    case 'stop_limit':
      return {
        [`stop_limit_stop_limit_${lasting}`]: {
          base_size: terms.size.toFixed(),
          limit_price: terms.price.toFixed(),
          stop_price: terms.stopPrice.toFixed(),
          stop_direction:
            terms.direction === 'up' ? 'STOP_DIRECTION_STOP_UP' : 'STOP_DIRECTION_STOP_DOWN',
          ...gtd,
        },
      };
    case 'bracket':
      return {
        [`trigger_bracket_${lasting}`]: {
          base_size: terms.size.toFixed(),
          limit_price: terms.target.toFixed(),
          stop_trigger_price: terms.stop.toFixed(),
          ...gtd,
        },
      };
  }
}

function averagePrice(order: Order, product: MarketProduct): Decimal {
  if (order.filledSize.isZero()) return ZERO;
  return order.filledValue.div(order.filledSize.mul(unitsOf(product))).toDecimalPlaces(16);
}

function completion(order: Order): string {
  const asked =
    'quoteSize' in order.terms
      ? { of: order.terms.quoteSize, done: order.filledValue.plus(order.fees) }
      : { of: order.terms.size, done: order.filledSize };
  if (order.status === 'filled') return '100';
  return asked.of.isZero() ? '0' : asked.done.div(asked.of).mul(100).toDecimalPlaces(2).toFixed();
}

/** Cost of a buy, or yield of a sell, fees included. */
function valueAfterFees(order: Order): Decimal {
  return order.side === 'buy'
    ? order.filledValue.plus(order.fees)
    : order.filledValue.minus(order.fees);
}

/** An order in the lists of the REST API. */
export function writeOrder(order: Order, product: MarketProduct) {
  const { attached } = order;
  return {
    order_id: order.id,
    product_id: order.productId,
    user_id: order.accountId,
    order_configuration: writeConfiguration(order.terms),
    side: order.side.toUpperCase(),
    client_order_id: order.clientOrderId,
    status: writeStatus(order),
    time_in_force: writeTimeInForce(order.terms),
    created_time: isoTime(order.createdAt),
    last_update_time: isoTime(order.updatedAt),
    completion_percentage: completion(order),
    filled_size: order.filledSize.toFixed(),
    average_filled_price: averagePrice(order, product).toFixed(),
    fee: '',
    number_of_fills: String(order.fillCount),
    filled_value: order.filledValue.toFixed(),
    pending_cancel: false,
    size_in_quote: 'quoteSize' in order.terms,
    total_fees: order.fees.toFixed(),
    size_inclusive_of_fees: 'quoteSize' in order.terms,
    total_value_after_fees: valueAfterFees(order).toFixed(),
    trigger_status: writeTrigger(order),
    order_type: writeOrderType(order.terms),
    reject_reason: 'REJECT_REASON_UNSPECIFIED',
    settled: order.status === 'filled',
    product_type: product.type === 'spot' ? 'SPOT' : 'FUTURE',
    reject_message: '',
    cancel_message: order.status === 'cancelled' ? (order.message ?? 'User requested cancel') : '',
    order_placement_source: 'RETAIL_ADVANCED',
    outstanding_hold_amount: order.hold.toFixed(),
    is_liquidation: order.message === 'liquidation',
    last_fill_time: order.lastFillAt === undefined ? null : isoTime(order.lastFillAt),
    edit_history: [],
    leverage: order.leverage?.toFixed() ?? '',
    margin_type: 'UNKNOWN_MARGIN_TYPE',
    retail_portfolio_id: order.accountId,
    originating_order_id: order.parentId ?? '',
    attached_order_id: order.childId ?? '',
    attached_order_configuration: attached
      ? {
          trigger_bracket_gtc: {
            limit_price: attached.target.toFixed(),
            stop_trigger_price: attached.stop.toFixed(),
          },
        }
      : null,
  };
}

/**
 * An order in the user channel: cumulative, with nothing left at its end, and without its prices,
 * as the real channel has it.
 */
export function writeUserOrder(order: Order, product: MarketProduct) {
  const isDone = order.status !== 'open' && order.status !== 'pending';
  const until = 'expiresAt' in order.terms ? order.terms.expiresAt : undefined;
  return {
    order_id: order.id,
    client_order_id: order.clientOrderId,
    product_id: order.productId,
    order_side: order.side.toUpperCase(),
    order_type: writeOrderType(order.terms),
    status: writeStatus(order),
    time_in_force: writeTimeInForce(order.terms),
    creation_time: isoTime(order.createdAt),
    start_time: NO_TIME,
    end_time: until === undefined ? NO_TIME : isoTime(until),
    cumulative_quantity: order.filledSize.toFixed(),
    leaves_quantity: isDone ? '0' : leavesQuantity(order),
    avg_price: averagePrice(order, product).toFixed(),
    filled_value: order.filledValue.toFixed(),
    total_fees: order.fees.toFixed(),
    total_value_after_fees: valueAfterFees(order).toFixed(),
    number_of_fills: String(order.fillCount),
    completion_percentage: completion(order),
    outstanding_hold_amount: order.hold.toFixed(),
    limit_price: '',
    stop_price: '',
    post_only: 'false',
    trigger_status: writeTrigger(order),
    cancel_reason: order.status === 'cancelled' ? (order.message ?? 'User requested cancel') : '',
    reject_reason: '',
    product_type: product.type === 'spot' ? 'SPOT' : 'FUTURE',
    contract_expiry_type: product.type === 'spot' ? 'UNKNOWN_CONTRACT_EXPIRY_TYPE' : 'EXPIRING',
    risk_managed_by: product.type === 'spot' ? 'UNKNOWN_RISK_MANAGEMENT_TYPE' : 'MANAGED_BY_FCM',
    retail_portfolio_id: order.accountId,
  };
}

function leavesQuantity(order: Order): string {
  return orderedSize(order.terms) ? remainingSize(order).toFixed() : '0';
}

export function writeFill(fill: Fill) {
  return {
    entry_id: fill.id,
    trade_id: fill.tradeId,
    order_id: fill.orderId,
    trade_time: isoTime(fill.at),
    trade_type: 'FILL',
    price: fill.price.toFixed(),
    size: fill.size.toFixed(),
    commission: fill.fee.toFixed(),
    product_id: fill.productId,
    sequence_timestamp: isoTime(fill.at),
    liquidity_indicator: fill.liquidity.toUpperCase(),
    size_in_quote: false,
    user_id: fill.accountId,
    side: fill.side.toUpperCase(),
    retail_portfolio_id: fill.accountId,
    fillSource: 'FILL_SOURCE_CLOB',
  };
}
