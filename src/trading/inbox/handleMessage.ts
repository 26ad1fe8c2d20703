import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { OpenAccount } from '../accounts/openAccount.ts';
import type { Engine } from '../engine/engine.ts';
import type { Tell } from '../engine/tell.ts';
import { pricesForUpdate } from '../market/lastPrices.ts';
import { NotAtHand } from '../market/notAtHand.ts';
import { dec } from '../money.ts';
import type { Format } from '../signal/format/format.ts';
import type { ReadAsTaught } from '../signal/format/readAsTaught.ts';
import { hasPictureWords, withoutPictures } from '../signal/pictureWords.ts';
import type { MessageText, Reading } from '../signal/reading.ts';
import { plainWords } from '../signal/text/plainWords.ts';
import { handling, type WorkedMessage } from '../store/messages/inbox.ts';
import { puttingPictures } from '../store/messages/pictures.ts';
import { puttingQuestion } from '../store/messages/secondReader.ts';
import { providerRecord } from '../store/results/record.ts';
import type { Database } from '../store/tables.ts';
import { type SeenFormat, seeingFormat } from '../store/watches/formats.ts';
import { type ComingTerms, termsOf } from '../store/watches/terms.ts';
import { isPausedFor, type Watch } from '../store/watches/watches.ts';
import { decide } from '../strategy/decide.ts';
import type { Decision } from '../strategy/model/command.ts';
import type { Account, Event, SignalEvent, Source, WrittenAs } from '../strategy/model/event.ts';
import { whichAccount } from '../strategy/open/whichAccount.ts';
import type { Settings } from '../strategy/settings/settings.ts';
import type { MarketData, Price } from '../venue/marketData.ts';
import { questionOf, recordingReadings } from './outcome.ts';
import type { PictureLook, SeenPictures } from './pictureLook.ts';
import type { Reader } from './reader.ts';
import type { SecondLook } from './secondLook.ts';

type Traded = Pick<OpenAccount, 'account' | 'contexts'>;

/** What working one message needs. */
export type MessageParts = {
  db: Kysely<Database>;
  engine: Pick<Engine, 'ahead' | 'submitAll'>;
  /** Every account that is connected. */
  accounts: ReadonlyMap<Account, Traded>;
  /** The account that new signals are traded on. */
  current: () => Traded;
  reader: Reader;
  marketData: Pick<MarketData, 'price' | 'priceAtHand'>;
  tell: Tell;
  /** null: nobody else is asked. */
  second?: SecondLook | null;
  /** null: pictures are not read. */
  pictures?: PictureLook | null;
  log: Logger;
  now: () => number;
};

/**
 * Reads one message and brings what it says to the core; readings, decisions, questions and the mark
 * that it is handled are one commit, and where it is not in the inbox yet, taking it in is too: a
 * message that is known already rejects as `isKnown` tells, and nothing of it happened. With
 * `askNobody` it rejects with NotAtHand rather than ask the exchange for anything. `coming` are terms
 * that were asked for when it came. `mayWait` is asked when a signal's market can't be asked now:
 * where it says yes the message stays as it is, to be worked later. `pictured`: the message is worked
 * for the second time, with the words of its pictures in it.
 */
