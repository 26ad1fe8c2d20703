import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Compilable, Kysely, QueryResult } from 'kysely';
import { isOvertaken, readRevision, risingRevision, wasLastCommit } from '../store/core/marks.ts';
import {
  type DatabaseHealth,
  DatabaseLost,
  isOfOldEpoch,
  troubleKind,
} from '../store/server/databaseTrouble.ts';
import { runTogether } from '../store/server/runTogether.ts';
import type { Database } from '../store/tables.ts';

const RETRY_MS = 1_000;

/**
 * Commits statements as one; resolves to their results in order, or, when it happened and its answer
 * was lost, to what `reread` finds of it.
 */
export type SureCommit = <T>(
  statements: readonly Compilable[],
  read: { answer(results: readonly QueryResult<unknown>[]): T; reread(): Promise<T> },
) => Promise<T>;

/**
 * Commits of the one writer that are known to have happened once, or not at all, when this resolves
 * or rejects. While the database is in trouble they are tried again each second, for as long as it
 * takes; whether one happened whose answer was lost tells its name, which each leaves behind.
 *
 * Rejects with the error of a statement, where that is none of the database's troubles: nothing
 * happened then. With DatabaseLost once another instance has taken over, or when `stopping` is
 * aborted during a trouble: then it may have happened, and nothing more must be decided.
 */
export function createSureCommits(parts: {
  db: Kysely<Database>;
  health: DatabaseHealth;
  stopping: AbortSignal;
}): SureCommit {
  const { db, health, stopping } = parts;
  let revision: number | null = null;

  return async (statements, { answer, reread }) => {
    const name = randomUUID();
    let perhapsHappened = false;
    for (;;) {
      const begunAt = Date.now();
      try {
        revision ??= await readRevision(db);
        const from: number = revision;
        if (perhapsHappened && (await wasLastCommit(db, name))) {
          const found = await reread();
          revision = from + 1;
          health.worked('commits');
          return found;
        }
        // The revision first, so that a try that is thought to be lost and goes on holds up the next one.
        const [, ...results] = await runTogether(db, [
          risingRevision(db, from, name),
          ...statements,
        ]);
        revision = from + 1;
        health.worked('commits');
        return answer(results);
      } catch (error) {
        if (isOvertaken(error) && perhapsHappened) {
          // Between the look and the try the lost one went through; seen at the next look.
          if (await wasLastCommit(db, name).catch(() => false)) continue;
        }
        if (isOvertaken(error) || isOfOldEpoch(error)) {
          throw new DatabaseLost('another instance has taken over', { cause: error });
        }
        if (troubleKind(error) === null) {
          health.worked('commits');
          throw error;
        }
        perhapsHappened = true;
        health.failed('commits', error, begunAt);
        if (stopping.aborted) {
          throw new DatabaseLost('stopped while the database was in trouble', { cause: error });
        }
        await delay(RETRY_MS, undefined, { signal: stopping }).catch(() => undefined);
      }
    }
  };
}
