import { type Selectable, sql } from 'kysely';
import pino from 'pino';
import { createEngine } from '../../../src/trading/engine/engine.ts';
import { createTell } from '../../../src/trading/engine/tell.ts';
import { readByHand } from '../../../src/trading/inbox/byHand.ts';
import type { MessageParts } from '../../../src/trading/inbox/handleMessage.ts';
import { createInboxLoop } from '../../../src/trading/inbox/inboxLoop.ts';
import { createReader, type Reader } from '../../../src/trading/inbox/reader.ts';
import { readRevision } from '../../../src/trading/store/core/marks.ts';
import { type IncomingMessage, receive } from '../../../src/trading/store/messages/inbox.ts';
import { ignoreMessage } from '../../../src/trading/store/messages/posters.ts';
import { loadState } from '../../../src/trading/store/openStore.ts';
import type { Database } from '../../../src/trading/store/tables.ts';
import { askForTerms, type ComingTerms } from '../../../src/trading/store/watches/terms.ts';
import {
  addWatch,
  changeWatch,
  findWatch,
  type WatchChange,
} from '../../../src/trading/store/watches/watches.ts';
import { deny } from '../../../src/trading/strategy/model/denial.ts';
import type {
  Account,
  MarketContext,
  SignalEvent,
} from '../../../src/trading/strategy/model/event.ts';
import { createTasks } from '../../../src/trading/tasks.ts';
import { testDatabase } from '../../support/database/database.ts';
import { traderOf } from '../../support/traderOf.ts';
import { BTC, ETH, marketOf, NOON, priceOf } from '../strategy/given.ts';

export type InboxWorld = Awaited<ReturnType<typeof inboxWorld>>;

const ACCOUNTS: readonly Account[] = ['paper', 'live'];

/** A market that may answer later. */
export const NOT_NOW = {
  ...deny('market_unasked', 'the exchange could not be asked about it'),
  mayPass: true,
} as const;

/**
 * The inbox over a real Postgres, with the real reader and core, two watched channels and two
 * accounts. What the market says of a coin is what the test says; time passes as it says.
 */
