import { patientCandles } from '../../trading/history/candles/patientCandles.ts';
import { createStoredCandles } from '../../trading/history/candles/storedCandles.ts';
import { gatherPast } from '../../trading/history/messages/gatherPast.ts';
import type { PastMessage } from '../../trading/history/pastMessage.ts';
import type { PlainFigures } from '../../trading/history/report/plain.ts';
import type { Job, Played } from '../../trading/history/thread/job.ts';
import { playInThread } from '../../trading/history/thread/playInThread.ts';
import type { ReadingHints } from '../../trading/signal/reading.ts';
import type { BacktestRow } from '../../trading/store/results/backtests.ts';
import type { BacktestRequest } from '../../trading/store/tables/results.ts';
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
  const { others = [] } = request;
  const own = await pastOf(bot, request, { followedId: followed_id, watchId: request.watchId });
  const theirs = await Promise.all(
    others.map(async (other) => {
      const past = await pastOf(bot, request, other);
      return past.map((message) => ({ ...message, of: String(other.watchId) }));
    }),
  );
  const messages = [own, ...theirs].flat().sort((a, b) => a.versions[0].at - b.versions[0].at);
  // Nobody is there to be asked.
  const playedWith = (settings: Record<string, unknown>) =>
    settingsSchema.parse({ ...settings, ...parts.change, follow: 'automatic' });
  // Before anything was posted there was nothing to win or lose, and no time to measure by.
  const begun = messages[0]?.versions[0].at ?? request.from;
  const from = Math.max(request.from, Math.floor(begun / DAY_MS) * DAY_MS);
  const job: Job = {
    what: parts.change === null ? 'report' : 'thirds',
    inputs: {
      messages,
      products: catalogue.products(),
      settings: playedWith(request.settings),
      ...(others.length > 0 && {
        others: Object.fromEntries(
          others.map(({ watchId, settings }) => [String(watchId), playedWith(settings)]),
        ),
      }),
      cash: { USD: cash },
      from,
      to,
      delayMs,
    },
    hints: request.hints as ReadingHints | null,
    othersHints: Object.fromEntries(
      others.map(({ watchId, hints }) => [String(watchId), hints as ReadingHints | null]),
    ),
    played: played as Job['played'],
  };
  const candles = patientCandles(createStoredCandles({ db, marketData, now }), {
    patienceMs: VENUE_PATIENCE_MS,
    signal,
  });
  return playInThread(job, { candles, signal, onProgress, onPlayed });
}

/** What was posted in a channel in that time, and its watch reads. */
async function pastOf(
  bot: Pick<Bot, 'client' | 'app'>,
  { from, to }: Pick<BacktestRequest, 'from' | 'to'>,
  { followedId, watchId }: { followedId: string; watchId: number | null },
): Promise<PastMessage[]> {
  const { db } = bot.app;
  const watch = watchId === null ? null : await findWatch(db, watchId);
  const isRead = readersOf(bot, followedId, watch?.trusted ?? TRUST_ALL);
  return gatherPast(db, { followedId, from, to, isRead });
}
