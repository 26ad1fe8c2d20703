import type { OrderRequest, OrderTerms } from '../../venue.ts';
import type { WireOrderConfiguration } from '../wire/wire.ts';

/** What Coinbase's create takes beside the ids; or why there is no such order there. */
export type OrderBody =
  | { order_configuration: object; attached_order_configuration?: object }
  | { unsupported: string };

/** Terms in Coinbase's words. Sizes of a sell are always in base: Coinbase takes nothing else. */
export function toOrderBody(request: OrderRequest): OrderBody {
  const configuration = toOrderConfiguration(request);
  if (typeof configuration === 'string') return { unsupported: configuration };
  const { attached } = request;
  if (!attached) return { order_configuration: configuration };
  return {
    order_configuration: configuration,
    // Without a size: it takes what its entry fills.
    attached_order_configuration: {
      trigger_bracket_gtc: { limit_price: attached.target, stop_trigger_price: attached.stop },
    },
  };
}

function toOrderConfiguration({ terms, side }: OrderRequest): object | string {
  switch (terms.type) {
    case 'market':
      if (!('quoteSize' in terms)) return { market_market_ioc: { base_size: terms.size } };
      if (side === 'sell') return 'Coinbase takes a market sell only with a size in base.';
      return { market_market_ioc: { quote_size: terms.quoteSize } };
    case 'limit': {
      const limit = { base_size: terms.size, limit_price: terms.price };
      if (terms.postOnly && (terms.timeInForce === 'ioc' || terms.timeInForce === 'fok')) {
        return 'An order that must fill at once can not be post-only.';
      }
      switch (terms.timeInForce) {
        case 'gtc':
          return { limit_limit_gtc: { ...limit, post_only: terms.postOnly ?? false } };
        case 'gtd':
          if (terms.expiresAt === undefined) return 'A limit order until a time needs that time.';
          return {
            limit_limit_gtd: {
              ...limit,
              end_time: new Date(terms.expiresAt).toISOString(),
              post_only: terms.postOnly ?? false,
            },
          };
        case 'ioc':
          return { sor_limit_ioc: limit };
        case 'fok':
          return { limit_limit_fok: limit };
      }
      break;
    }
    case 'stop_limit':
      return {
        stop_limit_stop_limit_gtc: {
          base_size: terms.size,
          limit_price: terms.price,
          stop_price: terms.stopPrice,
          stop_direction:
            terms.direction === 'up' ? 'STOP_DIRECTION_STOP_UP' : 'STOP_DIRECTION_STOP_DOWN',
        },
      };
    case 'bracket':
      return {
        trigger_bracket_gtc: {
          base_size: terms.size,
          limit_price: terms.target,
          stop_trigger_price: terms.stop,
        },
      };
  }
}

/** What Coinbase's edit takes: price and size both, always (a missing size is read as 0). */
export type EditBody = { price: string; size: string; stop_price?: string };

/** The new terms of a resting order; or why it can't be edited, only cancelled and placed again. */
export function toEditBody(terms: OrderTerms): EditBody | { unsupported: string } {
  switch (terms.type) {
    case 'limit':
      if (terms.timeInForce === 'gtc') return { price: terms.price, size: terms.size };
      break;
    case 'stop_limit':
      return { price: terms.price, size: terms.size, stop_price: terms.stopPrice };
    case 'bracket':
      return { price: terms.target, size: terms.size, stop_price: terms.stop };
    case 'market':
      break;
  }
  return {
    unsupported:
      'Coinbase changes only limit orders that rest until cancelled, stop-limits and brackets in place.',
  };
}

/** Terms out of Coinbase's words; undefined for a kind of order that this project does not place. */
export function toOrderTerms(wire: WireOrderConfiguration): OrderTerms | undefined {
  const market = wire.market_market_ioc ?? wire.market_market_fok;
  if (market?.quote_size) return { type: 'market', quoteSize: market.quote_size };
  if (market?.base_size) return { type: 'market', size: market.base_size };

  const stopLimit = wire.stop_limit_stop_limit_gtc ?? wire.stop_limit_stop_limit_gtd;
  if (stopLimit?.base_size) {
    return {
      type: 'stop_limit',
      size: stopLimit.base_size,
      price: stopLimit.limit_price,
      stopPrice: stopLimit.stop_price,
      direction: stopLimit.stop_direction === 'STOP_DIRECTION_STOP_UP' ? 'up' : 'down',
    };
  }

  const bracket = wire.trigger_bracket_gtc ?? wire.trigger_bracket_gtd;
  if (bracket?.base_size) {
    return {
      type: 'bracket',
      size: bracket.base_size,
      target: bracket.limit_price,
      stop: bracket.stop_trigger_price,
    };
  }

  if (wire.limit_limit_gtd?.base_size) {
    const { base_size, limit_price, post_only, end_time } = wire.limit_limit_gtd;
    return {
      type: 'limit',
      size: base_size,
      price: limit_price,
      timeInForce: 'gtd',
      postOnly: post_only,
      ...(end_time === undefined ? {} : { expiresAt: end_time }),
    };
  }
  const limits = [
    { limit: wire.limit_limit_gtc, timeInForce: 'gtc' },
    { limit: wire.sor_limit_ioc, timeInForce: 'ioc' },
    { limit: wire.limit_limit_fok, timeInForce: 'fok' },
  ] as const;
  for (const { limit, timeInForce } of limits) {
    if (!limit?.base_size) continue;
    return {
      type: 'limit',
      size: limit.base_size,
      price: limit.limit_price,
      timeInForce,
      ...(timeInForce === 'gtc' ? { postOnly: limit.post_only } : {}),
    };
  }
  return undefined;
}
