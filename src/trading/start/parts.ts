import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { SecondReaderConfig } from '../secondReader/secondReader.ts';
import type { DatabaseHealth } from '../store/server/databaseTrouble.ts';
import type { Lease } from '../store/server/lease.ts';
import type { Database } from '../store/tables.ts';
import type { Tasks } from '../tasks.ts';
import type { CoinbaseUrls } from '../venue/coinbase/connection/urls.ts';
import type { VenueTiming } from '../venue/coinbase/venue.ts';

export type TradingConfig = {
  /** Trade on a look-alike of Coinbase alone, by the code that trades live. */
  sandbox: boolean;
  /** `apiUrl`: another Discord than the real one; its pictures are fetched from there. */
  discord: { apiUrl: string | null } | null;
  coinbase: { key: { name: string; privateKey: string } | null; urls: CoinbaseUrls | null };
  /** US dollars that a new paper account starts with. */
  paperCash: string;
  /** So long the database may be away before what is open is looked after without it. */
  databasePatienceMs: number;
  /** How long chatter, what was told and the journal are kept, in days. */
  keepDays: number;
  /** A language model that may be asked about what could not be read; null: off. */
  secondReader: SecondReaderConfig | null;
};

/** What trading is started with. */
export type TradingParts = {
  config: TradingConfig;
  db: Kysely<Database>;
  /** Whoever holds it may act. */
  lease: Lease;
  health: DatabaseHealth;
  venueTiming?: Partial<VenueTiming>;
  tasks: Tasks;
  /** Aborted when the bot is told to stop, in the middle of a start too: no database is waited for then. */
  signal?: AbortSignal;
  /** Whatever is opened puts its end in front at once, so that a start that fails leaves nothing open. */
  closers: (() => Promise<unknown>)[];
  /** Something was committed that the owner is to be told. */
  onNotice: () => void;
  log: Logger;
  now: () => number;
};
