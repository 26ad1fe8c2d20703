import type { Generated } from 'kysely';
import type { StoredOrder, StoredPosition } from '../../strategy/book/storedPosition.ts';
import type { Account, Event } from '../../strategy/model/event.ts';
import type { Order, Position } from '../../strategy/model/state.ts';
import type { DecimalString, OrderRequest } from '../../venue/venue.ts';
import type { Json, Timestamp } from './columns.ts';

/** Every event the core was given, in order. */
export type JournalTable = { seq: Generated<number>; at: Timestamp; event: Json<Event> };

/** The core's state beside the positions; one row. */
export type CoreStateTable = { id: 1; install: string; body: Json<object> };

export type PositionsTable = {
  id: string;
  account: Account;
  product_id: string;
  side: 'long' | 'short';
  status: Position['status'];
  watch_id: string;
  provider_id: string;
  message_id: string;
  /** `readPosition` reads it. */
  body: Json<StoredPosition>;
  created_at: Timestamp;
  opened_at: Timestamp | null;
  closed_at: Timestamp | null;
  /** Of an ended position, in quote. */
  net: DecimalString | null;
  fees: DecimalString | null;
};

export type OrdersTable = {
  /** Our client order id. */
  id: string;
  position_id: string;
  account: Account;
  product_id: string;
  venue_order_id: string | null;
  purpose: Order['purpose'];
  status: Order['status'];
  filled_size: DecimalString;
  filled_value: DecimalString;
  fees: DecimalString;
  /** `readOrder` reads it. */
  body: Json<StoredOrder>;
  created_at: Timestamp;
  updated_at: Timestamp;
};

/** What the venue is to be asked, committed before it is asked: the outbox of orders. */
export type IntentsTable = {
  id: Generated<number>;
  kind: 'place' | 'replace' | 'cancel';
  account: Account;
  order_id: string;
  position_id: string;
  /** null for a cancel. */
  request: Json<OrderRequest> | null;
  created_at: Timestamp;
  /** Without an answer it was perhaps sent: it is resolved, never blindly repeated. */
  answered_at: Timestamp | null;
};

/** What tells one state of a database from an older one of itself; one row. */
export type StoreMarksTable = {
  id: 1;
  /** Rises with each commit of the core. */
  revision: number;
  /** The name of the last commit of the core; null in one from before they had names. */
  last_commit: string | null;
  /** Where it was last opened: what a copy of it does not share; null: it never was. */
  folder: string | null;
  /** Since when it is known to be an older state than one that was traded on; null: it is none. */
  restored_at: Timestamp | null;
  restored_why: string | null;
  /** What time it is a state of, where that is known. */
  restored_as_of: Timestamp | null;
};
