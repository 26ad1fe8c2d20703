import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import { type CoinbaseServer, startCoinbase } from '../../../sandbox/coinbase/server.ts';
import { type DiscordServer, startDiscord } from '../../../sandbox/discord/server.ts';
import { startChild } from '../../../sandbox/terminal/child.ts';
import { connect } from '../../../src/trading/store/server/connections.ts';
import { startEmbeddedPostgres } from '../../../src/trading/store/server/embeddedPostgres.ts';
import type { Database } from '../../../src/trading/store/tables.ts';
import { closeWithoutViolations } from '../violations.ts';
import { botEnvironment } from './botEnvironment.ts';

/**
 * The bot as its owner runs it, a process of its own with the embedded Postgres and fsync on, so
 * that it can be killed; the look-alikes live in this process and so outlive it.
 */
export type BotProcess = {
  discord: DiscordServer;
  exchange: CoinbaseServer;
  /** Where it keeps its database. */
  dataDir: string;
  start(): void;
  /** When it last said in its log that it starts, or its database again, by performance.now(); null until then, after a kill too. */
  startedAt(): number | null;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  isRunning(): boolean;
  /** kill -9 of the bot's Postgres, children and all. Resolves to false when none was running. */
  killDatabase(): Promise<boolean>;
  /** The bot's own database, from outside; a new connection pool when it has moved. */
  database(): Promise<Kysely<Database>>;
  /** The last lines that the bot logged. */
  lastLines(): string[];
  /** Every line so far. */
  lines: readonly string[];
};

export async function botProcess(env: Record<string, string> = {}): Promise<BotProcess> {
  const [discord, exchange, dataDir] = await Promise.all([
    startDiscord(),
    startCoinbase({ prices: 'manual', balances: { USD: '1000000' } }),
    mkdtemp(path.join(tmpdir(), 'pilotfish-kill-')),
  ]);
  const lines: string[] = [];
  let child: ReturnType<typeof startChild> | null = null;
  let running = false;
  let startedAt: number | null = null;
  let pool: { url: string; db: Kysely<Database> } | null = null;

  const bot: BotProcess = {
    discord,
    exchange,
    dataDir,
    lines,
    lastLines: () => lines.slice(-40),
    isRunning: () => running,
    startedAt: () => startedAt,
    start() {
      startedAt = null;
      const started = startChild('src/start.js', {
        env: { ...botEnvironment({ discord, exchange }), DATA_DIR: dataDir, ...env },
        onLine: (line) => {
          lines.push(line);
          // Itself, or its database.
          const begins = / starts\. |it was started again/.test(line);
          if (child === started && begins) startedAt = performance.now();
        },
      });
      child = started;
      running = true;
      void started.ended.then(() => {
        if (child === started) running = false;
      });
    },
    async kill() {
      child?.process.kill('SIGKILL');
      await child?.ended;
      running = false;
    },
    async killDatabase() {
      const postmaster = (await postmasterFile(dataDir)).pid;
      if (postmaster === null) return false;
      startedAt = null;
      for (const pid of [postmaster, ...(await childrenOf(postmaster))]) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
        }
      }
      return true;
    },
    async database() {
      const { port } = await postmasterFile(dataDir);
      const password = (
        await readFile(path.join(dataDir, 'postgres-password'), 'utf8').catch(() => '')
      ).trim();
      if (port === null || password === '') throw new Error('the database does not run');
      const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
      if (pool?.url !== url) {
        await pool?.db.destroy();
        pool = { url, db: connect(url, pino({ level: 'silent' })) };
      }
      return pool.db;
    },
  };
  onTestFinished(async () => {
    await bot.kill();
    await pool?.db.destroy();
    const server = await startEmbeddedPostgres(dataDir).catch(() => null);
    await server?.stop();
    await exchange.stop();
    await rm(dataDir, { recursive: true, force: true });
    await closeWithoutViolations(discord);
  });
  return bot;
}

/** postmaster.pid: pid, folder, start time, port, … (Postgres' miscadmin.h, LOCK_FILE_LINE_PORT) */
async function postmasterFile(dataDir: string) {
  const file = path.join(dataDir, 'postgres', 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  return { pid: positive(lines[0]), port: positive(lines[3]) };
}

function positive(text: string | undefined): number | null {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : null;
}

async function childrenOf(pid: number): Promise<number[]> {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return list.split(' ').map(Number).filter(Boolean);
}

/**
 * Looks until `problems` finds none; resolves to the milliseconds that took and what was mended
 * last. Rejects with what was still wrong after `withinMs`. It polls, because what is looked at is
 * another process' database.
 */
export async function untilNone(
  problems: () => Promise<readonly string[]>,
  withinMs: number,
): Promise<{ ms: number; last: string }> {
  const startedAt = performance.now();
  let last = '';
  for (;;) {
    const found = await problems().catch((error: Error) => [`could not look: ${error.message}`]);
    const elapsed = performance.now() - startedAt;
    if (found[0] === undefined) return { ms: Math.round(elapsed), last };
    last = found[0];
    if (elapsed > withinMs) {
      throw new Error(`still wrong after ${Math.round(elapsed)} ms:\n  ${found.join('\n  ')}`);
    }
    await delay(20);
  }
}
