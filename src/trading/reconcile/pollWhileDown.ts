import type { Account } from '../strategy/model/event.ts';
import type { Tasks } from '../tasks.ts';

/** What happens at the venue meanwhile must not wait for the next scheduled reconcile. */
const POLL_MS = 2_000;

/** While a venue's push channel is down, the venue is asked instead of listened to. */
export function pollWhileDown(parts: {
  reconcile(account: Account): Promise<unknown>;
  tasks: Tasks;
}): { begin(account: Account): void; end(account: Account): void } {
  const { reconcile, tasks } = parts;
  const timers = new Map<Account, NodeJS.Timeout>();
  const end = (account: Account) => {
    clearInterval(timers.get(account));
    timers.delete(account);
  };
  tasks.stopping.addEventListener('abort', () => {
    for (const account of timers.keys()) end(account);
  });

  return {
    end,
    begin(account) {
      if (timers.has(account) || tasks.stopping.aborted) return;
      let asking = false;
      const poll = () => {
        if (asking) return;
        asking = true;
        tasks.start('the venue is out of reach; it is asked again in a moment', async () => {
          try {
            await reconcile(account);
          } finally {
            asking = false;
          }
        });
      };
      timers.set(account, setInterval(poll, POLL_MS));
    },
  };
}
