import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import { measureEquity } from '../market/equity.ts';
import type { Database } from '../store/tables.ts';
import type { Account } from '../strategy/model/event.ts';
import type { Tasks } from '../tasks.ts';
import type { CoinbaseUrls } from '../venue/coinbase/connection/urls.ts';
import type { VenueTiming } from '../venue/coinbase/venue.ts';
import { whole } from '../venue/listed.ts';
import type { MarketData } from '../venue/marketData.ts';
import { type LiveSwitch, openLiveSwitch } from './live.ts';
import { type OpenAccount, openCoinbaseAccount, openPaperAccount } from './openAccount.ts';

type CoinbaseAccount = Awaited<ReturnType<typeof openCoinbaseAccount>>;

/** Opens every account that is configured; in the sandbox that of the look-alike alone. */
export async function openAccounts(parts: {
  config: {
    sandbox: boolean;
    coinbase: { key: { name: string; privateKey: string } | null; urls: CoinbaseUrls | null };
    paperCash: string;
  };
  db: Kysely<Database>;
  engine: Engine;
  marketData: MarketData;
  /** Whether this instance may change anything at a venue at this moment. */
  maySend: () => boolean;
  venueTiming?: Partial<VenueTiming>;
  tasks: Tasks;
  /** Whatever is opened puts its end in front at once. */
  closers: (() => Promise<unknown>)[];
  log: Logger;
  now: () => number;
}): Promise<{
  accounts: ReadonlyMap<Account, OpenAccount>;
  /** null: there is no Coinbase key. */
  coinbase: CoinbaseAccount | null;
}> {
  const { config, engine, closers } = parts;
  const { state } = engine;
  const { key, urls } = config.coinbase;
  const accounts = new Map<Account, OpenAccount>();
  const add = <T extends OpenAccount>(opened: T): T => {
    accounts.set(opened.account, opened);
    engine.onCommit(opened.memory.onCommit);
    closers.unshift(() => opened.venue.close());
    return opened;
  };
  let coinbase: CoinbaseAccount | null = null;
  if (key !== null) {
    const account = config.sandbox ? ('sandbox' as const) : ('live' as const);
    const onCapabilities = engine.submit;
    coinbase = add(
      await openCoinbaseAccount({ ...parts, state, account, key, urls, onCapabilities }),
    );
  }
  if (!config.sandbox) add(await openPaperAccount({ ...parts, state, cash: config.paperCash }));
  return { accounts, coinbase };
}

/** Sees to it that every account knows its products; waits only for what was never fetched before. */
export async function fillCatalogues(accounts: Iterable<OpenAccount>, tasks: Tasks): Promise<void> {
  for (const { catalogue } of accounts) {
    if (catalogue.products().length === 0) await catalogue.refresh();
    else tasks.start('the product catalogue could not be refreshed', () => catalogue.refresh());
  }
}

export function openLive(
  db: Kysely<Database>,
  { venue, catalogue }: CoinbaseAccount,
  marketData: MarketData,
): Promise<LiveSwitch> {
  return openLiveSwitch({
    db,
    venue,
    equity: async () => {
      const balances = whole('the balances', await venue.balances());
      return measureEquity(balances, marketData, catalogue.products());
    },
  });
}
