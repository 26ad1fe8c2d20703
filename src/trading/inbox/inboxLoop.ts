import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { OpenAccount } from '../accounts/openAccount.ts';
import type { Engine } from '../engine/engine.ts';
import { pricesForUpdate } from '../market/lastPrices.ts';
import type { Reading } from '../signal/reading.ts';
import { plainWords } from '../signal/text/plainWords.ts';
import { nonce } from '../store/commit.ts';
import { isConnectionLost, isPassing } from '../store/database.ts';
import { type InboxRow, markHandled, nextUnhandled, unhandledAfter } from '../store/inbox.ts';
import { addNotices } from '../store/notices.ts';
import {
  addReading,
  dropReadingsFrom,
  type NewReading,
  type ReadingOutcome,
} from '../store/signals.ts';
import type { Database } from '../store/tables.ts';
import { findWatch, isPausedFor, type Watch } from '../store/watches.ts';
import { positionOfReading } from '../strategy/book/positions.ts';
import type { Decision } from '../strategy/model/command.ts';
import type { Account, Event, Source } from '../strategy/model/event.ts';
import type { Notice } from '../strategy/model/notice.ts';
import type { Settings } from '../strategy/settings/settings.ts';
import type { Tasks } from '../tasks.ts';
import type { MarketData } from '../venue/marketData.ts';
import type { Reader } from './reader.ts';

/** Takes messages from the inbox, oldest first, and brings what they say to the core. */
export type InboxLoop = {
  /** Something new may be there; returns at once. */
  wake(): void;
};

const TRIES = 3;
const RETRY_MS = 500;
const LONGEST_RETRY_MS = 1_000;
/** A signal whose market can't be asked now is tried again after half its age, within these bounds. */
const SHORTEST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

