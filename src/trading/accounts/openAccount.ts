import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { type AccountMemory, createAccountMemory } from '../market/accountMemory.ts';
import { type Catalogue, openCatalogue } from '../market/catalogue.ts';
import { createMarketContexts, type MarketContexts } from '../market/marketContext.ts';
import { loadCapabilities, saveCapabilities } from '../store/market/products.ts';
import { loadExchange, saveExchange } from '../store/market/simulatedExchange.ts';
import { untilWritten } from '../store/server/untilWritten.ts';
import type { Database } from '../store/tables.ts';
import type { Account, CapabilitiesEvent } from '../strategy/model/event.ts';
import type { State } from '../strategy/model/state.ts';
import type { Tasks } from '../tasks.ts';
import type { CoinbaseUrls } from '../venue/coinbase/connection/urls.ts';
import {
  type CoinbaseVenue,
  createCoinbaseVenue,
  type VenueTiming,
} from '../venue/coinbase/venue.ts';
import type { MarketData, Price } from '../venue/marketData.ts';
import { createSimulatedVenue } from '../venue/simulated/venue.ts';
import type { Venue } from '../venue/venue.ts';

/** An account that can be traded on: where, with what, and what its market says. */
export type OpenAccount = {
  account: Account;
  venue: Venue;
  catalogue: Catalogue;
  contexts: MarketContexts;
  memory: AccountMemory;
  /** Prices it has to be told of: a simulated venue fills by them. */
  takePrice?: (price: Price) => void;
  /** Products it wants prices of, beside those of open positions. */
  watched?: () => readonly string[];
};

type Parts = {
  db: Kysely<Database>;
  /** As last committed. */
  state: () => State;
  marketData: MarketData;
  tasks: Tasks;
  log: Logger;
  now: () => number;
};

/** How often the simulated venue is told the time, so that orders expire. */
const PAPER_CLOCK_MS = 1_000;

/** Trades on Coinbase's public prices in memory and Postgres; `cash` is what a new account starts with, in US dollars. */
export async function openPaperAccount(parts: Parts & { cash: string }): Promise<OpenAccount> {
  const { db, marketData, tasks, now } = parts;
  const account = 'paper';
  const catalogue = await openCatalogue({
    ...parts,
    account,
    fetch: () => marketData.products(),
  });
  const venue = await createSimulatedVenue({
    products: async () => catalogue.products(),
    product: (productId) => marketData.product(productId),
    clock: now,
    price: (productId) => marketData.price(productId),
    balances: { USD: parts.cash },
    storage: {
      load: () => loadExchange(db, account),
      save: (state) => untilWritten(() => saveExchange(db, account, state, now()), tasks.stopping),
    },
  });
  const clock = setInterval(() => venue.takeTime(now()), PAPER_CLOCK_MS);
  tasks.stopping.addEventListener('abort', () => clearInterval(clock));
  const memory = createAccountMemory({ ...parts, account, venue, catalogue });
  return {
    account,
    venue,
    catalogue,
    memory,
    contexts: createMarketContexts({ ...parts, account, venue, memory, catalogue }),
    takePrice: (price) => venue.takePrice(price),
    watched: () => venue.watched(),
  };
}

/** Trades on Coinbase, or on the sandbox's look-alike of it, with the same code. */
export async function openCoinbaseAccount(
  parts: Parts & {
    account: 'sandbox' | 'live';
    key: { name: string; privateKey: string };
    urls: CoinbaseUrls | null;
    /** Whether this instance may change anything at the venue at this moment. */
    maySend: () => boolean;
    venueTiming?: Partial<VenueTiming>;
    onCapabilities: (event: CapabilitiesEvent) => Promise<unknown>;
  },
): Promise<OpenAccount & { venue: CoinbaseVenue }> {
  const { account, key, urls, db, tasks, log, now } = parts;
  const venue = createCoinbaseVenue({
    keyName: key.name,
    privateKey: key.privateKey,
    ...(urls ? { urls } : {}),
    ...(parts.venueTiming ? { timing: parts.venueTiming } : {}),
    log,
    maySend: parts.maySend,
    capabilities: await loadCapabilities(db, account),
    onCapability: (productId, capabilities) => {
      tasks.start('what was learned of a product could not be kept', async () => {
        await saveCapabilities(db, account, productId, capabilities, now());
        await parts.onCapabilities({
          type: 'capabilities',
          at: now(),
          account,
          productId,
          capabilities,
        });
      });
    },
  });
  const catalogue = await openCatalogue({ ...parts, account, fetch: () => venue.products() });
  const memory = createAccountMemory({ ...parts, account, venue, catalogue });
  return {
    account,
    venue,
    catalogue,
    memory,
    contexts: createMarketContexts({ ...parts, account, venue, memory, catalogue }),
  };
}
