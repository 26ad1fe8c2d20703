import { EventEmitter, on } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino, { type Logger } from 'pino';
import { onTestFinished } from 'vitest';
import type { CoinbaseControl } from '../../sandbox/coinbase/control/control.ts';
import { type CoinbaseServer, startCoinbase } from '../../sandbox/coinbase/server.ts';
import type { Post } from '../../sandbox/discord/control/control.ts';
import { type DiscordServer, startDiscord } from '../../sandbox/discord/server.ts';
import { sandboxIds } from '../../sandbox/discord/world/sandboxWorld.ts';
import type { WorldSnapshot } from '../../sandbox/discord/world/world.ts';
import type { Config } from '../../src/config.ts';
import { type Pilotfish, type StartOptions, startPilotfish } from '../../src/pilotfish.ts';
import { migratedDatabase } from './database/database.ts';
import { closeWithoutViolations } from './violations.ts';

export type TestNetwork = {
  discord: DiscordServer;
  exchange: CoinbaseServer;
  coinbase: CoinbaseControl;
  /** The bot as it runs now. */
  pilotfish(): Pilotfish;
  config: Config;
  /** Lines that the bot logged, newest last. */
  logged: string[];
  /** Resolves once so many lines with this text were logged, those before included. */
  untilLogged(text: string, count?: number): Promise<void>;
  /** Posts in #signals as the provider; resolves once the bot has read it and decided on it. */
  post(content: string | Post): Promise<{ id: string }>;
  /** Resolves once all that Discord has told so far is read, decided, acted on and told. */
  settled(): Promise<void>;
  stop(): Promise<void>;
  /** Stops the bot and starts it on the same database and servers. */
  restart(): Promise<Pilotfish>;
  start(): Promise<Pilotfish>;
};

/**
 * The whole network in one process: the two look-alikes, a Postgres database of its own, and the
 * bot between them with stock discord.js and the Coinbase code it uses live. #signals is watched.
 */
export async function testNetwork(
  options: {
    watch?: boolean;
    start?: boolean;
    /** paper: the look-alike gives prices alone, or also an account to go live on with that key. */
    paper?: boolean;
    key?: { name: string; privateKey: string } | null;
    /** Of the account at the exchange, at first. */
    balances?: Record<string, string>;
    logLevel?: Config['logLevel'];
    venueTiming?: NonNullable<StartOptions['venueTiming']>;
    discordTiming?: NonNullable<StartOptions['discordTiming']>;
    /** A model that is asked about what could not be read. */
    secondReader?: NonNullable<Config['secondReader']>;
    /** The bot's clock. */
    now?: () => number;
    /** Of a test that runs beside others, which has to bring its own. */
    onTestFinished?: (end: () => Promise<void>) => void;
    /** What there is on Discord at first. */
    world?: WorldSnapshot;
    /** Another way to the database than straight. */
    databaseBy?: (url: string) => Promise<string>;
  } = {},
): Promise<TestNetwork> {
  const [discord, exchange, database, dataDir] = await Promise.all([
    startDiscord(options.world ? { world: options.world } : {}),
    startCoinbase({
      prices: 'manual',
      ...(options.balances ? { balances: options.balances } : {}),
    }),
    migratedDatabase(),
    mkdtemp(path.join(tmpdir(), 'pilotfish-network-')),
  ]);
  const config: Config = {
    dataDir,
    databaseUrl: (await options.databaseBy?.(database.url)) ?? database.url,
    logLevel: 'info',
    secondInstance: 'stop',
    discord: {
      token: discord.token,
      apiUrl: discord.api,
      channelId: sandboxIds.pilotfish,
    },
    coinbase: {
      key: options.key === undefined ? exchange.key : options.key,
      urls: exchange.urls,
    },
    paperCash: '10000',
    databasePatienceMs: 5_000,
    keepDays: 30,
    secondReader: options.secondReader ?? null,
    health: null,
    sandbox: options.paper !== true,
  };
  const logged: string[] = [];
  const logLines = new EventEmitter();
  const log: Logger = pino(
    { level: options.logLevel ?? 'info', base: undefined },
    {
      write: (line: string) => {
        logged.push(line);
        logLines.emit('line', line);
      },
    },
  );

  let running: Pilotfish | null = null;
  const network: TestNetwork = {
    discord,
    exchange,
    coinbase: exchange.control,
    config,
    logged,
    async untilLogged(text, count = 1) {
      const isThere = () => logged.filter((line) => line.includes(text)).length >= count;
      if (isThere()) return;
      for await (const _ of on(logLines, 'line', { signal: AbortSignal.timeout(60_000) })) {
        if (isThere()) return;
      }
    },
    async post(content) {
      const lines = on(logLines, 'line', { signal: AbortSignal.timeout(15_000) });
      const message = await discord.post('signals', 'provider', content);
      for await (const [line] of lines) {
        const { msg, messageId } = JSON.parse(line as string) as Record<string, unknown>;
        if (msg === 'message read' && messageId === message.id) break;
      }
      return message;
    },
    pilotfish: () => {
      if (!running) throw new Error('the bot is not running');
      return running;
    },
    async start() {
      running = await startPilotfish(config, log, {
        ...(options.venueTiming ? { venueTiming: options.venueTiming } : {}),
        ...(options.discordTiming ? { discordTiming: options.discordTiming } : {}),
        ...(options.now ? { now: options.now } : {}),
      });
      // Until its commands are registered there are none to use.
      await running.processAll();
      return running;
    },
    async settled() {
      // The gateway keeps its order: what was told before an answered command has arrived.
      await discord.command('owner', 'pilotfish', 'help');
      await network.pilotfish().processAll();
    },
    async stop() {
      await running?.stop();
      running = null;
    },
    async restart() {
      await network.stop();
      return network.start();
    },
  };
  (options.onTestFinished ?? onTestFinished)(async () => {
    await network.stop();
    await exchange.stop();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
    await closeWithoutViolations(discord);
  });

  if (options.start !== false) {
    await network.start();
    if (options.watch !== false) {
      await discord.command('owner', 'pilotfish', 'watch add', {
        channel: sandboxIds.signals,
        follow: 'automatic',
      });
    }
  }
  return network;
}
