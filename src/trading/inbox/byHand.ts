import type { Compilable, Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import { pricesForUpdate } from '../market/lastPrices.ts';
import { dec } from '../money.ts';
import type { Signal } from '../signal/reading.ts';
import {
  findMessage,
  type IncomingMessage,
  messageIsDeleted,
  receive,
} from '../store/messages/inbox.ts';
import {
  addReadingAhead,
  fillInReading,
  findReading,
  type SignalRow,
  settlingReading,
} from '../store/messages/signals.ts';
import type { Database } from '../store/tables.ts';
import {
  addWatch,
  changeWatch,
  findWatch,
  findWatchByChannelEver,
  HAND_CHANNEL,
  type Watch,
} from '../store/watches/watches.ts';
import { decide } from '../strategy/decide.ts';
import type { Decision } from '../strategy/model/command.ts';
import type { Event } from '../strategy/model/event.ts';
import type { Settings } from '../strategy/settings/settings.ts';
import type { Trader } from '../trader/trader.ts';
import type { MarketData } from '../venue/marketData.ts';
import { recordFor, sourceOf } from './handleMessage.ts';
import { outcomeOf } from './outcome.ts';
import type { Reader } from './reader.ts';
import { withWaived } from './waivers.ts';

type ReadingParts = { db: Kysely<Database>; reader: Reader; now: () => number };
type Parts = ReadingParts & {
  marketData: Pick<MarketData, 'price' | 'priceAtHand'>;
  trader: Pick<Trader, 'state' | 'market'>;
  log: Logger;
};

/**
 * What the owner says beside a yes: a rule that is set aside for this one, which position is meant, or
 * that it holds only as long as the signal is not too old.
 */
export type Said = { waived?: string | null; chosen?: string; inTime?: boolean };

/** How much of the size that the settings give. */
export type Share = 'whole' | 'half';

/**
 * Reads a message that the owner points at, wherever it is from, and keeps it as any other, without
 * trading it. One that is known already is not read anew. Resolves to what it says.
 */
export async function readByHand(
  parts: ReadingParts,
  message: Omit<IncomingMessage, 'watchId'>,
  /** What a signal of it is to cost, in quote; null: as the settings say. */
  amount: string | null = null,
): Promise<readonly SignalRow[]> {
  const { db, reader, now } = parts;
  const known = await readingsOf(db, message.messageId);
  if (known.length > 0) return known;
  const hand = await handWatch(db, now());
  await receive(db, { ...message, watchId: hand.id });
  const row = await findMessage(db, message.messageId);
  if (row === null) throw new Error('the message was not kept');
  // One of a followed channel that is not worked yet is read as it will be.
  const own = await findWatch(db, row.watch_id);
  const watch = own !== null && own.removed_at === null ? own : hand;
  const posted = { ...row.body, postedAt: row.posted_at.toISOString() };
  const { readings } = await reader.read(posted, watch, row.author_id);
  const why = { rule: null, positionId: null };
  await db.transaction().execute(async (trx) => {
    for (const [readingIndex, reading] of readings.entries()) {
      const isNoted = reading.kind === 'signal' || reading.kind === 'update';
      await addReadingAhead(trx, {
        ...why,
        outcome: isNoted ? 'noted' : reading.kind,
        why: isNoted ? 'read by hand' : reading.why,
        inboxSeq: row.seq,
        messageId: row.message_id,
        revision: row.revision,
        readingIndex,
        watchId: watch.id,
        reading: reading.kind === 'signal' && amount !== null ? { ...reading, amount } : reading,
        at: now(),
      });
    }
  });
  return readingsOf(db, message.messageId);
}

/**
 * Reads what somebody has typed in for a message that was unclear, and keeps it as what the message
 * says: it is the provider's signal still, with the watch's settings. Resolves to why that can't be
 * read as a signal; null when it is kept. Nothing is traded.
 */
export async function fillIn(
  parts: ReadingParts,
  row: SignalRow,
  text: string,
  by: string,
): Promise<string | null> {
  const { db, reader, now } = parts;
  const watch = await findWatch(db, row.watchId);
  if (watch === null) return 'its watch is not known any more';
  const postedAt = new Date(now()).toISOString();
  const { readings } = await reader.read({ text, postedAt }, watch, null);
  const [reading] = readings;
  if (reading?.kind !== 'signal') {
    return reading && 'why' in reading ? reading.why : 'it does not read as a signal';
  }
  // The marks in the original stay what they were: these words are not in it.
  const { provenance } = row.reading;
  await fillInReading(db, row.id, { ...reading, provenance }, `filled in by ${by}`);
  return null;
}

/** What the core would do with a signal or an update now; nothing is done. null where there is nothing to decide. */
export async function previewReading(
  parts: Parts,
  row: SignalRow,
  said: Said = {},
): Promise<Decision | null> {
  const event = await eventOf(parts, row, 'whole', said);
  return event === null ? null : decide(await parts.trader.state(), event);
}

/** Gives a signal or an update to the core as it stands, and keeps what came of it. null where there is nothing to decide. */
export async function tradeReading(
  parts: Parts & { engine: Pick<Engine, 'submitAll'> },
  row: SignalRow,
  share: Share,
  said: Said = {},
  /** What else is written in the same commit. */
  along: (made: Decision) => readonly Compilable[] = () => [],
): Promise<Decision | null> {
  const event = await eventOf(parts, row, share, said);
  if (event === null) return null;
  const [decision] = await parts.engine.submitAll([event], ([made]) => [
    settlingReading(parts.db, row.id, outcomeOf(row.reading, made)),
    ...(made ? along(made) : []),
  ]);
  return decision ?? null;
}

/** Why a reading can't be traded any more; null when it can. `revision`: that of the text the owner saw. */
export async function staleReason(
  parts: Pick<Parts, 'db'>,
  row: SignalRow,
  revision: number,
): Promise<string | null> {
  if (row.positionId !== null) return `It was traded already: position ${row.positionId}.`;
  if (row.revision !== revision) return 'The message was edited since: use the newer card.';
  if (await messageIsDeleted(parts.db, row.messageId))
    return 'The provider has deleted the message.';
  return null;
}

async function eventOf(
  parts: Parts,
  row: SignalRow,
  share: Share,
  { waived = null, chosen, inTime = false }: Said,
): Promise<Event | null> {
  const { db, reader, now } = parts;
  const [message, watch] = await Promise.all([
    findMessage(db, row.messageId),
    findWatch(db, row.watchId),
  ]);
  if (message === null || watch === null) return null;
  const { reading } = row;
  const source = sourceOf(message, watch, row.readingIndex);
  const empty = { text: '', postedAt: new Date(source.postedAt).toISOString() };
  const { settings: inForce } = await reader.read(empty, watch, null);
  const settings = withWaived(inForce, waived);
  if (reading.kind === 'signal') {
    const market = await parts.trader.market(reading, settings.follow === 'paper');
    const own = withAmount(settings, reading);
    const sized = share === 'whole' ? { settings: own, signal: reading } : halved(own, reading);
    return {
      type: 'signal',
      at: now(),
      source,
      ...sized,
      confirmed: inTime ? 'in_time' : true,
      market,
      // An amount that somebody has named is that amount.
      ...(reading.amount === undefined &&
        (await recordFor(db, message.channel_id, source, settings))),
    };
  }
  if (reading.kind === 'update') {
    const prices = await pricesForUpdate(parts, await parts.trader.state(), source, reading);
    return {
      type: 'update',
      at: now(),
      source,
      update: reading,
      settings,
      confirmed: true,
      ...prices,
      ...(chosen !== undefined && { chosen }),
    };
  }
  return null;
}

/** An amount that somebody has typed in goes before the settings, within the limits that they carry. */
function withAmount(settings: Settings, { amount }: Signal): Settings {
  return amount === undefined ? settings : { ...settings, sizeBy: 'quote', quoteSize: amount };
}

/** Half of the size, by whatever it is reckoned. */
function halved(settings: Settings, signal: Signal): { settings: Settings; signal: Signal } {
  const half = (amount: string) => dec(amount).div(2).toDecimalPlaces(18).toFixed();
  const { size } = signal;
  return {
    settings: {
      ...settings,
      quoteSize: half(settings.quoteSize),
      equityPercent: half(settings.equityPercent),
      riskPercent: half(settings.riskPercent),
      largestPosition: half(settings.largestPosition),
      largestPositionPercent: half(settings.largestPositionPercent),
      largestRiskPercent: half(settings.largestRiskPercent),
    },
    signal: size
      ? {
          ...signal,
          size: 'risk' in size ? { risk: half(size.risk) } : { allocation: half(size.allocation) },
        }
      : signal,
  };
}

async function readingsOf(db: Kysely<Database>, messageId: string): Promise<SignalRow[]> {
  const rows: SignalRow[] = [];
  for (let index = 0; ; index += 1) {
    const row = await findReading(db, messageId, index);
    if (row === null) return rows;
    rows.push(row);
  }
}

/** What is entered by hand belongs to a watch that follows nothing: made once, and taken away at once. */
async function handWatch(db: Kysely<Database>, at: number): Promise<Watch> {
  const known = await findWatchByChannelEver(db, HAND_CHANNEL);
  if (known !== null) return known;
  const made = await db.transaction().execute(async (trx) => {
    const added = await addWatch(trx, {
      guildId: null,
      channelId: HAND_CHANNEL,
      name: HAND_CHANNEL,
      settings: {},
      by: HAND_CHANNEL,
      at,
    });
    if (added !== null) await changeWatch(trx, added.id, { removedAt: at }, HAND_CHANNEL, at);
    return added;
  });
  const watch = made ?? (await findWatchByChannelEver(db, HAND_CHANNEL));
  if (watch === null) throw new Error('the watch for what is entered by hand could not be made');
  return watch;
}
