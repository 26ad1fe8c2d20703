import type { Logger } from 'pino';

/**
 * Work that must be done in order and must not be lost: one queue for each lane, its jobs one after
 * another, each repeated until it succeeds (the database may be away for a while). A job that says
 * `moveOn` has come so far that the next can begin beside it.
 */
export type Job = (moveOn: () => void) => Promise<void>;

export type Lanes = {
  run(lane: string, job: Job): void;
  /** Before everything that waits in the lane. */
  runFirst(lane: string, job: Job): void;
  /** Nothing new begins until `release`. */
  hold(): void;
  release(): void;
  /** Aborted once it stops: waits inside of a job end early. */
  stopping: AbortSignal;
  /** Resolves when nothing waits and nothing runs; never while held with work waiting. */
  settled(): Promise<void>;
  /** Drops what waits; resolves when what runs is done. */
  stop(): Promise<void>;
};

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 15_000;

export function createLanes(log: Logger, options: { held: boolean }): Lanes {
  const waiting = new Map<string, Job[]>();
  const running = new Map<string, Promise<void>>();
  /** What goes on beside the next of its lane. */
  const beside = new Set<Promise<void>>();
  const stopping = new AbortController();
  let held = options.held;
  let idle: (() => void)[] = [];

  const work = async (lane: string) => {
    for (let queue = waiting.get(lane); queue; queue = waiting.get(lane)) {
      if (held || stopping.signal.aborted) return;
      const job = queue.shift();
      if (job === undefined) waiting.delete(lane);
      else await untilNext(lane, job);
    }
  };
  /** Until it is done, or the next can begin. */
  const untilNext = async (lane: string, job: Job) => {
    const { promise: next, resolve: moveOn } = Promise.withResolvers<void>();
    const done = untilDone(lane, job, moveOn).finally(() => {
      beside.delete(done);
      wakeIdle();
    });
    beside.add(done);
    await Promise.race([done, next]);
  };
  const untilDone = async (lane: string, job: Job, moveOn: () => void) => {
    for (let pause = FIRST_RETRY_MS; ; pause = Math.min(pause * 2, LONGEST_RETRY_MS)) {
      try {
        return await job(moveOn);
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn(
          { lane, err: error, retryInMs: pause },
          'could not take this in yet, trying again',
        );
        await pauseFor(pause, stopping.signal);
      }
    }
  };
  const start = (lane: string) => {
    if (held || running.has(lane) || stopping.signal.aborted) return;
    const run = work(lane).finally(() => {
      running.delete(lane);
      if (waiting.has(lane)) start(lane);
      else wakeIdle();
    });
    running.set(lane, run);
  };
  const wakeIdle = () => {
    if (running.size > 0 || waiting.size > 0 || beside.size > 0) return;
    for (const resolve of idle) resolve();
    idle = [];
  };
  const queueOf = (lane: string) => {
    const queue = waiting.get(lane) ?? [];
    waiting.set(lane, queue);
    return queue;
  };

  return {
    stopping: stopping.signal,
    run(lane, job) {
      queueOf(lane).push(job);
      start(lane);
    },
    runFirst(lane, job) {
      queueOf(lane).unshift(job);
      start(lane);
    },
    hold() {
      held = true;
    },
    release() {
      held = false;
      for (const lane of waiting.keys()) start(lane);
    },
    async settled() {
      if (running.size === 0 && waiting.size === 0 && beside.size === 0) return;
      await new Promise<void>((resolve) => idle.push(resolve));
    },
    async stop() {
      stopping.abort();
      waiting.clear();
      await Promise.all([...running.values(), ...beside]);
      wakeIdle();
    },
  };
}

/** Resolves after so many milliseconds, or at once when the signal is aborted. */
export function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
