import { z } from 'zod';
import { dec } from '../../../money.ts';
import type { OrderSide } from '../../venue.ts';

/**
 * What Coinbase sends, as far as it is used. Nothing of this shape leaves the folder.
 * Amounts become plain decimal strings and times UTC milliseconds here; enumerations stay
 * strings, since new members appear without notice.
 *
 * https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api
 */

const NUMBER = /^-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2})?$/;

const number = z.union([z.string(), z.number()]);

function plain(value: string | number, context: z.RefinementCtx): string {
  const digits = String(value);
  if (NUMBER.test(digits)) return dec(digits).toFixed();
  context.addIssue({ code: 'custom', message: 'expected a decimal number' });
  return z.NEVER;
}

const amount = number.transform(plain);
/** Missing, null and "" are how Coinbase leaves an amount out. */
const optionalAmount = number
  .nullish()
  .transform((value, context) =>
    value == null || value === '' ? undefined : plain(value, context),
  )
  .optional();
const amountOrZero = optionalAmount.transform((value) => value ?? '0');

const time = z.string().transform((value, context) => {
  const at = Date.parse(value);
  if (Number.isFinite(at)) return at;
  context.addIssue({ code: 'custom', message: 'expected a time' });
  return z.NEVER;
});
const optionalTime = z
  .string()
  .nullish()
  .transform((value) => {
    const at = Date.parse(value ?? '');
    return Number.isFinite(at) ? at : undefined;
  })
  .optional();

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
/** Of a list whose entries are read one by one. */
const entries = z.array(z.unknown());
/** The same, where it may be left out. */
const list = z
  .array(z.unknown())
  .nullish()
  .transform((value) => value ?? []);
const money = z.object({ value: amount }).transform(({ value }) => value);
const side = z.enum(['BUY', 'SELL']);
/** Coinbase's word for a side in ours. */
const toSide = (wire: 'BUY' | 'SELL') => (wire === 'BUY' ? 'buy' : 'sell') as OrderSide;
const notNegative = (value: string) => !dec(value).isNegative();

const marginRate = z
  .object({ long_margin_rate: optionalAmount, short_margin_rate: optionalAmount })
  .nullish();

export const wireProduct = z.object({
  product_id: z.string().min(1),
  product_type: text,
  base_currency_id: text,
  base_display_symbol: text,
  quote_currency_id: text,
  quote_display_symbol: text,
  base_increment: amount,
  quote_increment: amount,
  price_increment: optionalAmount,
  base_min_size: amountOrZero,
  base_max_size: amountOrZero,
  quote_min_size: amountOrZero,
  quote_max_size: amountOrZero,
  price: optionalAmount,
  volume_24h: optionalAmount,
  approximate_quote_24h_volume: optionalAmount,
  status: text,
  is_disabled: flag,
  trading_disabled: flag,
  view_only: flag,
  cancel_only: flag,
  limit_only: flag,
  post_only: flag,
  auction_mode: flag,
  alias: text,
  // Only futures have hours; what can't be read of them must not hide the product.
  fcm_trading_session_details: z
    .object({
      is_session_open: z.boolean(),
      open_time: optionalTime,
      close_time: optionalTime,
      after_hours_order_entry_disabled: flag,
      maintenance: z.object({ start_time: optionalTime, end_time: optionalTime }).nullish(),
    })
    .nullish()
    .catch(null),
  future_product_details: z
    .object({
      contract_expiry: optionalTime,
      contract_size: optionalAmount,
      contract_root_unit: text,
      intraday_margin_rate: marginRate,
      overnight_margin_rate: marginRate,
    })
    .nullish(),
});
export type WireProduct = z.infer<typeof wireProduct>;

/** The entries are read one by one, so that one odd product does not hide the others. */
export const productList = z.object({ products: list });

export const ticker = z.object({
  trades: list,
  best_bid: optionalAmount,
  best_ask: optionalAmount,
});
export const tickerTrade = z.object({ price: amount });

export const candleList = z.object({
  candles: z.array(
    z.object({
      start: z.coerce.number().int(),
      open: amount,
      high: amount,
      low: amount,
      close: amount,
      volume: amount,
    }),
  ),
});

export const serverTime = z.object({ epochMillis: z.coerce.number().int() });

export const accountList = z.object({ accounts: entries, has_next: flag, cursor: text });
export const wireAccount = z.object({
  currency: z.string().min(1),
  type: text,
  // Both must be told: what is left out is not proven to be nothing.
  available_balance: money,
  hold: money,
});

export const keyPermissions = z.object({
  can_view: z.boolean(),
  can_trade: z.boolean(),
  can_transfer: z.boolean(),
  portfolio_uuid: text,
  portfolio_type: text,
});

export const transactionSummary = z.object({
  fee_tier: z.object({ maker_fee_rate: amount, taker_fee_rate: amount }),
});

/** A price by itself, with its currency, or left out. */
const priceOrMoney = z.union([
  optionalAmount,
  z.object({ value: optionalAmount }).transform(({ value }) => value),
]);

export const cfmPositions = z.object({ positions: entries });
/** What is closed stays in the list for a while, with no contracts and an unknown side. */
export const wirePosition = z
  .object({
    product_id: z.string().min(1),
    side: text,
    number_of_contracts: amountOrZero,
    avg_entry_price: priceOrMoney.catch(undefined),
  })
  .transform(({ side, ...position }, context) => {
    const isFlat = dec(position.number_of_contracts).isZero();
    if (isFlat) return { ...position, side: 'FLAT' as const };
    const [named] = /(?:LONG|SHORT)$/.exec(side.toUpperCase()) ?? [];
    if (named === 'LONG' || named === 'SHORT') return { ...position, side: named };
    context.addIssue({ code: 'custom', path: ['side'], message: 'expected LONG or SHORT' });
    return z.NEVER;
  });

