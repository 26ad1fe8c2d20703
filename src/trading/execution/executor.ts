import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import { type Intent, markingAnswered, unansweredIntents } from '../store/core/intents.ts';
import type { Lease } from '../store/server/lease.ts';
import type { Database } from '../store/tables.ts';
import type { Account, OrderReport } from '../strategy/model/event.ts';
import { parseOrderId } from '../strategy/model/orderId.ts';
import type { Order, Position, State } from '../strategy/model/state.ts';
import type { Tasks } from '../tasks.ts';
import type { Product, Venue, VenueEvent } from '../venue/venue.ts';
import { attachedOrderOf } from './attachedOrders.ts';
import { cancelOrder } from './cancelling.ts';
import type { Clock, Execution } from './execution.ts';
import { isSettled, lookUntilSettled, lookUp } from './lookUp.ts';
import { placeOrder, resolvePlacing } from './placing.ts';
import { productNow } from './productNow.ts';
import { replaceOrder } from './replacing.ts';

/** Carries out what was committed, and brings the venue's answers back as events. */
export type Executor = {
  /** Acts on fresh intents; returns at once. */
  carryOut(intents: readonly Intent[]): void;
  /** After a start: every intent without an answer was perhaps sent, so it is resolved first. */
  resume(): Promise<void>;
  /** What a venue pushed. */
  onVenueEvent(account: Account, event: VenueEvent): void;
  /** Asks the venue for the exact sums of an order and reports them; returns at once. */
  settle(account: Account, orderId: string): void;
  /** The same, waiting for the answer; resolves to false while the venue's fills lag behind its order. */
  lookUp(account: Account, orderId: string): Promise<boolean>;
  /** How many orders wait for their answer. */
  waiting(): number;
  /**
   * From now on nothing is placed or changed until the function it gives is called: positions are
   * being closed without the core, which must not act on what it does not know. Cancels go on.
   */
  hold(): () => void;
};

