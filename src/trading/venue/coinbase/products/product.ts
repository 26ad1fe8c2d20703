import { Decimal, dec, maxOf } from '../../../money.ts';
import type { Product, TradingSession } from '../../venue.ts';
import type { WireProduct } from '../wire/wire.ts';

/** A product of Coinbase's catalogue. Futures are sized in contracts of `contractSize` base units. */
export function toProduct(wire: WireProduct): Product {
  const details = wire.future_product_details;
  const future = wire.product_type === 'FUTURE';
  const [first = '', second = ''] = wire.product_id.split('-');
  const product: Product = {
    id: wire.product_id,
    base:
      (future && details?.contract_root_unit) ||
      wire.base_currency_id ||
      wire.base_display_symbol ||
      first,
    quote: wire.quote_currency_id || wire.quote_display_symbol || (future ? 'USD' : second),
    type: future ? 'future' : 'spot',
    baseIncrement: wire.base_increment,
    quoteIncrement: wire.quote_increment,
    priceIncrement: wire.price_increment ?? wire.quote_increment,
    minBaseSize: wire.base_min_size,
    maxBaseSize: wire.base_max_size,
    minQuoteSize: wire.quote_min_size,
    maxQuoteSize: wire.quote_max_size,
    status: status(wire),
  };
  if (wire.alias) product.aliasOf = wire.alias;
  const volume = volumeInQuote(wire);
  if (volume) product.volume24h = volume;
  if (future) product.contractSize = details?.contract_size ?? '1';
  if (future && details?.contract_expiry !== undefined) product.expiresAt = details.contract_expiry;
  const session = future ? sessionOf(wire) : undefined;
  if (session) product.session = session;
  const maxLeverage = details && leverageOf(details);
  if (maxLeverage) product.maxLeverage = maxLeverage;
  return product;
}

/** The strictest of what holds, since Coinbase sets several flags at once. */
function status(wire: WireProduct): Product['status'] {
  const gone = wire.status === 'delisted' || wire.status === 'offline';
  if (gone || wire.is_disabled) return 'disabled';
  // Comes together with trading_disabled: the others may trade it, this account may not.
  if (wire.view_only) return 'view_only';
  if (wire.trading_disabled) return 'disabled';
  if (wire.cancel_only) return 'cancel_only';
  if (wire.auction_mode) return 'auction';
  if (wire.post_only) return 'post_only';
  if (wire.limit_only) return 'limit_only';
  return 'online';
}

/**
 * Outside its session a future takes orders that rest, unless that is switched off too. Over
 * maintenance it opens when that ends.
 */
function sessionOf({
  fcm_trading_session_details: details,
}: WireProduct): TradingSession | undefined {
  if (!details) return undefined;
  const { is_session_open, open_time, close_time, maintenance } = details;
  const opensAt = maintenance?.end_time ?? open_time;
  return {
    state: is_session_open
      ? 'open'
      : details.after_hours_order_entry_disabled
        ? 'closed'
        : 'after_hours',
    ...(is_session_open || opensAt === undefined ? {} : { opensAt }),
    ...(is_session_open && close_time !== undefined ? { closesAt: close_time } : {}),
  };
}

function volumeInQuote(wire: WireProduct): string | undefined {
  if (wire.approximate_quote_24h_volume) return wire.approximate_quote_24h_volume;
  if (!wire.volume_24h || !wire.price) return undefined;
  return dec(wire.volume_24h).mul(wire.price).toFixed();
}

/** Futures say what part of their value is needed as margin. */
function leverageOf(details: NonNullable<WireProduct['future_product_details']>) {
  // What holds overnight holds all day, and the dearer side is the one to be safe with.
  const rate = details.overnight_margin_rate ?? details.intraday_margin_rate;
  const dearer = maxOf(dec(rate?.long_margin_rate ?? 0), dec(rate?.short_margin_rate ?? 0));
  if (dearer.isZero()) return undefined;
  return dec(1).div(dearer).toDecimalPlaces(2, Decimal.ROUND_DOWN).toFixed();
}
