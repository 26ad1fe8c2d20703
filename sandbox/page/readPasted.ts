import { setImmediate as breathe } from 'node:timers/promises';
import { readingTitle, signalFields, unclearFields } from '../../src/notices/words/signalWords.ts';
import { markPart, partsOf } from '../../src/trading/signal/explain.ts';
import type { MessagePart, MessageText, Reading } from '../../src/trading/signal/reading.ts';
import { readMessage } from '../../src/trading/signal/readMessage.ts';
import { messagesIn, type PastedMessage } from './pasted.ts';

/** A part of a message cut where something was read from it. */
export type MarkedPart = { label: string | null; pieces: { text: string; field: string | null }[] };

/** What was read of one message, in the words that the bot says it with. */
export type ReadLine =
  | { count: number }
  | { error: string }
  | {
      index: number;
      author: string | null;
      time: string | null;
      repliedTo: string | null;
      parts: MarkedPart[];
      readings: {
        kind: Reading['kind'];
        title: string;
        why: string | null;
        inferred: readonly string[];
        fields: { name: string; value: string }[];
      }[];
    };

const MOST = 20_000;
/** So many are read before others are let in. */
const AT_A_TIME = 20;

/**
 * Reads what somebody pasted as the bot would: first how many messages there are, then one line for
 * each, in order. What can't be taken is one line with an error.
 */
export async function* readPasted(body: unknown): AsyncGenerator<ReadLine> {
  const pasted = typeof body === 'object' && body !== null && 'text' in body ? body.text : null;
  if (typeof pasted !== 'string') {
    yield { error: 'Send { "text": "…" }.' };
    return;
  }
  let messages: PastedMessage[];
  try {
    messages = messagesIn(pasted);
  } catch (error) {
    yield { error: error instanceof Error ? error.message : String(error) };
    return;
  }
  if (messages.length > MOST) messages = messages.slice(-MOST);
  yield { count: messages.length };
  for (const [index, { author, time, message }] of messages.entries()) {
    if (index % AT_A_TIME === 0) await breathe();
    yield { index, author, time, ...read(message) };
  }
}

function read(
  message: MessageText,
): Omit<Extract<ReadLine, { index: number }>, 'index' | 'author' | 'time'> {
  const readings = readMessage(message);
  return {
    repliedTo: message.repliedTo?.text ?? null,
    parts: partsOf(message).map(({ text, part }) => ({
      label: labelOf(part),
      pieces: markPart(text, part, readings),
    })),
    readings: readings.map((reading) => ({
      kind: reading.kind,
      title: plain(readingTitle(reading)),
      why: 'why' in reading ? reading.why : null,
      inferred: reading.kind === 'signal' ? (reading.inferred ?? []) : [],
      fields: fieldsOf(reading),
    })),
  };
}

function fieldsOf(reading: Reading): { name: string; value: string }[] {
  const shown = (fields: { name: string; value: string }[]) =>
    fields.map(({ name, value }) => ({ name, value: plain(value) }));
  if (reading.kind === 'signal') return shown(signalFields(reading));
  if (reading.kind === 'unclear') return shown(unclearFields(reading));
  if (reading.kind === 'none') return [];
  const { price, percent, target, entries, addedEntries, targets, stop } = reading;
  const level = (one: { price: string } | { percent: string }) =>
    'price' in one ? one.price : `${one.percent} %`;
  return [
    { name: 'Price', value: price },
    { name: 'Part', value: percent && `${percent} %` },
    { name: 'Target', value: target === undefined ? undefined : `number ${target}` },
    { name: 'Entries', value: entries?.join(', ') },
    { name: 'More entries', value: addedEntries?.join(', ') },
    { name: 'Stop', value: stop && level(stop) },
    { name: 'Targets', value: targets?.map(level).join(', ') },
  ].flatMap(({ name, value }) => (value === undefined || value === '' ? [] : [{ name, value }]));
}

/** Without the escapes that Discord needs and this page does not. */
const plain = (markdown: string) => markdown.replace(/\\([^0-9A-Za-z\s])/g, '$1');

function labelOf(part: MessagePart): string | null {
  if (part.in === 'text') return null;
  if (part.in === 'embed') return part.at === 'fieldValue' ? null : `embed ${PLACES[part.at]}`;
  return `${part.in === 'forwarded' ? 'forwarded' : 'replied to'} ${labelOf(part.of) ?? ''}`.trim();
}

const PLACES = {
  author: 'author',
  title: 'title',
  description: 'text',
  footer: 'footer',
  picture: 'picture',
  fieldName: 'field',
};
