import { type Decimal, type DecimalInput, percentOf } from '../../money.ts';
import type { Side } from '../../signal/reading.ts';
import type { Product } from '../../venue/venue.ts';
import { onTick } from './product.ts';

/** Where the price goes when a position wins: *ahead* is above for a long and below for a short. */
export function ahead(side: Side): 'above' | 'below' {
  return side === 'long' ? 'above' : 'below';
}

/** Where it goes when the position loses. */
export function behind(side: Side): 'above' | 'below' {
  return side === 'long' ? 'below' : 'above';
}

/** Whether a price is truly ahead of another. */
export function isAhead(price: Decimal, of: DecimalInput, side: Side): boolean {
  return side === 'long' ? price.gt(of) : price.lt(of);
}

/** Whether a price is truly behind another. */
export function isBehind(price: Decimal, of: DecimalInput, side: Side): boolean {
  return side === 'long' ? price.lt(of) : price.gt(of);
}

/** By how much a price is ahead of another; negative where it is behind. */
export function lead(price: Decimal, of: DecimalInput, side: Side): Decimal {
  const up = price.sub(of);
  return side === 'long' ? up : up.neg();
}

/** The price so much further ahead. */
export function further(price: Decimal, by: DecimalInput, side: Side): Decimal {
  return side === 'long' ? price.add(by) : price.sub(by);
}

/** The price so much further back. */
export function back(price: Decimal, by: DecimalInput, side: Side): Decimal {
  return side === 'long' ? price.sub(by) : price.add(by);
}

/** The price so many percent of it further ahead, or back. */
export function percentAhead(price: Decimal, percent: DecimalInput, side: Side): Decimal {
  return further(price, percentOf(price, percent), side);
}

export function percentBack(price: Decimal, percent: DecimalInput, side: Side): Decimal {
  return back(price, percentOf(price, percent), side);
}

/** +1 where a rising price wins, -1 where it loses. */
export function direction(side: Side): 1 | -1 {
  return side === 'long' ? 1 : -1;
}

/** A price on the tick, rounded back: an entry gets no dearer by it, and a target is reached no later. */
export function tickBack(price: Decimal, product: Product, side: Side): Decimal {
  return onTick(price, product, side === 'long' ? 'down' : 'up');
}

/** A price on the tick, rounded ahead: a stop loses no more by it. */
export function tickAhead(price: Decimal, product: Product, side: Side): Decimal {
  return onTick(price, product, side === 'long' ? 'up' : 'down');
}

export function opposite(side: Side): Side {
  return side === 'long' ? 'short' : 'long';
}
