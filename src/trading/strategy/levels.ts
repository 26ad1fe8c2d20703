import { type Decimal, dec } from '../money.ts';
import type { Side, Signal } from '../signal/reading.ts';
import { type Denial, deny } from './denial.ts';
import type { MarketContext } from './event.ts';
import { onTick } from './restingOrders.ts';
import type { Settings } from './settings.ts';
import type { PlannedTarget } from './state.ts';

export type Levels = { stop: Decimal; targets: PlannedTarget[]; remarks: string[] };

/** The stop and the targets of a signal as prices of the product. */
export function readLevels(
  signal: Signal,
  market: MarketContext,
  settings: Settings,
  entry: Decimal,
): Levels | { denied: Denial } {
  const remarks: string[] = [];
  let stop: Decimal;
  if (signal.stop !== null) {
    stop = stopPrice(signal.stop, signal.side, entry, market);
  } else if (settings.missingStop === 'default') {
    stop = stopPrice({ percent: settings.defaultStopPercent }, signal.side, entry, market);
    remarks.push(
      `it names no stop: ${settings.defaultStopPercent} % from the entry, ${stop.toFixed()}`,
    );
  } else {
    return deny('missing_stop', 'it names no stop');
  }
  if (!stop.isPositive() || stop.isZero()) {
    return deny('stop_side', 'its stop is not a price above zero');
  }

  const all = signal.targets.map((target) => targetPrice(target, signal.side, entry, market));
  const ahead = all.filter((price) => isAhead(price, entry, signal.side));
  if (all.length > 0 && ahead.length === 0) {
    return deny('targets_passed', `every target is behind the entry ${entry.toFixed()} already`);
  }
  for (const price of all) {
    if (!ahead.includes(price))
      remarks.push(`target ${price.toFixed()} is behind the entry and left out`);
  }
  return { stop, targets: evenly(ahead), remarks };
}

/** A stop as a price on the tick, on the side of losing less. */
export function stopPrice(
  level: { price: string } | { percent: string },
  side: Side,
  entry: Decimal,
  market: Pick<MarketContext, 'product' | 'priceScale'>,
): Decimal {
  const price =
    'price' in level
      ? dec(level.price).div(market.priceScale)
      : away(entry, dec(level.percent), side === 'long' ? -1 : 1);
  return onTick(price, market.product, side === 'long' ? 'up' : 'down');
}

/** A target as a price on the tick, on the side of being reached sooner. */
export function targetPrice(
  target: { price: string } | { percent: string },
  side: Side,
  entry: Decimal,
  market: Pick<MarketContext, 'product' | 'priceScale'>,
): Decimal {
  const price =
    'price' in target
      ? dec(target.price).div(market.priceScale)
      : away(entry, dec(target.percent), side === 'long' ? 1 : -1);
  return onTick(price, market.product, side === 'long' ? 'down' : 'up');
}

/** Weights that are all the same, nearest first; they need not divide evenly, the last takes the rest. */
export function evenly(prices: readonly Decimal[]): PlannedTarget[] {
  const weight = dec(1).div(Math.max(prices.length, 1)).toFixed(18);
  return prices.map((price, i) => ({ leg: i + 1, price: price.toFixed(), weight }));
}

function away(entry: Decimal, percent: Decimal, direction: 1 | -1): Decimal {
  return entry.mul(dec(100).add(percent.mul(direction))).div(100);
}

function isAhead(price: Decimal, entry: Decimal, side: Side): boolean {
  return side === 'long' ? price.gt(entry) : price.lt(entry);
}
