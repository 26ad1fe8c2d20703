import { setTimeout as delay } from 'node:timers/promises';

/** How long it is waited before each log-in; discord.js asks before every one, and shards share it. */
export type LogInSpacing = { waitForIdentify(shardId: number, signal: AbortSignal): Promise<void> };

const LONGEST_MS = 5 * 60_000;
/** A log-in counts against the next ones for so long. */
const COUNTED_MS = 30 * 60_000;

/**
 * Spaces log-ins out: the first is made at once, the next after `firstMs`, then twice that and so on,
 * as long as they follow on each other. Discord takes a thousand a day, and resets the token of a bot
 * that makes more. Rejects when the signal is aborted.
 */
export function createLogInSpacing(parts: {
  firstMs: number;
  /** Milliseconds that only go forward. */
  now?: () => number;
  wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}): LogInSpacing {
  const { firstMs, now = () => performance.now() } = parts;
  const wait = parts.wait ?? ((ms, signal) => delay(ms, undefined, { signal }));
  const made = new Map<number, readonly number[]>();
  let last = Number.NEGATIVE_INFINITY;

  return {
    async waitForIdentify(shardId, signal) {
      for (;;) {
        const at = now();
        const counted = (made.get(shardId) ?? []).filter((time) => at - time < COUNTED_MS);
        const spacing = Math.min(firstMs * 2 ** (counted.length - 1), LONGEST_MS);
        const due = Math.max(
          last + firstMs,
          (counted.at(-1) ?? Number.NEGATIVE_INFINITY) + spacing,
        );
        if (due <= at) {
          made.set(shardId, [...counted, at]);
          last = at;
          return;
        }
        await wait(due - at, signal);
      }
    },
  };
}