export async function handleMessage(
  parts: MessageParts,
  row: WorkedMessage,
  mayWait: (settings: Settings) => Promise<boolean>,
  {
    askNobody = false,
    coming,
    pictured = null,
  }: {
    askNobody?: boolean;
    coming?: ComingTerms | undefined;
    pictured?: SeenPictures | null;
  } = {},
): Promise<'handled' | 'later'> {
  const { db, engine, reader, log, now } = parts;
  const terms = await (coming?.isYoung() ? coming.terms : termsOf(db, row.watch_id, row.author_id));
  if (terms === null || terms.watch.removed_at !== null) {
    await engine.submitAll([], () => handling(db, row, now()));
    return 'handled';
  }
  const { watch } = terms;
  if (row.kind === 'deleted') {
    const event = { type: 'message_deleted', at: now(), messageId: row.message_id } as const;
    await engine.submitAll([event], () => handling(db, row, now()));
    return 'handled';
  }

  const message = { ...row.body, postedAt: row.posted_at.toISOString() };
  const read = await reader.read(message, watch, row.author_id, { terms, askNobody });
  const { settings, prices, taught, context } = read;
  const isPicture = isOnlyPicture(row.body);
  const readings = isPicture && !hasPictureWords(row.body) ? NOT_READ : read.readings;
  const found = { row, watch, settings, readings, taught, context };
  if (pictured === null && parts.pictures?.isWorthReading(found)) {
    await engine.submitAll([], () => [
      ...handling(db, row, now()),
      puttingPictures(db, row, now()),
    ]);
    log.info({ messageId: row.message_id }, 'its pictures wait to be read');
    parts.pictures.wake();
    return 'handled';
  }
  // What an engine has misread is not for a model to mend.
  const second = hasPictureWords(row.body) ? null : (parts.second ?? null);
  const isPutOff = second?.isWorthAsking(found) ?? false;
  const written = pictured ? writtenInPicture(taught, row, pictured) : writtenAs(taught, row);
  const events = new Map<number, Event>();
  for (const [index, reading] of readings.entries()) {
    const event = await eventOf(parts, {
      row,
      watch,
      index,
      reading,
      settings,
      prices,
      written,
      askNobody,
    });
    if (event === null) continue;
    const wants = event.type === 'signal' && event.noteOnly === undefined && cannotBeAsked(event);
    if (wants && (await mayWait(settings))) return 'later';
    events.set(index, event);
  }

  await engine.submitAll([...events.values()], (decided) => {
    const at = now();
    const decisions = new Map<number, Decision>();
    for (const [place, index] of [...events.keys()].entries()) {
      const decision = decided[place];
      if (decision) decisions.set(index, decision);
    }
    const questions = readings.flatMap((reading, index) => {
      const question = questionOf(row, sourceOf(row, watch, index), reading, settings, written);
      if (isPutOff) return [puttingQuestion(db, row, reading, question, at)];
      return question
        ? [parts.tell.along(`question ${row.message_id} ${row.revision} ${index}`, question)]
        : [];
    });
    const seen = taught && seenFormat(taught, readings);
    // However often it is edited, it is told once.
    const picture = {
      kind: 'picture_only',
      source: sourceOf(row, watch, 0),
      ...(pictured && { why: pictured.why }),
    } as const;
    const isUnread =
      readings.every(({ kind }) => kind === 'none') && (pictured?.isUnread ?? isPicture);
    return [
      ...handling(db, row, at),
      ...recordingReadings(db, row, readings, decisions, at, log),
      ...(seen ? [seeingFormat(db, seenIn(row, watch, seen))] : []),
      ...questions,
      ...(isUnread ? [parts.tell.along(`picture ${row.message_id}`, picture)] : []),
      ...(pictured?.also ?? []),
    ];
  });
  if (isPutOff) second?.wake();
  return 'handled';
}

const NOT_READ: readonly Reading[] = [
  {
    kind: 'none',
    why: 'it is a picture without words, and nothing was read in it',
    provenance: {},
  },
];

/** Pictures, and not a word beside them but links. */
export function isOnlyPicture(body: MessageText): boolean {
  const words = plainWords(withoutPictures(body)).replaceAll(/\bhttps?:\/\/\S+/gu, '');
  return (body.pictures ?? 0) > 0 && words.trim() === '';
}

/** Nothing is known of its market for the moment, and that may pass. */
function cannotBeAsked({ market }: Extract<Event, { type: 'signal' }>): boolean {
  return 'denied' in market && 'mayPass' in market && market.mayPass === true;
}

