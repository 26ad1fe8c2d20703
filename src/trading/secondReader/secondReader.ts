import { createHash } from 'node:crypto';
import { eventOf, type MessageParts } from '../inbox/handleMessage.ts';
import { outcomeOf } from '../inbox/outcome.ts';
import type { ReadMessage, SecondLook } from '../inbox/secondLook.ts';
import { dec } from '../money.ts';
import { WORDS } from '../signal/evidence/orders/table.ts';
import { cutsOf } from '../signal/format/formatOf.ts';
import { lineKeysOf, standingOf } from '../signal/format/standing.ts';
import type { Reading, Signal } from '../signal/reading.ts';
import { findMessage, type InboxRow, messageIsDeleted } from '../store/messages/inbox.ts';
import {
  closingQuestion,
  fillingSecondReading,
  keepAnswer,
  keptAnswer,
  openQuestions,
  type SecondQuestion,
} from '../store/messages/secondReader.ts';
import { type Terms, termsOf } from '../store/watches/terms.ts';
import { isPausedFor } from '../store/watches/watches.ts';
import { decide } from '../strategy/decide.ts';
import type { SignalEvent } from '../strategy/model/event.ts';
import type { Tasks } from '../tasks.ts';
import { type Answer, answerSchema } from './answer.ts';
import { askedOf, hasPricesAndCoin, isCoin, isPrice } from './asked.ts';
import { createModel, type ModelServer } from './askModel.ts';
import { type Budget, createPurse, type DayBudget } from './budget.ts';
import { check } from './check.ts';
import { createCondition, type SecondReaderState } from './condition.ts';
import { QUESTION_VERSION } from './question.ts';

export type SecondReaderConfig = ModelServer & Budget;

export type SecondReader = SecondLook & {
  state(): SecondReaderState;
  /** What was asked and spent today (UTC), and what may be. */
  today(): Promise<DayBudget>;
};

/** From the message being worked to its owner being asked. */
const DEADLINE_MS = 3_000;
const MOST_AT_ONCE = 4;

/** What no second reading could mend: it contradicts itself, is of something else, or of several people. */
const NOT_TO_MEND: ReadonlySet<string> = new Set([
  'levels_contradict',
  'both_sides',
  'several_stops',
  'several_speakers',
  'too_many_orders',
  'not_crypto',
  'candle',
]);
/** The reader's doubts whether the words are an order of their author: no model trades over these by itself. */
const DOUBTS_OF_WORDS: ReadonlySet<string> = new Set(WORDS.flat().map(({ name }) => name));

/**
 * Asks a language model about messages that could not be read. Its answer is held against the text
 * (`check`); what passes fills the card that its owner is asked with, and what doesn't is thrown away in
 * silence. Nothing waits for it but that one card: it is better filled two seconds later than changed
 * under a thumb.
 */
