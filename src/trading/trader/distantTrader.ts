import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { answerTo, ask, giveUp, isGivenUp, traderAwaySince } from '../store/halves/calls.ts';
import { readState } from '../store/openStore.ts';
import type { Database } from '../store/tables.ts';
import { emptyState } from '../strategy/book/emptyState.ts';
import type { State } from '../strategy/model/state.ts';
import { VenueError, VenueRefusal } from '../venue/venue.ts';
import { type AnswerOf, type ArgsOf, answerSchema, CALLS, type Method } from './calls.ts';
import type { Trader } from './trader.ts';
import { traderAway, traderSilent } from './traderAway.ts';

/** A venue may take its time; after that it was not done. */
const PATIENCE_MS = 20_000;
const LOOK_MS = 1_000;

/** What trades, in another process over the same database. */
export type DistantTrader = Trader & {
  /** Something was said to this half: the id of a call that is answered; null: look for yourself. */
  heard(said: string | null): void;
  /** The core as last read, without asking the database. */
  lastState(): State;
  /** What the trader has done without the database, as it last said. */
  doneWithoutDatabase(): readonly string[];
};

/**
 * Asks by a row of the database, and hears of the answer's. Where nobody trades it rejects with
 * TraderAway at once, and nothing is done later; a panic alone stays, and is done when somebody does.
 */
export function distantTrader(parts: {
  db: Kysely<Database>;
  now: () => number;
  /** Called once live was switched on or off. */
  onTurned: () => Promise<void>;
}): DistantTrader {
  const { db, now, onTurned } = parts;
  const waiting = new Map<string, () => void>();
  let lastState = emptyState('');
  let done: readonly string[] = [];

  async function call<M extends Method>(
    method: M,
    args: ArgsOf<M>,
    { id = randomUUID(), isKept = false }: { id?: string; isKept?: boolean } = {},
  ): Promise<AnswerOf<M>> {
    const awaySince = await traderAwaySince(db);
    if (awaySince !== null && !isKept) throw traderAway(awaySince);
    await ask(db, { id, method, args, withinMs: isKept ? null : PATIENCE_MS });
    if (awaySince !== null) throw traderAway(awaySince, true);
    const answer = answerSchema.parse(await answered(id, isKept));
    if ('came' in answer) return CALLS[method].answer.parse(answer.came) as AnswerOf<M>;
    const { kind, message } = answer.failed;
    if (kind === 'venue') throw new VenueError(message);
    throw kind === 'refused' ? new VenueRefusal(message) : new Error(message);
  }

  /** Looks when it hears of it, and each second all the same. */
  async function answered(id: string, isKept: boolean): Promise<object> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const said = Promise.withResolvers<void>();
      waiting.set(id, said.resolve);
      const timer = setTimeout(said.resolve, LOOK_MS);
      try {
        const answer = await answerTo(db, id);
        if (answer !== null && isGivenUp(answer)) throw traderSilent();
        if (answer !== null) return answer;
        const awaySince = await traderAwaySince(db);
        const isLate = performance.now() > until;
        if (awaySince !== null && isKept) throw traderAway(awaySince, true);
        if (awaySince !== null || isLate) {
          const last = await giveUp(db, id);
          if (last !== null) return last;
          throw awaySince === null ? traderSilent() : traderAway(awaySince);
        }
        await said.promise;
      } finally {
        clearTimeout(timer);
        waiting.delete(id);
      }
    }
  }

  return {
    heard(said) {
      if (said !== null) return waiting.get(said)?.();
      for (const wake of waiting.values()) wake();
    },
    lastState: () => lastState,
    doneWithoutDatabase: () => done,
    async state() {
      lastState = (await readState(db, now())) ?? lastState;
      return lastState;
    },
    act: (event, id) => call('act', { event }, { id, isKept: event.act.act === 'panic' }),
    trade: ({ messageId, readingIndex }, how, id) =>
      call('trade', { messageId, readingIndex, ...how }, { id }),
    market: (signal, watchOnly) => call('market', { signal, watchOnly }),
    marketOf: (product, priceScale) => call('marketOf', { product, priceScale }),
    product: (id) => call('product', { id }),
    balances: () => call('balances', {}),
    strangeOrders: () => call('strangeOrders', {}),
    unknownPositions: () => call('unknownPositions', {}),
    checkLive: () => call('checkLive', {}),
    async turnLive(on, by, id) {
      await call('turnLive', { on, by }, { id });
      await onTurned();
    },
    withoutDatabase: null,
    async status() {
      const { doneWithoutDatabase, ...status } = await call('status', {});
      done = doneWithoutDatabase;
      return status;
    },
  };
}
