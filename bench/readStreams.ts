import { readdirSync, readFileSync } from 'node:fs';
import { type StreamSaid, streamReader } from '../scripts/readStream.ts';
import type { Reading } from '../src/trading/signal/reading.ts';
import {
  describeReading,
  type MessageCase,
  parseMessageFile,
} from '../test/trading/signal/messageFile.ts';

/** What one channel came to. */
type Figures = {
  messages: number;
  signals: number;
  followed: number;
  byItself: number;
  asked: number;
  wrong: number;
};

const folder = new URL('./streams/', import.meta.url);

/**
 * The channels of `streams/`, each followed in order under `follow: known`, their owner answering each
 * question with what stands behind `=>`. A signal is followed when it is traded by itself as it is
 * meant, or asked about; a wrong action is one done by itself that the message does not give.
 */
export function streamFigures(): string[] {
  const all = readdirSync(folder).map((file): [string, Figures] => [
    file.replace('.txt', ''),
    followed(parseMessageFile(readFileSync(new URL(file, folder), 'utf8'))),
  ]);
  return [
    'channels followed in order (no wrong action, every signal followed)',
    ...all.map(
      ([name, { messages, signals, followed, byItself, asked, wrong }]) =>
        `  ${name.padEnd(10)} ${messages} messages: ${followed} of ${signals} signals followed, ${byItself} of them by itself; ${asked} asked, ${wrong} wrong`,
    ),
  ];
}

function followed(messages: readonly MessageCase[]): Figures {
  const reader = streamReader();
  const figures = { messages: 0, signals: 0, followed: 0, byItself: 0, asked: 0, wrong: 0 };
  for (const { text, repliedTo, expected } of messages) {
    const id = String(figures.messages++);
    const message = { text, repliedTo: repliedTo === null ? null : { text: repliedTo } };
    const { act, readings } = reader.read('provider', id, message);
    const opens = expected.some(isSignal);
    const right = isSame(readings, expected);
    if (opens) figures.signals++;
    if (act === 'ask') {
      figures.asked++;
      reader.answer(saidOf(id, expected, right));
    }
    if (act === 'auto' && !right) figures.wrong++;
    if (opens && (act === 'ask' || (act === 'auto' && right))) figures.followed++;
    if (opens && act === 'auto' && right) figures.byItself++;
  }
  return figures;
}

const isSignal = (line: string): boolean => /^(long|short) /u.test(line);
const isReport = (line: string): boolean => /^(none|unclear|target_hit|stop_hit)/u.test(line);

/** The same trades and instructions; reports change nothing. */
function isSame(readings: readonly Reading[], expected: readonly string[]): boolean {
  const acts = (lines: readonly string[]): string[] => lines.filter((l) => !isReport(l)).sort();
  const [read, meant] = [acts(readings.map(describeReading)), acts(expected)];
  return read.length === meant.length && read.every((line, i) => line === meant[i]);
}

/** What its owner says of it. */
function saidOf(answer: string, expected: readonly string[], right: boolean): StreamSaid {
  if (expected.every(isReport)) return { answer, say: 'ignore' };
  if (right) return { answer, say: 'right' };
  const [signal] = expected.filter(isSignal);
  return signal
    ? { answer, say: 'correct', readings: [signalOf(signal)] }
    : { answer, say: 'ignore' };
}

/** A line of `=> long SOL/USDT limit 142 | stop 136.5 | targets 147 153 | 5x` as a reading. */
function signalOf(line: string): NonNullable<StreamSaid['readings']>[number] {
  const [head = '', ...fields] = line.split(' | ');
  const [side, pair = '', type, ...prices] = head.split(' ');
  const [symbol, quote = null] = pair.split('/');
  const of = (name: string): string[] =>
    fields
      .find((field) => field.startsWith(`${name} `))
      ?.split(' ')
      .slice(1) ?? [];
  const [stop] = of('stop');
  const leverage = fields.find((field) => /^[0-9]+x$/u.test(field));
  return {
    kind: 'signal',
    symbol,
    quote,
    side,
    market: null,
    entry: { type, prices },
    stop: stop === undefined ? null : { price: stop },
    targets: of('targets').map((price) => ({ price })),
    leverage: leverage === undefined ? null : Number.parseInt(leverage, 10),
  };
}
