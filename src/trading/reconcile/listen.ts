import type { Logger } from 'pino';
import type { OpenAccount } from '../accounts/openAccount.ts';
import type { Engine } from '../engine/engine.ts';
import { createPriceWatch, type PriceWatch } from '../engine/priceWatch.ts';
import type { Executor } from '../execution/executor.ts';
import type { Account } from '../strategy/model/event.ts';
import type { Tasks } from '../tasks.ts';
import type { MarketData } from '../venue/marketData.ts';
import type { Links } from './links.ts';
import { pollWhileDown } from './pollWhileDown.ts';
import type { Reconciler } from './reconcile.ts';
import { reconcileSoon } from './reconcileSoon.ts';
import type { tellWhenDown } from './tellWhenDown.ts';

type Shared = {
  accounts: ReadonlyMap<Account, OpenAccount>;
  links: Links;
  told: ReturnType<typeof tellWhenDown>;
  tasks: Tasks;
};

/** Brings prices to the core and to the simulated venues, from now on; resolves to what has the last ones. */
export async function listenToPrices(
  parts: Shared & { engine: Engine; marketData: MarketData; log: Logger },
): Promise<PriceWatch> {
  const { engine, marketData, links, told, tasks, log } = parts;
  const accounts = [...parts.accounts.values()];
  const prices = createPriceWatch({
    engine,
    marketData,
    alsoFollowed: () => accounts.flatMap((account) => [...(account.watched?.() ?? [])]),
    tasks,
    log,
  });
  await marketData.open((event) => {
    if (event.type === 'price') {
      for (const account of accounts) account.takePrice?.(event.price);
      prices.onPrice(event.price);
      return;
    }
    links.note('prices', event);
    if (event.type === 'connected') told.isUp('prices');
    else told.isDown('prices');
  });
  return prices;
}

/**
 * Brings what the venues push to the executor, from now on; while a push channel is down its venue is
 * asked instead, and compared with as soon as it is up again. Resolves to what asks for a comparison
 * as soon as possible.
 */
export async function listenToVenues(
  parts: Shared & { executor: Executor; reconciler: Reconciler },
): Promise<(account: Account) => void> {
  const { accounts, executor, reconciler, links, told, tasks } = parts;
  const reconcile = (account: Account) => reconciler.run(account);
  const lookSoon = reconcileSoon({ reconcile, tasks });
  const down = pollWhileDown({ reconcile, tasks });
  for (const { account, venue } of accounts.values()) {
    down.begin(account);
    await venue.open((event) => {
      if (event.type !== 'order') links.note(account, event);
      if (event.type === 'disconnected') {
        down.begin(account);
        told.isDown(account);
      }
      executor.onVenueEvent(account, event);
      if (event.type === 'connected') {
        down.end(account);
        told.isUp(account);
        lookSoon(account);
      }
    });
  }
  return lookSoon;
}
