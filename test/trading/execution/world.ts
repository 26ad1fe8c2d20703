import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import pino from 'pino';
import { createEngine } from '../../../src/trading/engine/engine.ts';
import { createTell } from '../../../src/trading/engine/tell.ts';
import { closeWithoutStore } from '../../../src/trading/execution/emergency.ts';
import { createExecutor } from '../../../src/trading/execution/executor.ts';
import { createReconciler } from '../../../src/trading/reconcile/reconcile.ts';
import { unansweredIntents } from '../../../src/trading/store/core/intents.ts';
import { loadState } from '../../../src/trading/store/openStore.ts';
import type { Account, OwnerAct } from '../../../src/trading/strategy/model/event.ts';
import type { Order, Position } from '../../../src/trading/strategy/model/state.ts';
import { createTasks } from '../../../src/trading/tasks.ts';
import { createSimulatedVenue } from '../../../src/trading/venue/simulated/venue.ts';
import type { VenueOrder } from '../../../src/trading/venue/venue.ts';
import { testDatabase } from '../../support/database/database.ts';
import { BTC, BTC_PERP, marketOf, NOON, priceOf, signalEvent } from '../strategy/given.ts';
import { type TroubledVenue, troubledVenue } from './troubledVenue.ts';

export type ExecutionWorld = Awaited<ReturnType<typeof executionWorld>>;

/**
 * The core over a real Postgres, the executor, and two accounts at simulated venues, each of which
 * fails as told. Time passes only where the executor waits or the test says so.
 */
