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

/** At most so many `requests` in any `perMs` milliseconds. */
export type RateLimit = {
  requests: number;
  perMs: number;
  /** Of what may go at once, so many are left to what is urgent. */
  urgentOnly?: number;
};

/**
 * A token bucket for each limit; a request needs a token of every one. None lets more through in
 * any of its periods than it says: a third may go as a burst, the rest flows. `now` is a steady
 * clock in milliseconds.
 */
export function createRateLimiter(
  limits: readonly RateLimit[],
  now: () => number = () => performance.now(),
): RateLimiter {
  const waiting: Record<Priority, (() => void)[]> = { urgent: [], normal: [], background: [] };
  const buckets = limits.map(({ requests, perMs, urgentOnly = 0 }) => {
    const burst = Math.max(1, Math.floor(requests / 3));
    const perMillisecond = Math.max(1, requests - burst) / perMs;
    return { burst, perMillisecond, urgentOnly, tokens: burst };
  });
  let filledAt = now();
  let pausedUntil = filledAt;
  let timer: NodeJS.Timeout | undefined;

  function refill(at: number): void {
    // Nothing flows during a pause.
    const from = Math.max(filledAt, pausedUntil);
    filledAt = Math.max(filledAt, at);
    if (at <= from) return;
    for (const bucket of buckets) {
      const flowed = (at - from) * bucket.perMillisecond;
      bucket.tokens = Math.min(bucket.burst, bucket.tokens + flowed);
    }
  }

  /** Milliseconds until a request of that priority may go. */
  function waitFor(priority: Priority, at: number): number {
    let ms = Math.max(0, pausedUntil - at);
    for (const { tokens, perMillisecond, urgentOnly } of buckets) {
      const lacking = 1 + (priority === 'urgent' ? 0 : urgentOnly) - tokens;
      if (lacking > 0) ms = Math.max(ms, Math.max(0, pausedUntil - at) + lacking / perMillisecond);
    }
    return ms;
  }

  function drain(): void {
    clearTimeout(timer);
    timer = undefined;
    const at = now();
    refill(at);
    for (;;) {
      const priority = PRIORITIES.find((each) => waiting[each].length > 0);
      if (priority === undefined) return;
      const ms = waitFor(priority, at);
      if (ms > 0) {
        timer = setTimeout(drain, Math.ceil(ms));
        return;
      }
      for (const bucket of buckets) bucket.tokens -= 1;
      waiting[priority].shift()?.();
    }
  }

  return {
    take(priority) {
      return new Promise((resolve) => {
        waiting[priority].push(resolve);
        drain();
      });
    },
    pause(ms) {
      const at = now();
      refill(at);
      pausedUntil = Math.max(pausedUntil, at + ms);
      // What is due then flows again from nothing: the other side counts more than we do.
      const [shortest] = buckets;
      if (shortest) shortest.tokens = 0;
      drain();
    },
    queued: () => PRIORITIES.reduce((sum, each) => sum + waiting[each].length, 0),
  };
}

const PRIORITIES = ['urgent', 'normal', 'background'] as const;
