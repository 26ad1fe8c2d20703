import { dec } from '../../../src/trading/money.ts';
import type { Quote } from '../../../src/trading/venue/matching/book.ts';
import type { MarketProduct } from '../../../src/trading/venue/matching/product.ts';
import type { CatalogueEntry } from '../market/products.ts';
import { isoTime } from './amounts.ts';

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
