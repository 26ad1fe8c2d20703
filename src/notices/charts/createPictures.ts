import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Picture } from './picture.ts';

export type Pictures = {
  /** The picture as a PNG; null, with a line in the log, when it can't be had soon. Never rejects. */
  draw(picture: Picture): Promise<Buffer | null>;
  stop(): Promise<void>;
};

/** For one picture; the first also waits for the thread to start, which a busy machine draws out. */
const LIMIT_MS = 15_000;
/** More are not worth waiting for. */
const MOST_WAITING = 8;
/** Without work for so long the thread ends, and gives its memory back. */
const IDLE_MS = 60_000;

/** Draws pictures in a thread of their own, one after another, so that trading never waits for one. */
export function createPictures(log: Logger): Pictures {
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  const start = () => {
    // It is given nothing of the environment: there are secrets in it.
    const started = new Worker(new URL('./pictureWorker.ts', import.meta.url), {
      env: {},
      execArgv: [],
    });
    started.unref();
    started.on('error', (error) => log.warn({ err: error }, 'the drawing thread failed'));
    started.once('exit', () => {
      if (worker === started) worker = null;
    });
    worker = started;
    return started;
  };
  const end = async () => {
    clearTimeout(idle);
    const ending = worker;
    worker = null;
    await ending?.terminate();
  };
  const drawNow = async (picture: Picture) => {
    clearTimeout(idle);
    const drawing = worker ?? start();
    try {
      const answer = once(drawing, 'message', { signal: AbortSignal.timeout(LIMIT_MS) });
      drawing.postMessage(picture);
      const [png] = (await answer) as [Uint8Array];
      idle = setTimeout(end, IDLE_MS).unref();
      return Buffer.from(png);
    } catch (error) {
      log.warn({ err: error, picture: picture.kind }, 'a picture could not be drawn');
      await end();
      return null;
    }
  };

  return {
    async draw(picture) {
      if (waiting >= MOST_WAITING) {
        log.warn({ picture: picture.kind }, 'too many pictures at once, this one is left out');
        return null;
      }
      waiting += 1;
      const drawn = last.then(() => drawNow(picture)).finally(() => (waiting -= 1));
      last = drawn;
      return drawn;
    },
    stop: end,
  };
}
