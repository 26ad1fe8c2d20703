import type { RefusalReason } from '../../../src/trading/venue/matching/product.ts';

/** Coinbase's names for a refusal: `error` and `new_order_failure_reason`, and the preview's. */
const NAMES: Record<RefusalReason, { error: string; preview: string }> = {
  unknown_product: { error: 'INVALID_PRODUCT_ID', preview: 'PREVIEW_INVALID_PRODUCT_ID' },
  product_unavailable: { error: 'ORDER_ENTRY_DISABLED', preview: 'PREVIEW_UNTRADABLE_PRODUCT' },
  limit_only: { error: 'ORDER_ENTRY_DISABLED', preview: 'PREVIEW_NOT_ALLOWED_BY_MARKET_STATE' },
  post_only: { error: 'ORDER_ENTRY_DISABLED', preview: 'PREVIEW_NOT_ALLOWED_BY_MARKET_STATE' },
  attached_kind: {
    error: 'ATTACHED_ORDERS_ONLY_ALLOWED_ON_MARKET_LIMIT',
    preview: 'PREVIEW_ATTACHED_ORDERS_ONLY_ALLOWED_ON_MARKET_LIMIT',
  },
  attached_side: {
    error: 'INVALID_ORDER_SIDE_FOR_ATTACHED_TPSL',
    preview: 'PREVIEW_INVALID_ORDER_SIDE_FOR_ATTACHED_TPSL',
  },
  expired: { error: 'UNTRADABLE_PRODUCT', preview: 'PREVIEW_UNTRADABLE_PRODUCT' },
  session_closed: {
    error: 'INVALID_FCM_TRADING_SESSION',
    preview: 'PREVIEW_INVALID_FCM_TRADING_SESSION',
  },
  after_hours_type: {
    error: 'FUTURES_AFTER_HOUR_INVALID_ORDER_TYPE',
    preview: 'PREVIEW_FUTURES_AFTER_HOUR_INVALID_ORDER_TYPE',
  },
  after_hours_time_in_force: {
    error: 'FUTURES_AFTER_HOUR_INVALID_TIME_IN_FORCE',
    preview: 'PREVIEW_FUTURES_AFTER_HOUR_INVALID_TIME_IN_FORCE',
  },
  unsupported_order: {
    error: 'UNSUPPORTED_ORDER_CONFIGURATION',
    preview: 'PREVIEW_INVALID_ORDER_CONFIG',
  },
  invalid_side: { error: 'INVALID_SIDE', preview: 'PREVIEW_INVALID_SIDE' },
  size_precision: { error: 'INVALID_SIZE_PRECISION', preview: 'PREVIEW_INVALID_SIZE_PRECISION' },
  size_too_small: { error: 'INVALID_REQUEST', preview: 'PREVIEW_INVALID_BASE_SIZE_TOO_SMALL' },
  size_too_large: { error: 'INVALID_REQUEST', preview: 'PREVIEW_INVALID_BASE_SIZE_TOO_LARGE' },
  price_precision: { error: 'INVALID_PRICE_PRECISION', preview: 'PREVIEW_INVALID_PRICE_PRECISION' },
  invalid_price: { error: 'INVALID_LIMIT_PRICE', preview: 'PREVIEW_INVALID_LIMIT_PRICE' },
  stop_price_above_last: {
    error: 'INVALID_REQUEST',
    preview: 'PREVIEW_STOP_PRICE_ABOVE_LAST_TRADE_PRICE',
  },
  stop_price_below_last: {
    error: 'INVALID_REQUEST',
    preview: 'PREVIEW_STOP_PRICE_BELOW_LAST_TRADE_PRICE',
  },
  stop_price_above_limit: {
    error: 'INVALID_REQUEST',
    preview: 'PREVIEW_STOP_PRICE_ABOVE_LIMIT_PRICE',
  },
  stop_price_below_limit: {
    error: 'INVALID_REQUEST',
    preview: 'PREVIEW_STOP_PRICE_BELOW_LIMIT_PRICE',
  },
  bracket_prices: { error: 'INVALID_BRACKET_PRICES', preview: 'PREVIEW_INVALID_BRACKET_PRICES' },
  bracket_size: {
    error: 'OPEN_BRACKET_ORDERS',
    preview: 'PREVIEW_BREACHED_ACCOUNT_POSITION_LIMIT',
  },
  attached_prices: {
    error: 'INVALID_REQUEST',
    preview: 'PREVIEW_INVALID_ATTACHED_TAKE_PROFIT_PRICE_OUT_OF_BOUNDS',
  },
  expiry: { error: 'INVALID_REQUEST', preview: 'PREVIEW_INVALID_END_TIME' },
  leverage: { error: 'INVALID_LEVERAGE', preview: 'PREVIEW_INVALID_LEVERAGE' },
  would_cross: {
    error: 'INVALID_LIMIT_PRICE_POST_ONLY',
    preview: 'PREVIEW_INVALID_LIMIT_PRICE_POST_ONLY',
  },
  no_price: { error: 'INVALID_NO_LIQUIDITY', preview: 'PREVIEW_MISSING_PRODUCT_PRICE_BOOK' },
  no_liquidity: { error: 'INVALID_NO_LIQUIDITY', preview: 'PREVIEW_INVALID_NO_LIQUIDITY' },
  insufficient_funds: { error: 'INSUFFICIENT_FUND', preview: 'PREVIEW_INSUFFICIENT_FUND' },
  unknown_order: { error: 'INVALID_REQUEST', preview: 'UNKNOWN_PREVIEW_FAILURE_REASON' },
  not_open: { error: 'INVALID_REQUEST', preview: 'UNKNOWN_PREVIEW_FAILURE_REASON' },
  not_editable: { error: 'INVALID_REQUEST', preview: 'UNKNOWN_PREVIEW_FAILURE_REASON' },
};

/** What the edit endpoint answers besides the preview's reasons. */
const EDIT: Partial<Record<RefusalReason, string>> = {
  unknown_order: 'ORDER_NOT_FOUND',
  not_open: 'ONLY_OPEN_ORDERS_CAN_BE_EDITED',
  not_editable: 'ONLY_LIMIT_ORDER_EDITS_SUPPORTED',
};

/** What batch_cancel answers for an order it does not cancel. */
const CANCEL: Partial<Record<RefusalReason, string>> = {
  unknown_order: 'UNKNOWN_CANCEL_ORDER',
  not_open: 'INVALID_CANCEL_REQUEST',
  session_closed: 'INVALID_CANCEL_FCM_TRADING_SESSION',
};

export function createRefusal(reason: RefusalReason, message: string) {
  const { error, preview } = NAMES[reason];
  return {
    error,
    message,
    error_details: message,
    preview_failure_reason: preview,
    new_order_failure_reason: error,
  };
}

export const previewReason = (reason: RefusalReason) => NAMES[reason].preview;

export function editRefusal(reason: RefusalReason) {
  return {
    edit_failure_reason: EDIT[reason] ?? 'UNKNOWN_EDIT_ORDER_FAILURE_REASON',
    preview_failure_reason: EDIT[reason] ? 'UNKNOWN_PREVIEW_FAILURE_REASON' : previewReason(reason),
  };
}

export const cancelReason = (reason: RefusalReason) => CANCEL[reason] ?? 'INVALID_CANCEL_REQUEST';
