import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { LiveSwitch } from './trading/accounts/live.ts';
import type { Engine } from './trading/engine/engine.ts';
import type { Tell } from './trading/engine/tell.ts';
import type { InboxLoop } from './trading/inbox/inboxLoop.ts';
import type { Reader } from './trading/inbox/reader.ts';
import type { Catalogue } from './trading/market/catalogue.ts';
import type { MarketContexts } from './trading/market/marketContext.ts';
import type { EngineName } from './trading/pictures/pictureText.ts';
import type { VenueTrouble } from './trading/reconcile/unanswered.ts';
import type { SecondReader } from './trading/secondReader/secondReader.ts';
import type { DatabaseTrouble } from './trading/store/server/databaseTrouble.ts';
import type { Database } from './trading/store/tables.ts';
import type { Account } from './trading/strategy/model/event.ts';
import type { MarketData } from './trading/venue/marketData.ts';
import type { Venue } from './trading/venue/venue.ts';

/**
 * What commands, events and notices are given: the running parts and nothing else. Built in
 * `pilotfish.ts`, the one place where parts are chosen.
 */
export type App = {
  /** Which account new signals trade on. */
  readonly account: Account;
  version: string;
  startedAt: number;
  db: Kysely<Database>;
  engine: Engine;
  tell: Tell;
  venues: Partial<Record<Account, Venue>>;
  marketData: MarketData;
  /** What can be traded on that account. */
  readonly catalogue: Catalogue;
  readonly contexts: MarketContexts;
  /** Of the paper account, where there is one: what is only watched is traded there. */
  paperContexts: MarketContexts | null;
  reader: Reader;
  /** A language model that may be asked about what could not be read; null: it is switched off. */
  secondReader: Pick<SecondReader, 'state' | 'today'> | null;
  /** What reads pictures, as far as it is installed. */
  pictureEngines: readonly EngineName[];
  /** null: there is no Coinbase key, so there is nothing to switch on. */
  live: LiveSwitch | null;
  log: Logger;
  /** UTC milliseconds; the only clock. */
  now(): number;
  /** How the connections are, for /status. */
  connections(): Connections;
  /**
   * Takes a message in, exactly once: false when it is known already. It is on the disk when this
   * resolves, and what it says is brought to the core. `moveOn` is called where the next of its channel
   * can be taken in before that: they come to the core in this order. `coming`: its terms, where they
   * were asked for when it came.
   */
  takeIn: InboxLoop['takeIn'];
  /** Something new is in the inbox; returns at once. */
  wake(): void;
  /** Compares ours with the venue's now; the number of differences found. */
  reconcile(): Promise<number>;
  /** Places and changes nothing at the venues until the function it gives is called; cancels go on. */
  holdOrders(): () => void;
  /**
   * What keeps the database from being written to, and since when; null while all is well. Known
   * within seconds: it is asked for every moment. Meanwhile nothing is decided, and nothing sent to
   * the venues but under `holdOrders`.
   */
  databaseTrouble(): DatabaseTrouble | null;
  /** What was done at the venues without the database, the last time that it was away, a line each. */
  doneWithoutDatabase(): readonly string[];
};

export type Connections = {
  discord: { up: boolean; pingMs: number | null; since: number | null; message?: string };
  venue: { up: boolean; since: number | null; message?: string };
  prices: { up: boolean; since: number | null; message?: string };
  /** Orders whose answer is not known yet, and requests that wait for the venue's rate limit. */
  waiting: { orders: number; requests: number };
  lastMessageAt: number | null;
  lastReconcileAt: number | null;
  /** Venues that can't be asked, and why; the owner was told, or will be in a moment. */
  venueTroubles: readonly VenueTrouble[];
};
