import type { Side, Span } from '../reading.ts';

/** What an update may take from outside its own words. */
export type UpdateContext = {
  /** The coin and side of the message that this one replies to, when that is a signal. */
  repliedTo: {
    symbol: string | null;
    side: Side | null;
    isSignal: boolean;
    /** Where it stands, when the message itself quotes it. */
    span?: Span;
  } | null;
  /** About where a coin's trade lies, if that is known; settles the scale of a price that stands alone. */
  priceOf: (symbol: string | null) => string | undefined;
};
