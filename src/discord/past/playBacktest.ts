import { patientCandles } from '../../trading/history/candles/patientCandles.ts';
import { createStoredCandles } from '../../trading/history/candles/storedCandles.ts';
import { gatherPast } from '../../trading/history/messages/gatherPast.ts';
import type { PlainFigures } from '../../trading/history/report/plain.ts';
import type { Job, Played } from '../../trading/history/thread/job.ts';
import { playInThread } from '../../trading/history/thread/playInThread.ts';
import type { ReadingHints } from '../../trading/signal/reading.ts';
import type { BacktestRow } from '../../trading/store/results/backtests.ts';
import { findWatch, TRUST_ALL } from '../../trading/store/watches/watches.ts';
import { settingsSchema } from '../../trading/strategy/settings/settings.ts';
import type { Bot } from '../bot.ts';
import { readersOf } from './readers.ts';

const DAY_MS = 86_400_000;
/** The venue may be out of reach for so long before a history is given up. */
const VENUE_PATIENCE_MS = 15 * 60_000;

/** Plays what was fetched: the whole report, or with `change` a variant of it. */
export async function playBacktest(
  bot: Pick<Bot, 'client' | 'app'>,
  { followed_id, request, played }: Pick<BacktestRow, 'followed_id' | 'request' | 'played'>,
  parts: {
    change: Record<string, unknown> | null;
    signal: AbortSignal;
    onProgress: (share: number) => void;
    onPlayed: (name: string, figures: PlainFigures) => void;
  },
): Promise<Played> {
  const { db, marketData, catalogue, now } = bot.app;
  const { signal, onProgress, onPlayed } = parts;
  const { to, delayMs, cash } = request;
  const watch = request.watchId === null ? null : await findWatch(db, request.watchId);
  const messages = await gatherPast(db, {
    followedId: followed_id,
    from: request.from,
    to,
    isRead: readersOf(bot, followed_id, watch?.trusted ?? TRUST_ALL),
  });
  // Before anything was posted there was nothing to win or lose, and no time to measure by.
  const begun = messages[0]?.versions[0].at ?? request.from;
  const from = Math.max(request.from, Math.floor(begun / DAY_MS) * DAY_MS);
  const job: Job = {
    what: parts.change === null ? 'report' : 'thirds',
    inputs: {
      messages,
      products: catalogue.products(),
      // Nobody is there to be asked.
      settings: settingsSchema.parse({
        ...request.settings,
        ...parts.change,
        follow: 'automatic',
      }),
      cash: { USD: cash },
      from,
      to,
      delayMs,
    },
    hints: request.hints as ReadingHints | null,
    played: played as Job['played'],
  };
  const candles = patientCandles(createStoredCandles({ db, marketData, now }), {
    patienceMs: VENUE_PATIENCE_MS,
    signal,
  });
  return playInThread(job, { candles, signal, onProgress, onPlayed });
}
