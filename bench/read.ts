/**
 * How fast messages are read, on one core: `npm run bench:read`.
 *
 * Prints messages per second over the messages of the tests, by the clock and by the time that the core
 * itself has worked (which a busy machine changes less), the slowest of 10,000 readings (how much of
 * each was the garbage collector's, and how long the same message takes again), and the time of 4,000
 * and of 8,000 characters of several hostile kinds. Beside each figure stands what it should be.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { PerformanceObserver, performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { readMessage } from '../src/trading/signal/readMessage.ts';
import { type MessageCase, parseMessageFile } from '../test/trading/signal/messageFile.ts';
import { streamFigures } from './readStreams.ts';

const RUNS = 10_000;
/** Texts of so many characters should be read in so many milliseconds. */
const LENGTHS = [
  { length: 4_000, most: 5 },
  { length: 8_000, most: 10 },
];
const LONGEST = 8_000;
const FEWEST_A_SECOND = 20_000;
/** The program is compiled for speed while it runs, bit by bit: so often all messages are read before. */
const WARM_UPS = 8;
/** Of so many runs the best tells what a text costs; the others tell what else the machine did. */
const REPEATS = 25;

const folder = new URL('../test/trading/signal/messages/', import.meta.url);
const messages: MessageCase[] = readdirSync(folder).flatMap((file) =>
  parseMessageFile(readFileSync(new URL(file, folder), 'utf8')),
);

function timeOf({ text, repliedTo }: { text: string; repliedTo: string | null }): number {
  const start = performance.now();
  readMessage({ text, repliedTo: repliedTo === null ? null : { text: repliedTo } });
  return performance.now() - start;
}

function fill(piece: string): string {
  return piece.repeat(Math.ceil(LONGEST / piece.length)).slice(0, LONGEST);
}

const HOSTILE: Readonly<Record<string, string>> = {
  'one letter': fill('a'),
  digits: fill('1'),
  'digits and dots': fill('1.'),
  'digits and spaces': fill('1 '),
  'prices in a list': fill('1.25 - '),
  labels: fill('entry '),
  'labels with numbers': fill('tp1 1.25 sl 1.1 entry 1.2 '),
  brackets: fill('('),
  'links begun': fill('<@'),
  'struck through': fill('~~'),
  'quoted lines': fill('> a\n'),
  'empty lines': fill('\n'),
  tickers: fill('$BTC '),
  'signals line by line': fill(
    'LONG BTC 60000 sl 59000 tp 62000\nSHORT ETH 2500 sl 2600 tp 2400\n',
  ),
  closes: fill('close half BTC at 61000\n'),
  'moves of a stop': fill('move sl to 141 '),
  'targets reached': fill('#SOL TP1 hit ✅ 12% profit\n'),
  'a long list': `LONG BTC entry 60000 sl 59000 tp ${fill('62000, 63000, ')}`.slice(0, LONGEST),
  conditions: fill('if BTC breaks 61000 then '),
  talk: fill('we will see what happens with the market today and then '),
  'unknown Chinese': fill('龘'),
  Chinese: fill('做多止损止盈平仓保本'),
  'zero-width': fill('s\u200bt\u200bop '),
  emoji: fill('🔥✅'),
  'the same prefix': fill('take '),
};

for (let round = 0; round < WARM_UPS; round++) for (const message of messages) timeOf(message);

const pauses: { startTime: number; duration: number }[] = [];
const observer = new PerformanceObserver((list) => pauses.push(...list.getEntries()));
observer.observe({ entryTypes: ['gc'] });

const readings: { from: number; took: number; message: MessageCase }[] = [];
const worked = process.threadCpuUsage();
const start = performance.now();
for (let run = 0; run < RUNS; run++) {
  const message = messages[run % messages.length];
  if (message) readings.push({ from: performance.now(), took: timeOf(message), message });
}
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.threadCpuUsage(worked);
await wait(50);
observer.disconnect();

const times = readings.map(({ took }) => took).sort((a, b) => a - b);
const bestOf = (message: { text: string; repliedTo: string | null }): number =>
  Math.min(...Array.from({ length: REPEATS }, () => timeOf(message)));

/** The garbage collector's part of a reading, in milliseconds. */
function collectedIn({ from, took }: { from: number; took: number }): string {
  return pauses
    .filter(({ startTime }) => startTime >= from && startTime < from + took)
    .reduce((sum, { duration }) => sum + duration, 0)
    .toFixed(2);
}

const slowest = readings
  .toSorted((a, b) => b.took - a.took)
  .slice(0, 5)
  .map(
    (reading) =>
      `  ${reading.took.toFixed(2)} ms, ${collectedIn(reading)} of it collecting garbage; the same message again ${bestOf(reading.message).toFixed(2)} ms`,
  );
const at = (share: number): string =>
  (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(3);

const lines = [
  `${messages.length} different messages, ${RUNS} readings`,
  `messages per second   ${Math.round(RUNS / seconds)} by the clock, ${Math.round((RUNS * 1e6) / (user + system))} of the core's own time (should be ${FEWEST_A_SECOND})`,
  `median                ${at(0.5)} ms`,
  `99 of 100 under       ${at(0.99)} ms`,
  `slowest of ${RUNS}      ${at(1)} ms`,
  'the five slowest',
  ...slowest,
  '',
  `so many characters of …  ${LENGTHS.map(({ length, most }) => `${length} (under ${most} ms)`).join('   ')}, best of ${REPEATS}`,
];
for (const [kind, text] of Object.entries(HOSTILE)) {
  const took = LENGTHS.map(({ length, most }) => {
    const best = bestOf({ text: text.slice(0, length), repliedTo: null });
    return `${best.toFixed(2).padStart(8)} ms${best < most ? ' ' : '!'}`;
  });
  lines.push(`  ${kind.padEnd(22)} ${took.join('    ')}`);
}
lines.push('', ...streamFigures());
process.stdout.write(`${lines.join('\n')}\n`);
