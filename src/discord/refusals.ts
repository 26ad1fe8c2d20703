import { DiscordAPIError, HTTPError } from 'discord.js';
import { type Lanes, pauseFor } from './session/lanes.ts';

/** Discord has no such channel, or the bot may not read it; `message` says which. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}

/** Discord's proven no (no such channel, no permission); everything else is worth another try. */
export function isRefusal(error: unknown): error is Error {
  return (
    error instanceof Unreadable ||
    (error instanceof DiscordAPIError && (error.status === 403 || error.status === 404))
  );
}

/** Discord does not know it (any more). */
export function isGone(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.status === 404;
}

/** The session's own end, and nothing about what was asked: the token is known no more. */
export function isSessionOver(error: unknown): boolean {
  return (
    (error instanceof DiscordAPIError && error.status === 401) ||
    (error instanceof Error && /^Expected token to be set/.test(error.message))
  );
}

/** Why something could not be read, for the owner. */
export function whyUnread(error: unknown): string {
  if (error instanceof Unreadable) return error.message;
  if (isGone(error)) return 'it is gone';
  if (isRefusal(error)) return `the bot may not read it (${error.message})`;
  if (error instanceof HTTPError || error instanceof DiscordAPIError)
    return `Discord is out of order there (status ${error.status})`;
  const { name, message, code } = error as Error & { code?: unknown };
  const isOnTheWay = typeof code === 'string' || name === 'AbortError' || /fetch/i.test(message);
  return isOnTheWay
    ? `Discord can not be reached (${message})`
    : `Discord’s answer can not be read (${message})`;
}

/** Asks Discord, and again where that may help; rejects with the last failure. */
export type Ask = <T>(question: () => Promise<T>) => Promise<T>;

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;

/**
 * An `Ask` for many questions that belong together: all of them together wait no longer than
 * `patienceMs` for what passes. What Discord refuses is not asked for again.
 */
export function askWithin(patienceMs: number, { stopping }: Pick<Lanes, 'stopping'>): Ask {
  let left = patienceMs;
  return async (question) => {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      stopping.throwIfAborted();
      try {
        return await question();
      } catch (error) {
        if (isRefusal(error) || isSessionOver(error) || left <= 0) throw error;
      }
      await pauseFor(Math.min(pause, left), stopping);
      left -= pause;
    }
  };
}
