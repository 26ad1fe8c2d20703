import type { Logger } from 'pino';

/** Work that runs beside the caller: nothing of it is forgotten, and its end can be waited for. */
export type Tasks = {
  /** Starts `work`; a failure is logged under `name`, with what it was about. */
  start(name: string, work: () => Promise<unknown>, about?: Record<string, unknown>): void;
  /** Resolves when none is running, those that were started meanwhile included. */
  idle(): Promise<void>;
  /** Aborted once the bot stops: waits inside of work end early. */
  stopping: AbortSignal;
  stop(): Promise<void>;
};

export function createTasks(log: Logger): Tasks {
  const running = new Set<Promise<unknown>>();
  const stopper = new AbortController();

  const idle = async () => {
    while (running.size > 0) await Promise.allSettled(running);
  };

  return {
    stopping: stopper.signal,
    idle,
    start(name, work, about = {}) {
      const task = (async () => {
        try {
          await work();
        } catch (error) {
          if (stopper.signal.aborted) return;
          log.error({ ...about, error: error instanceof Error ? error.message : error }, name);
        }
      })();
      running.add(task);
      void task.finally(() => running.delete(task));
    },
    async stop() {
      stopper.abort();
      await idle();
    },
  };
}
