import { setTimeout as delay } from 'node:timers/promises';
import { retryAfter } from '../execution/execution.ts';
import type { Account } from '../strategy/model/event.ts';
import type { Tasks } from '../tasks.ts';

/** From here on the schedule is as quick. */
const TRIES = 11;

/**
 * Reconciles an account until its venue has answered once, with growing waits between the tries:
 * what happened unseen may have left a fill bare, and one lost answer must not cost it the minute
 * until the next scheduled look. Returns at once.
 */
export function reconcileSoon(parts: {
  reconcile(account: Account): Promise<unknown>;
  tasks: Tasks;
}): (account: Account) => void {
  const { reconcile, tasks } = parts;
  const asked = new Map<Account, 'once' | 'again'>();

  async function untilAnswered(account: Account): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await reconcile(account);
        return;
      } catch (error) {
        if (attempt + 1 >= TRIES) throw error;
      }
      await delay(retryAfter(attempt), undefined, { signal: tasks.stopping });
    }
  }

  return (account) => {
    const isRunning = asked.has(account);
    asked.set(account, isRunning ? 'again' : 'once');
    if (isRunning) return;
    tasks.start('could not reconcile; it is tried again on schedule', async () => {
      try {
        do {
          asked.set(account, 'once');
          await untilAnswered(account);
        } while (asked.get(account) === 'again');
      } finally {
        asked.delete(account);
      }
    });
  };
}
