/**
 * Reads messages as the bot would.
 *
 *   npm run --silent read < messages.jsonl      JSON lines in, reading lines out
 *   npm run read -- --explain < message.txt     one message, with its fields marked
 *   npm run --silent read -- --stream           a channel in order, its owner answering; see readStream.ts
 *   npm run --silent read -- --picture FILE     what is read in a picture; see readPicture.ts
 *
 * A line in: { "id", "text", "embed"?, "reply_to_text"? }. A line out: { "id", "readings": [ … ] };
 * for a line that can't be read as a message: { "line", "error" }.
 */
import { createInterface } from 'node:readline';
import { text as readAll } from 'node:stream/consumers';
import { z } from 'zod';
import { embedLine, embedOf } from '../src/trading/history/messages/embedLine.ts';
import { explain } from '../src/trading/signal/explain.ts';
import type { MessageText, Reading } from '../src/trading/signal/reading.ts';
import { readMessage } from '../src/trading/signal/readMessage.ts';
import { readStream } from './readStream.ts';

const messageLine = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string().nullish(),
  embed: z.union([embedLine, z.array(embedLine)]).nullish(),
  reply_to_text: z.string().nullish(),
});

function messageOf(line: z.infer<typeof messageLine>): MessageText {
  const embeds = line.embed ? [line.embed].flat().map(embedOf) : [];
  return {
    text: line.text ?? '',
    embeds,
    repliedTo: line.reply_to_text ? { text: line.reply_to_text } : null,
  };
}

/** A stop given as a range of percents is written with both ends: { "percent": ["5", "10"] }. */
function wireOf(reading: Reading): unknown {
  if (reading.kind !== 'signal' || !reading.stop || !('upTo' in reading.stop)) return reading;
  return { ...reading, stop: { percent: [reading.stop.percent, reading.stop.upTo] } };
}

const lines = () => createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });

const write = (answer: unknown): void => {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
};

async function readLines(): Promise<void> {
  let number = 0;
  for await (const line of lines()) {
    number++;
    if (line.trim() === '') continue;
    write(answerTo(line, number));
  }
}

function idAndMessage(
  json: unknown,
): { id: string | number; message: MessageText } | { error: string } {
  const parsed = messageLine.safeParse(json);
  return parsed.success
    ? { id: parsed.data.id, message: messageOf(parsed.data) }
    : { error: json === null ? NO_JSON : z.prettifyError(parsed.error).replaceAll('\n', ' ') };
}

const NO_JSON = 'not a JSON object; write one { "id", "text" } per line';

function answerTo(line: string, number: number): unknown {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { line: number, error: NO_JSON };
  }
  const found = idAndMessage(json);
  if ('error' in found) return { line: number, error: found.error };
  return { id: found.id, readings: readMessage(found.message).map(wireOf) };
}

/** A message line as JSON, or else the text itself. */
function oneMessage(input: string): MessageText {
  const text = { text: input.trimEnd() };
  if (!input.trimStart().startsWith('{')) return text;
  try {
    const line = messageLine.safeParse(JSON.parse(input));
    return line.success ? messageOf(line.data) : text;
  } catch {
    return text;
  }
}

const pictureAt = process.argv.indexOf('--picture');
if (pictureAt > 0) {
  const path = process.argv[pictureAt + 1];
  try {
    if (path === undefined || path.startsWith('--'))
      throw new Error('which picture? npm run --silent read -- --picture FILE');
    const { readPicture } = await import('./readPicture.ts');
    await readPicture(path, { explains: process.argv.includes('--explain'), wireOf });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
} else if (process.argv.includes('--explain')) {
  const message = oneMessage(await readAll(process.stdin));
  process.stdout.write(
    explain(message, readMessage(message), { colour: process.stdout.isTTY === true }),
  );
} else if (process.argv.includes('--stream')) {
  await readStream(lines(), idAndMessage, write);
} else {
  await readLines();
}
