import type { Reading, Signal } from '../reading.ts';
import { firstValue, shift } from '../words/tokens/numbers.ts';
import type { Level } from './level.ts';

/** A satoshi is a hundred-millionth of a bitcoin. */
export const SATS_DECIMALS = 8;

type Levels = Pick<Signal, 'entry' | 'stop' | 'targets'>;

/** No price is less than one: all of them are satoshis. */
export function areAllSats(levels: readonly Level[]): boolean {
  const prices = levels.filter((l) => l.kind === 'price');
  return prices.length > 0 && prices.every((l) => firstValue(l.term) >= 1);
}

/** Levels in bitcoin, as they are written in satoshis. */
export function inSats(levels: Levels): Levels {
  return shifted(levels, SATS_DECIMALS);
}

/**
 * A reading as it is traded: a signal in satoshis ("48-51 sats") gets its prices in bitcoin, the
 * quote of its pair. Any other is returned as it is.
 */
export function inQuote(reading: Reading): Reading {
  if (reading.kind !== 'signal' || reading.unit !== 'sats') return reading;
  const { unit: _, ...signal } = reading;
  return { ...signal, ...shifted(reading, -SATS_DECIMALS) };
}

/** The same levels with the point of their prices so many places further right (left when negative). */
function shifted({ entry, stop, targets }: Levels, places: number): Levels {
  return {
    entry: { ...entry, prices: entry.prices.map((price) => shift(price, places)) },
    stop: stop && 'price' in stop ? { price: shift(stop.price, places) } : stop,
    targets: targets.map((t) => ('price' in t ? { price: shift(t.price, places) } : t)),
  };
}
