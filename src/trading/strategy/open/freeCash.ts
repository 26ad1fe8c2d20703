import { dec, ZERO } from '../../money.ts';
import { ofQuote } from '../book/totals.ts';
import type { MarketContext } from '../model/event.ts';
import type { State } from '../model/state.ts';

/**
 * The market with what the account really has free: the venue has not heard yet of entries that were
 * decided on a moment ago (an earlier signal of the same message), so its balance still counts them.
 */
export function withoutReserved({ totals }: State, market: MarketContext): MarketContext {
  const reserved = totals.reserved.get(ofQuote(market.account, market.product.quote)) ?? ZERO;
  if (reserved.isZero()) return market;
  const free = dec(market.quoteAvailable).sub(reserved);
  return { ...market, quoteAvailable: (free.isNegative() ? ZERO : free).toFixed() };
}
