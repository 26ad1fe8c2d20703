/**
 * How long a signal takes from its post on Discord until its order is at the exchange, and until
 * its stop rests there: `npm run bench:signal`.
 *
 * The bot is a process of its own with its own Postgres, fsync on, as its owner runs it; the
 * look-alikes of Discord and Coinbase are in this one. Each request of the exchange answers at
 * once, so what is measured is the bot: a real exchange adds the round trips in the last column.
 * Beside it, in the same run and turn by turn, the floor: a handler of stock discord.js, one durable
 * commit of as many bytes, one request on an open connection (floorBot.ts).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startCoinbase } from '../sandbox/coinbase/server.ts';
import { startDiscord } from '../sandbox/discord/server.ts';
import { sandboxIds } from '../sandbox/discord/world/sandboxWorld.ts';
import { startChild } from '../sandbox/terminal/child.ts';
import { botEnvironment } from '../test/support/bot/botEnvironment.ts';

const SIGNALS = 50;
const PRODUCTS = { BTC: 60_000, ETH: 3_000, SOL: 150, AVAX: 35, LINK: 18, DOGE: 0.2 };
/** One signal at a time: the last has come to rest, and the limit of requests is not in the way. */
const PAUSE_MS = 1_000;
/** What the bot writes of a signal until its order leaves, about. */
const BYTES = 12_000;

const [discord, floorDiscord, exchange, folder] = await Promise.all([
  startDiscord(),
  startDiscord(),
  startCoinbase({ prices: 'manual', balances: { USD: '100000000' } }),
  mkdtemp(path.join(tmpdir(), 'pilotfish-bench-')),
]);
const { control } = exchange;
for (const [asset, price] of Object.entries(PRODUCTS)) {
  await control.setPrice(`${asset}-USD`, String(price));
}

const isReady = Promise.withResolvers<void>();
const floor = startChild('bench/floorBot.ts', {
  env: {
    DATA_DIR: path.join(folder, 'floor'),
    DISCORD_TOKEN: floorDiscord.token,
    DISCORD_API_URL: floorDiscord.api,
    ORDERS_URL: `${exchange.urls.rest}/brokerage/orders`,
    BYTES: String(BYTES),
  },
  onLine: (line) => (line === 'ready' ? isReady.resolve() : process.stderr.write(`${line}\n`)),
});
const bot = startChild('src/start.js', {
  env: {
    ...botEnvironment({ discord, exchange }),
    DATA_DIR: path.join(folder, 'bot'),
    LOG_LEVEL: 'warn',
  },
  onLine: (line) => process.stderr.write(`${line}\n`),
});

try {
  await isReady.promise;
  await discord.waitForEvent(({ type }) => type === 'commands', 60_000);
  await discord.command('owner', 'pilotfish', 'watch add', {
    channel: sandboxIds.signals,
    follow: 'automatic',
  });
  // The first of each coin finds nothing ready yet; what is measured is a bot that runs.
  for (let n = 0; n < Object.keys(PRODUCTS).length; n += 1) await oneSignal(n);
  await oneOfFloor(0);
  const times: { order: number; stop: number; requests: number }[] = [];
  const least: number[] = [];
  for (let n = 0; n < SIGNALS; n += 1) {
    times.push(await oneSignal(n + 10));
    least.push(await oneOfFloor(n));
  }

  const [cpu] = cpus();
  const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
  const at = (values: readonly number[], share: number) =>
    sorted(values)[Math.floor(values.length * share)] ?? Number.NaN;
  const column = (values: readonly number[]) =>
    `${at(values, 0.5).toFixed(1)} | ${at(values, 0.99).toFixed(1)}`;
  const orders = times.map(({ order }) => order);
  const requests = at(
    times.map((time) => time.requests),
    0.5,
  );
  const ratio = (share: number) => (at(orders, share) / at(least, share)).toFixed(1);
  process.stdout.write(
    [
      `${cpu?.model ?? 'unknown cpu'}, ${cpus().length} cores, node ${process.version}; ${SIGNALS} signals, one at a time`,
      '',
      '| from the post until … | p50 ms | p99 ms | requests to the exchange before it |',
      '|---|---:|---:|---:|',
      `| the floor: heard, kept, sent | ${column(least)} | 0 |`,
      `| the order is at the exchange | ${column(orders)} | ${requests} |`,
      `| the stop rests there | ${column(times.map(({ stop }) => stop))} | |`,
      '',
      `ratio: p50 ${ratio(0.5)} p99 ${ratio(0.99)} requests ${requests}`,
      '',
    ].join('\n'),
  );
} finally {
  await Promise.all([bot.stop(), floor.stop()]);
  await Promise.all([discord.close(), floorDiscord.close(), exchange.stop()]);
  await rm(folder, { recursive: true, force: true });
}

/** Milliseconds from a post until the floor's request is at the exchange. */
async function oneOfFloor(n: number): Promise<number> {
  const after = await control.lastEvent();
  const from = performance.now();
  const arrived = new Promise<number>((resolve) => {
    const stop = control.follow((event) => {
      if (event.type !== 'request' || event.route !== 'create') return;
      stop();
      resolve(performance.now() - from);
    }, after);
  });
  await floorDiscord.post('signals', 'provider', { content: `LONG #BTC/USDT ${n}` });
  const took = await arrived;
  await delay(PAUSE_MS / 4);
  return took;
}

async function oneSignal(n: number) {
  const assets = Object.entries(PRODUCTS);
  const [asset, price] = assets[n % assets.length] ?? ['BTC', 60_000];
  const at = (percent: number) => (price * (1 + percent / 100)).toPrecision(6);
  const after = await control.lastEvent();
  const from = performance.now();
  let order = 0;
  let requests = 0;
  const protectedAt = new Promise<number>((resolve) => {
    const stop = control.follow((event) => {
      if (event.type === 'request' && event.route !== 'create' && order === 0) requests += 1;
      if (event.type !== 'order') return;
      if (event.order.side === 'buy' && order === 0) order = performance.now() - from;
      const { type } = event.order.terms;
      if (type !== 'bracket' && type !== 'stop_limit') return;
      stop();
      resolve(performance.now() - from);
    }, after);
  });
  await discord.post('signals', 'provider', {
    content: `LONG #${asset}/USDT\nEntry: market\nSL: ${at(-3 - n / 1000)}\nTP: ${at(6 + n / 1000)}`,
  });
  const stop = await protectedAt;
  await delay(PAUSE_MS);
  return { order, stop, requests };
}
