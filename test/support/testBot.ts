import { EventEmitter, on } from 'node:events';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import { type DiscordServer, startDiscord } from '../../sandbox/discord/server.ts';
import type { App, WholeApp } from '../../src/app.ts';
import type { BotOptions } from '../../src/bot/connect.ts';
import { type RunningBot, startBot } from '../../src/bot/startBot.ts';
import { createEngine } from '../../src/trading/engine/engine.ts';
import { createTell } from '../../src/trading/engine/tell.ts';
import { receive } from '../../src/trading/store/messages/inbox.ts';
import { addWatch } from '../../src/trading/store/watches/watches.ts';
import { emptyState } from '../../src/trading/strategy/book/emptyState.ts';
import type { Event } from '../../src/trading/strategy/model/event.ts';

import { type TestDatabase, testDatabase } from './database/database.ts';
import { traderOf } from './traderOf.ts';
import { closeWithoutViolations } from './violations.ts';

export type TestBot = {
  discord: DiscordServer;
  database: TestDatabase;
  app: WholeApp;
  bot: RunningBot;
  submitted: Event[];
  /** Who is called when something was told that comes of no decision. */
  onTold(listener: () => void): void;
  /** The next line of the log, from now on, whose message contains this. */
  logged(text: string): Promise<Record<string, unknown>>;
  /** Resolves when so many messages, edits and deletions have been taken in since the start. */
  takenIn(count: number): Promise<void>;
};

/** A Discord and a database of their own; both end with the test. */
export async function testParts(): Promise<Omit<TestBot, 'bot'> & { options: BotOptions }> {
  const discord = await startDiscord();
  onTestFinished(() => closeWithoutViolations(discord));
  const database = await testDatabase();
  onTestFinished(() => database.close());
  const submitted: Event[] = [];
  const log = testLog();
  let wakes = 0;
  let waiting: { count: number; resolve: () => void }[] = [];
  const inner = createEngine({ db: database.db, initial: emptyState('test'), log: log.log });
  /** What comes of no decision is delivered at once; the rest is at a test's word, by `drain`. */
  let onTold = () => {};
  const engine: WholeApp['engine'] = {
    ...inner,
    submit(event) {
      submitted.push(event);
      return inner.submit(event);
    },
    async submitAll(events, also) {
      const decisions = await inner.submitAll(events, also);
      if (also) onTold();
      return decisions;
    },
  };
  const wake = () => {
    wakes += 1;
    for (const one of waiting.filter(({ count }) => wakes >= count)) one.resolve();
    waiting = waiting.filter(({ count }) => wakes < count);
  };
  const app: WholeApp = {
    account: 'paper',
    version: '0.0.0',
    startedAt: Date.now(),
    db: database.db,
    engine,
    trader: traderOf(engine),
    async commit(statements) {
      await engine.submitAll([], () => statements);
    },
    tell: createTell({ db: database.db, engine, now: Date.now }),
    async takeIn(message) {
      const isNew = await receive(database.db, message);
      if (isNew) wake();
      return isNew;
    },
    venues: {},
    marketData: {} as App['marketData'],
    catalogue: {} as App['catalogue'],
    reader: {} as App['reader'],
    log: log.log,
    now: Date.now,
    connections: () => ({
      discord: { up: true, pingMs: null, since: null },
      venue: { up: true, since: null },
      prices: { up: true, since: null },
      waiting: { orders: 0, requests: 0 },
      lastMessageAt: null,
      lastReconcileAt: null,
      venueTroubles: [],
    }),
    reconcile: async () => 0,
    ahead: engine.ahead,
    venueTroubles: () => [],
    databaseTrouble: () => null,
    doneWithoutDatabase: () => [],
  };
  return {
    discord,
    database,
    app,
    submitted,
    logged: log.logged,
    onTold(listener) {
      onTold = listener;
    },
    takenIn: (count) =>
      wakes >= count
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ count, resolve })),
    options: {
      token: discord.token,
      api: discord.api,
      app,
      presence: 'paper trading',
      privateChannelId: await discord.channelId('pilotfish'),
    },
  };
}

/** The bot connected and settled; it ends with the test. */
export async function startTestBot(
  parts: Omit<TestBot, 'bot'> & { options: BotOptions },
): Promise<TestBot> {
  const bot = await startBot(parts.options);
  onTestFinished(() => bot.stop());
  parts.onTold(() => bot.notices.wake());
  await bot.settled();
  return { ...parts, bot };
}

/** Follows a channel of the look-alike, as /watch add would. */
export async function watchChannel(parts: { discord: DiscordServer; app: App }, channel: string) {
  const channelId = await parts.discord.channelId(channel);
  const watch = await addWatch(parts.app.db, {
    guildId: null,
    channelId,
    name: channel,
    settings: {},
    by: '1',
    at: parts.app.now(),
  });
  if (watch === null) throw new Error(`${channel} is watched already`);
  return watch;
}

function testLog() {
  const lines = new EventEmitter();
  const write = (line: string) => {
    if (process.env.LOG) process.stderr.write(line);
    lines.emit('line', JSON.parse(line));
  };
  return {
    log: pino({ level: 'debug' }, { write }),
    logged: async (text: string) => {
      for await (const [line] of on(lines, 'line')) {
        if (String(line.msg).includes(text)) return line as Record<string, unknown>;
      }
      throw new Error('unreachable');
    },
  };
}
