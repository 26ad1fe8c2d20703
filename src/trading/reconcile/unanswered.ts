import type { Engine } from '../engine/engine.ts';
import type { Tell } from '../engine/tell.ts';
import { DatabaseLost, troubleKind } from '../store/server/databaseTrouble.ts';
import { activePositions } from '../strategy/book/positions.ts';
import type { Account } from '../strategy/model/event.ts';
import type { Position } from '../strategy/model/state.ts';
import type { Tasks } from '../tasks.ts';
import { VenueError, VenueRefusal } from '../venue/venue.ts';
import type { Reconciler } from './reconcile.ts';

/** A venue that can't be asked, or that will not have the key. */
export type VenueTrouble = {
  account: Account;
  since: number;
  message: string;
  /** The venue itself said no: that does not pass as an outage does. */
  refused: boolean;
  /** It has lasted for as long as the owner is not told. */
  isLong: boolean;
};

/** A reconciler that also tells which venue can't be asked now. */
export type WatchedReconciler = Reconciler & {
  trouble(account: Account): VenueTrouble | null;
  /** The venue was asked something else meanwhile, and could not be. */
  failed(account: Account, error: unknown): void;
  /** It was, and answered. */
  answered(account: Account): Promise<void>;
};

/** So long a venue may fail to answer before the owner is told. */
const PATIENCE_MS = 20_000;

/**
 * What the owner is told of a venue that can't be asked, by what is open there; null where nothing
 * depends on it. A key that is refused is always told: no signal is traded with it.
 */
export function unansweredWords(
  { account, message, refused }: VenueTrouble,
  active: readonly Position[],
): { what: string; lost: string; todo: string } | null {
  const dependent = active.filter((one) => one.account === account);
  const told = `The ${account} account can't be asked (${message.replace(/\.$/, '')})`;
  if (dependent.length === 0) {
    if (!refused) return null;
    return {
      what: `${told}.`,
      lost: 'Nothing is open there. No signal is traded there until it answers.',
      todo: 'It is tried again all the time. If it goes on, look at the key.',
    };
  }
  const names = dependent.map(({ id, product }) => `${product.id} (position ${id})`).join(', ');
  return {
    what: `${told}, and ${names} ${dependent.length === 1 ? 'depends' : 'depend'} on it.`,
    lost: 'Until it answers nothing can be closed or protected there, and a waiting entry may fill without its stop. What rests at the venue stays there.',
    todo: 'It is tried again all the time. If it goes on, look at your positions at the venue itself, and at the key.',
  };
}

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
    if (!trouble) return;
    trouble.isLong = true;
    const words = unansweredWords(trouble, activePositions(engine.state()));
    if (words === null) return;
    trouble.told = true;
    await tell(`unanswered ${account} ${trouble.since}`, { kind: 'error', ...words });
  }

  function failed(account: Account, error: unknown): void {
    const isVenues = error instanceof VenueError;
    // What fails for want of the database is told as that.
    const isDatabases = error instanceof DatabaseLost || troubleKind(error) !== null;
    if (tasks.stopping.aborted || (!isVenues && isDatabases)) return;
    const message = isVenues ? error.message : 'it gave no answer';
    const refused = error instanceof VenueRefusal;
    const known = troubles.get(account);
    if (known) {
      known.message = message;
      known.refused = refused;
      return;
    }
    const timer = setTimeout(() => {
      tasks.start('the owner could not be told that a venue does not answer', () =>
        tellOf(account),
      );
    }, patienceMs);
    const begun = { since: now(), isLong: false, told: false, timer };
    troubles.set(account, { account, message, refused, ...begun });
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
      lost: 'What happened there meanwhile is taken in.',
      todo: 'Nothing.',
    });
  }

  return {
    lastRunAt: reconciler.lastRunAt,
    failed,
    answered,
    trouble(account) {
      const trouble = troubles.get(account);
      if (!trouble) return null;
      const { since, message, refused, isLong } = trouble;
      return { account, since, message, refused, isLong };
    },
    async run(account) {
      try {
        const differences = await reconciler.run(account);
        await answered(account);
        return differences;
      } catch (error) {
        failed(account, error);
        throw error;
      }
    },
  };
}
