/**
 * How long a year of a channel takes to be played: `npm run bench:history`.
 *
 * A year of 1,000 signals (ladders of three targets on 30 coins) among 10,000 messages, over recorded
 * minutes in the compact form on disk. Each run is a process of its own, so that nothing is warm; the
 * year is played once as it is, and once with every minute of what is open or waits fed to the venue,
 * which must come to the same fills and balances to the last digit. Then 5,000 signals.
 * `--make FOLDER` writes the year down and no more, `--play FOLDER year.jsonl` plays it once.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CandleDay, emptyDay } from '../src/trading/history/candles/candleDay.ts';
import { openCandleFolder, writeCandleFile } from '../src/trading/history/candles/candleFiles.ts';
import type { CandleSource } from '../src/trading/history/candles/tape.ts';
import { readMessageLines } from '../src/trading/history/messages/messageLines.ts';
import { createPastReader } from '../src/trading/history/replay/pastReader.ts';
import { replay } from '../src/trading/history/replay/replay.ts';
import { settingsSchema } from '../src/trading/strategy/settings/settings.ts';
import type { Product } from '../src/trading/venue/venue.ts';

const START = Date.UTC(2025, 0, 2);
const DAYS = 365;
const DAY_MS = 86_400_000;
const COINS = 30;
const MESSAGES = 10_000;
/** What a minute moves, as a fraction: so much that a signal lives for most of a day. */
const STIR = 0.0015;

type Played = {
  simulated: number;
  all: number;
  reading: number;
  loading: number;
  megabytes: number;
  fills: number;
  digest: string;
  minutes: { waited: number; walked: number };
  medianHours: number;
  candles: number;
};

const write = (line: string) => process.stdout.write(`${line}\n`);
const coinName = (n: number) => `C${String.fromCharCode(65 + (n % 26))}${n < 26 ? 'A' : 'B'}`;

function productOf(n: number): Product {
  const base = coinName(n);
  return {
    id: `${base}-USD`,
    base,
    quote: 'USD',
    type: 'spot',
    baseIncrement: '0.000001',
    quoteIncrement: '0.01',
    priceIncrement: '0.0001',
    minBaseSize: '0.000001',
    maxBaseSize: '100000000',
    minQuoteSize: '1',
    maxQuoteSize: '10000000',
    status: 'online',
  };
}

/** The same chances each time. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A year and two weeks of one coin, to disk; gives the price at each hour, to write signals by. */
function recordCoin(folder: string, n: number): number[] {
  const random = chances(1000 + n);
  const days: CandleDay[] = [];
  const hours: number[] = [];
  let price = 2_000_000 * (0.5 + random());
  for (let d = -1; d < DAYS + 14; d += 1) {
    const day = emptyDay(START / DAY_MS + d, 4);
    day.count = 1440;
    for (let minute = 0; minute < 1440; minute += 1) {
      if (minute % 60 === 0 && d >= 0) hours.push(price);
      const open = Math.round(price);
      price = Math.max(price * (1 + (random() + random() + random() - 1.5) * 2 * STIR), 1000);
      const close = Math.round(price);
      day.open[minute] = open;
      day.close[minute] = close;
      day.high[minute] = Math.max(open, close) + Math.floor(random() * open * STIR * 0.3);
      day.low[minute] = Math.min(open, close) - Math.floor(random() * open * STIR * 0.3);
      day.volume[minute] = random() * 1000;
    }
    days.push(day);
  }
  writeCandleFile(folder, productOf(n).id, days);
  return hours;
}

const CHAT = [
  'good morning everybody, slept well?',
  'that was a great week, who caught the move on Monday?',
  'be careful out there, volume is thin and the weekend is long',
  'TP1 hit on our last one, congratulations to all who followed',
  'can someone explain how to set a stop loss on the exchange?',
  'I think bitcoin goes to 120000 by summer, but nobody knows',
  'new video is up, link in the description',
  'lol',
  'what leverage do you use for the small ones?',
  'no trades today, the market is a mess; patience is a position too',
];

function writeMessages(path: string, signals: number, hours: readonly number[][]): void {
  const random = chances(7);
  const lines: string[] = [];
  const every = Math.max(MESSAGES, signals * 2);
  for (let n = 0; n < every; n += 1) {
    const postedAt = START + Math.floor(((n + random()) / every) * DAYS * DAY_MS);
    const isSignal = Math.floor((n * signals) / every) !== Math.floor(((n + 1) * signals) / every);
    const text = isSignal ? signalText(postedAt) : `${CHAT[n % CHAT.length]} ${n}`;
    lines.push(JSON.stringify({ id: String(n + 1), posted_at: postedAt, author: 'Percy', text }));
  }
  writeFileSync(path, lines.join('\n'));

  function signalText(at: number): string {
    const n = Math.floor(random() * COINS);
    const steps = hours[n]?.[Math.floor((at - START) / 3_600_000)] ?? 0;
    const entry = steps * (1 - random() * 0.004);
    const level = (percent: number) => ((entry * (1 + percent / 100)) / 10_000).toFixed(4);
    return [
      `LONG ${coinName(n)}/USD`,
      `Entry: ${level(0)}`,
      ...[2.5, 5, 8].map((percent, i) => `TP${i + 1}: ${level(percent + random())}`),
      `SL: ${level(-4.5 - random())}`,
    ].join('\n');
  }
}

