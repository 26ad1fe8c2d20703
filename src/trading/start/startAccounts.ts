import type { LiveSwitch } from '../accounts/live.ts';
import type { OpenAccount } from '../accounts/openAccount.ts';
import { fillCatalogues, openAccounts, openLive } from '../accounts/openAccounts.ts';
import { checkPortfolio } from '../accounts/portfolio.ts';
import { tellUnmanaged } from '../accounts/unmanaged.ts';
import type { Account } from '../strategy/model/event.ts';
import type { Venue } from '../venue/venue.ts';
import type { TradingParts } from './parts.ts';
import type { Core } from './startCore.ts';

/** The accounts that are connected, and which of them new signals are traded on. */
export type Accounts = Awaited<ReturnType<typeof openAccounts>> & {
  venues: Partial<Record<Account, Venue>>;
  live: LiveSwitch | null;
  current(): OpenAccount;
};

/** Opens the accounts with their products, and tells of what no account manages any more. */
export async function startAccounts(
  parts: TradingParts,
  { engine, tell, marketData }: Core,
  maySend: () => boolean,
): Promise<Accounts> {
  const { config, db, tasks, log, now } = parts;
  const { accounts, coinbase } = await openAccounts({ ...parts, marketData, engine, maySend });
  await tellUnmanaged(engine.state(), accounts, tell, now(), log);
  if (coinbase?.account === 'live') await checkPortfolio(db, coinbase.venue, engine.state(), now());
  await fillCatalogues(accounts.values(), tasks);
  const live = coinbase?.account === 'live' ? await openLive(db, coinbase, marketData) : null;
  const current = (): OpenAccount => {
    const name: Account = config.sandbox ? 'sandbox' : live?.isOn() ? 'live' : 'paper';
    const account = accounts.get(name);
    if (!account) throw new Error(`the ${name} account is not open`);
    return account;
  };
  const venues = Object.fromEntries([...accounts].map(([name, { venue }]) => [name, venue]));
  return { accounts, coinbase, venues, live, current };
}
