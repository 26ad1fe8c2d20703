import { performance } from 'node:perf_hooks';
import { parentPort } from 'node:worker_threads';
import { backtest } from '../backtest.ts';
import type { CandleSource } from '../candles/tape.ts';
import { createPastReader } from '../replay/pastReader.ts';
import { replay } from '../replay/replay.ts';
import type { Figures } from '../report/figures.ts';
import {
  figuresFrom,
  type PlainBacktest,
  type PlainFigures,
  type PlainThirds,
  plainly,
} from '../report/plain.ts';
import { thirdsOf } from '../report/robustness.ts';
import { tradesOf } from '../report/trades.ts';
import type { FromThread, Job, Played, ToThread } from './job.ts';

/** Days kept here, of about 15 kB each: every run over the same past asks for the same ones. */
const MOST_DAYS = 5_000;

const days = new Map<string, Uint8Array | null>();
const waiting = new Map<string, (candles: Uint8Array | null) => void>();
const tell = (message: FromThread) => parentPort?.postMessage(message);
const keyOf = (productId: string, day: number) => `${productId} ${day}`;

const candles: CandleSource = {
  day(productId, day) {
    const key = keyOf(productId, day);
    const known = days.get(key);
    if (known !== undefined) return known;
    return new Promise((resolve) => {
      waiting.set(key, resolve);
      tell({ type: 'day', productId, day });
    });
  },
};

parentPort?.on('message', (message: ToThread) => {
  if (message.type === 'job') {
    play(message.job).then(
      (played) => tell({ type: 'played', played }),
      (error: Error) => {
        const { name, message: words, stack } = error;
        tell({ type: 'failed', error: { name, message: words, ...(stack ? { stack } : {}) } });
      },
    );
    return;
  }
  const key = keyOf(message.productId, message.day);
  const [oldest] = days.keys();
  if (days.size >= MOST_DAYS && oldest !== undefined) days.delete(oldest);
  days.set(key, message.candles);
  waiting.get(key)?.(message.candles);
  waiting.delete(key);
});

async function play({ what, inputs, hints, othersHints, played }: Job): Promise<Played> {
  const symbols = new Set(inputs.products.map(({ base }) => base.toUpperCase()));
  const reader = createPastReader(
    { symbols, ...(hints ? { hints } : {}) },
    () => performance.now(),
    othersHints,
  );
  const onProgress = (share: number) => tell({ type: 'progress', share });
  const whole = { ...inputs, candles, assume: 'worse' as const };
  if (what === 'report') {
    const known = Object.fromEntries(
      Object.entries(played).map(([name, figures]) => [name, figuresFrom(figures)]),
    );
    const onPlayed = (name: string, figures: Figures) =>
      tell({ type: 'side', name, figures: plainly(figures) as PlainFigures });
    const sides = { known, onPlayed };
    const report = plainly(await backtest(whole, { reader, onProgress }, sides)) as PlainBacktest;
    return { what, report };
  }
  const trades = tradesOf(await replay(whole, { reader, onProgress }), inputs.to);
  return { what, thirds: plainly(thirdsOf(trades, inputs.from, inputs.to)) as PlainThirds };
}
