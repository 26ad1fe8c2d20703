import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import { addFills } from '../store/fills.ts';
import { type Intent, markIntentAnswered, unansweredIntents } from '../store/intents.ts';
import type { Database } from '../store/tables.ts';
import type { Account, OrderReport } from '../strategy/model/event.ts';
import { isAtRest, isLive, sameTerms } from '../strategy/model/orderStatus.ts';
import type { Order, Position } from '../strategy/model/state.ts';
import type { Tasks } from '../tasks.ts';
import {
  type OrderRequest,
  type OrderTerms,
  type Venue,
  VenueError,
  type VenueEvent,
  type VenueOrder,
} from '../venue/venue.ts';

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

/** An entry that never reached the venue is given up after this, not sent at a price long gone. */
const ENTRY_FRESH_MS = 60_000;
/** The venue's lists lag: an order they don't have counts as never arrived only so long after it was committed. */
const LISTS_LAG_MS = 5_000;
/** The venue's answers may show an order as it was so long after a change of it. */
const EDIT_LAG_MS = 10_000;
/** So often an order is asked about again whose fills the venue does not list yet. */
const LOOKS_FOR_FILLS = 11;
/** How far back the venue's lists are searched before an intent's own time: clocks differ. */
const CLOCK_SLACK_MS = 60_000;
const NOT_SENT = 'it was not sent: the position had gone on, or it was too late for it';
const FIRST_RETRY_MS = 250;
/** A fill may wait bare for an answer, so the first waits stay short. */
const SOON_RETRY_MS = 1_000;
const SOON_RETRIES = 8;
const LAST_RETRY_MS = 15_000;

