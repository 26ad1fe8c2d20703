import { dropGoneUnread } from '../../trading/store/watches/unread.ts';
import type { Bot } from '../bot.ts';
import { readUnread } from './catchUp.ts';
import { lookAtWatches } from './readability.ts';

/** A thread that Discord does not know is asked for so long; then there is nothing to read any more. */
const GONE_KEPT_MS = 60 * 60_000;
/** What can't be read is tried again after a round, two, four … up to so many. */
const MOST_ROUNDS = 20;

export type Rounds = { stop(): Promise<void> };

/**
 * Goes round every `roundMs`: looks whether what is watched can be read, and tries again what could
 * not be, later and later. Every `clockMs` this machine's clock is held against Discord's and the exchange's.
 */
export function goRound(bot: Bot): Rounds {
  /** By watch: rounds to wait still, and how many the wait was. */
  const waits = new Map<number, { left: number; whole: number }>();
  let under: Promise<void> | null = null;

  async function round(): Promise<void> {
    if (!bot.connection.up) return;
    lookAtWatches(bot);
    if (bot.unread.all().length === 0) return waits.clear();
    await dropGoneUnread(bot.app.db, bot.app.now() - GONE_KEPT_MS);
    for (const watch of bot.watched.all()) {
      if (!bot.unread.all().some(({ watch_id }) => watch_id === watch.id)) {
        waits.delete(watch.id);
        continue;
      }
      const wait = waits.get(watch.id) ?? { left: 1, whole: 1 };
      waits.set(watch.id, { ...wait, left: wait.left - 1 });
      if (wait.left > 1) continue;
      const whole = Math.min(wait.whole * 2, MOST_ROUNDS);
      waits.set(watch.id, { left: whole, whole });
      await readUnread(bot, watch);
    }
  }

  let looking: Promise<void> | null = null;
  const lookAtClock = () => {
    looking ??= bot.clock
      .look(bot)
      .catch((error: unknown) => {
        if (!bot.lanes.stopping.aborted)
          bot.app.log.warn(
            { err: error },
            'the clock could not be held against Discord’s and Coinbase’s',
          );
      })
      .finally(() => {
        looking = null;
      });
  };
  lookAtClock();
  const clockTimer = setInterval(lookAtClock, bot.timing.clockMs);
  clockTimer.unref();
  const timer = setInterval(() => {
    under ??= round()
      .catch((error: unknown) => {
        if (!bot.lanes.stopping.aborted)
          bot.app.log.warn({ err: error }, 'what could not be read could not be tried again');
      })
      .finally(() => {
        under = null;
      });
  }, bot.timing.roundMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      clearInterval(clockTimer);
      await Promise.all([under, looking]);
    },
  };
}
