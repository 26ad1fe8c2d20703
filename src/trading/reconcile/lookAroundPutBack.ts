import type { Engine } from '../engine/engine.ts';
import type { Account } from '../strategy/model/event.ts';
import type { Tasks } from '../tasks.ts';

/** Before protection that was cancelled by hand is put back, and when all that was sold until then is listed. */
const LOOKS_MS = [-5_000, 15_000];

/** Compares with the venue around the time when protection that was cancelled by hand is put back. */
export function lookAroundPutBack(parts: {
  engine: Engine;
  reconcile(account: Account): Promise<unknown>;
  tasks: Tasks;
  now: () => number;
}): void {
  const { engine, reconcile, tasks, now } = parts;
  const timers = new Set<NodeJS.Timeout>();
  const planned = new Set<string>();

  engine.onCommit(({ decision }) => {
    for (const { id, account, wayOut } of decision.changed) {
      const { lifted } = wayOut;
      if (lifted?.stage !== 'waiting' || planned.has(`${id} ${lifted.until}`)) continue;
      planned.add(`${id} ${lifted.until}`);
      for (const ms of LOOKS_MS) {
        const timer = setTimeout(
          () => {
            timers.delete(timer);
            tasks.start('what was done by hand could not be looked for; it is on schedule', () =>
              reconcile(account),
            );
          },
          Math.max(0, lifted.until + ms - now()),
        );
        timers.add(timer);
      }
    }
  });
  tasks.stopping.addEventListener('abort', () => {
    for (const timer of timers) clearTimeout(timer);
  });
}
