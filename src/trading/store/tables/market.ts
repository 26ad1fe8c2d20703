import type { Account } from '../../strategy/model/event.ts';
import type { Capabilities, Product } from '../../venue/venue.ts';
import type { Json, Timestamp } from './columns.ts';

/** One product's minutes of one UTC day that is over, packed. */
export type CandleDaysTable = {
  product_id: string;
  /** Days since 1970-01-01. */
  day: number;
  candles: Buffer;
};

export type ProductsTable = {
  account: Account;
  id: string;
  body: Json<Product>;
  refreshed_at: Timestamp;
};

export type CapabilitiesTable = {
  account: Account;
  product_id: string;
  body: Json<Capabilities>;
  learned_at: Timestamp;
};

export type SimulatedExchangeTable = { account: Account; body: Json<object>; saved_at: Timestamp };