export function createInboxLoop(parts: {
  db: Kysely<Database>;
  engine: Engine;
  /** Every account that is connected. */
  accounts: ReadonlyMap<Account, Pick<OpenAccount, 'account' | 'contexts'>>;
  /** The account that new signals are traded on. */
  current: () => Pick<OpenAccount, 'account' | 'contexts'>;
  reader: Reader;
  marketData: Pick<MarketData, 'price'>;
  /** A notice of the loop's own was committed. */
  onNotice: () => void;
  tasks: Tasks;
  log: Logger;
  now: () => number;
}): InboxLoop {
  const { db, engine, accounts, current, reader, tasks, log, now } = parts;
  let running = false;
  let again = false;

  /** Signals that wait for their market, by channel: all that came after one there waits behind it. */
  const waiting = new Map<string, { row: InboxRow; timer: NodeJS.Timeout }>();
  const stopWaiting = (channelId: string) => {
    clearTimeout(waiting.get(channelId)?.timer);
    waiting.delete(channelId);
  };
  tasks.stopping.addEventListener('abort', () => {
    for (const channelId of waiting.keys()) stopWaiting(channelId);
  });

  async function drain(): Promise<void> {
    for (const { row } of [...waiting.values()]) {
      if (await isOvertaken(row)) stopWaiting(row.channel_id);
    }
    const next = () => nextUnhandled(db, [...waiting.keys()]);
    for (let row = await next(); row !== null; row = await next()) {
      if (tasks.stopping.aborted) return;
      await handleOrSetAside(row);
    }
  }

  function waitWith(row: InboxRow): void {
    const timer = setTimeout(() => {
      stopWaiting(row.channel_id);
      wake();
    }, waitOf(row));
    waiting.set(row.channel_id, { row, timer });
  }

  function waitOf(row: InboxRow): number {
    const age = now() - row.posted_at.getTime();
    return Math.min(Math.max(age / 2, SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
  }

  /** Whether a signal may be tried again: it will not be too old, and nothing newer overtakes it. */
  async function mayWait(row: InboxRow, { oldestSignalSeconds }: Settings): Promise<boolean> {
    const tooOldAt = row.posted_at.getTime() + oldestSignalSeconds * 1_000;
    return now() + waitOf(row) < tooOldAt && !(await isOvertaken(row));
  }

  /**
   * Whether something newer in its channel must not wait for it: it was edited or deleted, or its
   * provider gives an instruction, which may be about what is open already.
   */
  async function isOvertaken(row: InboxRow): Promise<boolean> {
    for (const later of await unhandledAfter(db, row)) {
      if (later.message_id === row.message_id) return true;
      if (later.kind === 'deleted') continue;
      const watch = await findWatch(db, later.watch_id);
      if (watch === null) continue;
      const message = { ...later.body, postedAt: later.posted_at.toISOString() };
      const { readings } = await reader.read(message, watch);
      if (readings.some(({ kind }) => kind === 'update')) return true;
    }
    return false;
  }

  /**
   * A message that the core chokes on must not hold up those behind it for ever. One that the database
   * can't take at the moment is tried again for as long as that lasts: the next would fare no better.
   */
  async function handleOrSetAside(row: InboxRow): Promise<void> {
    let failures = 0;
    for (let attempt = 1; ; attempt++) {
      try {
        if ((await handle(row)) === 'later') waitWith(row);
        return;
      } catch (error) {
        if (tasks.stopping.aborted || isConnectionLost(error)) throw error;
        log.error({ messageId: row.message_id, attempt, error }, 'a message could not be worked');
        if (!isPassing(error)) failures += 1;
        if (failures === TRIES) break;
        const pause = Math.min(RETRY_MS * attempt, LONGEST_RETRY_MS);
        await delay(pause, undefined, { signal: tasks.stopping });
      }
    }
    await engine.submitAll([], async (trx) => {
      await markHandled(trx, row.seq, now());
      const notice: Notice = {
        kind: 'error',
        what: `Message ${row.message_id} could not be worked: the bot failed on it ${TRIES} times.`,
        lost: 'Whatever it says was not traded.',
        todo: 'Read it yourself, and report the fault; the log has it.',
      };
      await addNotices(trx, [{ nonce: nonceOf(row, 0), notice }], now());
    });
    parts.onNotice();
  }

  /** Where a signal is traded: where its position is, if it is an edit; null: it is not. */
  function accountFor(source: Source, settings: Settings): Pick<OpenAccount, 'contexts'> | null {
    const opened = positionOfReading(engine.state(), source);
    if (opened !== undefined) return accounts.get(opened.account) ?? null;
    return settings.follow === 'paper' ? (accounts.get('paper') ?? null) : current();
  }

  const nonceOf = (row: InboxRow, index: number) =>
    nonce(`${engine.state().install}m`, row.seq, index);

  async function handle(row: InboxRow): Promise<'handled' | 'later'> {
    const watch = await findWatch(db, row.watch_id);
    if (!watch || watch.removed_at !== null) {
      await markHandled(db, row.seq, now());
      return 'handled';
    }
    if (row.kind === 'deleted') {
      await engine.submitAll(
        [{ type: 'message_deleted', at: now(), messageId: row.message_id }],
        (trx) => markHandled(trx, row.seq, now()),
      );
      return 'handled';
    }

    const message = { ...row.body, postedAt: row.posted_at.toISOString() };
    const { settings, readings, prices } = await reader.read(message, watch, () =>
      current().contexts.ahead(),
    );
    const events: { index: number; event: Event }[] = [];
    for (const [index, reading] of readings.entries()) {
      const source = sourceOf(row, watch, index);
      if (reading.kind === 'signal') {
        const account = accountFor(source, settings);
        const noteOnly = isPausedFor(watch, source.postedAt)
          ? 'paused'
          : account === null
            ? 'watch_only'
            : null;
        const market = await (account ?? current()).contexts.of(reading, prices);
        if ('denied' in market && market.mayPass && noteOnly === null) {
          if (await mayWait(row, settings)) return 'later';
        }
        const event: Event = {
          type: 'signal',
          at: now(),
          source,
          signal: reading,
          settings,
          market,
          ...(noteOnly !== null && { noteOnly }),
        };
        events.push({ index, event });
      } else if (reading.kind === 'update') {
        const prices = await pricesForUpdate(parts, engine.state(), source, reading);
        const event: Event = {
          type: 'update',
          at: now(),
          source,
          update: reading,
          settings,
          ...prices,
        };
        events.push({ index, event });
      }
    }

    await engine.submitAll(
      events.map(({ event }) => event),
      async (trx, decisions) => {
        const at = now();
        await markHandled(trx, row.seq, at);
        const questions: Notice[] = [];
        for (const [index, reading] of readings.entries()) {
          const place = events.findIndex((one) => one.index === index);
          const became = outcomeOf(reading, decisions[place]);
          await addReading(trx, {
            ...became,
            inboxSeq: row.seq,
            messageId: row.message_id,
            revision: row.revision,
            readingIndex: index,
            watchId: row.watch_id,
            reading,
            at,
          });
          if (reading.kind === 'unclear') {
            const source = sourceOf(row, watch, index);
            questions.push({
              kind: 'signal_unclear',
              source,
              why: reading.why,
              text: plainWords(row.body),
              ...(reading.about && { about: reading.about }),
              ...(reading.partial && { partial: reading.partial }),
            });
          }
          log.info(
            {
              messageId: row.message_id,
              author: row.author_name,
              kind: reading.kind,
              reading: { ...reading, provenance: undefined },
              outcome: became.outcome,
              why: became.why,
            },
            'message read',
          );
        }
        await dropReadingsFrom(trx, row.seq, readings.length);
        await addNotices(
          trx,
          questions.map((notice, i) => ({
            nonce: nonceOf(row, i),
            notice,
          })),
          at,
        );
      },
    );
    if (readings.some((reading) => reading.kind === 'unclear')) parts.onNotice();
    return 'handled';
  }

  function wake(): void {
    if (running) {
      again = true;
      return;
    }
    running = true;
    tasks.start(
      'the inbox could not be worked; it goes on with the next message or restart',
      async () => {
        try {
          do {
            again = false;
            await drain();
          } while (again && !tasks.stopping.aborted);
        } finally {
          running = false;
        }
      },
    );
  }

  return { wake };
}

export function sourceOf(row: InboxRow, watch: Pick<Watch, 'id'>, readingIndex: number): Source {
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

type Became = Pick<NewReading, 'rule' | 'why' | 'positionId'> & { outcome: ReadingOutcome };

export function outcomeOf(reading: Reading, decision: Decision | undefined): Became {
  const nothing = { rule: null, why: null, positionId: null };
  if (reading.kind === 'unclear' || reading.kind === 'none') {
    return { ...nothing, outcome: reading.kind, why: reading.why };
  }
  const outcome = decision?.outcome;
  if (!outcome) return { ...nothing, outcome: 'noted' };
  switch (outcome.outcome) {
    case 'taken':
      return { ...nothing, outcome: 'taken', positionId: outcome.positionId };
    case 'applied':
      return { ...nothing, outcome: 'applied', positionId: outcome.positionIds[0] ?? null };
    case 'denied':
      return { ...nothing, outcome: 'denied', rule: outcome.rule, why: outcome.why };
    case 'noted':
      return { ...nothing, outcome: 'noted', why: outcome.why };
  }
}
