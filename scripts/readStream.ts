import type { Interface } from 'node:readline';
import { z } from 'zod';
import type { Teaching } from '../src/trading/signal/format/format.ts';
import { type ReadAsTaught, readAsTaught } from '../src/trading/signal/format/readAsTaught.ts';
import { isToRemember } from '../src/trading/signal/format/standing.ts';
import { teachingOf } from '../src/trading/signal/format/teach.ts';
import type { MessageText, Reading, Signal, Update } from '../src/trading/signal/reading.ts';
import { asksAboutUpdate, isKnownFormat } from '../src/trading/strategy/events/asksFirst.ts';

/** What a message of a stream comes to. */
export type StreamAnswer = {
  readings: readonly Reading[];
  act: 'auto' | 'ask' | 'none';
  format: string | null;
};

/**
 * A channel followed in order, its owner answering what is asked: what the bot would do by itself
 * under `follow: known`, message by message. What is learned of a provider holds for it alone.
 */
export function streamReader(): {
  read: (provider: string, id: string, message: MessageText) => StreamAnswer;
  /** False when nothing was asked about that message. */
  answer: (said: StreamSaid) => boolean;
} {
  const providers = new Map<string, Provider>();
  const asked = new Map<string, { provider: Provider; read: ReadAsTaught }>();
  return {
    read(name, id, message) {
      const provider = providers.get(name) ?? { teachings: [], followed: new Map() };
      providers.set(name, provider);
      const read = readAsTaught(message, {}, provider.teachings);
      const act = actOn(read, provider);
      if (act === 'ask') asked.set(id, { provider, read });
      if (act === 'auto') follow(provider, read.readings);
      return { readings: read.readings, act, format: read.written?.format.key ?? null };
    },
    answer(said) {
      const about = asked.get(String(said.answer));
      if (about) learn(about.provider, about.read, said);
      return about !== undefined;
    },
  };
}

/**
 * The same line by line:
 *
 *   in   { "provider", "id", "text", "embed"?, "reply_to_text"? }
 *   out  { "id", "readings", "act": "auto" | "ask" | "none", "format" }
 *   in   { "answer": id, "say": "right" | "ignore" | "correct", "readings"? }    after an "ask"
 */
export async function readStream(
  lines: Interface,
  messageOf: (line: unknown) => { id: string | number; message: MessageText } | { error: string },
  write: (answer: unknown) => void,
): Promise<void> {
  const reader = streamReader();
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() === '') continue;
    const json = parsed(line);
    const said = answerLine.safeParse(json);
    if (said.success) {
      if (!reader.answer(said.data))
        write({ line: number, error: `nothing was asked about ${said.data.answer}` });
      continue;
    }
    const found = messageOf(json);
    if ('error' in found) {
      write({ line: number, error: found.error });
      continue;
    }
    const provider = String(providerLine.safeParse(json).data?.provider ?? '');
    write({ id: found.id, ...reader.read(provider, String(found.id), found.message) });
  }
}

/** What its owner has said of a provider, and its signals that are followed, by coin. */
type Provider = { teachings: Teaching[]; followed: Map<string, Signal> };

const providerLine = z.object({ provider: z.union([z.string(), z.number()]) });
const answerLine = z.object({
  answer: z.union([z.string(), z.number()]),
  say: z.enum(['right', 'ignore', 'correct']),
  readings: z
    .array(z.looseObject({ kind: z.enum(['signal', 'update', 'unclear', 'none']) }))
    .optional(),
});
/** What its owner says of a message that was asked about. */
export type StreamSaid = z.infer<typeof answerLine>;

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function actOn(read: ReadAsTaught, { followed }: Provider): 'auto' | 'ask' | 'none' {
  const { readings, standing } = read;
  if (standing === 'nothing' || standing === 'never') return 'none';
  if (readings.some(({ kind }) => kind === 'unclear')) return 'ask';
  if (readings.every(({ kind }) => kind === 'none'))
    return standing === 'changed' || read.looksLikeOrder ? 'ask' : 'none';
  if (isKnownFormat(standing)) return 'auto';
  const updates = readings.filter((reading) => reading.kind === 'update');
  if (updates.length < readings.length) return 'ask';
  // What is said about a trade that is not followed changes nothing.
  const meant = updates.filter(
    (update) => isReport(update) || tradesOf(update, followed).length > 0,
  );
  if (meant.length === 0) return 'none';
  const asks = meant.some((update) =>
    asksAboutUpdate(
      SETTINGS,
      { standing },
      update,
      isReport(update) ? [] : tradesOf(update, followed),
    ),
  );
  return asks ? 'ask' : 'auto';
}

const SETTINGS = {
  follow: 'known',
  saferUpdates: 'act',
  otherUpdates: 'ask',
  pictures: 'ask',
} as const;

const isReport = ({ action }: Update): boolean => action === 'target_hit' || action === 'stop_hit';

function tradesOf(
  { symbol, side }: Update,
  followed: ReadonlyMap<string, Signal>,
): { side: Signal['side']; stop: string | null }[] {
  return [...followed.values()]
    .filter((trade) => symbol === null || trade.symbol === symbol)
    .filter((trade) => side === null || trade.side === side)
    .map(({ side: of, stop }) => ({
      side: of,
      stop: stop && 'price' in stop ? stop.price : null,
    }));
}

function follow({ followed }: Provider, readings: readonly Reading[]): void {
  for (const reading of readings) {
    if (reading.kind === 'signal') followed.set(reading.symbol, reading);
    if (reading.kind !== 'update' || reading.symbol === null) continue;
    if (ENDS.has(reading.action)) followed.delete(reading.symbol);
  }
}

const ENDS: ReadonlySet<Update['action']> = new Set<Update['action']>([
  'close',
  'stop_hit',
  'cancel_entry',
]);

function learn(provider: Provider, read: ReadAsTaught, { say, readings = [] }: StreamSaid): void {
  const { teachings } = provider;
  if (say === 'ignore') {
    if (read.written && isToRemember(read.written.format, read.readings, teachings))
      teachings.push({ format: read.written.format, said: 'nothing' });
    return;
  }
  if (say === 'right') {
    if (read.written) teachings.push({ format: read.written.format, said: 'right' });
    follow(provider, read.readings);
    return;
  }
  // The protocol's readings have the fields of ours, spans apart.
  const said = readings.map((reading) => ({ ...reading, provenance: {} }) as unknown as Reading);
  const teaching = teachingOf(read.cuts, read.plain, said);
  if (teaching) teachings.push(teaching);
  follow(provider, said);
}
