/**
 * How fast messages are read, on one core: `npm run bench:read`.
 *
 * Prints messages per second over the messages of the tests, the slowest of 10,000 readings (how much
 * of each was the garbage collector's, and how long the same message takes again), and the time of
 * 4,000 characters of several hostile kinds.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { PerformanceObserver, performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { readMessage } from '../src/trading/signal/readMessage.ts';
import { type MessageCase, parseMessageFile } from '../test/trading/signal/messageFile.ts';

const RUNS = 10_000;
const LENGTH = 4_000;
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
  return piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH);
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
  'unknown Chinese': fill('龘'),
  Chinese: fill('做多止损止盈平仓保本'),
  'zero-width': fill('s\u200bt\u200bop '),
  emoji: fill('🔥✅'),
  'the same prefix': fill('take '),
};

for (const message of messages) timeOf(message);

const pauses: { startTime: number; duration: number }[] = [];
const observer = new PerformanceObserver((list) => pauses.push(...list.getEntries()));
observer.observe({ entryTypes: ['gc'] });

const readings: { from: number; took: number; message: MessageCase }[] = [];
const start = performance.now();
for (let run = 0; run < RUNS; run++) {
  const message = messages[run % messages.length];
  if (message) readings.push({ from: performance.now(), took: timeOf(message), message });
}
const seconds = (performance.now() - start) / 1000;
await wait(50);
observer.disconnect();

const times = readings.map(({ took }) => took).sort((a, b) => a - b);
const bestOf = (message: { text: string; repliedTo: string | null }): string =>
  Math.min(...Array.from({ length: REPEATS }, () => timeOf(message))).toFixed(2);

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
      `  ${reading.took.toFixed(2)} ms, ${collectedIn(reading)} of it collecting garbage; the same message again ${bestOf(reading.message)} ms`,
  );
const at = (share: number): string =>
  (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(3);

const lines = [
  `${messages.length} different messages, ${RUNS} readings`,
  `messages per second   ${Math.round(RUNS / seconds)}`,
  `median                ${at(0.5)} ms`,
  `99 of 100 under       ${at(0.99)} ms`,
  `slowest of ${RUNS}      ${at(1)} ms`,
  'the five slowest',
  ...slowest,
  '',
  `${LENGTH} characters of …  (best of ${REPEATS})`,
];
for (const [kind, text] of Object.entries(HOSTILE)) {
  lines.push(`  ${kind.padEnd(22)} ${bestOf({ text, repliedTo: null })} ms`);
}
process.stdout.write(`${lines.join('\n')}\n`);
