import { createEngine, type Engine } from '../engine/engine.ts';
import { createTell, type Tell } from '../engine/tell.ts';
import { haltAfterRestore } from '../reconcile/afterRestore.ts';
import { loadState } from '../store/openStore.ts';
import { createCoinbaseMarketData } from '../venue/coinbase/marketData.ts';
import type { MarketData } from '../venue/marketData.ts';
import type { TradingParts } from './parts.ts';

/** What is told waits so long after a commit. */
const NOTICES_AFTER_MS = 25;

/** What decides and commits. */
export type Core = { engine: Engine; tell: Tell; marketData: MarketData };

/** Starts the core on what the database holds; a database that is an older copy is halted first. */
export async function startCore(parts: TradingParts): Promise<Core> {
  const { config, db, lease, tasks, closers, log, now } = parts;
  const { urls } = config.coinbase;
  const marketData = createCoinbaseMarketData({ ...(urls ? { urls } : {}), log });
  closers.unshift(() => marketData.close());
  const initial = await loadState(db, now());
  const engine = createEngine({
    db,
    initial,
    log,
    leaseLost: lease.lost,
    health: parts.health,
    stopping: AbortSignal.any([tasks.stopping, ...(parts.signal ? [parts.signal] : [])]),
  });
  // After the orders of the same commit, and what their fills ask for in the same moment: what only the
  // owner's eyes wait for is not on their way.
  const telling = { timer: undefined as NodeJS.Timeout | undefined };
  engine.onWritten(() => {
    telling.timer ??= setTimeout(() => {
      telling.timer = undefined;
      parts.onNotice();
    }, NOTICES_AFTER_MS);
  });
  tasks.stopping.addEventListener('abort', () => clearTimeout(telling.timer));
  const tell = createTell({ db, engine, now });
  await haltAfterRestore({ db, engine, tell, log, now });
  return { engine, tell, marketData };
}
