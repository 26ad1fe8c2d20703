import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startCoinbase } from '../sandbox/coinbase/server.ts';
import { startDiscord } from '../sandbox/discord/server.ts';
import { sandboxIds } from '../sandbox/discord/world/sandboxWorld.ts';
import { type Child, startChild } from '../sandbox/terminal/child.ts';
import { startEmbeddedPostgres } from '../src/trading/store/server/embeddedPostgres.ts';
import { botEnvironment } from '../test/support/bot/botEnvironment.ts';
import { openPastYear, type PastYear } from './pastYear.ts';

export const PRODUCTS = { BTC: 60_000, ETH: 3_000, SOL: 150, AVAX: 35, LINK: 18 };
const CONNECTED_MS = 120_000;
const PAUSE_MS = 600;

/** Look-alikes of Discord and Coinbase in this process, and the bot as one of its own on them. */
export async function botWorld() {
  const [discord, exchange, folder] = await Promise.all([
    startDiscord(),
    startCoinbase({ prices: 'manual', balances: { USD: '1000000000' } }),
    mkdtemp(path.join(tmpdir(), 'pilotfish-bench-')),
  ]);
  const { control } = exchange;
  const data = path.join(folder, 'bot');
  let bot: Child | null = null;
  let number = 0;
  for (const [asset, price] of Object.entries(PRODUCTS)) {
    await control.setPrice(`${asset}-USD`, String(price));
  }

  /** The next signal; no two are alike. */
  function signal(): string {
    const assets = Object.entries(PRODUCTS);
    const [asset, price] = assets[number % assets.length] ?? ['BTC', 60_000];
    const at = (percent: number) => (price * (1 + percent / 100)).toPrecision(7);
    number += 1;
    return `LONG #${asset}/USDT\nEntry: market\nSL: ${at(-3 - number / 10_000)}\nTP: ${at(6 + number / 10_000)}`;
  }

  /** Resolves when so many orders more have come to rest at the exchange; to the time of the first to buy. */
  async function resting(count: number, act: () => Promise<unknown>): Promise<number> {
    const after = await control.lastEvent();
    const from = performance.now();
    let bought = Number.NaN;
    const seen = new Set<string>();
    const done = new Promise<void>((resolve) => {
      const stop = control.follow((event) => {
        if (event.type !== 'order') return;
        if (Number.isNaN(bought)) bought = performance.now() - from;
        const { id, terms } = event.order;
        if (terms.type === 'bracket' || terms.type === 'stop_limit') seen.add(id);
        if (seen.size < count) return;
        stop();
        resolve();
      }, after);
    });
    await act();
    await done;
    return bought;
  }

  const post = (content: string) => discord.post('signals', 'provider', { content });

  return {
    control,
    post,
    /** Starts it; resolves to the milliseconds until it is reconciled and on Discord. */
    async start(program: 'src/start.js' | 'bench/unlimitedBot.ts' = 'src/start.js') {
      const isUp = discord.waitForEvent(
        (event) =>
          event.type === 'message' &&
          event.message.embeds.some(({ title }) => title?.startsWith('Pilotfish is running')),
        CONNECTED_MS,
      );
      const from = performance.now();
      bot = startChild(program, {
        env: { ...botEnvironment({ discord, exchange }), DATA_DIR: data, LOG_LEVEL: 'warn' },
        onLine: (line) => line !== 'ready' && process.stderr.write(`${line}\n`),
      });
      await isUp;
      return performance.now() - from;
    },
    stop: async () => bot?.stop(),
    follow: () =>
      discord.command('owner', 'pilotfish', 'watch add', {
        channel: sandboxIds.signals,
        follow: 'automatic',
      }),
    /** Milliseconds from a signal's post until its order is at the exchange, once its stop rests. */
    async signal(): Promise<number> {
      const took = await resting(1, () => post(signal()));
      await delay(PAUSE_MS);
      return took;
    },
    /** Posts a picture without words. */
    picture: (file: Buffer) =>
      discord.post('signals', 'provider', {
        content: '',
        files: [
          {
            filename: 'signal.png',
            content: file.toString('base64'),
            encoding: 'base64',
            contentType: 'image/png',
          },
        ],
      }),
    /** Resolves once so many pictures were asked about or told of. */
    async picturesRead(count: number): Promise<void> {
      const told = async () =>
        (await discord.messages('pilotfish')).filter(({ embeds }) =>
          embeds.some(({ title = '' }) =>
            /^(Is this right|Unclear|A picture|Not taken)/.test(title),
          ),
        ).length;
      while ((await told()) < count) await delay(PAUSE_MS);
    },
    /** So many signals in one moment; resolves when all their stops rest. */
    several: (count: number) =>
      resting(count, () => Promise.all(Array.from({ length: count }, () => post(signal())))),
    /** Milliseconds until a command is answered. */
    async command(name: string): Promise<number> {
      const from = performance.now();
      await discord.command('owner', 'pilotfish', name);
      return performance.now() - from;
    },
    /** What the bot's process holds in memory, in megabytes. */
    megabytes(): number {
      const status = readFileSync(`/proc/${bot?.process.pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1_024;
    },
    /** The bot's database, while it does not run. */
    async withPast<T>(work: (past: PastYear, url: string) => Promise<T>): Promise<T> {
      const postgres = await startEmbeddedPostgres(data);
      const past = await openPastYear(postgres.url);
      try {
        return await work(past, postgres.url);
      } finally {
        await past.close();
        await postgres.stop();
      }
    },
    async close() {
      await bot?.stop();
      await Promise.all([discord.close(), exchange.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
