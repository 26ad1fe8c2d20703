import type { Generated } from 'kysely';
import type { Json, Timestamp } from './columns.ts';

/** What the listener asks of the trader. */
export type CallsTable = {
  /** An act's is its interaction's: it is done once. */
  id: string;
  method: string;
  args: Json<unknown>;
  asked_at: Generated<Timestamp>;
  /** After it nothing is done any more; null: it is done whenever that can be. */
  deadline: Timestamp | null;
  answer: Json<unknown> | null;
};

/** What the trader says of itself; one row. */
export type TraderAboutTable = { id: 1; about: Json<Record<string, unknown>> };