export async function inboxWorld() {
  const { db, close } = await testDatabase();
  const log = pino({ level: 'silent' });
  const clock = { now: NOON };
  const tasks = createTasks(log);
  const engine = createEngine({ db, initial: await loadState(db, clock.now), log });
  const markets = new Map<string, SignalEvent['market']>();
  const memories = new Map<string, MarketContext>();
  const asked: string[] = [];
  const last: Record<string, string> = { BTC: '50500', ETH: '3000' };
  /** Whether what the exchange says is known without asking it. */
  const warm = { is: false };
  const priceNow = (id: string) =>
    id === ETH.id ? priceOf('3000', ETH, clock.now) : priceOf('50500', BTC, clock.now);
  const reader = createReader({
    db,
    catalogue: () => ({
      products: () => [BTC, ETH],
      find: (id) => [BTC, ETH].find((one) => one.id === id),
      symbols: () => new Set(['BTC', 'ETH']),
      refresh: async () => undefined,
    }),
    marketData: {
      price: async (id: string) => priceNow(id),
      priceAtHand: (id: string) => (warm.is ? priceNow(id) : null),
    } as Parameters<typeof createReader>[0]['marketData'],
    log,
  });
  const traded = (account: Account) => ({
    account,
    contexts: {
      async of({ symbol }: { symbol: string }) {
        asked.push(`${account} ${symbol}`);
        const product = symbol === 'ETH' ? ETH : BTC;
        const usual = marketOf(last[symbol] ?? '1', { account, product });
        return markets.get(symbol) ?? usual;
      },
      ofProduct: async () => NOT_NOW,
      async recalled({ symbol }: { symbol: string }) {
        const product = symbol === 'ETH' ? ETH : BTC;
        const remembered = memories.get(symbol);
        if (remembered !== undefined) return remembered;
        if (!warm.is || markets.has(symbol)) return null;
        return marketOf(last[symbol] ?? '1', { account, product });
      },
    },
  });
  const accounts = new Map(ACCOUNTS.map((one) => [one, traded(one)]));
  const current = { account: 'paper' as Account };
  /** Waits that have not passed, in the order they began. */
  const waits: { ms: number; then: () => void }[] = [];
  const failures: (Error | Promise<Error>)[] = [];
  const given = new Map<string, Awaited<ReturnType<Reader['read']>>['readings']>();
  const parts: MessageParts = {
    db,
    engine: {
      ahead: engine.ahead,
      async submitAll(events, also) {
        const failure = failures.shift();
        if (failure) throw await failure;
        return engine.submitAll(events, also);
      },
    },
    accounts,
    current: () => accounts.get(current.account) ?? traded('paper'),
    reader: {
      contextOf: reader.contextOf,
      async read(message, watch, providerId, options) {
        const read = await reader.read(message, watch, providerId, options);
        return { ...read, readings: given.get(message.text) ?? read.readings };
      },
    },
    marketData: {
      price: async (id) => priceNow(id),
      priceAtHand: (id) => (warm.is ? priceNow(id) : null),
    },
    tell: createTell({ db, engine, now: () => clock.now }),
    log,
    now: () => clock.now,
  };
  const pauses: number[] = [];
  const loop = createInboxLoop({
    ...parts,
    tasks,
    async wait(ms) {
      pauses.push(ms);
    },
    isWell: () => true,
    after(ms, then) {
      const wait = { ms, then };
      waits.push(wait);
      return () => {
        const place = waits.indexOf(wait);
        if (place >= 0) waits.splice(place, 1);
      };
    },
  });

  const watches = new Map<string, number>();
  for (const channelId of ['a', 'b']) {
    const watch = await addWatch(db, {
      guildId: '1',
      channelId,
      name: `#${channelId}`,
      settings: { sameSignalMinutes: 0 },
      by: '7',
      at: NOON - 3_600_000,
    });
    watches.set(channelId, watch?.id ?? 0);
  }
  let messages = 0;

  function messageOf(
    channelId: string,
    text: string,
    more: Partial<IncomingMessage>,
  ): IncomingMessage {
    messages += 1;
    return {
      messageId: String(9_000 + messages),
      kind: 'posted',
      revision: 0,
      watchId: watches.get(channelId) ?? 0,
      channelId,
      authorId: `p-${channelId}`,
      authorName: 'Provider',
      repliedToMessageId: null,
      body: { text },
      postedAt: clock.now,
      receivedAt: clock.now,
      ...more,
    };
  }

  async function oneBesideTheOther(
    messages: readonly { message: IncomingMessage; coming?: ComingTerms }[],
  ): Promise<readonly boolean[]> {
    const taking: Promise<boolean>[] = [];
    for (const { message, coming } of messages) {
      const { promise: next, resolve } = Promise.withResolvers<void>();
      const taken = loop.takeIn(message, resolve, coming);
      taking.push(taken);
      await Promise.race([taken, next]);
    }
    return Promise.all(taking);
  }

  async function idle(): Promise<void> {
    await tasks.idle();
    await engine.idle();
  }

  return {
    db,
    /** What its owner does by hand is done with; new signals trade live, and on paper where that is said. */
    hand: {
      ...parts,
      engine,
      trader: traderOf(engine, {
        market: (signal, watchOnly) => traded(watchOnly ? 'paper' : 'live').contexts.of(signal),
      }),
    },
    clock,
    waits,
    failures,
    /** What was waited between the tries of a message, in milliseconds. */
    pauses,
    given,
    asked,
    warm,
    current,
    state: () => engine.state(),
    wake: () => loop.wake(),
    idle,
    /** What the market says of a coin from now on; null: as usual. */
    market(symbol: string, says: SignalEvent['market'] | null) {
      if (says === null) markets.delete(symbol);
      else markets.set(symbol, says);
    },
    /** What is remembered of a coin's market, whatever the market says now. */
    remember: (symbol: string, context: MarketContext) => void memories.set(symbol, context),
    /** Takes a message in, posted just now; nobody is woken. */
    async put(channelId: string, text: string, more: Partial<IncomingMessage> = {}) {
      const message = messageOf(channelId, text, more);
      await receive(db, message);
      return message.messageId;
    },
    /** Takes a message in as it is taken in when it comes; false: it is known already. */
    takeIn: (channelId: string, text: string, more: Partial<IncomingMessage> = {}) =>
      loop.takeIn(messageOf(channelId, text, more)),
    /** The same of several, each begun as soon as it can be beside the one before. */
    takeInSeveral(channelId: string, ...several: [string, Partial<IncomingMessage>][]) {
      return oneBesideTheOther(
        several.map(([text, more]) => ({ message: messageOf(channelId, text, more) })),
      );
    },
    /** The same of several that come in one moment: their terms are asked for as each comes. */
    comeTogether(channelId: string, ...several: [string, Partial<IncomingMessage>][]) {
      const came = several.map(([text, more]) => {
        const message = messageOf(channelId, text, more);
        return { message, coming: askForTerms(db, message.watchId, message.authorId) };
      });
      return oneBesideTheOther(came);
    },
    /** Asks for a channel's terms as if one of its messages had come just now. */
    askForTerms: (channelId: string) =>
      askForTerms(db, watches.get(channelId) ?? 0, `p-${channelId}`),
    /** Takes in a message of which those terms were asked for when it came. */
    takeInBy: (coming: ComingTerms, channelId: string, text: string) =>
      loop.takeIn(messageOf(channelId, text, {}), undefined, coming),
    /** What is known of a channel's newest message. */
    async newest(channelId: string) {
      const watch = await findWatch(db, watches.get(channelId) ?? 0);
      return watch?.last_message_id ?? null;
    },
    /** The messages that were taken in, in their order there. */
    async taken(): Promise<string[]> {
      const rows = await db.selectFrom('inbox').select('message_id').orderBy('seq').execute();
      return rows.map(({ message_id }) => message_id);
    },
    /** The database refuses what was read in that message, two times. */
    async refuseTwice(messageId: string) {
      await sql`create sequence refusals`.execute(db);
      await sql
        .raw(`create function refuse() returns trigger language plpgsql as $$ begin
          if new.message_id = '${messageId}' and nextval('refusals') <= 2 then
            raise exception 'refused';
          end if;
          return new; end $$`)
        .execute(db);
      await sql`create trigger refuse before insert on readings for each row execute function refuse()`.execute(
        db,
      );
    },
    /** A message of another channel, posted just now. */
    message: (channelId: string, text: string) => messageOf(channelId, text, {}),
    /** A history was played of channel "a": what a provider's trades came to, risking 10 each. */
    async played(providerId: string, ...nets: string[]) {
      const at = clock.now - 86_400_000;
      const trades = nets.map((net) => ({
        providerId,
        net,
        risk: '10',
        closedAt: at,
        isOpen: false,
      }));
      await db
        .insertInto('backtests')
        .values({
          followed_id: 'a',
          request: JSON.stringify({ from: at, to: at }),
          stage: 'done',
          result: JSON.stringify({ trades }),
          why: null,
          asked_by: '7',
          asked_at: new Date(at),
          ended_at: new Date(at),
          channel_id: '1',
          message_id: '1',
        })
        .execute();
    },
    /** How often the core has committed. */
    revision: () => readRevision(db),
    /** A message of somebody who was not trusted there. */
    ignore: (channelId: string, more: Partial<IncomingMessage> = {}) =>
      ignoreMessage(db, messageOf(channelId, '', more)),
    /** Somebody has it read by hand, before its channel tells of it. */
    async readByHand(channelId: string, text: string, more: Partial<IncomingMessage> = {}) {
      await readByHand(
        { db, reader, now: () => clock.now } as Parameters<typeof readByHand>[0],
        messageOf(channelId, text, more),
      );
    },
    /** The same, and works what is there. */
    async post(channelId: string, text: string, more: Partial<IncomingMessage> = {}) {
      const messageId = await this.put(channelId, text, more);
      loop.wake();
      await idle();
      return messageId;
    },
    /** Lets the oldest wait pass. */
    async pass() {
      const [wait] = waits;
      if (!wait) throw new Error('nothing waits');
      clock.now += wait.ms;
      wait.then();
      await idle();
    },
    change: (channelId: string, to: WatchChange) =>
      changeWatch(db, watches.get(channelId) ?? 0, to, '7', clock.now),
    async watch(channelId: string) {
      const found = await findWatch(db, watches.get(channelId) ?? 0);
      if (found === null) throw new Error('it is not watched');
      return found;
    },
    /** What was read and became of it, in the order it was worked: "BTC taken". */
    async became(): Promise<string[]> {
      const rows = await db.selectFrom('readings').selectAll().orderBy('id').execute();
      return rows.map(({ symbol, kind, outcome }) => `${symbol ?? kind} ${outcome}`);
    },
    async unhandled(): Promise<string[]> {
      const rows = await db
        .selectFrom('inbox')
        .selectAll()
        .where('handled_at', 'is', null)
        .orderBy('seq')
        .execute();
      return rows.map((row: Selectable<Database['inbox']>) => row.message_id);
    },
    async told(): Promise<string[]> {
      const rows = await db.selectFrom('notices').selectAll().orderBy('id').execute();
      return rows.map(({ notice }) => notice.kind);
    },
    async close(): Promise<void> {
      await tasks.stop();
      await close();
    },
  };
}
