import { type Decimal, type DecimalInput, dec } from '../../money.ts';
import type { Side } from '../../signal/reading.ts';
import type { Denial } from '../model/denial.ts';
import type { MarketContext } from '../model/event.ts';
import { back, isBehind } from '../model/side.ts';

/**
 * The part of a position's margin that may be lost before the venue closes it. Venues ask for more
 * or less by product and hour, and an account may have more money behind a position: half is on the
 * safe side of both.
 */
const MAINTENANCE = '0.5';

/** About where a position of that leverage would be liquidated, if nothing but its own margin stood behind it. */
function estimatedLiquidation(side: Side, entry: Decimal, leverage: Decimal): Decimal {
  const move = entry.mul(MAINTENANCE).div(leverage);
  return back(entry, move, side);
}

/** Whether the price gets to the liquidation before it gets to the stop. */
export function isLiquidatedFirst(
  side: Side,
  liquidation: DecimalInput,
  stop: DecimalInput,
): boolean {
  return !isBehind(dec(liquidation), stop, side);
}

/** The stop of a future that the venue would have closed before. */
export function stopBeyondLiquidation(
  side: Side,
  entry: Decimal,
  stop: Decimal,
  leverage: Decimal,
  { product }: MarketContext,
): Denial | null {
  if (product.type !== 'future') return null;
  const liquidation = estimatedLiquidation(side, entry, leverage);
  if (!isLiquidatedFirst(side, liquidation, stop)) return null;
  return {
    rule: 'liquidation',
    why: `with leverage ${leverage.toFixed()} it would be liquidated near ${liquidation.toDecimalPlaces(2).toFixed()}, before the stop ${stop.toFixed()}`,
  };
}
