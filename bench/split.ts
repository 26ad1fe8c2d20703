/**
 * What it costs that the two halves are processes of their own: from a post on Discord until its order
 * is at the exchange, in one process and in two, turn by turn in one run: `npm run bench:split`.
 *
 * Both are over the same Postgres server, fsync on, each with a database and look-alikes of its own.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startCoinbase } from '../sandbox/coinbase/server.ts';
import { startDiscord } from '../sandbox/discord/server.ts';
import { sandboxIds } from '../sandbox/discord/world/sandboxWorld.ts';
import { startChild } from '../sandbox/terminal/child.ts';
import { startEmbeddedPostgres } from '../src/trading/store/server/embeddedPostgres.ts';
import { botEnvironment } from '../test/support/bot/botEnvironment.ts';
import { machine, ms, quantile, report } from './figures.ts';

const SIGNALS = 50;
const WARM_UP = 6;
const PAUSE_MS = 600;
const COINS = ['BTC', 'ETH', 'SOL', 'AVAX', 'LINK'];
const PRICE = 100;

const folder = await mkdtemp(path.join(tmpdir(), 'pilotfish-split-'));
const server = await startEmbeddedPostgres(path.join(folder, 'data'));
const closers: (() => Promise<unknown>)[] = [];
let number = 0;

try {
  const one = await world('one', [{ args: [], env: {} }]);
  const two = await world('two', [
    { args: ['trader'], env: { DISCORD_TOKEN: '' } },
    { args: ['listener'], env: { COINBASE_KEY_NAME: '', COINBASE_PRIVATE_KEY: '' } },
  ]);
  for (let n = 0; n < WARM_UP; n += 1) for (const post of [one, two]) await post();
  const single: number[] = [];
  const split: number[] = [];
  for (let n = 0; n < SIGNALS; n += 1) {
    single.push(await one());
    split.push(await two());
  }
  const both = (values: readonly number[]) =>
    `${ms(quantile(values, 0.5))} / ${ms(quantile(values, 0.99))}`;
  const more = quantile(split, 0.5) - quantile(single, 0.5);
  process.stdout.write(`${machine()}; ${SIGNALS} signals each, turn by turn\n\n`);
  report([
    {
      what: 'one process: a post until its order is there; p50 / p99',
      figure: both(single),
      aim: '',
    },
    { what: 'trader and listener', figure: both(split), aim: '' },
    { what: 'more, p50', figure: ms(more), aim: '≤ 5 ms' },
  ]);
} finally {
  await Promise.all(closers.map((close) => close()));
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

/** A bot with look-alikes and a database of its own; what posts a signal and gives the milliseconds to its order. */
async function world(
  name: string,
  processes: readonly { args: string[]; env: Record<string, string> }[],
): Promise<() => Promise<number>> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const [discord, exchange] = await Promise.all([
    startDiscord(),
    startCoinbase({ prices: 'manual', balances: { USD: '100000000' } }),
  ]);
  const { control } = exchange;
  for (const coin of COINS) await control.setPrice(`${coin}-USD`, String(PRICE));
  const children = processes.map(({ args, env }) =>
    startChild('src/start.js', {
      args,
      env: {
        ...botEnvironment({ discord, exchange }),
        DATABASE_URL: server.url.replace(/\/postgres$/, `/${name}`),
        DATA_DIR: path.join(folder, name),
        LOG_LEVEL: 'warn',
        ...env,
      },
      onLine: (line) => process.stderr.write(`${line}\n`),
    }),
  );
  closers.push(async () => {
    await Promise.all(children.map((child) => child.stop()));
    await Promise.all([discord.close(), exchange.stop()]);
  });
  await discord.waitForEvent(
    (event) => event.type === 'commands' && event.guildId !== null,
    60_000,
  );
  await discord.command('owner', 'pilotfish', 'watch add', {
    channel: sandboxIds.signals,
    follow: 'automatic',
  });
  return async () => {
    await delay(PAUSE_MS);
    number += 1;
    const coin = COINS[number % COINS.length];
    const after = await control.lastEvent();
    const ordered = control.waitFor(
      (event) => event.type === 'request' && event.route === 'create',
      { after, timeoutMs: 30_000 },
    );
    const begun = performance.now();
    await discord.post(
      'signals',
      'provider',
      `LONG #${coin}/USDT\nEntry: market\nSL: 95\nTP1: ${110 + (number % 40)}`,
    );
    await ordered;
    return performance.now() - begun;
  };
}
