import type { List, Map as PersistentMap, Set as PersistentSet } from 'immutable';
import type { Side, Signal } from '../../signal/reading.ts';
import type {
  Capabilities,
  DecimalString,
  FeeTier,
  OrderSide,
  OrderTerms,
  Product,
} from '../../venue/venue.ts';
import type { Agenda } from '../book/agenda.ts';
import type { RecentIndex } from '../book/recent.ts';
import type { Totals } from '../book/totals.ts';
import type { Settings } from '../settings/settings.ts';
import type { Account, ProviderRecord, Source } from './event.ts';
import type { PendingRequest } from './pendingRequest.ts';
import type { Guard, WayOut } from './wayOut.ts';

/**
 * The whole state of the core. Everything but the maps is small; the maps are persistent
 * (immutable.js), so that a decision costs the same with ten positions and with ten thousand.
 * Positions, orders and everything in them are plain JSON data. `active`, `byTrait`, `totals`,
 * `byMessage`, `agenda` and `recent` are indexes: they follow from `positions` and `memory` and are
 * not stored.
 */
export type State = {
  /** Made once per database; part of every client order id, so that two databases never share one. */
  install: string;
  nextPosition: number;
  /** By id. A position that ended stays for a while: late fills happen. */
  positions: PersistentMap<string, Position>;
  /** Ids of positions that have not ended, by product. */
  active: PersistentMap<string, PersistentSet<string>>;
  /** The same by provider, and by provider, asset and side; see `positionsWith`. */
  byTrait: PersistentMap<string, PersistentSet<string>>;
  totals: Totals;
  /** Ids of positions by the message that opened them. */
  byMessage: PersistentMap<string, readonly string[]>;
  /** When each position next wants a time event. */
  agenda: Agenda;
  halt: Halt | null;
  memory: Memory;
  recent: RecentIndex;
};

/** Why nothing new is opened. `panic` also closes what is open. */
export type Halt = {
  kind: 'pause' | 'panic' | 'protection';
  since: number;
  by: string;
  /** protection: whose losses they are; only signals for it are refused. */
  account?: Account;
  reason: string;
  /** When it ends by itself; null when only the owner ends it. */
  until: number | null;
  /** panic: the positions that were open, so that the end of it can be reported. */
  positionIds: readonly string[];
};

/** What protections have to remember beyond open positions; bounded in size. */
export type Memory = {
  /** Readings decided on lately, newest last: none is ever decided on twice. */
  readings: List<RecentReading>;
  /** Signals that wait until other providers say the same; oldest first, few. */
  waiting: readonly WaitingSignal[];
  accounts: Readonly<Record<string, AccountMemory>>;
};

export type RecentReading = {
  kind: 'signal' | 'update';
  messageId: string;
  readingIndex: number;
  revision: number;
  providerId: string;
  at: number;
  /** A signal's "BTC long 65000 60000 70000", to know it again in another message. */
  content: string;
  /** A signal that was taken, and on which account. */
  taken: boolean;
  account?: Account;
  /** Of a signal that may be consulted: who gave it, and the group of its watch. */
  provider?: string;
  group?: number;
  /** Its provider has taken it back. */
  withdrawn?: true;
  /** The position that it was entered with, together with others or by its owner's word: it counts once. */
  enteredAs?: string;
};

/** A signal of which too few other providers have said the same so far. */
export type WaitingSignal = {
  source: Source;
  signal: Signal;
  account: Account;
  group: number;
  needed: number;
  record?: ProviderRecord;
  levels: Settings['agreementLevels'];
  /** How long it counts, and until when, UTC milliseconds. */
  minutes: number;
  until: number;
  /** Whom its card names. */
  told: readonly string[];
  /** The others have said so, and a rule said no. */
  refused?: string;
};

export type AccountMemory = {
  equity: DecimalString;
  /** Equity at the start of the UTC day and the highest seen; the owner's resume begins both anew. */
  dayStartedAt: number;
  dayStartEquity: DecimalString;
  peakEquity: DecimalString;
  /** Results of ended positions, newest last, bounded. */
  results: readonly {
    positionId: string;
    productId: string;
    providerId: string;
    at: number;
    net: DecimalString;
    stopped: boolean;
  }[];
};

/** pending: nothing filled yet. closing: being closed at market. failed: could not be opened or is beyond us. */
export type PositionStatus = 'pending' | 'open' | 'closing' | 'closed' | 'cancelled' | 'failed';

