import type { Engine } from '../engine/engine.ts';
import type { Tell } from '../engine/tell.ts';
import { activePositions } from '../strategy/book/positions.ts';
import { coverageOf } from '../strategy/hold/orders/coverage.ts';
import type { Position } from '../strategy/model/state.ts';
import type { Tasks } from '../tasks.ts';
import type { Link } from './links.ts';

/**
 * Tells the owner when a connection stays down on which the protection of something open depends:
 * what does not rest at the venue is closed by the bot, and that by what it hears. Once each time.
 */
export function tellWhenDown(parts: {
  engine: Pick<Engine, 'state'>;
  tell: Tell;
  tasks: Tasks;
  /** So long a connection may be down without a word, in milliseconds. */
  patienceMs: number;
  now: () => number;
}): { isDown(link: Link): void; isUp(link: Link): void } {
  const { engine, tasks, patienceMs, now } = parts;
  const timers = new Map<Link, NodeJS.Timeout>();
  const isUp = (link: Link) => {
    clearTimeout(timers.get(link));
    timers.delete(link);
  };
  tasks.stopping.addEventListener('abort', () => {
    for (const link of timers.keys()) isUp(link);
  });

  async function tellOf(link: Link): Promise<void> {
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
    await parts.tell(`down ${link} ${now()}`, {
      kind: 'error',
      what: `The connection for ${what} is down, and ${namesOf(dependent)} ${dependent.length === 1 ? 'has' : 'have'} no stop resting at the venue.`,
      lost: `Nothing yet: ${meanwhile}, so a stop may be taken a little later.`,
      todo: 'If it stays down, look at /status, and close at the venue what you do not want to hold like this.',
    });
  }

  return {
    isUp,
    isDown(link) {
      if (timers.has(link) || tasks.stopping.aborted) return;
      const timer = setTimeout(() => {
        tasks.start('the owner could not be told that a connection is down', () => tellOf(link));
      }, patienceMs);
      timers.set(link, timer);
    },
  };
}

function namesOf(positions: readonly Position[]): string {
  return positions.map(({ id, product }) => `${product.id} (position ${id})`).join(', ');
}