/** Milliseconds of this thread's own time since the process began: what else the machine does counts for nothing. */
function ownTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** One cold run: what `--play` is started with. */
async function play(folder: string, file: string, everyMinute: boolean): Promise<Played> {
  const products = Array.from({ length: COINS }, (_, n) => productOf(n));
  const now = ownTime;
  let loading = 0;
  const began = now();
  const messages = readMessageLines(readFileSync(join(folder, file), 'utf8'));
  loading += now() - began;
  const files = openCandleFolder(folder);
  const candles: CandleSource = {
    day(productId, day) {
      const from = now();
      const found = files.day(productId, day);
      loading += now() - from;
      return found;
    },
  };
  const reader = createPastReader({ symbols: new Set(products.map(({ base }) => base)) }, now);
  const settings = settingsSchema.parse({ quoteSize: '100', sameSignalMinutes: 0 });
  const from = now();
  const loadedBefore = loading;
  const outcome = await replay(
    {
      messages,
      products,
      candles,
      settings,
      cash: { USD: '1000000' },
      from: START,
      to: START + (DAYS + 13) * DAY_MS,
      delayMs: 2000,
      assume: 'worse',
      everyMinute,
    },
    { reader },
  );
  const simulated = now() - from - reader.spent() - (loading - loadedBefore);
  files.close();
  const lives = outcome.positions
    .flatMap(({ position: { createdAt, closedAt } }) =>
      closedAt === null ? [] : [closedAt - createdAt],
    )
    .sort((a, b) => a - b);
  const ends = outcome.positions.map(({ position }) => position.orders);
  return {
    simulated: simulated / 1000,
    all: now() / 1000,
    reading: reader.spent() / 1000,
    loading: loading / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
    fills: outcome.fills,
    digest: createHash('sha256')
      .update(JSON.stringify([outcome.balances, outcome.fills, ends]))
      .digest('hex'),
    minutes: outcome.minutes,
    medianHours: (lives[Math.floor(lives.length / 2)] ?? 0) / 3_600_000,
    candles: outcome.candles,
  };
}

function playApart(folder: string, file: string, everyMinute = false): Played {
  const mode = everyMinute ? 'every' : 'touched';
  const args = [import.meta.filename, '--play', folder, file, mode];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Played;
}

/** The quickest of some, since a busy machine only ever slows. */
function best(runs: readonly Played[]): Played {
  return runs.reduce((a, b) => (b.all < a.all ? b : a));
}

function make(folder: string): void {
  const hours = Array.from({ length: COINS }, (_, n) => recordCoin(folder, n));
  writeMessages(join(folder, 'year.jsonl'), 1000, hours);
  writeMessages(join(folder, 'five.jsonl'), 5000, hours);
}

function measure(): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-history-'));
  try {
    const [cpu] = cpus();
    write(
      `${cpu?.model ?? 'unknown cpu'}, node ${process.version}; each run a process of its own\n`,
    );
    make(folder);
    const year = best([1, 2, 3].map(() => playApart(folder, 'year.jsonl')));
    const every = playApart(folder, 'year.jsonl', true);
    const five = best([1, 2].map(() => playApart(folder, 'five.jsonl')));
    const row = (
      name: string,
      { simulated, reading, loading, all, megabytes, fills, minutes }: Played,
    ) =>
      write(
        `| ${name} | ${simulated.toFixed(2)} s | ${reading.toFixed(2)} s | ${loading.toFixed(2)} s | ${all.toFixed(2)} s | ${megabytes.toFixed(0)} MB | ${fills} | ${minutes.walked} of ${minutes.waited} |`,
      );
    write(
      '| a year of | simulated | reading | loading | in all | memory | fills | minutes walked |',
    );
    write('|---|---:|---:|---:|---:|---:|---:|---:|');
    row('1,000 signals', year);
    row('the same, every minute', every);
    row('5,000 signals', five);
    write(`\nmedian life ${year.medianHours.toFixed(1)} hours, ${year.candles} candles brought in`);
    write(`5,000 signals take ${(five.simulated / year.simulated).toFixed(1)} times as long`);
    const same = year.digest === every.digest;
    write(
      `every order, fill and balance ${same ? 'is the same' : 'DIFFERS'} with every minute fed`,
    );
    write(
      `year: ${year.simulated.toFixed(1)} s simulated, ${year.all.toFixed(1)} s in all, ${year.megabytes.toFixed(0)} MB, ${(every.simulated / year.simulated).toFixed(0)} times every minute`,
    );
    if (!same) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [, , flag, folder = '', file = '', mode = ''] = process.argv;
if (flag === '--play') write(JSON.stringify(await play(folder, file, mode === 'every')));
else if (flag === '--make') make(folder);
else measure();
