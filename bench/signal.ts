/**
 * How long a signal takes from its post on Discord until its order is at the exchange, and until
 * its stop rests there: `npm run bench:signal`.
 *
 * The bot is a process of its own with its own Postgres, fsync on, as its owner runs it; the
 * look-alikes of Discord and Coinbase are in this one. Each request of the exchange answers at
 * once, so what is measured is the bot: a real exchange adds the round trips in the last column.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startCoinbase } from '../sandbox/coinbase/server.ts';
import { sandboxIds } from '../sandbox/discord/sandbox-world.ts';
import { startDiscord } from '../sandbox/discord/server.ts';
import { startChild } from '../sandbox/terminal/child.ts';
import { botEnvironment } from '../test/support/botEnvironment.ts';

const SIGNALS = 50;
const PRODUCTS = { BTC: 60_000, ETH: 3_000, SOL: 150, AVAX: 35, LINK: 18, DOGE: 0.2 };
/** One signal at a time: the last has come to rest, and the limit of requests is not in the way. */
const PAUSE_MS = 1_000;

const [discord, exchange, dataDir] = await Promise.all([
  startDiscord(),
  startCoinbase({ prices: 'manual', balances: { USD: '100000000' } }),
  mkdtemp(path.join(tmpdir(), 'pilotfish-bench-')),
]);
const { control } = exchange;
for (const [asset, price] of Object.entries(PRODUCTS)) {
  await control.setPrice(`${asset}-USD`, String(price));
}

const bot = startChild('src/start.js', {
  env: { ...botEnvironment({ discord, exchange }), DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
  onLine: (line) => process.stderr.write(`${line}\n`),
});

try {
  await discord.waitForEvent(({ type }) => type === 'commands', 60_000);
  await discord.command('owner', 'pilotfish', 'watch add', { channel: sandboxIds.signals });
  const times: { order: number; stop: number; requests: number }[] = [];
  for (let n = 0; n < SIGNALS; n += 1) times.push(await oneSignal(n));

  const [cpu] = cpus();
  const column = (name: 'order' | 'stop') => {
    const sorted = times.map((time) => time[name]).sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(sorted.length * share)]?.toFixed(1);
    return `${at(0.5)} | ${at(0.99)}`;
  };
  const requests = times.map((time) => time.requests).sort((a, b) => a - b)[SIGNALS / 2];
  process.stdout.write(
    [
      `${cpu?.model ?? 'unknown cpu'}, ${cpus().length} cores, node ${process.version}; ${SIGNALS} signals, one at a time`,
      '',
      '| from the post until … | p50 ms | p99 ms | requests to the exchange before it |',
      '|---|---:|---:|---:|',
      `| the order is at the exchange | ${column('order')} | ${requests} |`,
      `| the stop rests there | ${column('stop')} | |`,
      '',
    ].join('\n'),
  );
} finally {
  await bot.stop();
  await Promise.all([discord.close(), exchange.stop()]);
  await rm(dataDir, { recursive: true, force: true });
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
      if (event.type === 'request' && order === 0) requests += 1;
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
