/**
 * How fast messages are read, on one core: `npm run bench:read`.
 *
 * Prints messages per second over the messages of the tests, the time of the slowest of 10,000
 * readings, and the time of the worst 4,000 characters of several hostile kinds.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { readMessage } from '../src/trading/signal/readMessage.ts';
import { type MessageCase, parseMessageFile } from '../test/trading/signal/messageFile.ts';

const RUNS = 10_000;
const LENGTH = 4_000;

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

const times: number[] = [];
const start = performance.now();
for (let run = 0; run < RUNS; run++) {
  const message = messages[run % messages.length];
  if (message) times.push(timeOf(message));
}
const seconds = (performance.now() - start) / 1000;
times.sort((a, b) => a - b);
const at = (share: number): string =>
  (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(3);

const lines = [
  `${messages.length} different messages, ${RUNS} readings`,
  `messages per second   ${Math.round(RUNS / seconds)}`,
  `median                ${at(0.5)} ms`,
  `99 of 100 under       ${at(0.99)} ms`,
  `slowest of ${RUNS}      ${at(1)} ms`,
  '',
  `${LENGTH} characters of …  (best of 5)`,
];
for (const [kind, text] of Object.entries(HOSTILE)) {
  const best = Math.min(...Array.from({ length: 5 }, () => timeOf({ text, repliedTo: null })));
  lines.push(`  ${kind.padEnd(22)} ${best.toFixed(2)} ms`);
}
process.stdout.write(`${lines.join('\n')}\n`);
