import type { Account } from '../strategy/model/event.ts';
import type { Tasks } from '../tasks.ts';
import type { Venue } from '../venue/venue.ts';
import type { WatchedReconciler } from './unanswered.ts';

/** With the patience before it is told this stays within a minute. */
const ASK_MS = 20_000;

/**
 * Asks each venue between two comparisons, so that a key that is refused and a venue that is gone are
 * known in seconds, whether anything else is asked of it or not, and whatever the database does. Where
 * it answers again it is compared with.
 */
export function askInBetween(parts: {
  venues: Partial<Record<Account, Pick<Venue, 'openOrders'>>>;
  watched: WatchedReconciler;
  /** A comparison would wait for the database until that is back. */
  isDatabaseWell: () => boolean;
  tasks: Tasks;
  everyMs?: number;
}): void {
  const { watched, isDatabaseWell, tasks, everyMs = ASK_MS } = parts;
  const venues = Object.entries(parts.venues) as [Account, Pick<Venue, 'openOrders'>][];
  const asking = new Set<Account>();

  async function isAnswered(account: Account, venue: Pick<Venue, 'openOrders'>): Promise<boolean> {
    asking.add(account);
    try {
      await venue.openOrders();
      return true;
    } catch (error) {
      watched.failed(account, error);
      return false;
    } finally {
      asking.delete(account);
    }
  }

  async function ask(account: Account, venue: Pick<Venue, 'openOrders'>): Promise<void> {
    if (!(await isAnswered(account, venue)) || watched.trouble(account) === null) return;
    if (isDatabaseWell()) await watched.run(account);
    else await watched.answered(account);
  }

  const timer = setInterval(() => {
    for (const [account, venue] of venues) {
      if (asking.has(account)) continue;
      tasks.start('the venue answers again, and could not be compared with', () =>
        ask(account, venue),
      );
    }
  }, everyMs);
  tasks.stopping.addEventListener('abort', () => clearInterval(timer));
}
