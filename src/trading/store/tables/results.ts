import type { ColumnType, Generated } from 'kysely';
import type { Account } from '../../strategy/model/event.ts';
import type { DecimalString } from '../../venue/venue.ts';
import type { Json, Timestamp } from './columns.ts';

/** A history that was asked for. */
export type BacktestsTable = {
  id: Generated<number>;
  /** The channel whose past it is. */
  followed_id: string;
  request: Json<BacktestRequest>;
  stage: 'fetching' | 'playing' | 'done' | 'stopped' | 'failed';
  /** Of the stage, 0 to 1. */
  progress: ColumnType<number, number | undefined, number>;
  /** A `PlainBacktest`; null until it is done. */
  result: Json<object> | null;
  /** `PlainFigures` of what has been played of it besides itself, by name. */
  played: Generated<Record<string, object>>;
  /** What it would have come to under other settings: `TriedVariant`s. */
  variants: ColumnType<readonly object[], string | undefined, string>;
  /** Why it has failed, for the owner. */
  why: string | null;
  asked_by: string;
  asked_at: Timestamp;
  ended_at: Timestamp | null;
  /** The message that shows it. */
  channel_id: string;
  message_id: string;
};

/** Everything that a history is reckoned from beside messages, candles and products. */
export type BacktestRequest = {
  watchId: number | null;
  /** As shown to the owner. */
  name: string;
  /** UTC milliseconds; `to` is exclusive. */
  from: number;
  to: number;
  delayMs: number;
  /** What the account starts with, in US dollars. */
  cash: DecimalString;
  /** All of them, as they were when it was asked for. */
  settings: Record<string, unknown>;
  /** How the channel writes, as its owner said of it. */
  hints: Record<string, unknown> | null;
  /** The setting that was changed for it, in words; null: as they are set. */
  changed: string | null;
  /** Other watches that share the account; left out where there are none. */
  others?: readonly (Pick<BacktestRequest, 'name' | 'settings' | 'hints'> & {
    watchId: number;
    followedId: string;
  })[];
};

export type FillsTable = {
  account: Account;
  trade_id: string;
  order_id: string;
  position_id: string;
  product_id: string;
  side: 'buy' | 'sell';
  price: DecimalString;
  size: DecimalString;
  fee: DecimalString;
  liquidity: string;
  at: Timestamp;
};

export type EquityTable = { account: Account; at: Timestamp; equity: DecimalString };
