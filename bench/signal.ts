/**
 * How long a signal takes from its post on Discord until its order is at the exchange, and until
 * its stop rests there: `npm run bench:signal`.
 *
 * The bot is a process of its own with its own Postgres, fsync on, as its owner runs it; the
 * look-alikes of Discord and Coinbase are in this one. Each request of the exchange answers at
 * once, so what is measured is the bot: a real exchange adds the round trips in the last column.
 * Beside it, in the same run and turn by turn, the floor: a handler of stock discord.js, one durable
 * commit of as many bytes, one request on an open connection (floorBot.ts).
 *
 * Then the same bot without the exchange's limit of requests (unlimitedBot.ts): ten signals in one
 * moment, and signals over a network of 30 ms, bot and floor alike.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startCoinbase } from '../sandbox/coinbase/server.ts';
import { startDiscord } from '../sandbox/discord/server.ts';
import { sandboxIds } from '../sandbox/discord/world/sandboxWorld.ts';
import { startChild } from '../sandbox/terminal/child.ts';
import { botEnvironment } from '../test/support/bot/botEnvironment.ts';
import { machine, ms, quantile, report } from './figures.ts';
import { startSlowNetwork } from './slowNetwork.ts';

const SIGNALS = 50;
/** So many at once, and so often. */
const AT_ONCE = 10;
const BURSTS = 5;
/** So long there and back between the bot and the exchange, and so many signals over it. */
const ROUND_TRIP_MS = 30;
const FAR_SIGNALS = 20;
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

const network = await startSlowNetwork(exchange.port);
const far = (url: string) => url.replace(String(exchange.port), String(network.port));
const environment = {
  ...botEnvironment({ discord, exchange }),
  DATA_DIR: path.join(folder, 'bot'),
  LOG_LEVEL: 'warn',
};
const running = new Set<ReturnType<typeof startChild>>();
let number = 0;

try {
  const floor = await startFloor(`${exchange.urls.rest}/brokerage/orders`);
  const bot = start('src/start.js', environment);
  await discord.waitForEvent(
    (event) => event.type === 'commands' && event.guildId !== null,
    60_000,
  );
  await discord.command('owner', 'pilotfish', 'watch add', {
    channel: sandboxIds.signals,
    follow: 'automatic',
  });
  const near = await measure(SIGNALS);
  await Promise.all([bot.stop(), floor.stop()]);

  await startFloor(`${far(exchange.urls.rest)}/brokerage/orders`);
  const isReady = Promise.withResolvers<void>();
  const urls = Object.entries(environment).filter(([name]) => /^COINBASE_.*_URL$/.test(name));
  const farEnvironment = Object.fromEntries(urls.map(([name, url]) => [name, far(url)]));
  start('bench/unlimitedBot.ts', { ...environment, ...farEnvironment }, isReady.resolve);
  await isReady.promise;
  for (let n = 0; n < Object.keys(PRODUCTS).length; n += 1) await oneSignal();
  const bursts: number[] = [];
  for (let n = 0; n < BURSTS; n += 1) bursts.push(await severalAtOnce(AT_ONCE));
  network.setRoundTrip(ROUND_TRIP_MS);
  const over = await measure(FAR_SIGNALS);

  const half = (values: readonly number[]) => quantile(values, 0.5);
  const most = (values: readonly number[]) => quantile(values, 0.99);
  const both = (values: readonly number[]) => `${ms(half(values))} / ${ms(most(values))}`;
  const ratio = (of: typeof near, share: number) =>
    (quantile(of.orders, share) / quantile(of.floors, share)).toFixed(1);
  const requests = half(near.requests);
  const behind = half(over.orders) - half(over.floors);
  process.stdout.write(`${machine()}; ${SIGNALS} signals, one at a time\n\n`);
  report([
    { what: 'the floor: heard, kept, sent; p50 / p99', figure: both(near.floors), aim: '' },
    { what: 'a post until its order is at the exchange', figure: both(near.orders), aim: '' },
    {
      what: 'the same over the floor',
      figure: `${ratio(near, 0.5)} / ${ratio(near, 0.99)}`,
      aim: '≤ 2.5 / 2.5',
    },
    { what: 'requests to the exchange before it', figure: String(requests), aim: '0' },
    { what: 'a post until its stop rests', figure: both(near.stops), aim: 'p50 ≤ 12 ms' },
    {
      what: `${AT_ONCE} signals at once: the last order after the first; p50`,
      figure: ms(half(bursts)),
      aim: '≤ 60 ms',
    },
    {
      what: `${ROUND_TRIP_MS} ms of network: the order after the floor's; p50`,
      figure: ms(behind),
      aim: '≤ 10 ms',
    },
  ]);
  process.stdout.write(
    `ratio: p50 ${ratio(near, 0.5)} p99 ${ratio(near, 0.99)} requests ${requests}\n`,
  );
} finally {
  await Promise.all([...running].map((child) => child.stop()));
  await network.close();
  await Promise.all([discord.close(), floorDiscord.close(), exchange.stop()]);
  await rm(folder, { recursive: true, force: true });
}

