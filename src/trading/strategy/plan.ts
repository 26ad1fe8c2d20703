import { type Decimal, dec, floorTo, ZERO } from '../money.ts';
import type { Signal } from '../signal/reading.ts';
import { type Denial, deny } from './denial.ts';
import { entryPrices } from './entryPrices.ts';
import type { MarketContext } from './event.ts';
import { readLevels } from './levels.ts';
import { onTick } from './restingOrders.ts';
import type { Settings } from './settings.ts';
import type { Plan, PlannedEntry } from './state.ts';

/** Turns a signal into sizes and prices for a product under the owner's settings, or says why not. */
export function planSignal(
  signal: Signal,
  market: MarketContext,
  settings: Settings,
): { plan: Plan } | { denied: Denial } {
  const { product, fees } = market;
  const prices = entryPrices(signal, market, settings);
  if ('denied' in prices) return prices;
  const expected = prices.market ? currentPrice(signal, market) : average(prices.limits);
  const levels = readLevels(signal, market, settings, expected);
  if ('denied' in levels) return levels;

  const nearest = prices.market ? expected : nearestTo(levels.stop, prices.limits);
  const wrongSide = stopOnWrongSide(signal, market, levels.stop, nearest);
  if (wrongSide !== null) return { denied: wrongSide };

  const quote = dec(settings.quoteSize);
  const sized = prices.market
    ? atMarket(quote, expected, market)
    : atLimits(quote, prices.limits, market);
  if ('denied' in sized) return sized;

  const need = sized.cost.mul(dec(1).add(fees.taker));
  if (product.type === 'spot' && need.gt(market.quoteAvailable)) {
    return deny(
      'balance',
      `it costs ${money(need)} ${product.quote} with fees, and ${money(dec(market.quoteAvailable))} ${product.quote} is free`,
    );
  }

  const units = dec(product.contractSize ?? '1');
  const size = sized.size.mul(units);
  const atStop = size.mul(levels.stop);
  const risk = size.mul(expected).sub(atStop).abs().add(sized.cost.add(atStop).mul(fees.taker));
  return {
    plan: {
      entries: sized.entries,
      stop: levels.stop.toFixed(),
      targets: levels.targets,
      leverage: null,
      cost: sized.cost.toFixed(),
      risk: risk.toFixed(),
      expectedEntry: expected.toFixed(),
      remarks: [...prices.remarks, ...levels.remarks],
    },
  };
}

/** What an order at market would trade at now. */
export function currentPrice(signal: Pick<Signal, 'side'>, market: MarketContext): Decimal {
  return dec(signal.side === 'long' ? market.price.ask : market.price.bid);
}

/** An amount of quote as it is said in a sentence. */
export function money(value: Decimal): string {
  return value.toDecimalPlaces(2).toFixed();
}

type Sized = { entries: PlannedEntry[]; size: Decimal; cost: Decimal };

function atMarket(
  quote: Decimal,
  price: Decimal,
  market: MarketContext,
): Sized | { denied: Denial } {
  const { product } = market;
  const size = sizeFor(quote, price, market);
  const small = tooSmall(size, quote, market);
  if (small !== null) return { denied: small };
  // A spot buy names what it may spend, so that it never costs more than was set.
  if (product.type === 'spot') {
    const quoteSize = floorTo(quote, dec(product.quoteIncrement));
    const terms = { type: 'market' as const, quoteSize: quoteSize.toFixed() };
    return { entries: [{ leg: 1, terms }], size, cost: quoteSize };
  }
  const terms = { type: 'market' as const, size: size.toFixed() };
  return { entries: [{ leg: 1, terms }], size, cost: costOf(size, price, market) };
}

function atLimits(
  quote: Decimal,
  prices: readonly Decimal[],
  market: MarketContext,
): Sized | { denied: Denial } {
  const share = quote.div(prices.length);
  const entries: PlannedEntry[] = [];
  let total = ZERO;
  let cost = ZERO;
  for (const price of prices) {
    const size = sizeFor(share, price, market);
    const small = tooSmall(size, share, market);
    if (small !== null) return { denied: small };
    const terms = {
      type: 'limit' as const,
      size: size.toFixed(),
      price: price.toFixed(),
      timeInForce: 'gtc' as const,
    };
    entries.push({ leg: entries.length + 1, terms });
    total = total.add(size);
    cost = cost.add(costOf(size, price, market));
  }
  return { entries, size: total, cost };
}

/** How much of the product so much quote buys, rounded down to its increment. */
function sizeFor(quote: Decimal, price: Decimal, { product }: MarketContext): Decimal {
  const unit = price.mul(product.contractSize ?? '1');
  return floorTo(quote.div(unit), dec(product.baseIncrement));
}

function costOf(size: Decimal, price: Decimal, { product }: MarketContext): Decimal {
  return size.mul(price).mul(product.contractSize ?? '1');
}

function tooSmall(size: Decimal, quote: Decimal, { product }: MarketContext): Denial | null {
  if (size.isZero() || size.lt(product.minBaseSize)) {
    return {
      rule: 'minimum_size',
      why: `an order of ${money(quote)} ${product.quote} would be ${size.toFixed()} ${product.base}, and ${product.id} takes no less than ${product.minBaseSize}`,
    };
  }
  if (quote.lt(product.minQuoteSize)) {
    return {
      rule: 'minimum_size',
      why: `an order would be ${money(quote)} ${product.quote}, and ${product.id} takes no less than ${product.minQuoteSize}`,
    };
  }
  return null;
}

function average(prices: readonly Decimal[]): Decimal {
  return prices.reduce((sum, price) => sum.add(price), ZERO).div(prices.length);
}

function nearestTo(level: Decimal, prices: readonly Decimal[]): Decimal {
  return prices.reduce((best, price) =>
    price.sub(level).abs().lt(best.sub(level).abs()) ? price : best,
  );
}

function stopOnWrongSide(
  signal: Signal,
  market: MarketContext,
  stop: Decimal,
  nearest: Decimal,
): Denial | null {
  const long = signal.side === 'long';
  const side = long ? 'below' : 'above';
  if (long ? stop.gte(nearest) : stop.lte(nearest)) {
    return {
      rule: 'stop_side',
      why: `the stop ${stop.toFixed()} is not ${side} the entry ${onTick(nearest, market.product, 'down').toFixed()}`,
    };
  }
  const now = dec(market.price.last);
  if (long ? now.lte(stop) : now.gte(stop)) {
    return {
      rule: 'stop_passed',
      why: `the price ${now.toFixed()} has reached the stop ${stop.toFixed()} already`,
    };
  }
  return null;
}
