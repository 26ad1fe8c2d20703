import { type Decimal, dec, ZERO } from '../../src/trading/money.ts';
import type { Quote } from '../../src/trading/venue/matching/book.ts';
import type { Position } from '../../src/trading/venue/matching/ledger.ts';
import { averageEntry } from '../../src/trading/venue/matching/liquidation.ts';
import type { Fill, Order, Status, Terms } from '../../src/trading/venue/matching/order.ts';
import { orderedSize, remainingSize } from '../../src/trading/venue/matching/order.ts';
import { type MarketProduct, unitsOf } from '../../src/trading/venue/matching/product.ts';
import type { CatalogueEntry } from './market/products.ts';

/** Times as Coinbase writes them; a missing one is the year one, in the socket's messages. */
export const isoTime = (at: number) => new Date(at).toISOString();
const NO_TIME = '0001-01-01T00:00:00Z';

export const writeAmount = (value: Decimal, currency: string) => ({
  value: value.toFixed(),
  currency,
});

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

export type DayStatistics = { volume: number; change: number; high: number; low: number };

/** A product as both product endpoints show it. */
export function writeProduct(
  entry: CatalogueEntry,
  quote: Quote | null,
  day: DayStatistics,
  twins: readonly string[],
) {
  const { product } = entry;
  const { status } = product;
  const decimals = dec(product.priceIncrement).decimalPlaces();
  return {
    product_id: product.id,
    price: quote?.last.toDecimalPlaces(decimals).toFixed() ?? '',
    price_percentage_change_24h: day.change.toFixed(8),
    volume_24h: day.volume.toFixed(8),
    volume_percentage_change_24h: '0',
    base_increment: product.baseIncrement,
    quote_increment: product.quoteIncrement,
    quote_min_size: product.minQuoteSize,
    quote_max_size: product.maxQuoteSize,
    base_min_size: product.minBaseSize,
    base_max_size: product.maxBaseSize,
    base_name: entry.baseName,
    quote_name: entry.quoteName,
    watched: false,
    is_disabled: status === 'disabled',
    new: false,
    status: status === 'disabled' ? 'delisted' : 'online',
    cancel_only: status === 'cancel_only',
    limit_only: status === 'limit_only',
    post_only: status === 'post_only',
    trading_disabled: status === 'disabled' || status === 'view_only',
    auction_mode: status === 'auction',
    product_type: product.type === 'spot' ? 'SPOT' : 'FUTURE',
    quote_currency_id: product.quote,
    base_currency_id: product.type === 'spot' ? product.base : '',
    fcm_trading_session_details: writeSession(product),
    mid_market_price: '',
    alias: product.aliasOf ?? '',
    alias_to: twins,
    base_display_symbol: product.base,
    quote_display_symbol: product.quote,
    view_only: status === 'view_only',
    price_increment: product.priceIncrement,
    display_name: entry.displayName,
    product_venue: product.type === 'spot' ? 'CBE' : 'FCM',
    approximate_quote_24h_volume: quote ? (day.volume * quote.last.toNumber()).toFixed(2) : '0',
    ...(entry.future ? { future_product_details: writeFuture(entry, entry.future) } : {}),
  };
}

/** When a future ends, as Coinbase writes it; "" for what has no end. */
export const expiryOf = ({ expiresAt }: MarketProduct) =>
  expiresAt === undefined ? '' : isoTime(expiresAt);

const SESSION_STATES = { open: 'OPEN', after_hours: 'CLOSE', closed: 'CLOSE' } as const;

function writeSession({ session }: MarketProduct) {
  if (!session) return null;
  const { state, opensAt, closesAt } = session;
  return {
    is_session_open: state === 'open',
    open_time: opensAt === undefined ? '' : isoTime(opensAt),
    close_time: closesAt === undefined ? '' : isoTime(closesAt),
    session_state: `FCM_TRADING_SESSION_STATE_${SESSION_STATES[state]}`,
    after_hours_order_entry_disabled: state === 'closed',
    closed_reason:
      state === 'open'
        ? 'FCM_TRADING_SESSION_CLOSED_REASON_UNDEFINED'
        : 'FCM_TRADING_SESSION_CLOSED_REASON_REGULAR_MARKET_CLOSE',
    maintenance: null,
  };
}

function writeFuture(entry: CatalogueEntry, future: NonNullable<CatalogueEntry['future']>) {
  return {
    venue: 'cde',
    contract_code: future.code,
    contract_expiry: expiryOf(entry.product),
    contract_size: entry.product.contractSize,
    contract_root_unit: future.contractRoot,
    group_description: entry.displayName,
    contract_expiry_timezone: 'America/New_York',
    group_short_description: entry.displayName,
    risk_managed_by: 'MANAGED_BY_FCM',
    contract_expiry_type: 'EXPIRING',
    perpetual_details: null,
    contract_display_name: entry.displayName,
    non_crypto: false,
    funding_rate: '0.00001',
    intraday_margin_rate: {
      long_margin_rate: dec(1)
        .div(entry.product.maxLeverage ?? 1)
        .toFixed(),
      short_margin_rate: dec(1)
        .div(entry.product.maxLeverage ?? 1)
        .toFixed(),
    },
  };
}

/** A derivatives position of /cfm/positions. */
export function writePosition(
  productId: string,
  position: Position,
  product: MarketProduct,
  mark: Decimal,
  expiry: string,
) {
  const units = unitsOf(product);
  const value = position.size.mul(mark).mul(units);
  return {
    product_id: productId,
    expiration_time: expiry,
    side: position.size.isPositive() ? 'LONG' : 'SHORT',
    number_of_contracts: position.size.abs().toFixed(),
    current_price: mark.toFixed(),
    avg_entry_price: averageEntry(position, product).toFixed(),
    unrealized_pnl: value.minus(position.cost).toFixed(),
    daily_realized_pnl: position.realized.toFixed(),
  };
}
