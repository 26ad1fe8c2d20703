import type { Decimal } from '../../../src/trading/money.ts';

/** Times as Coinbase writes them; a missing one is the year one, in the socket's messages. */
export const isoTime = (at: number) => new Date(at).toISOString();

export const writeAmount = (value: Decimal, currency: string) => ({
  value: value.toFixed(),
  currency,
});
