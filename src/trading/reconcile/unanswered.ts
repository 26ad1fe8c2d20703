import type { Engine } from '../engine/engine.ts';
import type { Tell } from '../engine/tell.ts';
import { activePositions } from '../strategy/book/positions.ts';
import type { Account } from '../strategy/model/event.ts';
import type { Tasks } from '../tasks.ts';
import { VenueError } from '../venue/venue.ts';
import type { Reconciler } from './reconcile.ts';

/** A venue that can't be asked, or that will not have the key. */
export type VenueTrouble = { account: Account; since: number; message: string };

/** So long a venue may fail to answer before the owner is told, where something depends on it. */
const PATIENCE_MS = 20_000;

/** A reconciler that also tells which venue can't be asked now. */
export type WatchedReconciler = Reconciler & { trouble(account: Account): VenueTrouble | null };

/**
 * The reconciler, with what it fails on kept in mind: while a venue can't be compared with, what is
 * open there can't be closed by the bot and a waiting entry may fill without anybody knowing. That is
 * told after a short while, again when it is over, and is in /status from the first failure on.
 */
export function watchAnswers(parts: {
  reconciler: Reconciler;
  engine: Pick<Engine, 'state'>;
  tell: Tell;
  tasks: Tasks;
  now: () => number;
  patienceMs?: number;
}): WatchedReconciler {
  const { reconciler, engine, tell, tasks, now, patienceMs = PATIENCE_MS } = parts;
  const troubles = new Map<Account, VenueTrouble & { told: boolean; timer: NodeJS.Timeout }>();
  tasks.stopping.addEventListener('abort', () => {
    for (const { timer } of troubles.values()) clearTimeout(timer);
  });

  async function tellOf(account: Account): Promise<void> {
    const trouble = troubles.get(account);
    const dependent = activePositions(engine.state()).filter((one) => one.account === account);
    if (!trouble || dependent.length === 0) return;
    trouble.told = true;
    const names = dependent.map(({ id, product }) => `${product.id} (position ${id})`).join(', ');
    await tell(`unanswered ${account} ${trouble.since}`, {
      kind: 'error',
      what: `The ${account} account can't be asked (${trouble.message.replace(/\.$/, '')}), and ${names} ${dependent.length === 1 ? 'depends' : 'depend'} on it.`,
      lost: 'Until it answers nothing can be closed or protected there, and a waiting entry may fill without its stop. What rests at the venue stays there.',
      todo: 'It is tried again all the time. If it goes on, look at your positions at the venue itself, and at the key.',
    });
  }

  async function failed(account: Account, error: unknown): Promise<void> {
    const message = error instanceof VenueError ? error.message : 'it gave no answer';
    const known = troubles.get(account);
    if (known) {
      known.message = message;
      return;
    }
    const timer = setTimeout(() => {
      tasks.start('the owner could not be told that a venue does not answer', () =>
        tellOf(account),
      );
    }, patienceMs);
    troubles.set(account, { account, since: now(), message, told: false, timer });
  }

  async function answered(account: Account): Promise<void> {
    const trouble = troubles.get(account);
    if (!trouble) return;
    clearTimeout(trouble.timer);
    troubles.delete(account);
    if (!trouble.told) return;
    const seconds = Math.round((now() - trouble.since) / 1000);
    await tell(`answered ${account} ${trouble.since}`, {
      kind: 'error',
      what: `The ${account} account answers again, after ${seconds} s.`,
      lost: 'What happened there meanwhile has been taken in now.',
      todo: 'Nothing.',
    });
  }

  return {
    lastRunAt: reconciler.lastRunAt,
    trouble(account) {
      const trouble = troubles.get(account);
      if (!trouble) return null;
      const { since, message } = trouble;
      return { account, since, message };
    },
    async run(account) {
      try {
        const differences = await reconciler.run(account);
        await answered(account);
        return differences;
      } catch (error) {
        if (!tasks.stopping.aborted) await failed(account, error);
        throw error;
      }
    },
  };
}
