import { setTimeout as delay } from 'node:timers/promises';
import { VenueError } from '../../venue/venue.ts';
import type { CandleSource } from './tape.ts';

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * The same, asking again while the venue can't be asked, for up to `patienceMs` of one trouble; then it
 * rejects with the venue's words. Rejects with the signal's reason when it is stopped.
 */
export function patientCandles(
  source: CandleSource,
  { patienceMs, signal }: { patienceMs: number; signal: AbortSignal },
): CandleSource {
  return {
    async day(productId, day) {
      let left = patienceMs;
      for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
        signal.throwIfAborted();
        try {
          return await source.day(productId, day);
        } catch (error) {
          if (!(error instanceof VenueError) || left <= 0) throw error;
        }
        const wait = Math.min(pause, left);
        await delay(wait, undefined, { signal });
        left -= wait;
      }
    },
  };
}
