import { nextDeadline } from '../strategy/book/deadline.ts';
import type { Tasks } from '../tasks.ts';
import type { Engine } from './engine.ts';

/** Longest sleep: clocks are set, machines are suspended. */
const LONGEST_MS = 30_000;
const RETRY_MS = 1_000;

/** Tells the core that time has passed, when something of it is due. */
export function startTimer(engine: Engine, tasks: Tasks, now: () => number): void {
  let timer: NodeJS.Timeout | undefined;

  const arm = () => {
    clearTimeout(timer);
    if (tasks.stopping.aborted) return;
    const due = nextDeadline(engine.state());
    const wait = due === null ? LONGEST_MS : Math.min(Math.max(due - now(), 0), LONGEST_MS);
    timer = setTimeout(ring, wait);
  };

  const ring = () => {
    const due = nextDeadline(engine.state());
    if (due === null || due > now()) {
      arm();
      return;
    }
    tasks.start('what was due could not be decided on; it is tried again', async () => {
      try {
        await engine.submit({ type: 'time', at: now() });
        arm();
      } catch (error) {
        timer = setTimeout(arm, RETRY_MS);
        throw error;
      }
    });
  };

  tasks.stopping.addEventListener('abort', () => clearTimeout(timer));
  engine.onCommit(arm);
  arm();
}