export function createSecondReader(
  parts: MessageParts & { tasks: Tasks; config: SecondReaderConfig; deadlineMs?: number },
): SecondReader {
  const { db, engine, reader, tell, tasks, config, log, now } = parts;
  const deadlineMs = parts.deadlineMs ?? DEADLINE_MS;
  const model = createModel(config);
  const purse = createPurse(db, config, now);
  const condition = createCondition(now);
  const underWay = new Set<string>();

  function wake(): void {
    tasks.start('questions to the second reader could not be looked for', async () => {
      for (const question of await openQuestions(db)) {
        const key = `${question.message_id} ${question.revision}`;
        if (underWay.has(key)) continue;
        const isFree = underWay.size < MOST_AT_ONCE;
        underWay.add(key);
        tasks.start('a second reading could not be finished; it is at the next', async () => {
          try {
            await work(question, isFree);
          } finally {
            underWay.delete(key);
          }
        });
      }
    });
  }

  async function work(question: SecondQuestion, mayAsk: boolean): Promise<void> {
    const newest = await findMessage(db, question.message_id);
    const row = newest && !(await isOutdated(question)) ? newest : null;
    const terms = row && (await termsOf(db, row.watch_id, row.author_id));
    const filled =
      row && terms && mayAsk
        ? await secondReading(row, terms, question).catch((error: unknown) => {
            log.warn({ error, messageId: row.message_id }, 'a second reading failed');
            return null;
          })
        : null;
    if (filled === 'stopping') return;
    const closing = closingQuestion(db, question);
    if (row === null || (await isOutdated(question))) {
      await engine.submitAll([], () => [closing]);
    } else if (filled) {
      const { event } = filled;
      await engine.submitAll([event], ([decision]) => [
        closing,
        fillingSecondReading(db, question, event.signal, outcomeOf(event.signal, decision)),
      ]);
      log.info({ messageId: row.message_id }, 'message read by the second reader');
    } else {
      const { question: notice } = question;
      await engine.submitAll([], () => [
        closing,
        ...(notice ? [tell.along(`question ${row.message_id} ${row.revision} 0`, notice)] : []),
      ]);
    }
  }

  /** It was edited or deleted meanwhile. */
  async function isOutdated({ message_id, revision }: SecondQuestion): Promise<boolean> {
    const newest = await findMessage(db, message_id);
    return newest?.revision !== revision || (await messageIsDeleted(db, message_id));
  }

  async function secondReading(
    row: InboxRow,
    terms: Terms,
    question: SecondQuestion,
  ): Promise<{ event: SignalEvent } | 'stopping' | null> {
    const context = reader.contextOf(terms.watch);
    const asked = askedOf(row.body, context);
    if (asked === null) return null;
    const answer = await answerTo(asked.text, question.asked_at.getTime());
    if (answer === null || answer === 'stopping') return answer;
    const first = check(asked, answer, context);
    if ('refused' in first) {
      log.info(
        { messageId: row.message_id, refused: first.refused },
        'a second reading was thrown away',
      );
      return null;
    }
    const event = await signalEvent(row, terms, first.signal);
    if (event === null || 'denied' in event.market) return null;
    // The market settles the scale, as for any reading.
    const { price, priceScale } = event.market;
    const prices = { [first.signal.symbol]: dec(price.last).mul(priceScale).toFixed() };
    const priced = check(asked, answer, { ...context, prices });
    if ('refused' in priced) return null;
    const made: SignalEvent = {
      ...event,
      signal: priced.signal,
      written: {
        standing: standingBy(row, terms, question.reading, priced.signal),
        body: row.body,
        secondReader: { doubt: doubtOf(question.reading) },
      },
    };
    const { outcome } = decide(engine.ahead(), made);
    return outcome?.outcome === 'denied' || made.noteOnly !== undefined ? null : { event: made };
  }

  async function signalEvent(
    row: InboxRow,
    { watch, settings }: Terms,
    reading: Signal,
  ): Promise<SignalEvent | null> {
    const read = { row, watch, index: 0, reading, settings, prices: new Map(), askNobody: false };
    const event = await eventOf(parts, { ...read, written: undefined });
    return event?.type === 'signal' ? event : null;
  }

  /**
   * Known: every line of the message is one that was confirmed, and its numbers are read as they were
   * then. Never where the reader doubts whether the words are an order of their author.
   */
  function standingBy(
    row: InboxRow,
    { watch, teachings }: Terms,
    before: Reading,
    signal: Signal,
  ): 'known' | 'new' {
    if (before.kind !== 'unclear') return 'new';
    if (before.evidence?.some((name) => DOUBTS_OF_WORDS.has(name))) return 'new';
    const { order } = cutsOf(row.body, [signal], reader.contextOf(watch), lineKeysOf(teachings));
    const standing = order ? standingOf(order.format, teachings) : 'new';
    return standing === 'known' || standing === 'taught' ? 'known' : 'new';
  }

  async function answerTo(text: string, askedAt: number): Promise<Answer | 'stopping' | null> {
    const hash = createHash('sha256')
      .update(JSON.stringify([QUESTION_VERSION, config.model, text]))
      .digest('base64url');
    const kept = answerSchema.safeParse(await keptAnswer(db, hash));
    if (kept.success) return kept.data;
    const left = deadlineMs - (now() - askedAt);
    if (left <= 0 || !condition.mayAsk()) return null;
    const settle = await purse.reserve(text);
    if (settle === null) {
      condition.overBudget();
      return null;
    }
    const reply = await model.ask(text, left, tasks.stopping);
    if (tasks.stopping.aborted) return 'stopping';
    if ('answer' in reply) {
      condition.answered();
      await settle(reply.tokens);
      await keepAnswer(db, hash, reply.answer, now());
      return reply.answer;
    }
    log.warn({ fault: reply.fault, why: reply.message }, 'the second reader gave no answer');
    if (reply.fault === 'malformed') condition.answered();
    else condition.failed(reply.fault, reply.message);
    // What never got through costs nothing; what was too late may have been worked on.
    const free = reply.fault === 'down' || reply.fault === 'wrong_key';
    await settle(free ? { in: 0, out: 0 } : reply.tokens);
    return null;
  }

  return {
    wake,
    state: () => condition.state(),
    async today() {
      return { ...(await purse.spent()), limits: config.daily };
    },
    isWorthAsking: (read) => condition.mayAsk() && isWorthAsking(read, now()),
  };
}

/** Never chatter: what is unclear and names a coin and a price, or was no order and has several. */
function isWorthAsking(read: ReadMessage, at: number): boolean {
  const { row, watch, settings, readings, taught, context } = read;
  const [reading, ...others] = readings;
  if (settings.secondReader === 'off' || !reading || others.length > 0) return false;
  if (reading.kind !== 'unclear' && reading.kind !== 'none') return false;
  if (reading.evidence?.some((name) => NOT_TO_MEND.has(name))) return false;
  if (taught === null || taught.standing === 'nothing' || taught.standing === 'never') return false;
  const postedAt = row.posted_at.getTime();
  if (at - postedAt > settings.oldestSignalSeconds * 1_000 || isPausedFor(watch, postedAt))
    return false;
  // What replies to a trade may change it, and opens none.
  if (row.body.repliedTo) return false;
  const asked = askedOf(row.body, context);
  if (asked === null) return false;
  return reading.kind === 'none'
    ? hasPricesAndCoin(asked)
    : asked.terms.some(isCoin) && asked.terms.some(isPrice);
}

function doubtOf(reading: Reading): string {
  return 'why' in reading ? reading.why : 'it could not be read';
}
