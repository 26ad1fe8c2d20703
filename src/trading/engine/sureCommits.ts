import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import { readRevision, riseRevision } from '../store/marks.ts';
import {
  type DatabaseHealth,
  DatabaseLost,
  isOfOldEpoch,
  troubleKind,
} from '../store/server/databaseTrouble.ts';
import type { Database } from '../store/tables.ts';

const RETRY_MS = 1_000;

/** In memory is not what is in the database: somebody else has written. */
class Overtaken extends Error {}

/**
 * Transactions of the one writer that are known to have happened once, or not at all, when this
 * resolves or rejects. While the database is in trouble they are tried again each second, for as
 * long as it takes; whether one happened whose answer was lost tells the revision that each raises.
 * `work` may run more than once, each time in a transaction of its own.
 *
 * Rejects with the error of a statement, where that is none of the database's troubles: nothing
 * happened then. With DatabaseLost once another instance has taken over, or when `stopping` is
 * aborted during a trouble: then it may have happened, and nothing more must be decided.
 */
export function createSureCommits(parts: {
  db: Kysely<Database>;
  health: DatabaseHealth;
  stopping: AbortSignal;
}): <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T> {
  const { db, health, stopping } = parts;
  let revision: number | null = null;

  return async (work) => {
    /** What the last try came to that got as far as its commit. */
    let perhaps: { result: Awaited<ReturnType<typeof work>> } | null = null;
    for (;;) {
      const begunAt = Date.now();
      try {
        revision ??= await readRevision(db);
        const from = revision;
        if (perhaps !== null && (await readRevision(db)) === from + 1) {
          revision = from + 1;
          health.worked('commits');
          return perhaps.result;
        }
        const result = await db.transaction().execute(async (trx) => {
          // First, so that a try that is thought to be lost and goes on holds up the next one.
          if (!(await riseRevision(trx, from))) throw new Overtaken('the revision has moved');
          const came = await work(trx);
          perhaps = { result: came };
          return came;
        });
        revision = from + 1;
        health.worked('commits');
        return result;
      } catch (error) {
        if (error instanceof Overtaken && perhaps !== null) {
          // Between the look and the try the lost one went through; seen at the next look.
          if ((await readRevision(db).catch(() => null)) === (revision ?? 0) + 1) continue;
        }
        if (error instanceof Overtaken || isOfOldEpoch(error)) {
          throw new DatabaseLost('another instance has taken over', { cause: error });
        }
        if (troubleKind(error) === null) {
          health.worked('commits');
          throw error;
        }
        health.failed('commits', error, begunAt);
        if (stopping.aborted) {
          throw new DatabaseLost('stopped while the database was in trouble', { cause: error });
        }
        await delay(RETRY_MS, undefined, { signal: stopping }).catch(() => undefined);
      }
    }
  };
}
