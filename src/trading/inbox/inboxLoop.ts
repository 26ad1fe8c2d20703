import { setTimeout as delay } from 'node:timers/promises';
import { NotAtHand } from '../market/notAtHand.ts';
import {
  type InboxRow,
  type IncomingMessage,
  isKnown,
  markingHandled,
  nextUnhandled,
  receive,
  worked,
} from '../store/messages/inbox.ts';
import { DatabaseLost, isOfOldEpoch, troubleKind } from '../store/server/databaseTrouble.ts';
import type { ComingTerms } from '../store/watches/terms.ts';
import type { Tasks } from '../tasks.ts';
import { handleMessage, type MessageParts } from './handleMessage.ts';
import { isOvertaken, mayWait, waitOf } from './waiting.ts';

/** Takes messages from the inbox, oldest first, and brings what they say to the core. */
export type InboxLoop = {
  /**
   * Takes a message in, exactly once: false when it is known already. It is on the disk when this
   * resolves. Where nothing else waits, and nothing must be asked of the exchange, it is worked at
   * once, and taken in by the commit of what came of it; else it is worked in its turn. `moveOn` is
   * called once another can be taken in before this one is on the disk: none is that comes after one
   * that fails. `coming`: its terms, where they were asked for when it came.
   */
  takeIn(message: IncomingMessage, moveOn?: () => void, coming?: ComingTerms): Promise<boolean>;
  /** Something new may be there; returns at once. */
  wake(): void;
};

const TRIES = 3;
const RETRY_MS = 500;
const LONGEST_RETRY_MS = 1_000;

/** One before it could not be taken in. */
class Behind extends Error {}

/** Calls back so many milliseconds later, unless what it gives is called before. */
export type After = (ms: number, then: () => void) => () => void;

const reallyAfter: After = (ms, then) => {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
};

