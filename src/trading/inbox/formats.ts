import type { Kysely } from 'kysely';
import { applyTaught } from '../signal/format/applyTaught.ts';
import type { Teaching } from '../signal/format/format.ts';
import type { Written } from '../signal/format/formatOf.ts';
import { type ReadAsTaught, readAsTaught } from '../signal/format/readAsTaught.ts';
import { isToRemember } from '../signal/format/standing.ts';
import { saysTheSame, teachingOf, withRoles } from '../signal/format/teach.ts';
import { inQuote } from '../signal/levels/sats.ts';
import type { ReadContext, Reading, Signal, Update } from '../signal/reading.ts';
import { findMessage } from '../store/messages/inbox.ts';
import { fillInReading, type SignalRow } from '../store/messages/signals.ts';
import type { FormatDraft } from '../store/tables/watches.ts';
import type { Database } from '../store/tables.ts';
import {
  ANYBODY,
  type FormatRow,
  findFormat,
  sayOfFormat,
  seeFormat,
  teachingsOf,
} from '../store/watches/formats.ts';
import { findWatch } from '../store/watches/watches.ts';
import type { Reader } from './reader.ts';

type Parts = { db: Kysely<Database>; reader: Reader; now: () => number };

/** The format of the message that a card asks about; null when it has none, or is not known any more. */
export async function formatOfMessage(
  { db, reader }: Parts,
  row: Pick<SignalRow, 'messageId' | 'watchId'>,
): Promise<{ format: FormatRow; read: ReadAsTaught } | null> {
  const [message, watch] = await Promise.all([
    findMessage(db, row.messageId),
    findWatch(db, row.watchId),
  ]);
  if (message === null || watch === null) return null;
  const posted = { ...message.body, postedAt: message.posted_at.toISOString() };
  const { taught } = await reader.read(posted, watch, message.author_id);
  if (!taught?.written) return null;
  const format = await seeFormat(db, {
    watchId: watch.id,
    providerId: message.author_id,
    providerName: message.author_name,
    format: taught.written.format,
    example: message.body,
    messageId: message.message_id,
    at: message.posted_at.getTime(),
  });
  return { format, read: taught };
}

/** Remembers that what is read in messages written so is meant. */
export async function confirmFormat(parts: Parts, format: FormatRow, by: string): Promise<void> {
  // What was corrected stays so: it is as right as it can be.
  if (format.said === 'taught') return;
  await sayOfFormat(parts.db, format.id, { said: 'right' }, by, parts.now());
}

/**
 * The same of what stands on a card. Where the reader itself doesn't read it so (a second reader has),
 * the format is taught: the next one needs nobody else. Resolves to false where that can't be told by
 * places alone; then nothing is remembered.
 */
export async function confirmReading(
  parts: Parts,
  { format, read }: { format: FormatRow; read: ReadAsTaught },
  { reading }: Pick<SignalRow, 'reading'>,
  by: string,
): Promise<boolean> {
  if (reading.kind !== 'signal' || saysTheSame(read.readings.map(inQuote), [reading])) {
    await confirmFormat(parts, format, by);
    return true;
  }
  const { db, reader, now } = parts;
  const watch = await findWatch(db, format.watch_id);
  const context = watch === null ? {} : reader.contextOf(watch);
  const teaching = teachingOf(read.cuts, read.plain, [reading], context);
  if (teaching === null) return false;
  const { taught } = teaching;
  const row = await seeFormat(db, {
    watchId: format.watch_id,
    providerId: format.provider_id,
    providerName: format.provider_name,
    format: teaching.format,
    example: format.example,
    messageId: format.example_message_id,
    at: format.last_seen.getTime(),
  });
  const said = { said: 'taught', format: teaching.format, ...(taught && { taught }) } as const;
  await sayOfFormat(db, row.id, said, by, now());
  return true;
}

/**
 * Remembers that messages written so are nothing to act on: no signals; or never to be traded,
 * whoever writes them here. Resolves to false where only this one can be meant: signals written so
 * were confirmed, or its levels contradict each other.
 */
export async function leaveFormatAlone(
  { db, now }: Parts,
  format: FormatRow,
  readings: readonly Reading[],
  said: 'nothing' | 'never',
  by: string,
): Promise<boolean> {
  const { watch_id: watchId, provider_id: providerId } = format;
  const teachings = await teachingsOf(db, watchId, providerId);
  if (said === 'nothing' && !isToRemember(format.format, readings, teachings)) return false;
  const row =
    said === 'nothing'
      ? format
      : await seeFormat(db, {
          watchId,
          providerId: ANYBODY,
          providerName: format.provider_name,
          format: format.format,
          example: format.example,
          messageId: format.example_message_id,
          at: format.last_seen.getTime(),
          count: format.seen,
        });
  await sayOfFormat(db, row.id, { said }, by, now());
  return true;
}

/** A format with its example cut into places, and what the draft of a correction makes of it. */
export type Correction = {
  format: FormatRow;
  written: Written;
  draft: FormatDraft;
  teaching: Teaching;
  /** What the example says so; null when that is no order or instruction yet. */
  readings: readonly Reading[] | null;
};

/** Where the correction of a format stands; null when the format is not known any more. */
export async function correctionOf(
  { db, reader }: Parts,
  formatId: number,
): Promise<Correction | null> {
  const format = await findFormat(db, formatId);
  const watch = format && (await findWatch(db, format.watch_id));
  if (!format || !watch) return null;
  const teachings = await teachingsOf(db, watch.id, format.provider_id);
  const context: ReadContext = reader.contextOf(watch);
  const { cuts, plain } = readAsTaught(format.example, context, teachings);
  const written = format.format.kind === 'instruction' ? cuts.instruction : cuts.order;
  if (written === null) return null;
  const draft = format.draft ?? {
    roles: written.format.lines.map(
      ({ key, places }) => format.format.lines.find((line) => line.key === key)?.places ?? places,
    ),
    ...(format.taught ?? { coin: null, side: null, actions: actionsOf(plain) }),
  };
  const { roles, ...taught } = draft;
  const teaching = withRoles(written, roles, taught);
  const readings = applyTaught(written, [teaching], plain, context);
  return { format, written, draft, teaching, readings: readings?.map(inQuote) ?? null };
}

function actionsOf(readings: readonly Reading[]): Update['action'][] {
  return readings.flatMap((reading) => (reading.kind === 'update' ? [reading.action] : []));
}

/**
 * Keeps a finished correction, and what it makes of the message that was asked about, when that is
 * one message with one reading. Resolves to that reading; null when there is nothing to trade.
 */
export async function learnCorrection(
  { db, now }: Parts,
  { format, teaching, readings }: Correction,
  row: SignalRow | null,
  by: string,
): Promise<Signal | Update | null> {
  const { taught } = teaching;
  await sayOfFormat(
    db,
    format.id,
    { said: 'taught', format: teaching.format, ...(taught && { taught }) },
    by,
    now(),
  );
  const [reading, ...others] = readings ?? [];
  if (row === null || others.length > 0) return null;
  if (reading?.kind !== 'signal' && reading?.kind !== 'update') return null;
  await fillInReading(db, row.id, reading, `corrected by ${by}`);
  return reading;
}
