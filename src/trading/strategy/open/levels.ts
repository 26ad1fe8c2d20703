import { type Decimal, dec } from '../../money.ts';
import type { Side, Signal, StopLevel, Target } from '../../signal/reading.ts';
import { type Denial, deny } from '../model/denial.ts';
import type { MarketContext } from '../model/event.ts';
import { isAhead, lead, percentAhead, percentBack, tickAhead, tickBack } from '../model/side.ts';
import type { PlannedTarget } from '../model/state.ts';
import type { Settings } from '../settings/settings.ts';
import { sharesOf, type WeightRule } from './weights.ts';

/** The stop of a signal as a price of the product. */
export function readStop(
  signal: Signal,
  market: MarketContext,
  settings: Settings,
  entries: { average: Decimal; first: Decimal },
): { stop: Decimal; remarks: readonly string[] } | { denied: Denial } {
  const from = settings.stopFrom === 'average' ? entries.average : entries.first;
  const remarks: string[] = [];
  let stop: Decimal;
  if (signal.stop !== null) {
    stop = stopPrice(signal.stop, signal.side, from, market);
  } else if (settings.missingStop === 'default') {
    stop = stopPrice({ percent: settings.defaultStopPercent }, signal.side, from, market);
    remarks.push(
      `it names no stop: ${settings.defaultStopPercent} % from the entry, ${stop.toFixed()}`,
    );
  } else {
    return deny('missing_stop', 'it names no stop');
  }
  if (!stop.isPositive() || stop.isZero()) {
    return deny('stop_side', 'its stop is not a price above zero');
  }
  return { stop, remarks };
}

/** The targets of a signal as prices of the product with their weights; those behind the entry are left out. */
export function readTargets(
  signal: Signal,
  market: MarketContext,
  settings: Settings,
  entry: Decimal,
): { targets: readonly PlannedTarget[]; remarks: readonly string[] } | { denied: Denial } {
  const all = signal.targets.map((target) => targetPrice(target, signal.side, entry, market));
  const ahead = all.filter((price) => isAhead(price, entry, signal.side));
  if (all.length > 0 && ahead.length === 0) {
    return deny('targets_passed', `every target is behind the entry ${entry.toFixed()} already`);
  }
  const remarks = all
    .filter((price) => !ahead.includes(price))
    .map((price) => `target ${price.toFixed()} is behind the entry and left out`);
  const weights = settings.targetWeights === 'even' ? signal.targetWeights : undefined;
  const told = weights?.length === all.length && ahead.length === all.length ? weights : undefined;
  return { targets: planTargets(ahead, signal.side, settings, told), remarks };
}

/** Targets with weights as the settings say, or as `told` (in percent, in the order of `prices`), nearest first. */
export function planTargets(
  prices: readonly Decimal[],
  side: Side,
  settings: Settings,
  told?: readonly string[],
): readonly PlannedTarget[] {
  const distinct = prices.filter((price, i) => prices.findIndex((p) => p.eq(price)) === i);
  const sorted = distinct.sort((a, b) => lead(a, b, side).cmp(0));
  const used = settings.targetCount > 0 ? sorted.slice(0, settings.targetCount) : sorted;
  const own =
    told && used.length === prices.length ? used.map((p) => told[prices.indexOf(p)] ?? '0') : null;
  const shares = sharesOf(used.length, own ? { custom: own } : weightRule(settings));
  const weighted = used.flatMap((price, i) => {
    const weight = shares[i] ?? dec(0);
    return weight.isZero() ? [] : [{ price, weight }];
  });
  return weighted.map(({ price, weight }, i) => ({
    leg: i + 1,
    price: price.toFixed(),
    weight: writtenWeight(weight),
    trailing:
      settings.trailingTargets === 'all' ||
      (settings.trailingTargets === 'last' && i === weighted.length - 1),
  }));
}

const written = new WeakMap<Decimal, string>();

/** A weight as it is kept, on 18 decimals; the shares of so many targets are the same objects each time. */
function writtenWeight(weight: Decimal): string {
  let text = written.get(weight);
  if (text === undefined) {
    text = weight.toFixed(18);
    written.set(weight, text);
  }
  return text;
}

/** A stop as a price on the tick, on the side of losing less. */
export function stopPrice(
  level: StopLevel,
  side: Side,
  entry: Decimal,
  market: Pick<MarketContext, 'product' | 'priceScale'>,
): Decimal {
  const price =
    'price' in level ? productPrice(level.price, market) : percentBack(entry, level.percent, side);
  return tickAhead(price, market.product, side);
}

/** A target as a price on the tick, on the side of being reached sooner. */
export function targetPrice(
  target: Target,
  side: Side,
  entry: Decimal,
  market: Pick<MarketContext, 'product' | 'priceScale'>,
): Decimal {
  const price =
    'price' in target
      ? productPrice(target.price, market)
      : percentAhead(entry, target.percent, side);
  return tickBack(price, market.product, side);
}

/** A price as a signal writes it, as the product's. */
export function productPrice(
  written: string,
  { priceScale }: Pick<MarketContext, 'priceScale'>,
): Decimal {
  return priceScale === '1' ? dec(written) : dec(written).div(dec(priceScale));
}

function weightRule(settings: Settings): WeightRule {
  switch (settings.targetWeights) {
    case 'even':
      return 'even';
    case 'descending':
      return 'falling';
    case 'ascending':
      return 'rising';
    case 'custom':
      return { custom: settings.customTargetWeights };
  }
}
