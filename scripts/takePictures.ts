/**
 * Takes docs/pictures/*.png from the sandbox: a day of trades between the two look-alikes and the
 * bot, in a lapse of time, and the pictures that the bot posts about it. `npm run docs:pictures`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { startCoinbase } from '../sandbox/coinbase/server.ts';
import type { InteractionAnswer } from '../sandbox/discord/interactions/interaction.ts';
import { startDiscord } from '../sandbox/discord/server.ts';
import { sandboxIds } from '../sandbox/discord/world/sandboxWorld.ts';
import { startPilotfish } from '../src/pilotfish.ts';

const MINUTE = 60_000;

// The one clock of all three, which is set forward minute by minute.
const realNow = Date.now;
let ahead = Date.UTC(2026, 4, 4, 6) - realNow();
Date.now = () => realNow() + ahead;

const folder = path.join(fileURLToPath(new URL('..', import.meta.url)), 'docs/pictures');
mkdirSync(folder, { recursive: true });
const dataDir = mkdtempSync(path.join(tmpdir(), 'pilotfish-pictures-'));
const discord = await startDiscord();
const exchange = await startCoinbase({ prices: 'manual' });
const coinbase = exchange.control;
const bot = await startPilotfish(
  {
    dataDir,
    databaseUrl: null,
    logLevel: 'error',
    secondInstance: 'stop',
    discord: { token: discord.token, apiUrl: discord.api, channelId: sandboxIds.pilotfish },
    coinbase: { key: exchange.key, urls: exchange.urls },
    paperCash: '10000',
    databasePatienceMs: 5_000,
    keepDays: 30,
    secondReader: null,
    health: null,
    sandbox: true,
  },
  pino({ level: 'error' }),
);

try {
  await bot.processAll();
  await command('watch add', { channel: sandboxIds.signals, follow: 'automatic' });
  await trade('BTC', '64000', [
    { to: 0.6, minutes: 25 },
    { to: -0.4, minutes: 20 },
    { to: 2.6, minutes: 40 },
  ]);
  await trade('SOL', '140', [
    { to: 0.5, minutes: 15 },
    { to: -2.1, minutes: 35 },
  ]);
  await trade('ETH', '3000', [
    { to: -0.7, minutes: 20 },
    { to: 2.6, minutes: 45 },
  ]);
  await trade('DOGE', '0.2', [{ to: -2.1, minutes: 20 }]);
  await trade('LINK', '15', [
    { to: 1.2, minutes: 30 },
    { to: 2.6, minutes: 30 },
  ]);
  const open = await trade('BTC', '65200', [
    { to: 0.5, minutes: 18 },
    { to: -0.9, minutes: 22 },
    { to: 1.6, minutes: 40 },
    { to: 1.1, minutes: 15 },
  ]);
  for (const look of ['dark', 'light'] as const) {
    await draw(look);
    await take(`position-${look}`, 'position', { id: open });
    await take(`equity-${look}`, 'performance');
    await take(`daily-${look}`, 'daily');
  }
} finally {
  await bot.stop();
  await discord.close();
  await exchange.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit();

/** A long that is signalled at a price, with a stop 2 % below and targets 1.5 and 2.5 % above; then the price goes to so many percent from there. */
async function trade(
  asset: string,
  at: string,
  moves: readonly { to: number; minutes: number }[],
): Promise<string> {
  const product = `${asset}-USD`;
  const start = Number(at);
  await walk(product, start * 0.996, start, 60);
  const level = (percent: number) => priceText(start * (1 + percent / 100));
  await discord.post(
    'signals',
    'provider',
    `LONG #${asset}/USDT\nEntry: market\nSL: ${level(-2)}\nTP1: ${level(1.5)}\nTP2: ${level(2.5)}`,
  );
  const seen = async () =>
    [...bot.app.engine.state().positions.values()].find(
      ({ product: { id }, status }) => id === product && status === 'open',
    );
  while ((await seen()) === undefined) await bot.processAll();
  const id = (await seen())?.id ?? '';
  let from = start;
  for (const { to, minutes } of moves) {
    const end = start * (1 + to / 100);
    await walk(product, from, end, minutes);
    from = end;
  }
  await bot.processAll();
  return id;
}

/** Moves a price in minutes, with waves on the way. */
async function walk(product: string, from: number, to: number, minutes: number): Promise<void> {
  for (let i = 1; i <= minutes * 3; i += 1) {
    ahead += MINUTE / 3;
    const share = i / (minutes * 3);
    const wave = i === minutes * 3 ? 0 : Math.sin(i * 0.9) + 0.7 * Math.sin(i * 2.3 + 1);
    const price = from + (to - from) * share + from * 0.0005 * wave;
    await coinbase.setPrice(product, priceText(price));
    if (i % 3 === 0) await bot.processAll();
  }
}

/** Prices of a few dollars have four decimals at this exchange, others two. */
function priceText(price: number): string {
  return price.toFixed(price < 1 ? 5 : price < 20 ? 3 : 2);
}

async function draw(look: 'dark' | 'light'): Promise<void> {
  const panel = await command('notices');
  const menu = JSON.stringify(panel.message?.components).match(
    /"custom_id":"([^"]*notices_pictures[^"]*)"/,
  );
  if (!panel.message || !menu?.[1]) throw new Error('there is no menu for pictures');
  await discord.select('owner', panel.message, menu[1], [look]);
}

function command(name: string, options: Record<string, string> = {}): Promise<InteractionAnswer> {
  return discord.command('owner', 'pilotfish', name, options);
}

/** What the bot posts under its answer. */
async function take(name: string, ...[what, options]: Parameters<typeof command>): Promise<void> {
  const { id } = await command(what, options);
  const image = ({ message }: InteractionAnswer) => message?.embeds[0]?.image?.url;
  const drawn = await discord.waitForAnswer(id, (answer) => image(answer) !== undefined, 30_000);
  const url = image(drawn) ?? '';
  const png = await (await fetch(url)).arrayBuffer();
  writeFileSync(path.join(folder, `${name}.png`), Buffer.from(png));
}