export function createExecutor(parts: {
  db: Kysely<Database>;
  engine: Engine;
  venues: Partial<Record<Account, Venue>>;
  lease: Pick<Lease, 'holds' | 'untilHeld'>;
  tasks: Tasks;
  log: Logger;
  now: () => number;
  /** How time passes between tries; by default really. */
  wait?: Clock['wait'];
}): Executor {
  const { db, engine, venues, lease, tasks, log, now } = parts;
  const clock: Clock = {
    now,
    wait: parts.wait ?? ((ms) => delay(ms, undefined, { signal: tasks.stopping })),
  };
  /** What is asked of one order happens in the order it was asked. */
  const chains = new Map<string, Promise<void>>();
  const settling = new Map<string, 'running' | 'again'>();
  const holds = new Set<Promise<void>>();
  /** Questions about a product that are under way: the orders of a position ask as one. */
  const asking = new Map<string, Promise<Product>>();

  const report = (orderId: string, what: OrderReport) =>
    engine.submit({ type: 'order', at: now(), orderId, report: what });

  const orderOf = (positionId: string, orderId: string) =>
    orderIn(engine.state(), positionId, orderId);

  function orderIn({ positions }: State, positionId: string, orderId: string) {
    const position = positions.get(positionId);
    const order = position?.orders.find((one) => one.id === orderId);
    return position && order ? { position, order } : null;
  }

  /** Client order ids are `install-position-n`; another database's or a person's order is none of ours. */
  function ownOrder(orderId: string): { position: Position; order: Order } | null {
    const state = engine.ahead();
    const name = parseOrderId(orderId, state.install);
    return name === null ? null : orderIn(state, name.positionId, orderId);
  }

  function venueOf(account: Account): Venue {
    const venue = venues[account];
    if (!venue) throw new Error(`the ${account} account is not connected`);
    return venue;
  }

  const looking = { db, venueOf, report, ownOrder, clock, log };
  const execution: Execution = {
    venueOf,
    orderOf,
    report,
    settle,
    clock,
    log,
    lookUntilSettled: (account, orderId) => lookUntilSettled(looking, account, orderId),
    async answer(intent, what) {
      const at = now();
      const { id, order_id: orderId } = intent;
      const events = what ? [{ type: 'order', at, orderId, report: what } as const] : [];
      await engine.submitAll(events, () => [markingAnswered(db, id, at)]);
    },
    productNow({ account, product }) {
      const key = `${account} ${product.id}`;
      const answer = asking.get(key) ?? askProduct(account, product);
      asking.set(key, answer);
      return answer.finally(() => asking.delete(key));
    },
    allowed: () => lease.untilHeld(tasks.stopping),
    async released() {
      while (holds.size > 0 || !lease.holds()) {
        await Promise.all(holds);
        await lease.untilHeld(tasks.stopping);
      }
    },
  };

  async function askProduct(account: Account, known: Product): Promise<Product> {
    const seen = await productNow(venueOf(account), known.id);
    if (seen === null) return known;
    await engine.submit({ type: 'product', at: now(), account, product: seen });
    return seen;
  }

  function enqueue(intent: Intent, work: () => Promise<void>): void {
    const before = chains.get(intent.order_id) ?? Promise.resolve();
    // What failed is in the log; what was asked of the order after it is asked all the same.
    const turn = before.then(work, work);
    chains.set(intent.order_id, turn);
    tasks.start(
      'an order could not be carried out',
      async () => {
        try {
          await turn;
        } finally {
          if (chains.get(intent.order_id) === turn) chains.delete(intent.order_id);
        }
      },
      { orderId: intent.order_id, kind: intent.kind },
    );
  }

  function carryOut(intent: Intent, perhapsSent: boolean): void {
    const { request } = intent;
    enqueue(intent, async () => {
      if (intent.kind === 'cancel') return cancelOrder(execution, intent);
      if (!request) throw new Error(`intent ${intent.id} has no request`);
      if (intent.kind === 'replace') return replaceOrder(execution, intent, request);
      if (perhapsSent) return resolvePlacing(execution, intent, request);
      return placeOrder(execution, intent, request);
    });
  }

  /** One look at a time per order; what changes meanwhile asks for another. */
  function settle(account: Account, orderId: string): void {
    if (settling.has(orderId)) {
      settling.set(orderId, 'again');
      return;
    }
    settling.set(orderId, 'running');
    tasks.start(
      'an order could not be looked up; the next reconcile does it',
      async () => {
        try {
          do {
            settling.set(orderId, 'running');
            await lookUntilSettled(looking, account, orderId);
          } while (settling.get(orderId) === 'again');
        } finally {
          settling.delete(orderId);
        }
      },
      { orderId },
    );
  }

  return {
    carryOut: (intents) => {
      for (const intent of intents) carryOut(intent, false);
    },
    async resume() {
      for (const intent of await unansweredIntents(db)) carryOut(intent, true);
    },
    settle,
    lookUp: (account, orderId) => lookUp(looking, account, orderId),
    waiting: () => chains.size,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      holds.add(promise);
      const release = () => {
        holds.delete(promise);
        resolve();
      };
      // Whoever held may never come to release: the bot stops all the same.
      tasks.stopping.addEventListener('abort', release, { once: true });
      return release;
    },
    onVenueEvent(account, event) {
      if (event.type !== 'order') return;
      const known =
        ownOrder(event.order.clientOrderId) ??
        attachedOrderOf(engine.ahead().positions.values(), event.order);
      if (!known) return;
      const order = { ...event.order, clientOrderId: known.order.id };
      tasks.start(
        'an order report could not be taken in; the next reconcile does it',
        async () => {
          const { changed } = await report(order.clientOrderId, { kind: 'venue', order });
          // The push carries sums without trade ids and rounded fees: fetch the exact ones.
          const traded = !order.exact && order.filledSize !== known.order.filledSize;
          // It does not tell prices: one that tells nothing else may be about those.
          const moved = changed.length === 0 && isSettled(known.order, now());
          if (traded || moved) settle(account, order.clientOrderId);
          // It is open because its entry has filled, of which nobody may have heard.
          const { attachedTo } = known.order;
          if (attachedTo !== undefined && order.status === 'open') settle(account, attachedTo);
        },
        { orderId: order.clientOrderId },
      );
    },
  };
}
