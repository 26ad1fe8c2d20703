import { type Decimal, dec } from '../money.ts';
import type { Signal } from '../signal/reading.ts';
import { type Denial, deny } from './denial.ts';
import type { MarketContext } from './event.ts';
import { onTick } from './restingOrders.ts';
import type { Settings } from './settings.ts';

/** At market, or the prices of limit orders on the product's ticks, best entry last. */
export type EntryPrices = {
  market: boolean;
  limits: readonly Decimal[];
  remarks: readonly string[];
};

/** Which entries a signal asks for. */
export function entryPrices(
  signal: Signal,
  market: MarketContext,
  settings: Settings,
): EntryPrices | { denied: Denial } {
  const { type, prices } = signal.entry;
  if (type === 'market') return { market: true, limits: [], remarks: [] };
  if (type === 'breakout') return deny('entry', 'breakout entries are not traded');
  const scaled = prices.map((price) => dec(price).div(market.priceScale));
  if (scaled.length === 0 || scaled.some((price) => !price.isPositive() || price.isZero())) {
    return deny('entry', 'it names no entry price');
  }
  const spread = type === 'zone' ? across(scaled, settings.zoneOrders) : scaled;
  // Rounded so that it is never paid more than was said.
  const round = signal.side === 'long' ? 'down' : 'up';
  const ticks = spread.map((price) => onTick(price, market.product, round));
  if (ticks.some((price) => price.isZero())) {
    return deny('entry', `its entry is below the smallest price step of ${market.product.id}`);
  }
  const distinct = ticks.filter((price, i) => ticks.findIndex((p) => p.eq(price)) === i);
  return { market: false, limits: distinct, remarks: [] };
}

/** So many prices evenly over a zone, both ends included; one alone goes to the middle. */
function across(ends: readonly Decimal[], count: number): readonly Decimal[] {
  const [first, second = first] = ends;
  if (first === undefined || second === undefined) return [];
  if (count === 1) return [first.add(second).div(2)];
  const step = second.sub(first).div(count - 1);
  return Array.from({ length: count }, (_, i) => first.add(step.mul(i)));
}
