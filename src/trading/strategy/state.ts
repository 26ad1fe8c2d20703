import type { Map as PersistentMap } from 'immutable';
import type { Side } from '../signal/reading.ts';
import type {
  Capabilities,
  DecimalString,
  FeeTier,
  OrderSide,
  OrderTerms,
  Product,
} from '../venue/venue.ts';
import type { Account, Source } from './event.ts';
import type { Settings } from './settings.ts';

/**
 * The whole state of the core. Everything but the two maps is small; the maps are persistent
 * (immutable.js), so that a decision costs the same with ten positions and with ten thousand.
 * Positions, orders and everything in them are plain JSON data.
 */
export type State = {
  /** Made once per database; part of every client order id, so that two databases never share one. */
  install: string;
  nextPosition: number;
  /** By id. A position that ended stays for a while: late fills happen. */
  positions: PersistentMap<string, Position>;
  /** Ids of positions that have not ended, by product. */
  active: PersistentMap<string, readonly string[]>;
  halt: Halt | null;
  memory: Memory;
};

/** Why nothing new is opened. `panic` also closes what is open. */
export type Halt = {
  kind: 'pause' | 'panic' | 'protection';
  since: number;
  by: string;
  reason: string;
};

/** What protections have to remember beyond open positions; plain JSON, bounded in size. */
export type Memory = {
  /** Signals seen lately, to know the same one when it is posted twice. */
  recentSignals: readonly { key: string; at: number; messageId: string }[];
  accounts: Readonly<Record<string, AccountMemory>>;
};

export type AccountMemory = {
  equity: DecimalString;
  /** Equity at the start of the UTC day and the highest seen. */
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
  side: Side;
  plan: Plan;
  /** As they were when the signal was taken. */
  settings: Settings;
  capabilities: Capabilities;
  fees: FeeTier;
  /** Where the stop is now; null only while nothing is to be protected. */
  stop: DecimalString | null;
  /** Every order ever made for it, oldest first. */
  orders: readonly Order[];
  nextOrder: number;
  /** Numbers of the plan's targets (from 1) that are done. */
  targetsHit: readonly number[];
  /** What was closed or added by hand at the venue, in base, with the price it was valued at. */
  outside: { size: DecimalString; value: DecimalString };
  /** Something is wrong that the owner was told of; it does not go away by itself. */
  trouble: string | null;
  createdAt: number;
  openedAt: number | null;
  closedAt: number | null;
  closeReason: CloseReason | null;
};

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
  | 'protection'
  | 'opposite_signal'
  | 'message_deleted'
  | 'rejected';

/** A signal turned into sizes and prices under the owner's settings. Sizes in base (or contracts), rounded to the product. */
export type Plan = {
  entries: readonly PlannedEntry[];
  stop: DecimalString | null;
  targets: readonly PlannedTarget[];
  leverage: DecimalString | null;
  /** What the stop would lose, fees included, in quote; null without a stop. */
  risk: DecimalString | null;
  /** Average entry price the plan reckons with. */
  expectedEntry: DecimalString;
  /** What the plan changed of the signal and why, in sentences for the owner. */
  remarks: readonly string[];
};

export type PlannedEntry = { terms: OrderTerms };
/** `weight` is the share of the position to close there; the weights of a plan add up to 1. */
export type PlannedTarget = { price: DecimalString; weight: DecimalString };

export type OrderStatus =
  | 'new'
  | 'submitted'
  | 'open'
  | 'filled'
  | 'cancelled'
  | 'rejected'
  | 'expired'
  | 'unknown';

/** entry opens; target, stop and bracket protect; exit closes at once. */
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
  /** What it was asked to become, while the venue has not answered. */
  replacing: OrderTerms | null;
  cancelRequested: boolean;
  status: OrderStatus;
  filledSize: DecimalString;
  filledValue: DecimalString;
  fees: DecimalString;
  exact: boolean;
  message: string | null;
  createdAt: number;
  updatedAt: number;
};