const sized = { base_size: optionalAmount, quote_size: optionalAmount };
const limit = z.object({ ...sized, limit_price: amount, post_only: flag });
const limitUntil = z.object({ ...limit.shape, end_time: optionalTime });
const stopLimit = z.object({
  ...sized,
  limit_price: amount,
  stop_price: amount,
  stop_direction: text,
});
const bracket = z.object({ ...sized, limit_price: amount, stop_trigger_price: amount });

/** Exactly one of them is there; kinds that this project does not place are left out. */
export const orderConfiguration = z.object({
  market_market_ioc: z.object(sized).nullish(),
  market_market_fok: z.object(sized).nullish(),
  sor_limit_ioc: limit.nullish(),
  limit_limit_gtc: limit.nullish(),
  limit_limit_gtd: limitUntil.nullish(),
  limit_limit_fok: limit.nullish(),
  stop_limit_stop_limit_gtc: stopLimit.nullish(),
  stop_limit_stop_limit_gtd: stopLimit.nullish(),
  trigger_bracket_gtc: bracket.nullish(),
  trigger_bracket_gtd: bracket.nullish(),
});
export type WireOrderConfiguration = z.infer<typeof orderConfiguration>;

export const wireOrder = z.object({
  order_id: z.string().min(1),
  client_order_id: text,
  product_id: z.string().min(1),
  side,
  status: text,
  // An order of a kind that is not known here must not hide that the order exists.
  order_configuration: orderConfiguration.nullish().catch(null),
  filled_size: amountOrZero.refine(notNegative, 'expected no negative size'),
  average_filled_price: amountOrZero,
  filled_value: amountOrZero,
  total_fees: amountOrZero,
  number_of_fills: amountOrZero,
  created_time: optionalTime,
  reject_reason: text,
  reject_message: text,
  cancel_message: text,
  originating_order_id: text,
  attached_order_id: text,
});
export type WireOrder = z.infer<typeof wireOrder>;

export const orderAnswer = z.object({ order: z.unknown() });
export const orderList = z.object({ orders: entries, has_next: flag, cursor: text });

export const fillList = z.object({ fills: entries, cursor: text });
export const wireFill = z
  .object({
    entry_id: text,
    trade_id: text,
    order_id: z.string().min(1),
    product_id: z.string().min(1),
    trade_type: text,
    trade_time: time,
    side,
    price: amount,
    size: amount,
    size_in_quote: flag,
    commission: amountOrZero,
    liquidity_indicator: text,
  })
  .refine(({ size }) => notNegative(size), 'expected no negative size')
  // Without an id two fills could not be told apart, and without a price a size in quote means nothing.
  .refine(({ entry_id, trade_id }) => (entry_id || trade_id) !== '', 'expected an id')
  .refine(({ price }) => dec(price).isPositive() && !dec(price).isZero(), 'expected a price');
export type WireFill = z.infer<typeof wireFill>;

/** Why not is found by `readRefusal`, whatever form it comes in. */
export const createOrderAnswer = z.looseObject({
  success: z.boolean(),
  order_id: text.catch(''),
  success_response: z
    .object({
      order_id: text,
      product_id: text,
      side: z.enum(['BUY', 'SELL']).transform(toSide).nullish().catch(undefined),
      client_order_id: text,
      attached_order_id: text,
    })
    .nullish()
    .catch(null),
  order_configuration: orderConfiguration.nullish().catch(null),
});
export type CreateOrderAnswer = z.infer<typeof createOrderAnswer>;

export const editOrderAnswer = z.looseObject({ success: z.boolean() });

/** The results are read one by one, so that one odd result does not hide the others. */
export const cancelOrdersAnswer = z.object({ results: list });
export const cancelResult = z.looseObject({ success: z.boolean(), order_id: text });

/** Every WebSocket message but an error; `sequence_num` counts all of one connection. */
export const frame = z.object({
  channel: z.string(),
  timestamp: optionalTime,
  sequence_num: z.number().int().optional(),
  events: list,
});
export const errorFrame = z.object({ type: z.literal('error'), message: text });
export const subscriptionsEvent = z.object({ subscriptions: z.record(z.string(), z.unknown()) });

/** Orders are read one by one, so that one odd order does not hide the others. */
export const userEvent = z.object({ orders: list });
export const userOrder = z.object({
  order_id: z.string().min(1),
  client_order_id: text,
  product_id: z.string().min(1),
  product_type: text,
  order_side: side,
  status: text,
  cumulative_quantity: amountOrZero.refine(notNegative, 'expected no negative size'),
  avg_price: amountOrZero,
  filled_value: optionalAmount,
  total_fees: amountOrZero,
  creation_time: optionalTime,
  cancel_reason: text,
  reject_reason: text,
  reject_Reason: text,
  originating_order_id: text,
  attached_order_id: text,
});
export type UserOrder = z.infer<typeof userOrder>;

export const tickerEvent = z.object({ tickers: list });
export const tickerEntry = z.object({
  product_id: z.string().min(1),
  price: amount,
  best_bid: optionalAmount,
  best_ask: optionalAmount,
});
