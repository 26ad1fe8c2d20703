import { setTimeout as delay } from 'node:timers/promises';
import { troubleKind } from './databaseTrouble.ts';

const RETRY_MS = 1_000;

/**
 * Writes what may be written more than once: again each second while the database is in trouble.
 * Rejects with any other error, and with the trouble once `stopping` is aborted.
 */
export async function untilWritten<T>(work: () => Promise<T>, stopping: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (stopping.aborted || troubleKind(error) === null) throw error;
      await delay(RETRY_MS, undefined, { signal: stopping }).catch(() => undefined);
    }
  }
}