export function createExecutor(parts: {
  db: Kysely<Database>;
  engine: Engine;
  venues: Partial<Record<Account, Venue>>;
  tasks: Tasks;
  log: Logger;
  now: () => number;
}): Executor {
  const { db, engine, venues, tasks, log, now } = parts;
  /** What is asked of one order happens in the order it was asked. */
  const chains = new Map<string, Promise<void>>();
  const settling = new Map<string, 'running' | 'again'>();
  const holds = new Set<Promise<void>>();

  async function untilReleased(): Promise<void> {
    while (holds.size > 0) await Promise.all(holds);
  }

  function enqueue(intent: Intent, work: () => Promise<void>): void {
    const before = chains.get(intent.order_id) ?? Promise.resolve();
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

  function venueOf(intent: Intent): Venue {
    const venue = venues[intent.account];
    if (!venue) throw new Error(`the ${intent.account} account is not connected`);
    return venue;
  }

  function orderOf(
    positionId: string,
    orderId: string,
  ): { position: Position; order: Order } | null {
    const position = engine.state().positions.get(positionId);
    const order = position?.orders.find((one) => one.id === orderId);
    return position && order ? { position, order } : null;
  }

  /** Client order ids are `install-position-n`; another database's or a person's order is none of ours. */
  function positionIdOf(orderId: string): string {
    const [install, positionId] = orderId.split('-');
    return install === engine.state().install ? (positionId ?? '') : '';
  }

  /** Reports, and marks the intent as answered in the same transaction. */
  async function answer(intent: Intent, report: OrderReport | null): Promise<void> {
    const at = now();
    await engine.submitAll(
      report ? [{ type: 'order', at, orderId: intent.order_id, report }] : [],
      (trx) => markIntentAnswered(trx, intent.id, at),
    );
  }

  const report = (orderId: string, what: OrderReport) =>
    engine.submit({ type: 'order', at: now(), orderId, report: what });

  async function pause(attempt: number): Promise<void> {
    const longest = attempt < SOON_RETRIES ? SOON_RETRY_MS : LAST_RETRY_MS;
    const ms = Math.min(longest, FIRST_RETRY_MS * 2 ** Math.min(attempt, 8));
    await delay(ms, undefined, { signal: tasks.stopping });
  }

  async function place(intent: Intent, request: OrderRequest): Promise<void> {
    await untilReleased();
    if (!isWanted(intent)) {
      await answer(intent, { kind: 'never_arrived', message: NOT_SENT });
      return;
    }
    const result = await venueOf(intent).place(request);
    if (result.outcome === 'unknown') {
      log.warn({ orderId: intent.order_id, message: result.message }, 'order sent, answer unknown');
      await report(intent.order_id, { kind: 'unknown', message: result.message });
      await resolvePlace(intent, request);
      return;
    }
    await answerPlace(intent, result);
  }

  async function answerPlace(
    intent: Intent,
    result: Exclude<Awaited<ReturnType<Venue['place']>>, { outcome: 'unknown' }>,
  ): Promise<void> {
    await answer(
      intent,
      result.outcome === 'accepted'
        ? { kind: 'accepted', venueOrderId: result.venueOrderId }
        : { kind: 'rejected', reason: result.reason, message: result.message },
    );
    // A push may be lost and a market order is done at once: look for ourselves.
    if (result.outcome === 'accepted') settle(intent.account, intent.order_id);
  }

  /** Whether the position still waits for this order; it may have gone on since that was committed. */
  function isWanted(intent: Intent): boolean {
    const current = orderOf(intent.position_id, intent.order_id);
    if (!current) return false;
    const { position, order } = current;
    if (order.cancelRequested) return false;
    switch (order.purpose) {
      case 'entry': {
        if (now() - intent.created_at.getTime() > ENTRY_FRESH_MS) return false;
        const planned = position.plan.entries.some(({ leg }) => leg === order.leg);
        return planned && position.entriesEnded === null;
      }
      case 'bracket':
      case 'stop':
        return position.leaving === null;
      case 'target':
      case 'exit':
        return true;
    }
  }

  /**
   * Finds out what became of an order whose answer was lost: by the venue's lists, else by the
   * identical create, which by the venue's rule ends in one order.
   */
  async function resolvePlace(intent: Intent, request: OrderRequest): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      if (orderOf(intent.position_id, intent.order_id)?.order.venueOrderId) {
        // The venue's push was faster.
        await answer(intent, null);
        settle(intent.account, intent.order_id);
        return;
      }
      await untilReleased();
      const found = await lookFor(intent, request);
      if (found) {
        await answer(intent, { kind: 'venue', order: found });
        settle(intent.account, intent.order_id);
        return;
      }
      if (found === null && isWanted(intent)) {
        const result = await venueOf(intent).place(request);
        if (result.outcome !== 'unknown') {
          await answerPlace(intent, result);
          return;
        }
      } else if (found === null && now() - intent.created_at.getTime() > LISTS_LAG_MS) {
        await answer(intent, { kind: 'never_arrived', message: NOT_SENT });
        return;
      }
      await pause(attempt);
    }
  }

  /** undefined: could not be asked. null: the lists have none. */
  async function lookFor(
    intent: Intent,
    request: OrderRequest,
  ): Promise<VenueOrder | null | undefined> {
    try {
      return await venueOf(intent).findOrder(
        request.clientOrderId,
        request.productId,
        intent.created_at.getTime() - CLOCK_SLACK_MS,
      );
    } catch (error) {
      log.warn({ orderId: intent.order_id, error: messageOf(error) }, 'order not found out about');
      return undefined;
    }
  }

  async function replace(intent: Intent, request: OrderRequest): Promise<void> {
    await untilReleased();
    const venueOrderId = orderOf(intent.position_id, intent.order_id)?.order.venueOrderId;
    if (!venueOrderId) {
      await answer(intent, {
        kind: 'replace_rejected',
        reason: 'other',
        message: 'the order is not at the venue',
      });
      return;
    }
    const result = await venueOf(intent).replace(venueOrderId, request);
    if (result.outcome === 'accepted') {
      await answer(intent, { kind: 'replaced', terms: request.terms });
    } else if (result.outcome === 'rejected') {
      await answer(intent, {
        kind: 'replace_rejected',
        reason: result.reason,
        message: result.message,
      });
      settle(intent.account, intent.order_id);
    } else {
      await report(intent.order_id, { kind: 'replace_unknown', message: result.message });
      await resolveReplace(intent, request, venueOrderId);
    }
  }

  /** An edit can be repeated: it says what the order shall be. */
  async function resolveReplace(
    intent: Intent,
    request: OrderRequest,
    venueOrderId: string,
  ): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      await pause(attempt);
      await untilReleased();
      const order = orderOf(intent.position_id, intent.order_id)?.order;
      // A cancel waits behind this, and it ends the doubt as well.
      if (!order?.replacing || order.cancelRequested) {
        await answer(intent, null);
        settle(intent.account, intent.order_id);
        return;
      }
      const result = await venueOf(intent).replace(venueOrderId, request);
      if (result.outcome === 'accepted') {
        await answer(intent, { kind: 'replaced', terms: request.terms });
        return;
      }
      if (result.outcome === 'rejected') {
        await answer(intent, {
          kind: 'replace_rejected',
          reason: result.reason,
          message: result.message,
        });
        settle(intent.account, intent.order_id);
        return;
      }
    }
  }

  /**
   * A cancel is repeated until the order is seen to have ended: a no may be about a moment only
   * (the order was still pending), and an exit may be waiting for it.
   */
  async function cancel(intent: Intent): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const order = orderOf(intent.position_id, intent.order_id)?.order;
      if (!order?.venueOrderId || !isLive(order)) {
        await answer(intent, null);
        return;
      }
      const result = await venueOf(intent).cancel(order.venueOrderId);
      if (result.outcome === 'accepted') {
        await answer(intent, null);
        settle(intent.account, intent.order_id);
        return;
      }
      const { message } = result;
      if (result.outcome === 'rejected') {
        await lookUntilSettled(intent.account, intent.order_id);
        if (attempt === 0) await report(intent.order_id, { kind: 'cancel_rejected', message });
      } else if (attempt === 0) {
        await report(intent.order_id, { kind: 'cancel_unknown', message });
      }
      await pause(attempt);
    }
  }

  function carryOutOne(intent: Intent, perhapsSent: boolean): void {
    const { request } = intent;
    enqueue(intent, async () => {
      if (intent.kind === 'cancel') return cancel(intent);
      if (!request) throw new Error(`intent ${intent.id} has no request`);
      if (intent.kind === 'replace') return replace(intent, request);
      if (perhapsSent) return resolvePlace(intent, request);
      return place(intent, request);
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
            await lookUntilSettled(account, orderId);
          } while (settling.get(orderId) === 'again');
        } finally {
          settling.delete(orderId);
        }
      },
      { orderId },
    );
  }

  /** An unprotected fill must not wait for the next reconcile because one question went unanswered. */
  async function lookUntilSettled(account: Account, orderId: string): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        const settled = await lookUp(account, orderId);
        if (settled || attempt >= LOOKS_FOR_FILLS) return;
      } catch (error) {
        if (!(error instanceof VenueError)) throw error;
        log.warn({ orderId, error: error.message }, 'order not found out about');
      }
      await pause(attempt);
    }
  }

  /** Resolves to false while the venue's list of fills lags behind what its order says. */
  async function lookUp(account: Account, orderId: string): Promise<boolean> {
    const venue = venues[account];
    const current = orderOf(positionIdOf(orderId), orderId);
    if (!venue || !current?.order.venueOrderId) return true;
    const { venueOrderId } = current.order;
    const askedAt = now();
    const found = await venue.order(venueOrderId);
    if (!found) return true;
    const { order, fills } = found;
    // The fills first: an order whose exact sums are known is not asked about again.
    if (fills.length > 0) await addFills(db, account, orderId, current.position.id, fills);
    await report(orderId, { kind: 'venue', order });
    const known = orderOf(positionIdOf(orderId), orderId)?.order;
    if (known && order.terms && wasMoved(known, order.terms, askedAt)) {
      await report(orderId, { kind: 'moved', terms: order.terms });
    }
    return order.exact || Number(order.filledSize) === 0;
  }

  return {
    carryOut: (intents) => {
      for (const intent of intents) carryOutOne(intent, false);
    },
    async resume() {
      for (const intent of await unansweredIntents(db)) carryOutOne(intent, true);
    },
    settle,
    lookUp,
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
      const { order } = event;
      const known = orderOf(positionIdOf(order.clientOrderId), order.clientOrderId);
      if (!known) return;
      tasks.start(
        'an order report could not be taken in; the next reconcile does it',
        async () => {
          const { changed } = await report(order.clientOrderId, { kind: 'venue', order });
          // The push carries sums without trade ids and rounded fees: fetch the exact ones.
          const traded = !order.exact && order.filledSize !== known.order.filledSize;
          // It does not tell prices: one that tells nothing else may be about those.
          const moved = changed.length === 0 && isSettled(known.order, now());
          if (traded || moved) settle(account, order.clientOrderId);
        },
        { orderId: order.clientOrderId },
      );
    },
  };
}

/** Nothing is asked of it, and nothing has happened to it that an answer of the venue's may be older than. */
function isSettled(order: Order, at: number): boolean {
  return isAtRest(order) && order.updatedAt < at - EDIT_LAG_MS;
}

/**
 * Whether the venue, asked at that time, has the order with terms that nobody here asked for. Terms
 * as it was placed with prove nothing: an answer may show those whatever it was changed to.
 */
function wasMoved(order: Order, seen: OrderTerms, askedAt: number): boolean {
  if (!isSettled(order, askedAt) || seen.type !== order.terms.type) return false;
  if (sameTerms(order.terms, seen)) return false;
  return order.placedAs === undefined || !sameTerms(order.placedAs, seen);
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
