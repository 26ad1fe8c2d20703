import { Worker } from 'node:worker_threads';
import type { CandleSource } from '../candles/tape.ts';
import type { PlainFigures } from '../report/plain.ts';
import type { FromThread, Job, Played, ToThread } from './job.ts';

/**
 * Plays a history in a thread of its own, so that trading never waits for it. `candles` are asked for
 * here, one day at a time; when they reject, so does this. Rejects with the signal's reason when it
 * is stopped.
 */
export async function playInThread(
  job: Job,
  parts: {
    candles: CandleSource;
    signal: AbortSignal;
    /** How far it has come, 0 to 1. */
    onProgress: (share: number) => void;
    /** Something of a report besides the history itself has been played. */
    onPlayed: (name: string, figures: PlainFigures) => void;
  },
): Promise<Played> {
  const { candles, signal } = parts;
  signal.throwIfAborted();
  // It is given nothing of the environment: there are secrets in it.
  const worker = new Worker(new URL('./historyWorker.ts', import.meta.url), {
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 768 },
  });
  const send = (message: ToThread) => worker.postMessage(message);
  try {
    return await new Promise<Played>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      worker.on('error', reject);
      worker.once('exit', () => reject(new Error('the thread of a history ended')));
      worker.on('message', (message: FromThread) => {
        if (message.type === 'played') resolve(message.played);
        else if (message.type === 'progress') parts.onProgress(message.share);
        else if (message.type === 'side') parts.onPlayed(message.name, message.figures);
        else if (message.type === 'failed') {
          reject(Object.assign(new Error(message.error.message), message.error));
        } else {
          const { productId, day } = message;
          Promise.resolve(candles.day(productId, day)).then(
            (found) => send({ type: 'day', productId, day, candles: found }),
            reject,
          );
        }
      });
      send({ type: 'job', job });
    });
  } finally {
    await worker.terminate();
  }
}