export type Position = {
  /** Unique in the database; short enough to be said ("12"). */
  id: string;
  account: Account;
  status: PositionStatus;
  source: Source;
  product: Product;
  /** The asset as the signal names it ("1000PEPE"), and what its prices are divided by to be the product's. */
  symbol: string;
  priceScale: DecimalString;
  side: Side;
  plan: Plan;
  /** As they were when the signal was taken. */
  settings: Settings;
  capabilities: Capabilities;
  fees: FeeTier;
  /** Where the stop is now. */
  stop: DecimalString;
  /** Every order ever made for it, oldest first. */
  orders: readonly Order[];
  nextOrder: number;
  /** Legs of the targets that are done. */
  targetsHit: readonly number[];
  /** Legs of entries whose condition has come true. */
  entriesReady: readonly number[];
  /** Best prices since something began to follow the price. */
  trails: readonly Trail[];
  /** Which of the rules that move the stop have done so: a stop that the owner moved is not moved back. */
  ruled: { targets: number; breakeven: boolean };
  /** Since when they wait, where one was added later; otherwise since it was made. */
  entriesSince?: number;
  /** Why no entry may rest any more; null while entries are wanted. */
  entriesEnded: CloseReason | null;
  wayOut: WayOut;
  /** What was closed (or, negative, added) by hand at the venue: size in base, value in quote. */
  outside: { size: DecimalString; value: DecimalString };
  /** Questions about it that were answered lately, newest last: none is done twice. */
  answered?: readonly string[];
  createdAt: number;
  openedAt: number | null;
  closedAt: number | null;
  closeReason: CloseReason | null;
};

/** What follows the price: an entry or a target (by leg) that waits for a turn, or the stop (leg 0). */
export type Trail = { what: 'entry' | 'target' | 'stop'; leg: number; mark: DecimalString };

export type CloseReason =
  | 'target'
  | 'stop'
  | 'provider'
  | 'owner'
  | 'panic'
  | 'expired'
  | 'time_limit'
  | 'unprotected'
  | 'outside'
  /** Its future expired, and the venue settled it. */
  | 'settled'
  | 'protection'
  | 'opposite_signal'
  | 'message_deleted'
  | 'slippage'
  | 'rejected'
  /** By an order that this database has not written down. */
  | 'not_written';

/** A signal turned into sizes and prices under the owner's settings. Sizes in base (or contracts), rounded to the product. */
export type Plan = {
  entries: readonly PlannedEntry[];
  /** Where the stop was first put. */
  stop: DecimalString;
  targets: readonly PlannedTarget[];
  leverage: DecimalString | null;
  /** What all entries together cost without fees, in quote. */
  cost: DecimalString;
  /** What the stop would lose if every entry filled, fees included, in quote. */
  risk: DecimalString;
  /** What the account was worth when it was made, in quote; left out of plans of earlier versions. */
  equity?: DecimalString;
  /** The share of the size as set that it is made for; left out where it is the whole. */
  share?: DecimalString;
  /** Average entry price the plan reckons with. */
  expectedEntry: DecimalString;
  /** What the plan changed of the signal and why, in sentences for the owner. */
  remarks: readonly string[];
};

/** `leg` numbers the entries of a position from 1 and is never used again, also when entries are amended. */
export type PlannedEntry = {
  leg: number;
  terms: OrderTerms;
  when: EntryCondition | null;
  /** How often it was quoted anew, further from the price, because it would have traded at once. */
  requotes?: number;
  /** The venue would not take it together with what protects it. */
  alone?: true;
};

/**
 * What the engine waits for before it places an entry: the price reaches `price`; then, with
 * `turnPercent`, it turns back by so much from the best price since.
 */
export type EntryCondition = {
  direction: 'above' | 'below';
  price: DecimalString;
  turnPercent: DecimalString | null;
};

/**
 * `weight` is the share of the position to close there; what they leave of 1 goes to the last.
 * `leg` numbers the targets of a position from 1; amended targets may have others than their place.
 */
export type PlannedTarget = {
  leg: number;
  price: DecimalString;
  weight: DecimalString;
  /** Reached, it is not sold at but let run until the price falls back. */
  trailing: boolean;
};

export type OrderStatus =
  | 'new'
  | 'submitted'
  | 'open'
  | 'filled'
  | 'cancelled'
  | 'rejected'
  | 'expired'
  | 'unknown';

/**
 * entry opens; stop and bracket rest as protection; target (worked by the engine where no bracket
 * can hold it) and exit close a part or all at once.
 */
export type OrderPurpose = 'entry' | 'target' | 'stop' | 'bracket' | 'exit';

export type Order = {
  /** Our client order id. */
  id: string;
  venueOrderId: string | null;
  purpose: OrderPurpose;
  /** Which entry or target it works, from 1; 0 where that makes no sense. */
  leg: number;
  side: OrderSide;
  terms: OrderTerms;
  /** The terms it was placed with, once it has others. */
  placedAs?: OrderTerms;
  request: PendingRequest;
  /** What guards the next try for what this one leaves unfilled. */
  nextGuard: Guard | null;
  /** The venue would not change it in place: it is cancelled and placed anew. */
  replaceRefused: boolean;
  /** Of a bracket that came with an entry (its id): the venue gives it the size that that has filled. */
  attachedTo?: string;
  /** Of an entry: what it leaves unfilled is placed anew when it has ended, protected as is wanted then. */
  anew?: true;
  status: OrderStatus;
  filledSize: DecimalString;
  filledValue: DecimalString;
  fees: DecimalString;
  exact: boolean;
  message: string | null;
  createdAt: number;
  updatedAt: number;
};
