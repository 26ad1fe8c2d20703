import type { MessageText, Signal, Update } from '../../signal/reading.ts';
import type { Price } from '../../venue/marketData.ts';
import type {
  Capabilities,
  DecimalString,
  FeeTier,
  OrderTerms,
  Product,
  RejectReason,
  VenueOrder,
} from '../../venue/venue.ts';
import type { Settings } from '../settings/settings.ts';
import type { Denied } from './denial.ts';

/**
 * Everything the core is told. One union for sandbox, paper, live and history: the modes differ
 * only in who writes the events. Each carries all that its decision needs, so that the journal of
 * events alone gives the same state again. `at` is UTC milliseconds.
 */
export type Event =
  | SignalEvent
  | UpdateEvent
  | MessageDeletedEvent
  | OrderEvent
  | PriceEvent
  | TimeEvent
  | AccountEvent
  | CapabilitiesEvent
  | PositionDifferenceEvent
  | OrdersAheadEvent
  | UnwatchedEvent
  | ProductEvent
  | OwnerEvent;

/** Money of different kinds never mixes: a position belongs to one account for all its life. */
export type Account = 'sandbox' | 'paper' | 'live';

/** Where a reading comes from. Ids are Discord's, or the owner's own for what was entered by hand. */
export type Source = {
  watchId: string;
  channelId: string;
  /** Who posts: an author's or a webhook's id, or a followed channel's origin. */
  providerId: string;
  /** A name fit to be shown; provider text, so it is escaped where it is shown. */
  providerName: string;
  messageId: string;
  /** Place of the reading in its message, from 0. */
  readingIndex: number;
  /** 0 for a message as posted, else which edit. */
  revision: number;
  repliedToMessageId: string | null;
  postedAt: number;
};

/** What the venue and the market say at the moment of deciding. */
export type MarketContext = {
  account: Account;
  product: Product;
  /** The venue's price is the signal's price divided by this (1000 for 1000PEPE → PEPE). */
  priceScale: DecimalString;
  price: Price;
  capabilities: Capabilities;
  fees: FeeTier;
  /** Free quote and base of that product, and the account's whole worth in the product's quote. */
  quoteAvailable: DecimalString;
  baseAvailable: DecimalString;
  equity: DecimalString;
};

/** How a message is written, where that decides whether its owner is asked first. */
export type WrittenAs = {
  standing: FormatStanding;
  /** The message itself, to be shown with what was read of it marked. */
  body: MessageText;
  /** A second reader has read it, as the first could not: why it could not. */
  secondReader?: { doubt: string };
  /** It stands in a picture. */
  picture?: SeenPicture;
};

/** How what stands in pictures was read. `same`: two engines that share nothing have read the same. */
export type SeenPicture = {
  same: boolean;
  /** Where they differ, or what else speaks against it, a line each. */
  differences: readonly string[];
  /** Pictures that can't be read, and why, a line each. */
  unread: readonly string[];
};

/**
 * How the way a message is written stands with what its owner has said of it: confirmed, corrected,
 * known and read otherwise than before, or never confirmed.
 */
export type FormatStanding = 'known' | 'taught' | 'changed' | 'new';

/**
 * What a provider's trades have come to before, where they are known: how many have ended, and their
 * mean net in multiples of what was risked (R).
 */
export type ProviderRecord = {
  readonly [Where in 'history' | 'paper' | 'live']?: { trades: number; r: DecimalString };
};

/** A signal was read (or, with `revision` > 0, an earlier one was edited and now says this). */
export type SignalEvent = {
  type: 'signal';
  at: number;
  source: Source;
  signal: Signal;
  settings: Settings;
  /** The owner has said yes to just this one; in_time: as long as it is not too old. */
  confirmed?: true | 'in_time';
  written?: WrittenAs;
  /** Its provider's, where the settings size by it. */
  record?: ProviderRecord;
  /** It is judged and kept, and opens nothing: why. */
  noteOnly?: 'paused' | 'watch_only';
  /** `denied`: no product for the symbol, or nothing is known of its market. */
  market: MarketContext | Denied;
};

export type UpdateEvent = {
  type: 'update';
  at: number;
  source: Source;
  update: Update;
  settings: Settings;
  /** The owner has said yes to just this one. */
  confirmed?: true;
  written?: WrittenAs;
  /** Last price by product id, as far as known, where the update depends on it. */
  prices?: Readonly<Record<string, DecimalString>>;
  /** The owner has said that this position is meant, whatever was made of the update before. */
  chosen?: string;
};

export type MessageDeletedEvent = { type: 'message_deleted'; at: number; messageId: string };

/** What became of an order, from whatever path it was learned. */
export type OrderEvent = { type: 'order'; at: number; orderId: string; report: OrderReport };

