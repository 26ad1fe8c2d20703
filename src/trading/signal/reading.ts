/**
 * What a message says. The words here are the ones the whole project uses: a *reading* is a
 * signal, an update to an earlier signal, something unclear, or nothing.
 *
 * Prices and percents are decimal strings in plain notation ("0.00012", "65000"), never floats.
 */

export type Side = 'long' | 'short';

/** Which part of the message a span points into. `index` counts embeds, fields and snapshots from 0. */
export type MessagePart =
  | { in: 'text' }
  | { in: 'embed'; index: number; at: 'author' | 'title' | 'description' | 'footer' | 'picture' }
  | { in: 'embed'; index: number; at: 'fieldName' | 'fieldValue'; field: number }
  | { in: 'forwarded'; index: number; of: MessagePart }
  | { in: 'repliedTo'; of: MessagePart };

/** Where something was read: `start` (inclusive) and `end` (exclusive) in UTF-16 code units of that part as received. */
export type Span = { part: MessagePart; start: number; end: number };

/** The fields of a reading that came from the text; each names the spans it was read from. */
export type Provenance = Readonly<Record<string, readonly Span[]>>;

export type SignalEntry = {
  /**
   * market: now; prices are what the author named, if anything. limit: one or more single prices,
   * each its own order. zone: exactly two ends of a range. breakout: only once the price has
   * passed the first price as `trigger` says.
   */
  type: 'market' | 'limit' | 'zone' | 'breakout';
  /** In the order written; a zone's ends as written. */
  prices: readonly string[];
  /** How much of it each of `prices` takes, in percent and in their order, as the author says; never on a zone. */
  weights?: readonly string[];
  /** limit: what is taken at once before those, in percent; with `weights` it makes the whole. */
  now?: string;
  /** Only on a breakout. `timeframe` as a candle length ("15m", "4h", "1d") when a close is asked for. */
  trigger?: { direction: 'above' | 'below'; on: 'touch' | 'close'; timeframe?: string };
};

export type Target = { price: string } | { percent: string };
/** `upTo`: the wider end when the author gives a range of percents ("5-10%"). */
export type StopLevel = { price: string } | { percent: string; upTo?: string };

/** A reading that opens. */
export type Signal = {
  kind: 'signal';
  /** The base asset, upper case, as the author names it ("BTC", "1000PEPE"). */
  symbol: string;
  /** The quote asset when it is named ("USDT"), upper case. */
  quote: string | null;
  side: Side;
  market: 'spot' | 'futures' | null;
  entry: SignalEntry;
  stop: StopLevel | null;
  /** In the order written. */
  targets: readonly Target[];
  /** How much each of `targets` closes, in percent and in their order, as the author says; all are prices. */
  targetWeights?: readonly string[];
  /** Its prices are in hundred-millionths of the quote, which is bitcoin; trading takes them `inQuote`. */
  unit?: 'sats';
  leverage: number | null;
  /** What the author says to risk or to allocate, in percent of the account, when it is said. */
  size?: { risk: string } | { allocation: string };
  /** What it is to cost, in quote, when somebody has typed that in by hand; no text is read as one. */
  amount?: string;
  /** What was taken from something other than its own label, said to the owner ("side: the stop is below the entry"). */
  inferred?: readonly string[];
  provenance: Provenance;
};

export type UpdateAction =
  | 'close'
  | 'close_part'
  | 'cancel_entry'
  | 'move_stop'
  | 'stop_to_entry'
  | 'target_hit'
  | 'stop_hit'
  | 'amend';

/** A reading about an earlier signal. */
export type Update = {
  kind: 'update';
  action: UpdateAction;
  /** null: not named; the caller finds the position by the reply, or asks. */
  symbol: string | null;
  side: Side | null;
  /** "close all longs": all of the provider's positions (of `side`, when given) are meant. */
  all?: boolean;
  /** move_stop: the new stop. close, close_part: the price named. */
  price?: string;
  /** close_part: how much of what is open, in percent. */
  percent?: string;
  /** move_stop: to the price of target n; target_hit: which (1 is the first); amend: only this one changes. */
  target?: number;
  /** amend: what replaces the earlier entries, targets or stop. */
  entries?: readonly string[];
  /** amend: entries that come in addition to the earlier ones. */
  addedEntries?: readonly string[];
  targets?: readonly Target[];
  stop?: StopLevel;
  provenance: Provenance;
};

/** Looks like a signal or an instruction and can't be trusted as one; `why` is a sentence for the owner. */
export type Unclear = {
  kind: 'unclear';
  why: string;
  /** What is missing or double, so that the owner can be asked for just that. */
  about?: 'symbol' | 'side' | 'entry' | 'stop' | 'targets' | 'action';
  /** What could be read all the same. */
  partial?: Partial<
    Pick<Signal, 'symbol' | 'quote' | 'side' | 'market' | 'entry' | 'stop' | 'targets' | 'leverage'>
  >;
  evidence?: EvidenceNames;
  provenance: Provenance;
};

/** Nothing to act on; `why` is a short reason ("a result", "no order in it"). */
export type None = { kind: 'none'; why: string; evidence?: EvidenceNames; provenance: Provenance };

/** The rules that spoke against a live signal or instruction, by name; the first decided. */
type EvidenceNames = readonly string[];

export type Reading = Signal | Update | Unclear | None;

/** A Discord embed, as far as people write signals into it. */
export type EmbedText = {
  author?: string;
  title?: string;
  description?: string;
  fields?: readonly { name: string; value: string }[];
  footer?: string;
  /** The words that stand in a picture, a row a line; one that is attached is an embed of its own, behind the others. */
  picture?: string;
};

/** What the reader is given of a message; any source's message can be brought to this form. */
export type MessageText = {
  text: string;
  embeds?: readonly EmbedText[];
  /** The snapshots of a forwarded message. */
  forwarded?: readonly { text: string; embeds?: readonly EmbedText[] }[];
  /** The message this one replies to. */
  repliedTo?: { text: string; embeds?: readonly EmbedText[] } | null;
  /** When it was posted, ISO 8601 in UTC. */
  postedAt?: string;
  /** How many pictures it shows; left out where there is none. What is read in them is in `embeds`. */
  pictures?: number;
  /** Those of them that may be fetched to be read, by their addresses at their host. */
  images?: readonly { url: string; bytes?: number }[];
};

/** What the owner tells the reader about one provider, kept as data in the watch's settings. */
export type ReadingHints = {
  /** The quote asset meant when none is named. */
  defaultQuote?: string;
  /** The symbol meant when none is named (a channel about one coin). */
  defaultSymbol?: string;
  /** Words of this provider's own: label → role ("Zielzone" → "target"). Roles as in the vocabulary. */
  labels?: Readonly<Record<string, string>>;
  /** This provider writes 65.4 for 65,400. */
  thousandsShorthand?: boolean;
  /** What a signal without a side word means, where the levels don't tell. */
  defaultSide?: Side;
};

/** What the caller knows beside the message. All of it is data; the reader asks nobody. */
export type ReadContext = {
  /** Base assets that can be traded, upper case. Without it any plausible ticker is taken. */
  symbols?: ReadonlySet<string>;
  /** Last price by base asset, decimal strings in US dollars; used to settle the scale of numbers. */
  prices?: Readonly<Record<string, string>>;
  hints?: ReadingHints;
};
