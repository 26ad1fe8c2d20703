import type { Reading } from '../signal/reading.ts';
import type { SymbolRequest } from '../venue/symbol.ts';

/** What a reading with prices in it is about, which settles the scale of its numbers; null when it names no coin or no price. */
export function subjectOf(reading: Reading): SymbolRequest | null {
  if (reading.kind === 'update') {
    const { symbol, side, price, entries, addedEntries, targets, stop } = reading;
    const priced = price ?? entries ?? addedEntries ?? targets ?? stop;
    return symbol !== null && priced !== undefined
      ? { symbol, quote: null, market: null, side: side ?? 'long' }
      : null;
  }
  const signal = reading.kind === 'unclear' ? reading.partial : reading;
  if (!signal || !('symbol' in signal) || !signal.symbol) return null;
  const { symbol, quote = null, market = null, side = 'long' } = signal;
  return { symbol, quote, market, side };
}
