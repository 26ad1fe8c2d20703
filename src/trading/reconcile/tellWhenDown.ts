import type { Kysely } from 'kysely';
import type { Engine } from '../engine/engine.ts';
import { addNotices } from '../store/notices.ts';
import type { Database } from '../store/tables.ts';
import { activePositions } from '../strategy/book/positions.ts';
import { coverageOf } from '../strategy/hold/orders/coverage.ts';
import type { Account } from '../strategy/model/event.ts';
import type { Position } from '../strategy/model/state.ts';
import type { Tasks } from '../tasks.ts';

/** What a connection carries: the prices of all accounts, or one account's orders. */
export type Link = 'prices' | Account;

/**
 * Tells the owner when a connection stays down on which the protection of something open depends:
 * what does not rest at the venue is closed by the bot, and that by what it hears. Once each time.
 */
export function tellWhenDown(parts: {
  db: Kysely<Database>;
  engine: Engine;
  tasks: Tasks;
  /** So long a connection may be down without a word, in milliseconds. */
  patienceMs: number;
  onNotice: () => void;
  now: () => number;
}): { isDown(link: Link): void; isUp(link: Link): void } {
  const { db, engine, tasks, patienceMs, now } = parts;
  const timers = new Map<Link, NodeJS.Timeout>();
  const isUp = (link: Link) => {
    clearTimeout(timers.get(link));
    timers.delete(link);
  };
  tasks.stopping.addEventListener('abort', () => {
    for (const link of timers.keys()) isUp(link);
  });

  async function tell(link: Link): Promise<void> {
    const dependent = activePositions(engine.state()).filter(
      (position) =>
        (link === 'prices' || position.account === link) && coverageOf(position) === 'bot',
    );
    if (dependent.length === 0) return;
    const meanwhile =
      link === 'prices'
        ? 'prices are asked for one by one every few seconds'
        : 'the venue is asked every few seconds instead';
    const what = link === 'prices' ? 'prices' : 'order reports';
    const notice = {
      kind: 'error',
      what: `The connection for ${what} is down, and ${namesOf(dependent)} ${dependent.length === 1 ? 'has' : 'have'} no stop resting at the venue.`,
      lost: `Nothing yet: ${meanwhile}, so a stop may be taken a little later.`,
      todo: 'If it stays down, look at /status, and close at the venue what you do not want to hold like this.',
    } as const;
    await addNotices(db, [{ nonce: `down.${link}.${now()}`.slice(0, 25), notice }], now());
    parts.onNotice();
  }

  return {
    isUp,
    isDown(link) {
      if (timers.has(link) || tasks.stopping.aborted) return;
      const timer = setTimeout(() => {
        tasks.start('the owner could not be told that a connection is down', () => tell(link));
      }, patienceMs);
      timers.set(link, timer);
    },
  };
}

function namesOf(positions: readonly Position[]): string {
  return positions.map(({ id, product }) => `${product.id} (position ${id})`).join(', ');
}