export function createInboxLoop(
  parts: MessageParts & {
    tasks: Tasks;
    /** Whether the database is well, as far as is known. */
    isWell: () => boolean;
    /** How time passes while a signal waits; by default really. */
    after?: After;
    /** The same between the tries of a message; rejects when the bot stops. */
    wait?: (ms: number) => Promise<unknown>;
  },
): InboxLoop {
  const { db, engine, tasks, log, now, after = reallyAfter } = parts;
  const wait = parts.wait ?? ((ms) => delay(ms, undefined, { signal: tasks.stopping }));
  /** Nothing waits in the inbox, as far as is known. */
  let isEmpty = false;
  let running = false;
  let again = false;
  let cancelRetry = () => {};

  /** Signals that wait for their market, by channel: all that came after one there waits behind it. */
  const waiting = new Map<string, { row: InboxRow; cancel: () => void }>();
  const stopWaiting = (channelId: string) => {
    waiting.get(channelId)?.cancel();
    waiting.delete(channelId);
  };
  tasks.stopping.addEventListener('abort', () => {
    cancelRetry();
    for (const channelId of waiting.keys()) stopWaiting(channelId);
  });

  async function drain(): Promise<void> {
    for (const { row } of [...waiting.values()]) {
      if (await isOvertaken(parts, row)) stopWaiting(row.channel_id);
    }
    const next = () => nextUnhandled(db, [...waiting.keys()]);
    for (let row = await next(); row !== null; row = await next()) {
      if (tasks.stopping.aborted) return;
      await handleOrSetAside(row);
    }
  }

  function waitWith(row: InboxRow): void {
    const cancel = after(waitOf(row, now()), () => {
      stopWaiting(row.channel_id);
      wake();
    });
    waiting.set(row.channel_id, { row, cancel });
  }

  /**
   * A message that the core chokes on must not hold up those behind it for ever. One that the database
   * can't take at the moment is tried again for as long as that lasts: the next would fare no better.
   */
  async function handleOrSetAside(row: InboxRow): Promise<void> {
    let failures = 0;
    for (let attempt = 1; ; attempt++) {
      try {
        const done = await handleMessage(parts, row, (settings) =>
          mayWait(parts, row, settings, now()),
        );
        if (done === 'later') waitWith(row);
        return;
      } catch (error) {
        if (tasks.stopping.aborted || error instanceof DatabaseLost) throw error;
        log.error({ messageId: row.message_id, attempt, error }, 'a message could not be worked');
        if (troubleKind(error) === null) failures += 1;
        if (failures === TRIES) break;
        const pause = Math.min(RETRY_MS * attempt, LONGEST_RETRY_MS);
        await wait(pause);
      }
    }
    await engine.submitAll([], () => {
      const notice = {
        kind: 'error',
        what: `Message ${row.message_id} could not be worked: the bot failed on it ${TRIES} times.`,
        lost: 'Whatever it says was not traded.',
        todo: 'Read it yourself, and report the fault; the log has it.',
      } as const;
      return [markingHandled(db, row, now()), parts.tell.along(`failed ${row.seq}`, notice)];
    });
  }

  function wake(): void {
    isEmpty = false;
    if (running) {
      again = true;
      return;
    }
    running = true;
    tasks.start('the inbox could not be worked; it is tried again', async () => {
      try {
        do {
          again = false;
          await drain();
        } while (again && !tasks.stopping.aborted);
        isEmpty = !tasks.stopping.aborted;
      } catch (error) {
        if (!tasks.stopping.aborted && !(error instanceof DatabaseLost)) {
          cancelRetry();
          cancelRetry = after(LONGEST_RETRY_MS, wake);
        }
        throw error;
      } finally {
        running = false;
      }
    });
  }

  /** Taking in that is under way. */
  const underWay = new Set<Promise<boolean>>();
  /** How often what was decided on already could not be taken in with that. */
  let failures = 0;

  /**
   * Whether it was worked, and taken in with what came of it; without, nothing of it happened.
   * `onHanded` is called once it has its place among all that is decided on.
   */
  async function workedAtOnce(
    message: IncomingMessage,
    onHanded: () => void,
    coming: ComingTerms | undefined,
  ): Promise<boolean> {
    if (!isEmpty || waiting.size > 0 || !parts.isWell()) return false;
    const before = failures;
    let isHanded = false;
    const submitAll: MessageParts['engine']['submitAll'] = (events, also) => {
      isHanded = true;
      onHanded();
      return engine.submitAll(events, (decisions) => {
        if (failures !== before) throw new Behind();
        return also?.(decisions) ?? [];
      });
    };
    try {
      const row = worked(message);
      const handing = { ...parts, engine: { ...engine, submitAll } };
      // Whatever takes its time, it is in the inbox meanwhile: others look for it there.
      const asking = { askNobody: true, coming };
      const done = await handleMessage(handing, row, async () => true, asking);
      return done === 'handled';
    } catch (error) {
      if (isHanded) failures += 1;
      if (tasks.stopping.aborted || error instanceof DatabaseLost) throw error;
      if (!isKnown(error) && !(error instanceof NotAtHand || error instanceof Behind)) {
        const { messageId } = message;
        log.warn({ messageId, error }, 'a message could not be worked at once; it is in its turn');
      }
      return false;
    }
  }

  /** Keeps a message in the inbox, after those before it; one that others have come after does not fail. */
  async function kept(
    message: IncomingMessage,
    earlier: readonly Promise<boolean>[],
    isHanded: boolean,
  ): Promise<boolean> {
    await Promise.allSettled(earlier);
    for (;;) {
      try {
        return await receive(db, message);
      } catch (error) {
        if (!isHanded || tasks.stopping.aborted || isOfOldEpoch(error)) throw error;
        log.warn({ messageId: message.messageId, error }, 'a message could not be kept yet');
        await wait(RETRY_MS);
      }
    }
  }

  const takeIn: InboxLoop['takeIn'] = (message, moveOn, coming) => {
    parts.pictures?.giveWay();
    const earlier = [...underWay];
    let isHanded = false;
    const onHanded = () => {
      isHanded = true;
      moveOn?.();
    };
    const taking = (async () => {
      if (await workedAtOnce(message, onHanded, coming)) return true;
      const isNew = await kept(message, earlier, isHanded);
      // Also where it is known: it may have come in by a try whose answer was lost.
      wake();
      return isNew;
    })();
    underWay.add(taking);
    return taking.finally(() => underWay.delete(taking));
  };

  return { takeIn, wake };
}
