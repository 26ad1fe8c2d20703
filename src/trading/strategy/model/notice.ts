import type { MessageText, Reading, Side, Signal, Unclear } from '../../signal/reading.ts';
import type { DecimalString, OrderTerms } from '../../venue/venue.ts';
import type { Settings } from '../settings/settings.ts';
import type { DenialRule } from './denial.ts';
import type { Account, Source, WrittenAs } from './event.ts';
import type { CloseReason, Halt, OrderPurpose, Plan, Position } from './state.ts';

/** What a signal would be traded as; a position that is made of it has as much. */
export type Intended = Pick<Position, 'account' | 'product' | 'side' | 'plan' | 'fees'>;

/**
 * How a signal's wait for others ends: it was entered (`levels`: whose levels that position has), they
 * said so and a rule said no, nobody did in time, or its provider took it back, edited it into
 * another, or said something else of the coin.
 */
export type AgreementEnd =
  | { as: 'entered'; positionId: string; levels: string | null }
  | { as: 'refused'; why: string }
  | { as: 'expired' | 'withdrawn' | 'edited' | 'replaced' };

/** What the owner is told, as data; `src/notices` gives it its looks. */
export type Notice =
  | {
      kind: 'signal_taken';
      account: Account;
      positionId: string;
      productId: string;
      side: Side;
      source: Source;
      plan: Plan;
    }
  | {
      kind: 'signal_denied';
      symbol: string;
      side: Side;
      source: Source;
      /** The rule that said no, and the sentence with its numbers. */
      rule: DenialRule;
      why: string;
    }
  /** A signal waits until other providers say the same; told anew as that goes on. */
  | {
      kind: 'agreement';
      source: Source;
      signal: Signal;
      needed: number;
      /** Who says so, itself first. */
      agreeing: readonly string[];
      levels: Settings['agreementLevels'];
      until: number;
      /** What became of it; null while it waits. */
      end: AgreementEnd | null;
    }
  /** The watch asks first: nothing is done before the owner says yes; after `expiresAt` the signal is too old. */
  | {
      kind: 'signal_waiting';
      source: Source;
      signal: Signal;
      expiresAt: number;
      /** What it would be now; left out where it would only close something. */
      intended?: Intended;
    }
  /**
   * A way of writing that was not confirmed yet, or could not be read for sure: the owner says what it
   * is, once. `would`: what would be done, in a sentence; after `expiresAt` it is too old to trade.
   */
  | {
      kind: 'format_asked';
      source: Source;
      reading: Reading;
      body: MessageText;
      standing: WrittenAs['standing'];
      secondReader?: NonNullable<WrittenAs['secondReader']>;
      picture?: NonNullable<WrittenAs['picture']>;
      would: string | null;
      intended?: Intended;
      expiresAt: number | null;
    }
  /** To the owner of an earlier version, once a watch: its past can be read and confirmed. */
  | { kind: 'formats_offered'; watchId: string; name: string; channelId: string }
  | {
      kind: 'signal_unclear';
      source: Source;
      why: string;
      text: string;
      /** What is missing or double, and what could be read all the same. */
      about?: NonNullable<Unclear['about']>;
      partial?: NonNullable<Unclear['partial']>;
    }
  /** Pictures that nothing was read in. `why`, a line each: what became of them; left out where nothing was tried. */
  | { kind: 'picture_only'; source: Source; why?: readonly string[] }
  | { kind: 'update_applied'; positionId: string; productId: string; source: Source; what: string }
  | {
      kind: 'update_denied';
      source: Source;
      what: string;
      /** The first rule that said no, and what all of them say. */
      rule: DenialRule;
      why: string;
    }
  /** Several positions fit an update: the owner chooses. */
  | {
      kind: 'question';
      source: Source;
      what: string;
      positionIds: readonly string[];
      /** What each is; left out in notices of earlier versions. */
      positions?: readonly { id: string; productId: string; side: Side }[];
    }
  | {
      kind: 'order_placed';
      account: Account;
      positionId: string;
      productId: string;
      side: 'buy' | 'sell';
      purpose: OrderPurpose;
      leg: number;
      terms: OrderTerms;
    }
  | {
      kind: 'order_rejected';
      account: Account;
      positionId: string;
      productId: string;
      purpose: OrderPurpose;
      message: string;
      /** What the bot does about it. */
      next: string;
    }
  /** An order at market found nothing more within the slippage allowed; `left` in base. */
  | {
      kind: 'beyond_guard';
      account: Account;
      positionId: string;
      productId: string;
      side: 'buy' | 'sell';
      purpose: OrderPurpose;
      left: DecimalString;
      worst: DecimalString;
      /** What the bot does about it. */
      next: string;
    }
  | {
      kind: 'order_unknown';
      account: Account;
      positionId: string;
      productId: string;
      purpose: OrderPurpose;
      message: string;
    }
  | {
      kind: 'fill';
      account: Account;
      positionId: string;
      productId: string;
      side: 'buy' | 'sell';
      purpose: OrderPurpose;
      leg: number;
      /** Of this report alone: what is new. */
      size: DecimalString;
      price: DecimalString;
      fees: DecimalString;
      /** What is open after it, in base. */
      open: DecimalString;
    }
  | {
      kind: 'target_reached';
      account: Account;
      positionId: string;
      productId: string;
      /** Its place in the plan, from 1. */
      target: number;
      price: DecimalString;
    }
  | {
      kind: 'position_opened';
      account: Account;
      positionId: string;
      productId: string;
      side: Side;
      size: DecimalString;
      averageEntry: DecimalString;
      stop: DecimalString;
      targets: readonly DecimalString[];
    }
  | {
      kind: 'stop_moved';
      account: Account;
      positionId: string;
      productId: string;
      from: DecimalString;
      to: DecimalString;
      why: string;
    }
  | {
      kind: 'position_closed';
      account: Account;
      positionId: string;
      productId: string;
      side: Side;
      reason: CloseReason;
      size: DecimalString;
      averageEntry: DecimalString;
      averageExit: DecimalString;
      /** In quote; `net` is gross less fees. */
      gross: DecimalString;
      fees: DecimalString;
      net: DecimalString;
      /** Net over what the first stop risked for the size that was opened. */
      r: DecimalString | null;
      openedAt: number;
      closedAt: number;
    }
  | {
      kind: 'position_cancelled';
      account: Account;
      positionId: string;
      productId: string;
      reason: CloseReason;
      why: string;
    }
  /** Something was done at the venue by hand, and what the bot makes of it. */
  | {
      kind: 'by_hand';
      account: Account;
      positionId: string;
      productId: string;
      what: string;
      next: string;
    }
  | {
      kind: 'protection_changed';
      account: Account;
      positionId: string;
      productId: string;
      how: string;
    }
  | { kind: 'halted'; halt: Halt }
  | { kind: 'resumed'; by: string }
  | { kind: 'panic_report'; by: string; lines: readonly string[]; done: boolean }
  /** `day` as in 2026-05-04, UTC. */
  | ({ kind: 'daily_summary'; account: Account; day: string } & DaySummary)
  /** `firstSteps`: no channel is followed yet. */
  | { kind: 'started'; mode: string; lines: readonly string[]; firstSteps?: true }
  /** Something failed: what, what was lost, what to do. `over`: what had failed works again. */
  | { kind: 'error'; what: string; lost: string; todo: string; over?: true };

/** What came of a day, and what is open at its end; amounts in their quote. */
export type DaySummary = {
  signals: { read: number; taken: number; denied: number; unclear: number };
  /** Which rules refused how many, the most first. */
  denials: readonly { rule: string; count: number }[];
  /** Oldest first; `r`: net in multiples of what was risked. */
  closed: readonly {
    positionId: string;
    productId: string;
    quote: string;
    side: Side;
    net: DecimalString;
    fees: DecimalString;
    r: DecimalString | null;
  }[];
  open: readonly { positionId: string; productId: string; side: Side }[];
  /** What the account was worth at first and at last, in US dollars; null where it was not measured. */
  equity: { start: DecimalString; end: DecimalString } | null;
  /** How many errors were told. */
  errors: number;
};

/** What happened to one position; it is told on the position's card. */
export type PositionNotice = Extract<Notice, { positionId: string }>;