function start(program: string, env: Readonly<Record<string, string>>, onReady?: () => void) {
  const onLine = (line: string) =>
    line === 'ready' ? onReady?.() : process.stderr.write(`${line}\n`);
  const child = startChild(program, { env, onLine });
  running.add(child);
  return child;
}

async function startFloor(url: string) {
  const isReady = Promise.withResolvers<void>();
  const env = {
    DATA_DIR: path.join(folder, 'floor'),
    DISCORD_TOKEN: floorDiscord.token,
    DISCORD_API_URL: floorDiscord.api,
    ORDERS_URL: url,
    BYTES: String(BYTES),
  };
  const child = start('bench/floorBot.ts', env, isReady.resolve);
  await isReady.promise;
  return child;
}

/** Signals and the floor's posts in turn, in milliseconds; what is measured is a bot that runs. */
async function measure(signals: number) {
  for (let n = 0; n < Object.keys(PRODUCTS).length; n += 1) await oneSignal();
  await oneOfFloor(0);
  const times: { order: number; stop: number; requests: number }[] = [];
  const floors: number[] = [];
  for (let n = 0; n < signals; n += 1) {
    times.push(await oneSignal());
    floors.push(await oneOfFloor(n));
  }
  return {
    floors,
    orders: times.map(({ order }) => order),
    stops: times.map(({ stop }) => stop),
    requests: times.map((time) => time.requests),
  };
}

/** Posts so many signals in one moment; resolves to the milliseconds between the first order and the last. */
async function severalAtOnce(several: number): Promise<number> {
  const after = await control.lastEvent();
  const arrived = new Map<string, number>();
  const all = new Promise<void>((resolve) => {
    const stop = control.follow((event) => {
      if (event.type !== 'order' || event.order.side !== 'buy') return;
      if (!arrived.has(event.order.id)) arrived.set(event.order.id, performance.now());
      if (arrived.size < several) return;
      stop();
      resolve();
    }, after);
  });
  const posts = Array.from({ length: several }, () => signalText().content);
  await Promise.all(posts.map((content) => discord.post('signals', 'provider', { content })));
  await all;
  await delay(3 * PAUSE_MS);
  const times = [...arrived.values()];
  return Math.max(...times) - Math.min(...times);
}

/** The next signal; no two are alike. */
function signalText(): { content: string } {
  const assets = Object.entries(PRODUCTS);
  const [asset, price] = assets[number % assets.length] ?? ['BTC', 60_000];
  const at = (percent: number) => (price * (1 + percent / 100)).toPrecision(6);
  number += 1;
  return {
    content: `LONG #${asset}/USDT\nEntry: market\nSL: ${at(-3 - number / 1000)}\nTP: ${at(6 + number / 1000)}`,
  };
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

async function oneSignal() {
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
  await discord.post('signals', 'provider', signalText());
  const stop = await protectedAt;
  await delay(PAUSE_MS);
  return { order, stop, requests };
}
