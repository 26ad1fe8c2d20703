import type { Candle } from '../../trading/venue/marketData.ts';
import type { DecimalString } from '../../trading/venue/venue.ts';

/** What the owner sees them in: as Discord's dark or light theme. */
export type Look = 'dark' | 'light';

/** Everything that is drawn, as plain data: it goes to another thread. */
export type Picture =
  | PositionPicture
  | EquityPicture
  | TradesPicture
  | CoursePicture
  | PartsPicture;

/** The words above every picture. */
export type Heading = {
  title: string;
  subtitle: string;
  /** What it came to ("+$12.30 (+0.42 R)"); null when there is nothing to say yet. */
  result: string | null;
  /** Whether `result` is a gain. */
  gain: boolean;
};

/** A price of a position that gets a line and a label. `done`: a target that was reached, an entry that filled. */
export type PriceLevel = {
  kind: 'entry' | 'target' | 'stop' | 'now';
  label: string;
  price: DecimalString;
  /** How far it is from the entry and what it brings there, where that is known: "+5.00 % +$1.87". */
  detail?: string;
  done: boolean;
};

/** `at` in UTC milliseconds. */
export type Mark = { at: number; price: DecimalString; side: 'buy' | 'sell' };

export type PositionPicture = {
  kind: 'position';
  look: Look;
  heading: Heading;
  /** Oldest first, at least one. */
  candles: readonly Candle[];
  levels: readonly PriceLevel[];
  marks: readonly Mark[];
  /** Since when it is at risk, UTC milliseconds; null before the first fill. */
  openedAt: number | null;
};

/** `points` oldest first, at least two; `at` in UTC milliseconds. */
export type EquityPicture = {
  kind: 'equity';
  look: Look;
  heading: Heading;
  quote: string;
  points: readonly { at: number; value: DecimalString }[];
};

/** Closed positions, oldest first, at least one. */
export type TradesPicture = {
  kind: 'trades';
  look: Look;
  heading: Heading;
  quote: string;
  trades: readonly { name: string; net: DecimalString }[];
};

/** What an account was worth and, below it, how far that was under its highest; `points` as of `EquityPicture`. */
export type CoursePicture = Omit<EquityPicture, 'kind'> & { kind: 'course' };

/** What trades came to by something, in panels of bars. */
export type PartsPicture = {
  kind: 'parts';
  look: Look;
  heading: Heading;
  quote: string;
  /** Up to four. */
  panels: readonly {
    title: string;
    bars: readonly { name: string; net: DecimalString; trades: number }[];
  }[];
};
