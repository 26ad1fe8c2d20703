import type { Kysely } from 'kysely';
import type { OpenAccount } from '../accounts/openAccount.ts';
import { measureEquity } from '../market/equity.ts';
import { addEquity } from '../store/results/equity.ts';
import { summarize } from '../store/results/summary.ts';
import { readTradingSettings } from '../store/settings/tradingSettings.ts';
import type { Database } from '../store/tables.ts';
import { forgetOld } from '../store/upkeep/forgetOld.ts';
import type { Account } from '../strategy/model/event.ts';
import { whole } from '../venue/listed.ts';
import type { MarketData } from '../venue/marketData.ts';
import type { Engine } from './engine.ts';
import type { Job } from './schedule.ts';
import type { Tell } from './tell.ts';

const DAY_MS = 24 * 60 * 60_000;

/** What is done on schedule, in UTC. */
export function tradingJobs(parts: {
  db: Kysely<Database>;
  engine: Engine;
  accounts: ReadonlyMap<Account, OpenAccount>;
  current: () => Pick<OpenAccount, 'account'>;
  marketData: MarketData;
  reconcile: () => Promise<unknown>;
  tell: Tell;
  /** How long the journal, chatter and what was told are kept. */
  keepDays: number;
  now: () => number;
}): { jobs: Job[]; recordEquity: () => Promise<void> } {
  const { db, engine, accounts, current, marketData, tell, now } = parts;

  async function recordEquity(): Promise<void> {
    const settings = await readTradingSettings(db);
    for (const { account, venue, catalogue } of accounts.values()) {
      const balances = whole('the balances', await venue.balances());
      const equity = await measureEquity(balances, marketData, catalogue.products());
      await addEquity(db, account, now(), equity);
      await engine.submit({ type: 'account', at: now(), account, equity, settings });
    }
  }

  async function summarizeDay(due: number): Promise<void> {
    const { account } = current();
    const summary = await summarize(db, account, due - DAY_MS, due);
    const day = new Date(due - DAY_MS).toISOString().slice(0, 10);
    await tell(`day ${due}`, { kind: 'daily_summary', account, day, ...summary });
  }

  const jobs: Job[] = [
    { name: 'reconcile', when: '* * * * *', run: async () => void (await parts.reconcile()) },
    {
      name: 'what the accounts hold',
      when: '* * * * *',
      run: async () => {
        for (const { memory } of accounts.values()) memory.refresh();
      },
    },
    { name: 'equity', when: '*/15 * * * *', run: recordEquity },
    {
      name: 'product catalogue',
      when: '10 0 * * *',
      run: async () => {
        for (const { catalogue } of accounts.values()) await catalogue.refresh();
      },
    },
    {
      name: 'what is old',
      when: '20 0 * * *',
      makeUpWithinMs: DAY_MS,
      run: () => forgetOld(db, now() - parts.keepDays * DAY_MS),
    },
    { name: 'daily summary', when: '0 0 * * *', makeUpWithinMs: DAY_MS, run: summarizeDay },
  ];
  return { jobs, recordEquity };
}
