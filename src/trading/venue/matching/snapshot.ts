import { Decimal, dec } from '../../money.ts';
import type { ExchangeState } from './core.ts';

/**
 * The state of an exchange as JSON text and back. Exact numbers are written as {"$dec": "1.5"},
 * maps as {"$map": [[key, value], …]}.
 */
export function writeState(state: ExchangeState): string {
  return JSON.stringify(state, function (this: unknown, key: string, value: unknown) {
    // JSON.stringify has called Decimal's own toJSON on `value` by now; the holder has the Decimal.
    const raw = (this as Record<string, unknown>)[key];
    if (Decimal.isDecimal(raw)) return { $dec: (raw as Decimal).toFixed() };
    if (raw instanceof Map) return { $map: [...raw] };
    return value;
  });
}

/** Reads what `writeState` wrote. Throws SyntaxError on anything that is not JSON. */
export function readState(text: string): ExchangeState {
  return JSON.parse(text, (_key, value) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$dec' in value) return dec(value.$dec);
    if ('$map' in value) return new Map(value.$map);
    return value;
  }) as ExchangeState;
}
