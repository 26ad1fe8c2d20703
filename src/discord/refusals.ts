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
  const { message } = error as Error;
  return isOnTheWay(error)
    ? `Discord can not be reached (${message})`
    : `Discord’s answer can not be read (${message})`;
}

/** Nothing came back at all: it is Discord as a whole, or the way there. */
function isUnanswered(error: unknown): boolean {
  return !(error instanceof HTTPError || error instanceof DiscordAPIError) && isOnTheWay(error);
}

function isOnTheWay(error: unknown): boolean {
  const { name, message, code } = error as Error & { code?: unknown };
  return typeof code === 'string' || name === 'AbortError' || /fetch|no answer/i.test(message);
}

/** Asks Discord, and again where that may help; rejects with the last failure. */
export type Ask = <T>(question: () => Promise<T>) => Promise<T>;

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;
/** So long one answer may take, discord.js's own tries included. */
const ANSWER_MS = 20_000;
/** After so many questions in a row without any answer no more are asked. */
const MOST_UNANSWERED = 3;

/**
 * An `Ask` for many questions that belong together: all of them together wait no longer than
 * `patienceMs` for what passes. What Discord refuses is not asked for again.
 */
export function askWithin(patienceMs: number, { stopping }: Pick<Lanes, 'stopping'>): Ask {
  let left = patienceMs;
  let unanswered: unknown[] = [];
  return async (question) => {
    if (unanswered.length >= MOST_UNANSWERED) throw unanswered[0];
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      stopping.throwIfAborted();
      try {
        const answer = await within(ANSWER_MS, question());
        unanswered = [];
        return answer;
      } catch (error) {
        if (isRefusal(error) || isSessionOver(error)) throw error;
        if (left <= 0) {
          unanswered = isUnanswered(error) ? [...unanswered, error] : [];
          throw error;
        }
      }
      await pauseFor(Math.min(pause, left), stopping);
      left -= pause;
    }
  };
}

/** Rejects when it takes longer. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
