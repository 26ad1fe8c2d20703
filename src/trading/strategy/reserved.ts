import { type Decimal, dec, ZERO } from '../money.ts';
import type { MarketContext } from './event.ts';
import { leavesOf } from './order.ts';
import { activePositions } from './positions.ts';
import type { Order, Position, State } from './state.ts';
import { contractSize } from './sums.ts';

/**
 * The market with what the account really has free: the venue has not heard yet of entries that were
 * decided on a moment ago (an earlier signal of the same message), so its balance still counts them.
 */
export function withoutReserved(state: State, market: MarketContext): MarketContext {
  let reserved = ZERO;
  for (const position of activePositions(state)) {
    if (position.account !== market.account || position.product.quote !== market.product.quote)
      continue;
    for (const order of position.orders) {
      if (order.purpose === 'entry' && order.status === 'new')
        reserved = reserved.add(costOf(position, order));
    }
  }
  if (reserved.isZero()) return market;
  const free = dec(market.quoteAvailable).sub(reserved);
  return { ...market, quoteAvailable: (free.isNegative() ? ZERO : free).toFixed() };
}

/** What an entry takes of the free quote once the venue has it, fee and all. */
function costOf(position: Position, order: Order): Decimal {
  const { terms } = order;
  // A buy that names what it may spend pays its fee out of that.
  if ('quoteSize' in terms) return dec(terms.quoteSize);
  const price = 'price' in terms ? terms.price : position.plan.expectedEntry;
  const worth = leavesOf(order).mul(price).mul(contractSize(position));
  return worth.div(position.plan.leverage ?? '1').add(worth.mul(position.fees.taker));
}