export type OrderReport =
  /** The venue took it. */
  | {
      kind: 'accepted';
      venueOrderId: string;
      /** Of the bracket that came with it, where the venue has named it. */
      attachedVenueOrderId?: string;
    }
  /** The venue's proven no. */
  | { kind: 'rejected'; reason: RejectReason; message: string }
  /** No answer that could be understood; a later report says what is true. */
  | { kind: 'unknown'; message: string }
  /** Proven never to have reached the venue. */
  | { kind: 'never_arrived'; message: string }
  | { kind: 'replaced'; terms: OrderTerms }
  | { kind: 'replace_rejected'; reason: RejectReason; message: string }
  | { kind: 'replace_unknown'; message: string }
  | { kind: 'cancel_rejected'; message: string }
  | { kind: 'cancel_unknown'; message: string }
  /** It was not cancelled after all: what it was to make way for can't be done now. */
  | { kind: 'kept' }
  /** The venue has it with other terms than were asked for: they were changed by hand. */
  | { kind: 'moved'; terms: OrderTerms }
  /** The venue's own word on the order: cumulative, replayable, in any order. */
  | { kind: 'venue'; order: VenueOrder };

/** The price has crossed a level that these positions wait for. */
export type PriceEvent = {
  type: 'price';
  at: number;
  price: Price;
  positionIds: readonly string[];
};

/** Time has passed; whatever was due by `at` happens. */
export type TimeEvent = { type: 'time'; at: number };

/**
 * The worth of an account, in US dollars; the protections measure losses with it. `settings` are
 * the defaults within the owner's limits: their loss limits halt trading by themselves.
 */
export type AccountEvent = {
  type: 'account';
  at: number;
  account: Account;
  equity: DecimalString;
  settings?: Settings;
};

/** The venue's answers have taught what a product takes. */
export type CapabilitiesEvent = {
  type: 'capabilities';
  at: number;
  account: Account;
  productId: string;
  capabilities: Capabilities;
};

/**
 * Reconcile found that the venue holds less (or more) of a position than our orders tell: the
 * owner acted by hand. `size` is what is really open now.
 */
export type PositionDifferenceEvent = {
  type: 'position_difference';
  at: number;
  positionId: string;
  size: DecimalString;
  price: DecimalString;
  message: string;
  /** Time of the last trade by hand that this counts, UTC milliseconds; none where no trade is known. */
  countedTo?: number;
};

/** What an account's venue says of a product now: whether it can be traded, its steps and sizes. */
export type ProductEvent = { type: 'product'; at: number; account: Account; product: Product };

/**
 * The venue has orders under our mark with numbers that this state may not have made yet, as it shows them. `line` says
 * what each is, for the owner.
 */
export type OrdersAheadEvent = {
  type: 'orders_ahead';
  at: number;
  account: Account;
  orders: readonly { orderId: string; line: string; seen?: VenueOrder }[];
};

/**
 * The database has been away for longer than the owner lets a position be without a stop at the venue:
 * what can't rest there is closed, where the settings do not hold it.
 */
export type UnwatchedEvent = { type: 'unwatched'; at: number; positionIds: readonly string[] };

/** What the owner (or who the owner lets) does by command. `by` is a Discord user id. */
export type OwnerEvent = {
  type: 'owner';
  at: number;
  by: string;
  act: OwnerAct;
  /** The question that this answers, where there was one: it is done once, however often it is said. */
  question?: string;
};

/** What the owner's move of a level is weighed with. */
export type Weighed = {
  /** The last price of its product, when it is known. */
  last?: DecimalString;
  /** In force for its watch now; the position's own where left out. */
  settings?: Settings;
  /** What the account is worth now, in the product's quote, when it is known. */
  equity?: DecimalString;
  /** The owner was told that it closes something, and wants that. */
  sure?: true;
};

export type OwnerAct =
  | { act: 'close'; positionId: string; percent: DecimalString }
  | { act: 'cancel_entries'; positionId: string }
  /** One entry order alone; one that protects is never cancelled by itself. */
  | { act: 'cancel_order'; positionId: string; orderId: string }
  | ({ act: 'move_stop'; positionId: string; to: { price: DecimalString } } & Weighed)
  | ({ act: 'stop_to_entry'; positionId: string } & Weighed)
  | ({
      act: 'move_target';
      positionId: string;
      target: number;
      price: DecimalString;
    } & Weighed)
  /**
   * One more entry: `quoteSize` is what it may cost, before leverage; `price` null: at market.
   * `settings` are those in force for its watch now.
   */
  | {
      act: 'add';
      positionId: string;
      quoteSize: DecimalString;
      price: DecimalString | null;
      market: MarketContext | Denied;
      settings: Settings;
    }
  /** Takes the targets away; the stop alone protects what is open. */
  | { act: 'let_run'; positionId: string }
  /** What the venue shows of a position that the database never had, or has lost; `stop` null: where one rests. */
  | {
      act: 'take_over';
      positionId: string;
      orders: readonly VenueOrder[];
      stop: DecimalString | null;
      market: MarketContext | Denied;
      settings: Settings;
    }
  /** No new positions; what is open is managed on. */
  | { act: 'pause'; reason: string }
  /** No new positions, entries cancelled, every open position closed at market. */
  | { act: 'panic'; reason: string }
  | { act: 'resume' };
