/**
 * Runs the second reader beside the reader over a file of messages, to judge a model before it is
 * switched on. Nothing is traded, and nothing is written.
 *
 *   npm run --silent try-model -- messages.jsonl
 *
 * A line: { "id", "text", "embed"? }. The server is that of SECOND_READER_URL, SECOND_READER_MODEL and
 * SECOND_READER_KEY. A line out for each message that it was asked about, and then the counts.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { ConfigError, readConfig } from '../src/config.ts';
import { loadEnvironmentFile } from '../src/environmentFile.ts';
import { embedLine, embedOf } from '../src/trading/history/messages/embedLine.ts';
import { askedOf, hasPricesAndCoin } from '../src/trading/secondReader/asked.ts';
import { createModel } from '../src/trading/secondReader/askModel.ts';
import { costOf } from '../src/trading/secondReader/budget.ts';
import { check } from '../src/trading/secondReader/check.ts';
import { saysTheSame } from '../src/trading/signal/format/teach.ts';
import type { Reading } from '../src/trading/signal/reading.ts';
import { readMessage } from '../src/trading/signal/readMessage.ts';

const messageLine = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string().nullish(),
  embed: z.union([embedLine, z.array(embedLine)]).nullish(),
});

const DEADLINE_MS = 60_000;

const write = (line: object): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

function end(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}

/** Without the marks in the text. */
const plain = (readings: readonly Reading[]) =>
  readings.map(({ provenance: _, ...reading }) => reading);

const [file] = process.argv.slice(2);
if (file === undefined)
  end('Name a file of messages: npm run --silent try-model -- messages.jsonl');
loadEnvironmentFile('.env', process.env);
let config: ReturnType<typeof readConfig>;
try {
  config = readConfig(process.env);
} catch (error) {
  if (error instanceof ConfigError) end(error.message);
  throw error;
}
const { secondReader } = config;
if (secondReader === null)
  end('Set SECOND_READER_URL and SECOND_READER_MODEL: there is nobody to ask.');

const model = createModel(secondReader);
const counts: Record<string, number> = {};
const times: number[] = [];
const tokens = { in: 0, out: 0 };
const count = (what: string): void => {
  counts[what] = (counts[what] ?? 0) + 1;
};

let number = 0;
for await (const line of createInterface({ input: createReadStream(file) })) {
  number++;
  if (line.trim() === '') continue;
  const message = messageOf(line);
  if (message === null) {
    write({ line: number, error: 'not a JSON object with "id" and "text"' });
    continue;
  }
  const { id, text, embeds } = message;
  const readings = readMessage({ text, embeds });
  const asked = askedOf({ text, embeds }, {});
  const isClear = readings.some(({ kind }) => kind === 'signal');
  const isAsked = asked !== null && (isClear || (isOpen(readings) && hasPricesAndCoin(asked)));
  if (!isAsked) {
    count('not asked');
    continue;
  }
  const began = performance.now();
  const reply = await model.ask(asked.text, DEADLINE_MS);
  times.push(performance.now() - began);
  tokens.in += reply.tokens?.in ?? 0;
  tokens.out += reply.tokens?.out ?? 0;
  if ('fault' in reply) {
    if (reply.fault === 'wrong_key') end(`The server was asked, and ${reply.message}.`);
    count(`no answer (${reply.fault})`);
    write({ id, fault: reply.fault, why: reply.message });
    continue;
  }
  const checked = check(asked, reply.answer);
  const what =
    'refused' in checked
      ? `refused (${checked.refused})${isClear ? ', read by the reader' : ''}`
      : !isClear
        ? 'filled'
        : saysTheSame(readings, [checked.signal])
          ? 'agreed'
          : 'differed';
  count(what);
  write({
    id,
    what,
    readings: plain(readings),
    ...('signal' in checked ? { second: plain([checked.signal])[0] } : { answer: reply.answer }),
  });
}

times.sort((a, b) => a - b);
const at = (part: number): number => Math.round(times[Math.floor(times.length * part)] ?? 0);
write({
  counts,
  milliseconds: { median: at(0.5), p95: at(0.95), most: Math.round(times.at(-1) ?? 0) },
  tooLateForTrading: times.filter((time) => time > 3_000).length,
  tokens,
  cost: costOf(tokens, secondReader),
});

function isOpen(readings: readonly Reading[]): boolean {
  return readings.every(({ kind }) => kind === 'unclear' || kind === 'none');
}

function messageOf(line: string) {
  try {
    const parsed = messageLine.safeParse(JSON.parse(line));
    if (!parsed.success) return null;
    const { id, text, embed } = parsed.data;
    return { id, text: text ?? '', embeds: embed ? [embed].flat().map(embedOf) : [] };
  } catch {
    return null;
  }
}
