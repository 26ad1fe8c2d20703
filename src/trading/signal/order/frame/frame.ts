import type { Level } from '../../levels/level.ts';
import type { Side } from '../../reading.ts';
import type { Role } from '../../vocabulary/roles.ts';
import { isShortLine } from '../../words/layout/lines.ts';
import type { Term } from '../../words/terms/term.ts';
import { isSure, type Ticker } from '../../words/tickers/ticker.ts';

export type SideMention = { side: Side; term: Term; strength: 'word' | 'verb' };

/** A stretch of a message that may be one signal, with everything in it that a signal is made of. */
export type Frame = {
  terms: readonly Term[];
  sides: SideMention[];
  tickers: { term: Term; ticker: Ticker; labelled: boolean }[];
  entries: Level[];
  stops: Level[];
  targets: Level[];
  /** "Sell: 0.67": targets of a long, entries of a short. */
  sells: Level[];
  leverage: { value: string; term: Term }[];
  /** The stop and the target have no label: of three prices they are the two around the first. */
  isTriple: boolean;
  /** Entries that their share alone names: "0.58 - 30%", below the first. */
  legs: Term[];
  /** "Now 40%": what is to be taken at once, in percent, beside entries that wait. */
  shareNow: Term | null;
  /** A row of shares for the targets: "TP%: 40 | 40 | 20". */
  shares: readonly Term[];
  risk: { percent: string; term: Term } | null;
  /** Words for entering now, or for having entered. */
  market: Term[];
  limit: Term[];
  spot: Term | null;
  futures: Term | null;
  /** Candle words and timeframes beside the entry. */
  entryCandle: { timeframe: string | null; term: Term } | null;
  /** Targets marked as reached. */
  reached: Term[];
  /** Labels seen, whether or not a number followed. */
  labels: { role: Role; term: Term }[];
  sats: boolean;
  /** Numbers like prices that stand under no label the reader knows. */
  strays: Term[];
  /** Numbers like prices in brackets or behind the end of a list, that are taken for no level. */
  leftOut: Term[];
  /** "Current price: …": the entry's price when nothing else is. */
  priceNow: Level | null;
  /** What says, of all orders of the message, that they are on already or not meant. */
  heading?: Term;
};

/** Of one kind; a message with more is no signal, and must not cost time. */
export const MOST_OF_A_KIND = 40;

/** Adds to a list that stays short whatever the message holds. */
export function note<T>(list: T[], one: T): void {
  if (list.length < MOST_OF_A_KIND) list.push(one);
}

export function emptyFrame(terms: readonly Term[]): Frame {
  return {
    terms,
    sides: [],
    tickers: [],
    entries: [],
    stops: [],
    targets: [],
    sells: [],
    leverage: [],
    isTriple: false,
    legs: [],
    shareNow: null,
    shares: [],
    risk: null,
    market: [],
    limit: [],
    spot: null,
    futures: null,
    entryCandle: null,
    reached: [],
    labels: [],
    sats: false,
    strays: [],
    leftOut: [],
    priceNow: null,
  };
}

/** A line that orders: with a side, the coin or an entry's label in it, or hardly anything. */
export function isOrderLine(frame: Frame, line: number): boolean {
  return (
    isShortLine(frame.terms, line) ||
    frame.sides.some((s) => s.term.line === line) ||
    frame.tickers.some((t) => t.term.line === line && isSure(t.ticker)) ||
    frame.labels.some((l) => l.role === 'entry' && l.term.line === line)
  );
}
