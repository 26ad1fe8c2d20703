import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import { closeWithoutStore } from '../execution/emergency.ts';
import { strangeOrders } from '../execution/openOrders.ts';
import { tradeReading } from '../inbox/byHand.ts';
import { findUnknownPositions } from '../reconcile/unknownPositions.ts';
import type { Trading } from '../startTrading.ts';
import type { DatabaseHealth } from '../store/server/databaseTrouble.ts';
import type { Database } from '../store/tables.ts';
import type { Decision } from '../strategy/model/command.ts';
import type { Acted, Traded, Trader } from './trader.ts';

/** So far back filled orders are looked for. */
const LOOK_BACK_MS = 30 * 24 * 60 * 60_000;
/** So many acts are remembered, so that none of them is done twice. */
const REMEMBERED = 1_000;

/** What trades, in this very process. */
export function directTrader(parts: {
  trading: Trading;
  /** Where an act goes to. */
  engine: Engine;
  db: Kysely<Database>;
  health: Pick<DatabaseHealth, 'trouble'>;
  startedAt: number;
  log: Logger;
  now: () => number;
}): Trader {
  const { trading, engine, db, health, startedAt, log, now } = parts;
  const venue = () => trading.current().venue;
  const venues = Object.fromEntries([...trading.accounts].map(([name, one]) => [name, one.venue]));
  const once = doneOnce();

  const trader: Trader = {
    state: async () => engine.state(),
    act: (event, id) =>
      once(id, async () => {
        return actedOf(await engine.submit(event));
      }),
    trade: (row, { share, said }, id) =>
      once(id, async () => {
        const { reader, marketData } = trading;
        const working = { db, engine, reader, marketData, trader, log, now };
        const decision = await tradeReading(working, row, share, said);
        return decision && tradedOf(decision);
      }),
    market(signal, watchOnly) {
      const paper = watchOnly ? trading.accounts.get('paper') : undefined;
      return (paper ?? trading.current()).contexts.of(signal);
    },
    marketOf: (product, priceScale) => trading.current().contexts.ofProduct(product, priceScale),
    product: (id) => venue().product(id),
    balances: () => venue().balances(),
    strangeOrders() {
      const { account } = trading.current();
      return strangeOrders({ engine, venues: { [account]: venue() }, log }, account);
    },
    unknownPositions: () => findUnknownPositions(venue(), engine.state(), now() - LOOK_BACK_MS),
    checkLive: async () => (await trading.live?.check()) ?? null,
    turnLive: (on, by, id) => once(id, async () => trading.live?.turn(on, by, now())),
    withoutDatabase: {
      holdOrders: trading.holdOrders,
      close: (tell) => closeWithoutStore({ engine, venues, log, now }, tell),
    },
    async status() {
      const { secondReader, pictureEngines } = trading;
      const today = async () => (health.trouble() === null ? secondReader?.today() : null) ?? null;
      return {
        venue: trading.venueLink(),
        prices: trading.pricesLink(),
        waiting: trading.waiting(),
        lastReconcileAt: trading.lastReconcileAt(),
        venueTroubles: trading.venueTroubles(),
        secondReader: secondReader && { ...secondReader.state(), today: await today() },
        pictureEngines,
        startedAt,
      };
    },
  };
  return trader;
}

export const tradedOf = ({ outcome }: Decision): Traded => (outcome ? { outcome } : {});
export const actedOf = (made: Decision): Acted => ({
  ...tradedOf(made),
  changed: made.changed.map(({ id }) => id),
});

/** Work with the same id is done once; what fails may be tried again. */
function doneOnce() {
  const known = new Map<string, Promise<unknown>>();
  return <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const before = known.get(id);
    if (before !== undefined) return before as Promise<T>;
    const doing = work();
    known.set(id, doing);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    doing.catch(() => known.delete(id));
    return doing;
  };
}
