/** Who goes first when there are more requests than the limit lets through. */
export type Priority = 'urgent' | 'normal' | 'background';

export type RateLimiter = {
  /** Resolves when one request may be sent. Of those that wait, the more urgent go first. */
  take(priority: Priority): Promise<void>;
  /** Lets nothing through for so many milliseconds: the other side said that it is too much. */
  pause(ms: number): void;
  /** How many wait now. */
  queued(): number;
};

/**
 * A token bucket that never lets more than `perSecond` through in any one second: a third of it
 * may go as a burst, the rest flows. `now` is a steady clock in milliseconds.
 */
export function createRateLimiter(options: { perSecond: number; now?: () => number }): RateLimiter {
  const now = options.now ?? (() => performance.now());
  const burst = Math.max(1, Math.floor(options.perSecond / 3));
  const perMs = Math.max(1, options.perSecond - burst) / 1000;
  const waiting: Record<Priority, (() => void)[]> = { urgent: [], normal: [], background: [] };
  let tokens = burst;
  let filledAt = now();
  let timer: NodeJS.Timeout | undefined;

  function next(): (() => void) | undefined {
    return waiting.urgent.shift() ?? waiting.normal.shift() ?? waiting.background.shift();
  }

  function queued(): number {
    return waiting.urgent.length + waiting.normal.length + waiting.background.length;
  }

  function drain(): void {
    timer = undefined;
    const at = now();
    // `filledAt` lies in the future during a pause.
    if (at > filledAt) {
      tokens = Math.min(burst, tokens + (at - filledAt) * perMs);
      filledAt = at;
    }
    while (tokens >= 1 && filledAt <= at) {
      const go = next();
      if (!go) return;
      tokens -= 1;
      go();
    }
    if (queued() === 0) return;
    const untilToken = Math.max(0, 1 - tokens) / perMs;
    timer = setTimeout(drain, Math.ceil(Math.max(0, filledAt - at) + untilToken));
  }

  return {
    take(priority) {
      return new Promise((resolve) => {
        waiting[priority].push(resolve);
        if (!timer) drain();
      });
    },
    pause(ms) {
      tokens = 0;
      filledAt = Math.max(filledAt, now() + ms);
      if (timer) clearTimeout(timer);
      drain();
    },
    queued,
  };
}