/** The event that a reading makes, with its market; null where it makes none. */
export async function eventOf(
  parts: MessageParts,
  read: {
    row: WorkedMessage;
    watch: Watch;
    index: number;
    reading: Reading;
    settings: Settings;
    prices: ReadonlyMap<string, Price>;
    written: WrittenAs | undefined;
    askNobody: boolean;
  },
): Promise<Event | null> {
  const { row, watch, index, reading, settings } = read;
  // What is asked is shown; nothing else needs it.
  const isShown = settings.follow === 'known' || read.written?.picture !== undefined;
  const written = isShown && read.written ? { written: read.written } : {};
  const { engine, accounts, current, now } = parts;
  const source = sourceOf(row, watch, index);
  if (reading.kind === 'update') {
    const prices = await pricesForUpdate(parts, engine.ahead(), source, reading, read);
    return { type: 'update', at: now(), source, update: reading, settings, ...written, ...prices };
  }
  if (reading.kind !== 'signal') return null;
  const { account, noteOnly } = whichAccount(engine.ahead(), source, settings, {
    connected: new Set(accounts.keys()),
    current: current().account,
    paused: isPausedFor(watch, source.postedAt),
  });
  const { contexts } = accounts.get(account) ?? current();
  const record = await recordFor(parts.db, row.channel_id, source, settings);
  const event = (market: SignalEvent['market']): SignalEvent => ({
    type: 'signal',
    at: now(),
    source,
    signal: reading,
    settings,
    ...written,
    market,
    ...record,
    ...(noteOnly !== null && { noteOnly }),
  });
  // By what is known already; a no is given only by what the venue says now.
  const recalled = await contexts.recalled(reading, read.prices);
  if (recalled !== null) {
    const { outcome } = decide(engine.ahead(), event(recalled));
    if (outcome?.outcome !== 'denied') return event(recalled);
  }
  if (read.askNobody) throw new NotAtHand(`the market of ${reading.symbol}`);
  return event(await contexts.of(reading, read.prices));
}

/** Its provider's record, where the settings size by it: asked for nothing, nobody waits. */
export async function recordFor(
  db: Kysely<Database>,
  channelId: string,
  { providerId }: Pick<Source, 'providerId'>,
  { recordWeightPercent }: Pick<Settings, 'recordWeightPercent'>,
): Promise<Pick<SignalEvent, 'record'>> {
  if (dec(recordWeightPercent).isZero()) return {};
  return { record: await providerRecord(db, { channelId, providerId }) };
}

/** How the message is written, as far as it matters to whether its owner is asked. */
function writtenAs(taught: ReadAsTaught | null, row: WorkedMessage): WrittenAs | undefined {
  if (taught === null) return undefined;
  const { standing } = taught;
  if (standing === 'nothing' || standing === 'never') return undefined;
  return { standing, body: row.body };
}

/** The same of a message whose pictures were read; one that they say nothing in is as it was. */
function writtenInPicture(
  taught: ReadAsTaught | null,
  row: WorkedMessage,
  { picture }: SeenPictures,
): WrittenAs | undefined {
  const written = writtenAs(taught, row);
  if (!hasPictureWords(row.body)) return written;
  return { ...(written ?? { standing: 'new', body: row.body }), picture };
}

/** The way of writing that a message is an example of; null for chatter. */
export function seenFormat(taught: ReadAsTaught, readings: readonly Reading[]): Format | null {
  const { standing, written } = taught;
  const says = readings.some(({ kind }) => kind !== 'none') || standing !== 'new';
  return says && written ? written.format : null;
}

function seenIn(row: WorkedMessage, watch: Pick<Watch, 'id'>, format: Format): SeenFormat {
  return {
    watchId: watch.id,
    providerId: row.author_id,
    providerName: row.author_name,
    format,
    example: row.body,
    messageId: row.message_id,
    at: row.posted_at.getTime(),
  };
}

export function sourceOf(
  row: WorkedMessage,
  watch: Pick<Watch, 'id'>,
  readingIndex: number,
): Source {
  return {
    watchId: String(watch.id),
    channelId: row.channel_id,
    providerId: row.author_id,
    providerName: row.author_name,
    messageId: row.message_id,
    readingIndex,
    revision: row.revision,
    repliedToMessageId: row.replied_to_message_id,
    postedAt: row.posted_at.getTime(),
  };
}
