import { type Decimal, dec, ZERO } from '../../money.ts';
import type { Signal } from '../../signal/reading.ts';
import type { Denial } from '../model/denial.ts';
import type { MarketContext } from '../model/event.ts';
import { money } from '../model/sentence.ts';
import { behind, isAhead, isBehind, lead } from '../model/side.ts';
import type { PlannedTarget } from '../model/state.ts';
import type { Settings } from '../settings/settings.ts';
import type { Entry } from './entryPrices.ts';
import type { Sized } from './plan.ts';

/* Why a plan is not one, rule by rule; null when the rule has nothing against it. */

export function tooSmall(
  size: Decimal,
  quote: Decimal,
  { product }: Pick<MarketContext, 'product'>,
): Denial | null {
  const unit = product.type === 'future' ? 'contracts' : product.base;
  if (size.isZero() || size.lt(dec(product.minBaseSize))) {
    return {
      rule: 'minimum_size',
      why: `an order of ${money(quote)} ${product.quote} would be ${size.toFixed()} ${unit}, and ${product.id} takes no less than ${product.minBaseSize}`,
    };
  }
  if (quote.lt(dec(product.minQuoteSize))) {
    return {
      rule: 'minimum_size',
      why: `an order would be ${money(quote)} ${product.quote}, and ${product.id} takes no less than ${product.minQuoteSize}`,
    };
  }
  return null;
}

/** Why the free balance does not suffice, fees included; null when it does. */
export function tooLittleMoney(
  { cost, entries }: Sized,
  leverage: Decimal,
  market: MarketContext,
): Denial | null {
  // What names the quote it may spend pays its fee out of that.
  const spent = entries.reduce(
    (sum, { terms }) => ('quoteSize' in terms ? sum.add(terms.quoteSize) : sum),
    ZERO,
  );
  const own = leverage.eq(1) ? cost : cost.div(leverage);
  const paysFee = spent.isZero() ? cost : cost.sub(spent);
  const need = own.add(paysFee.mul(dec(market.fees.taker)));
  if (need.lte(dec(market.quoteAvailable))) return null;
  const { quote } = market.product;
  return {
    rule: 'balance',
    why: `it costs ${money(need)} ${quote} with fees, and ${money(dec(market.quoteAvailable))} ${quote} is free`,
  };
}

export function ranAway(
  signal: Signal,
  market: MarketContext,
  { runAwayPercent }: Settings,
  named: Decimal | null,
): Denial | null {
  if (named === null || dec(runAwayPercent).isZero()) return null;
  const now = dec(market.price.last);
  const run = lead(now, named, signal.side).div(named).mul(100);
  if (run.lte(runAwayPercent)) return null;
  return {
    rule: 'ran_away',
    why: `the price ${now.toFixed()} has run ${money(run)} % from the entry ${named.toFixed()}, and ${runAwayPercent} % is allowed`,
  };
}

export function stopOnWrongSide(
  signal: Signal,
  market: MarketContext,
  stop: Decimal,
  entries: readonly Entry[],
): Denial | null {
  const { side } = signal;
  const beyond = entries.find(({ price }) => !isBehind(stop, price, side));
  if (beyond !== undefined) {
    return {
      rule: 'stop_side',
      why: `the stop ${stop.toFixed()} is not ${behind(side)} the entry ${beyond.price.toFixed()}`,
    };
  }
  // A breakout may start from beyond its stop.
  if (entries.every(({ when }) => when !== null && when.turnPercent === null)) return null;
  const now = dec(market.price.last);
  if (isAhead(now, stop, side)) return null;
  return {
    rule: 'stop_passed',
    why: `the price ${now.toFixed()} has reached the stop ${stop.toFixed()} already`,
  };
}

/** A limit entry would now be a late one: the price has been to the first target already. */
export function targetTouched(
  signal: Signal,
  market: MarketContext,
  { cancelBeforeEntry }: Settings,
  entries: readonly Entry[],
  targets: readonly PlannedTarget[],
): Denial | null {
  if (cancelBeforeEntry !== 'target' && cancelBeforeEntry !== 'both') return null;
  const [first] = targets;
  if (first === undefined || entries.some(({ market, when }) => market && when === null))
    return null;
  const now = dec(market.price.last);
  if (isBehind(now, first.price, signal.side)) return null;
  return {
    rule: 'target_touched',
    why: `the price ${now.toFixed()} is at the first target ${first.price} before any entry`,
  };
}

export function rewardTooSmall(
  { leastRewardToRisk }: Settings,
  entry: Decimal,
  stop: Decimal,
  targets: readonly PlannedTarget[],
): Denial | null {
  if (dec(leastRewardToRisk).isZero()) return null;
  if (targets.length === 0) {
    return { rule: 'reward_to_risk', why: 'it names no target to weigh against its stop' };
  }
  const reward = targets.reduce(
    (sum, { price, weight }) => sum.add(dec(price).sub(entry).abs().mul(weight)),
    ZERO,
  );
  const ratio = reward.div(entry.sub(stop).abs());
  if (ratio.gte(leastRewardToRisk)) return null;
  return {
    rule: 'reward_to_risk',
    why: `it may win ${money(ratio)} times what it risks, and ${leastRewardToRisk} is the least`,
  };
}
