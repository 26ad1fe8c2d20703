import type { Compilable, Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Engine } from './trading/engine/engine.ts';
import type { Tell } from './trading/engine/tell.ts';
import type { InboxLoop } from './trading/inbox/inboxLoop.ts';
import type { Reader } from './trading/inbox/reader.ts';
import type { Catalogue } from './trading/market/catalogue.ts';
import type { VenueTrouble } from './trading/reconcile/unanswered.ts';
import type { DatabaseTrouble } from './trading/store/server/databaseTrouble.ts';
import type { Database } from './trading/store/tables.ts';
import type { Account } from './trading/strategy/model/event.ts';
import type { State } from './trading/strategy/model/state.ts';
import type { Trader } from './trading/trader/trader.ts';
import type { MarketData } from './trading/venue/marketData.ts';
import type { Venue } from './trading/venue/venue.ts';

/**
 * What commands, events and notices are given, and nothing else. Built in `pilotfish.ts`, the one
 * place where parts are chosen.
 */
export type App = {
  /** Which account new signals trade on. */
  readonly account: Account;
  version: string;
  startedAt: number;
  db: Kysely<Database>;
  /** What trades: in this process, or in another over the database. */
  trader: Trader;
  /** Tells the owner something that comes of no decision. */
  tell: Tell;
  /** Carries out statements in one transaction; what they tell is delivered. */
  commit(statements: readonly Compilable[]): Promise<void>;
  /** The public market; no key is needed for it. */
  marketData: MarketData;
  /** What can be traded on that account. */
  readonly catalogue: Catalogue;
  reader: Reader;
  log: Logger;
  /** UTC milliseconds; the only clock. */
  now(): number;
  /**
   * Takes a message in, exactly once: false when it is known already. It is on the disk when this
   * resolves, and what it says is brought to the core. `moveOn` is called where the next of its channel
   * can be taken in before that: they come to the core in this order. `coming`: its terms, where they
   * were asked for when it came.
   */
  takeIn: InboxLoop['takeIn'];
  /**
   * What keeps the database from being written to, and since when; null while all is well. Known
   * within seconds: it is asked for every moment. Meanwhile nothing is decided, and nothing sent to
   * the venues but by `trader.withoutDatabase`.
   */
  databaseTrouble(): DatabaseTrouble | null;
  /** The core with all that is under way, as far as it is known here: without asking the database. */
  ahead(): State;
  /** Venues that can't be asked, as far as it is known here. */
  venueTroubles(): readonly VenueTrouble[];
  /** What was done at the venues without the database, the last time that it was away, a line each. */
  doneWithoutDatabase(): readonly string[];
};

/** What health tells of: either half, or both. */
export type Watched = Pick<
  WholeApp,
  'version' | 'account' | 'startedAt' | 'now' | 'connections' | 'databaseTrouble'
> & { readonly engine: Engine | null };

/** The same where what trades is in this process too: for health, and for tests. */
export type WholeApp = App & {
  engine: Engine;
  venues: Partial<Record<Account, Venue>>;
  /** How the connections are. */
  connections(): Connections;
  /** Compares ours with the venue's now; the number of differences found. */
  reconcile(): Promise<number>;
};

export type Connections = {
  /** null: another process's. */
  discord: { up: boolean; pingMs: number | null; since: number | null; message?: string } | null;
  /** null, like the prices: of the listener alone. */
  venue: { up: boolean; since: number | null; message?: string } | null;
  prices: { up: boolean; since: number | null; message?: string } | null;
  /** Of the listener alone: whether somebody trades. */
  trader?: { up: boolean };
  /** Orders whose answer is not known yet, and requests that wait for the venue's rate limit. */
  waiting: { orders: number; requests: number };
  lastMessageAt: number | null;
  lastReconcileAt: number | null;
  /** Venues that can't be asked, and why; the owner was told, or will be in a moment. */
  venueTroubles: readonly VenueTrouble[];
};
