import { dec, maxOf, ZERO } from '../../../money.ts';
import type { DecimalString, Fill, VenueOrder, VenueOrderStatus } from '../../venue.ts';
import { quoted } from '../wire/quoted.ts';
import type { UserOrder, WireFill, WireOrder } from '../wire/wire.ts';
import { toOrderTerms } from './orderConfiguration.ts';

/** Coinbase's word for an order's state in ours; undefined for one that says nothing. */
function toStatus(wire: string): VenueOrderStatus | undefined {
  switch (wire) {
    case 'PENDING':
    case 'QUEUED':
      return 'pending';
    case 'OPEN':
    case 'EDIT_QUEUED':
    // It rests and can still fill until the cancel has come through.
    case 'CANCEL_QUEUED':
      return 'open';
    case 'FILLED':
      return 'filled';
    case 'CANCELLED':
      return 'cancelled';
    case 'EXPIRED':
      return 'expired';
    case 'FAILED':
      return 'rejected';
    default:
      return undefined;
  }
}

/** An order as a list tells it. Its sums are Coinbase's own and may lag behind the fills. */
export function fromOrderList(wire: WireOrder, at: number): VenueOrder {
  const message = wire.reject_message || wire.cancel_message || wire.reject_reason;
  const terms = wire.order_configuration && toOrderTerms(wire.order_configuration);
  return {
    venueOrderId: wire.order_id,
    clientOrderId: wire.client_order_id,
    productId: wire.product_id,
    side: wire.side === 'BUY' ? 'buy' : 'sell',
    // It is there, and nothing more is known of it: the state that changes nothing.
    status: toStatus(wire.status) ?? 'pending',
    filledSize: wire.filled_size,
    filledValue:
      wire.filled_value !== '0'
        ? wire.filled_value
        : dec(wire.filled_size).mul(wire.average_filled_price).toFixed(),
    fees: wire.total_fees,
    exact: false,
    ...(terms ? { terms } : {}),
    ...meaningful(message),
    ...family(wire),
    ...(wire.created_time === undefined ? {} : { createdAt: wire.created_time }),
    at,
  };
}

/**
 * An order as the user channel tells it: cumulative, sent again after every reconnect, not always
 * in order. undefined when its state says nothing. `contractSize` is '1' for spot.
 */
export function fromUserChannel(
  wire: UserOrder,
  contractSize: DecimalString,
  at: number,
): VenueOrder | undefined {
  const status = toStatus(wire.status);
  if (!status) return undefined;
  const value = dec(wire.cumulative_quantity).mul(wire.avg_price).mul(contractSize).toFixed();
  return {
    venueOrderId: wire.order_id,
    clientOrderId: wire.client_order_id,
    productId: wire.product_id,
    side: wire.order_side === 'BUY' ? 'buy' : 'sell',
    status,
    filledSize: wire.cumulative_quantity,
    filledValue: wire.filled_value && wire.filled_value !== '0' ? wire.filled_value : value,
    fees: wire.total_fees,
    exact: false,
    ...meaningful(wire.reject_reason || wire.reject_Reason || wire.cancel_reason),
    ...family(wire),
    ...(wire.creation_time === undefined ? {} : { createdAt: wire.creation_time }),
    at,
  };
}

/** What it came with, or what came with it. */
function family({
  originating_order_id: parent,
  attached_order_id: attached,
}: Pick<WireOrder, 'originating_order_id' | 'attached_order_id'>) {
  return {
    ...(parent ? { parentVenueOrderId: parent } : {}),
    ...(attached ? { attachedVenueOrderId: attached } : {}),
  };
}

function meaningful(message: string): { message?: string } {
  if (!message || message === 'REJECT_REASON_UNSPECIFIED') return {};
  return { message: quoted(message) };
}

/**
 * The same order with the sums of its fills, which are the truth for price and fees. While the
 * list of fills still lags behind what the order itself says, the order's own sums stay.
 * `fillCount` is how many fills the order says to have.
 */
export function withFills(
  order: VenueOrder,
  fills: readonly Fill[],
  fillCount: number,
  contractSize: DecimalString,
): VenueOrder {
  const size = fills.reduce((sum, fill) => sum.add(fill.size), ZERO);
  const all = size.gte(order.filledSize) || (fillCount > 0 && fills.length >= fillCount);
  if (!all) return order;
  const value = fills.reduce((sum, fill) => sum.add(dec(fill.price).mul(fill.size)), ZERO);
  const fees = fills.reduce((sum, fill) => sum.add(fill.fee), ZERO);
  return {
    ...order,
    // Fills given in quote add up to a little less than the size that Coinbase counted.
    filledSize: maxOf(size, dec(order.filledSize)).toFixed(),
    filledValue: value.mul(contractSize).toFixed(),
    fees: fees.toFixed(),
    exact: true,
  };
}

/** The finest step that a size has at Coinbase; it undoes the division of a size given in quote. */
const FINEST_DECIMALS = 8;

export function toFill(wire: WireFill): Fill {
  const size = wire.size_in_quote
    ? dec(wire.size).div(wire.price).toDecimalPlaces(FINEST_DECIMALS).toFixed()
    : wire.size;
  return {
    tradeId: wire.trade_id || wire.entry_id,
    venueOrderId: wire.order_id,
    productId: wire.product_id,
    side: wire.side === 'BUY' ? 'buy' : 'sell',
    price: wire.price,
    size,
    fee: wire.commission,
    liquidity: liquidity(wire.liquidity_indicator),
    at: wire.trade_time,
  };
}

function liquidity(indicator: string): Fill['liquidity'] {
  if (indicator === 'MAKER') return 'maker';
  if (indicator === 'TAKER') return 'taker';
  return 'unknown';
}
