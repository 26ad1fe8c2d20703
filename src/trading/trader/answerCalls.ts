import type { Compilable, Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import { tradeReading } from '../inbox/byHand.ts';
import type { Reader } from '../inbox/reader.ts';
import {
  answering,
  type CallRow,
  forgetCalls,
  isUnwanted,
  openCalls,
} from '../store/halves/calls.ts';
import { findReading } from '../store/messages/signals.ts';
import type { Database } from '../store/tables.ts';
import type { Tasks } from '../tasks.ts';
import type { MarketData } from '../venue/marketData.ts';
import { VenueError, VenueRefusal } from '../venue/venue.ts';
import { type Answer, type ArgsOf, CALLS, type Method } from './calls.ts';
import { actedOf, tradedOf } from './directTrader.ts';
import type { Trader } from './trader.ts';

const FORGET_MS = 60 * 60_000;

/** Answered with the commit itself. */
const ALONG = Symbol('along');
type Along = (answer: unknown) => Compilable[];
type Handlers = {
  [M in Method]: (args: ArgsOf<M>, along: Along) => Promise<unknown>;
};

/**
 * Answers what the listener asks. An act and its answer are one commit: it happens once, however often
 * this process ends and is started again, and not after the listener has said that it did not.
 * `heard` is called when something may have been asked; it returns at once.
 */
export function answerCalls(parts: {
  db: Kysely<Database>;
  trader: Trader;
  engine: Engine;
  reader: Reader;
  marketData: MarketData;
  /** Live was switched on or off. */
  onTurned: () => Promise<void>;
  doneWithoutDatabase: () => readonly string[];
  tasks: Tasks;
  log: Logger;
  now: () => number;
}): { heard(): void } {
  const { db, trader, engine, tasks, log } = parts;
  const working = new Set<string>();
  let forgotAt = Number.NEGATIVE_INFINITY;

  const handlers: Handlers = {
    async act({ event }, along) {
      await engine.submitAll([event], ([made]) => along(made && actedOf(made)));
      return ALONG;
    },
    async trade({ messageId, readingIndex, share, said }, along) {
      const row = await findReading(db, messageId, readingIndex);
      if (row === null) return null;
      const { waived, chosen, inTime } = said;
      const all = {
        ...(waived === undefined ? {} : { waived }),
        ...(chosen === undefined ? {} : { chosen }),
        ...(inTime === undefined ? {} : { inTime }),
      };
      const made = await tradeReading(parts, row, share, all, (one) => along(tradedOf(one)));
      return made === null ? null : ALONG;
    },
    market: ({ signal, watchOnly }) => trader.market(signal, watchOnly),
    marketOf: ({ product, priceScale }) => trader.marketOf(product, priceScale),
    product: ({ id }) => trader.product(id),
    balances: () => trader.balances(),
    strangeOrders: () => trader.strangeOrders(),
    async unknownPositions() {
      const found = await trader.unknownPositions();
      return found.map((one) => ({ ...one, size: one.size.toFixed() }));
    },
    checkLive: () => trader.checkLive(),
    async turnLive({ on, by }) {
      await trader.turnLive(on, by, `${on} ${by} ${parts.now()}`);
      await parts.onTurned();
      return null;
    },
    status: async () => ({
      ...(await trader.status()),
      doneWithoutDatabase: parts.doneWithoutDatabase(),
    }),
  };

  async function work({ id, method, args }: CallRow): Promise<void> {
    const along: Along = (came) => [answering(db, id, { came: came ?? null })];
    const answer = (one: Answer) => db.executeQuery(answering(db, id, one).compile());
    try {
      if (!(method in CALLS)) throw new Error(`this version does not know ${method}`);
      const known = method as Method;
      const handle = handlers[known] as (args: unknown, along: Along) => Promise<unknown>;
      const came = await handle(CALLS[known].args.parse(args), along);
      if (came !== ALONG) await answer({ came: came ?? null });
    } catch (error) {
      if (isUnwanted(error)) return log.warn({ id, method }, 'nobody waits for this any longer');
      log.warn({ id, method, err: error }, 'what was asked failed');
      const kind =
        error instanceof VenueRefusal ? 'refused' : error instanceof VenueError ? 'venue' : 'other';
      const message = error instanceof Error ? error.message : String(error);
      await answer({ failed: { kind, message } }).catch((failure: unknown) => {
        if (!isUnwanted(failure)) throw failure;
      });
    }
  }

  async function look(): Promise<void> {
    if (performance.now() - forgotAt > FORGET_MS) {
      forgotAt = performance.now();
      await forgetCalls(db);
    }
    for (const row of await openCalls(db)) {
      if (working.has(row.id)) continue;
      working.add(row.id);
      tasks.start('a question could not be answered', () =>
        work(row).finally(() => working.delete(row.id)),
      );
    }
  }

  let looking = false;
  let again = false;
  return {
    heard() {
      again = true;
      if (looking || tasks.stopping.aborted) return;
      looking = true;
      tasks.start('what is asked could not be read; it is looked for again', async () => {
        try {
          while (again) {
            again = false;
            await look();
          }
        } finally {
          looking = false;
        }
      });
    },
  };
}