export async function executionWorld() {
  const { db, close } = await testDatabase();
  const log = pino({ level: 'silent' });
  const clock = { now: NOON };
  const lease = { held: true, again: Promise.resolve() };
  const accounts: readonly Account[] = ['paper', 'live'];
  const simulated = new Map<Account, Awaited<ReturnType<typeof createSimulatedVenue>>>();
  const venues: Partial<Record<Account, TroubledVenue>> = {};
  for (const account of accounts) {
    const venue = await createSimulatedVenue({
      products: async () => [BTC, BTC_PERP],
      clock: () => clock.now,
      balances: { USD: '100000' },
      depth: { spread: '0' },
    });
    simulated.set(account, venue);
    venues[account] = troubledVenue(venue);
  }

  let tasks = createTasks(log);
  let engine = await openEngine();
  let executor = openExecutor();
  let pushing = true;
  for (const account of accounts) {
    await simulated.get(account)?.open((event) => {
      if (pushing) executor.onVenueEvent(account, event);
    });
    for (const product of [BTC, BTC_PERP]) {
      simulated.get(account)?.takePrice(priceOf('50500', product, NOON));
    }
  }

  async function openEngine() {
    return createEngine({ db, initial: await loadState(db, clock.now), log });
  }

  function openExecutor() {
    const made = createExecutor({
      db,
      engine,
      venues: Object.fromEntries(accounts.map((a) => [a, venueOf(a).venue])),
      lease: { holds: () => lease.held, untilHeld: () => lease.again },
      tasks,
      log,
      now: () => clock.now,
      wait,
    });
    engine.onCommit(({ intents }) => {
      if (!engineHeld) made.carryOut(intents);
    });
    return made;
  }
  let engineHeld = false;

  async function wait(ms: number): Promise<void> {
    await setImmediate();
    if (tasks.stopping.aborted) throw new Error('stopped');
    clock.now += ms;
  }

  function openReconciler() {
    return createReconciler({
      engine,
      executor,
      venues: Object.fromEntries(accounts.map((a) => [a, venueOf(a).venue])),
      blind: () => ({ from: NOON, to: NOON }),
      marketData: { price: async (productId) => lastPrice.get(productId) ?? null },
      tell: createTell({ db, engine, now: () => clock.now }),
      tasks,
      log,
      now: () => clock.now,
      wait,
    });
  }
  const lastPrice = new Map<string, ReturnType<typeof priceOf>>();

  function venueOf(account: Account): TroubledVenue {
    const venue = venues[account];
    if (!venue) throw new Error(`no venue for ${account}`);
    return venue;
  }

  async function idle(): Promise<void> {
    await tasks.idle();
    await engine.idle();
    await tasks.idle();
  }

  function position(id: string): Position {
    const found = engine.state().positions.get(id);
    if (!found) throw new Error(`no position ${id}`);
    return found;
  }

  /** Orders of a position of that purpose, oldest first. */
  const orders = (id: string, purpose?: Order['purpose']) =>
    position(id).orders.filter((order) => purpose === undefined || order.purpose === purpose);

  return {
    db,
    clock,
    venueOf,
    idle,
    position,
    orders,
    executor: () => executor,
    /** "open 0", as the venue itself has it, for every order it ever had of that account's mark. */
    async atVenue(account: Account): Promise<string[]> {
      const real = simulated.get(account);
      if (!real) return [];
      const seen = [];
      for (const p of engine.state().positions.values()) {
        if (p.account !== account) continue;
        for (const { id } of p.orders) {
          const found = await real.findOrder(id, p.product.id, 0);
          if (found) seen.push(`${found.side} ${found.status} ${found.filledSize}`);
        }
      }
      return seen;
    },
    async openAtVenue(account: Account): Promise<string[]> {
      const open = (await simulated.get(account)?.openOrders())?.entries ?? [];
      return open.map(({ side, terms }) => {
        if (!terms) return side;
        return `${side} ${terms.type} ${'size' in terms ? terms.size : terms.quoteSize}`;
      });
    },
    /** Everything has had its turn that does not wait for the test. */
    async turn(): Promise<void> {
      for (let i = 0; i < 20; i += 1) {
        await engine.idle();
        await setImmediate();
      }
    },
    /** The database takes no change of that table's rows from now on. */
    async refuseWrites(table: 'intents'): Promise<void> {
      await sql`create function refuse() returns trigger language plpgsql as
        $$ begin raise exception 'refused'; end $$`.execute(db);
      await sql`create trigger refuse before update on ${sql.table(table)}
        for each row execute function refuse()`.execute(db);
    },
    /** How often that was reported of an order, as it is written down. */
    async journalOf(orderId: string, kind: string): Promise<number> {
      const rows = await db.selectFrom('journal').select('event').execute();
      const events = rows.map(
        ({ event }) => event as { orderId?: string; report?: { kind: string } },
      );
      return events.filter((one) => one.orderId === orderId && one.report?.kind === kind).length;
    },
    pushes(yes: boolean): void {
      pushing = yes;
    },
    /** The venue pushes what rests there and is so. */
    async push(account: Account, which: (order: VenueOrder) => boolean): Promise<void> {
      const open = (await simulated.get(account)?.openOrders())?.entries ?? [];
      for (const order of open.filter(which))
        executor.onVenueEvent(account, { type: 'order', order });
    },
    /** Another instance may have taken over, until the function it gives is called. */
    loseLease(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      Object.assign(lease, { held: false, again: promise });
      return () => {
        lease.held = true;
        resolve();
      };
    },
    /** Intents are committed and not carried out, as when the power goes right after the commit. */
    holdIntents(yes: boolean): void {
      engineHeld = yes;
    },
    async unanswered(): Promise<string[]> {
      return (await unansweredIntents(db)).map(({ kind, order_id }) => `${kind} ${order_id}`);
    },
    async price(last: string, account: Account = 'paper', product = BTC): Promise<void> {
      lastPrice.set(product.id, priceOf(last, product, clock.now));
      simulated.get(account)?.takePrice(priceOf(last, product, clock.now));
      await engine.idle();
    },
    /** A limit entry at 50,000 with a stop at 48,000 and targets at 52,000 and 54,000, for 1,000 USD. */
    async signal(change: Parameters<typeof signalEvent>[0] & { account?: Account } = {}) {
      const { account = 'paper', ...more } = change;
      const { outcome } = await engine.submit(
        signalEvent({ market: marketOf('50500', { account }), at: clock.now, ...more }),
      );
      if (outcome?.outcome !== 'taken') throw new Error(JSON.stringify(outcome));
      return outcome.positionId;
    },
    async owner(act: OwnerAct): Promise<void> {
      await engine.submit({ type: 'owner', at: clock.now, by: 'u1', act });
    },
    /** Compares an account with its venue; the number of differences. */
    reconcile: (account: Account) => openReconciler().run(account),
    state: () => engine.state(),
    /** Closes everything without the database, as a panic does that can't write; what it said. */
    async emergency({ without }: { without?: Account } = {}): Promise<string[]> {
      const lines: string[] = [];
      const connected = accounts.filter((account) => account !== without);
      await closeWithoutStore(
        {
          engine,
          venues: Object.fromEntries(connected.map((a) => [a, venueOf(a).venue])),
          log,
          now: () => clock.now,
          wait,
        },
        (line) => lines.push(line),
      );
      return lines;
    },
    /** What the owner was told, oldest first: the kind, and what an error says. */
    async told(): Promise<string[]> {
      const rows = await db.selectFrom('notices').selectAll().orderBy('id').execute();
      return rows.map(({ notice }) =>
        notice.kind === 'error' ? `error: ${notice.what}` : notice.kind,
      );
    },
    /** The owner's money comes in or goes out at the venue. */
    deposit: (account: Account, asset: string, amount: string) =>
      simulated.get(account)?.deposit(asset, amount),
    submit: (event: Parameters<typeof engine.submit>[0]) => engine.submit(event),
    /** The bot stops where it is and starts again from what is on disk. */
    async restart(): Promise<void> {
      await tasks.stop();
      tasks = createTasks(log);
      engine = await openEngine();
      executor = openExecutor();
      engineHeld = false;
      await executor.resume();
    },
    async close(): Promise<void> {
      await tasks.stop();
      await close();
    },
  };
}
