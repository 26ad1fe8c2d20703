import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import type { SandboxOrder } from '../../../sandbox/coinbase/control/control.ts';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { startChild } from '../../../sandbox/terminal/child.ts';
import { dec } from '../../../src/trading/money.ts';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { createCoinbaseVenue } from '../../../src/trading/venue/coinbase/venue.ts';
import { type BotProcess, botProcess, untilNone } from '../bot/botProcess.ts';
import { restlessStory } from './restlessStory.ts';
import { seededRandom } from './seededRandom.ts';

/** What the owner holds beside the bot, and would not sell below. */
const OWN = { BTC: '0.5', ETH: '10', SOL: '100', AVAX: '200' } as const;
const FAR_AWAY = { BTC: '200000', ETH: '9000', SOL: '900', AVAX: '300' } as const;

const WAYS = ['backup', 'folder'] as const;

export type RestoreRun = {
  restores: number;
  backups: number;
  folders: number;
  /** Starts after which the owner was told that an older state is running. */
  told: number;
  /** Orders of the bot that the older state did not know as it started, and that would close something. */
  unknownClosing: number;
  /** What must not have happened, as sentences. */
  wrong: readonly string[];
  foreignOrders: number;
  messages: number;
  orders: number;
  fills: number;
};

/**
 * Lets the story play, makes a copy of the database at a random moment, lets the story go on, and puts
 * the copy back: a backup by its script, or the data folder as it lay. After each start the owner has
 * to be told, with the owner's own orders and coins as they were, and nothing cancelled that closes
 * what the older state does not know.
 */
export async function restoreRun(options: { restores: number; seed: number }): Promise<RestoreRun> {
  const random = seededRandom(options.seed);
  const bot = await botProcess();
  const { discord, exchange } = bot;
  const coinbase = exchange.control;
  const copies = await mkdtemp(path.join(tmpdir(), 'pilotfish-copies-'));
  onTestFinished(() => rm(copies, { recursive: true, force: true }));
  const story = await restlessStory({ discord, coinbase, random });
  const foreign = await placeOwn(bot);
  const run: RestoreRun = {
    restores: 0,
    backups: 0,
    folders: 0,
    told: 0,
    unknownClosing: 0,
    wrong: [],
    foreignOrders: foreign.length,
    messages: 0,
    orders: 0,
    fills: 0,
  };

  const registered = discord.waitForEvent(
    (event) => event.type === 'commands' && event.guildId !== null,
    60_000,
  );
  bot.start();
  await registered;
  await discord.command('owner', 'pilotfish', 'watch add', {
    channel: sandboxIds.signals,
    follow: 'automatic',
  });

  while (run.restores < options.restores) {
    await story.play(random.between(500, 3_000));
    const way = random.pick(WAYS) ?? 'backup';
    const copy = path.join(copies, `${run.restores}`);
    if (way === 'backup') await script('backup', [copy], bot.dataDir);
    else {
      await stopAll(bot);
      await cp(bot.dataDir, copy, { recursive: true });
      await startAgain(bot);
    }
    await story.play(random.between(500, 4_000));
    await stopAll(bot);
    const resting = (await coinbase.orders()).filter(({ status }) => status === 'open');
    if (way === 'backup') await script('restore', [copy, '--replace'], bot.dataDir);
    else {
      await rm(bot.dataDir, { recursive: true });
      await cp(copy, bot.dataDir, { recursive: true });
    }
    await rm(copy, { recursive: true });
    const before = await tellings(bot);
    await startAgain(bot);
    await story.play(random.between(0, 1_000));
    await untilNone(
      async () => ((await tellings(bot)) > before ? [] : ['the owner was not told']),
      30_000,
    ).then(
      () => {
        run.told += 1;
      },
      (error: Error) => say(error.message),
    );
    run.restores += 1;
    run[way === 'backup' ? 'backups' : 'folders'] += 1;
    await check(resting);
    await discord.command('owner', 'pilotfish', 'resume');
  }
  run.messages = story.said.posted.length;
  run.orders = (await coinbase.orders()).length;
  run.fills = (await coinbase.fills()).length;
  return run;

  function say(what: string): void {
    run.wrong = [...run.wrong, `restore ${run.restores}: ${what}`];
  }

  async function check(restingBefore: readonly SandboxOrder[]): Promise<void> {
    const db = await bot.database();
    const positions = await listPositions(db, { limit: 10_000 });
    const known = new Set(
      positions.flatMap(({ orders }) => orders.flatMap((one) => [one.id, one.venueOrderId ?? ''])),
    );
    const now = new Map((await coinbase.orders()).map((order) => [order.id, order]));
    for (const id of foreign) {
      const status = now.get(id)?.status;
      if (status !== 'open') say(`the owner's own order ${id} is ${status}`);
    }
    for (const { id, clientOrderId, side } of restingBefore) {
      if (side !== 'sell' || foreign.includes(id)) continue;
      // What came with an entry is known by the exchange's own id alone.
      if (known.has(clientOrderId || id)) continue;
      run.unknownClosing += 1;
      if (now.get(id)?.status === 'cancelled') say(`${clientOrderId} was cancelled as a stranger`);
    }
    for (const [asset, own] of Object.entries(OWN)) {
      const total = (await coinbase.balances()).find((one) => one.asset === asset)?.total ?? '0';
      if (dec(total).lt(own)) say(`of the owner's ${own} ${asset} ${total} are left`);
    }
  }
}

/** The owner's own coins, half of them in orders of the owner's own; their ids at the venue. */
async function placeOwn({ exchange }: BotProcess): Promise<readonly string[]> {
  const venue = createCoinbaseVenue({
    keyName: exchange.key.name,
    privateKey: exchange.key.privateKey,
    urls: exchange.urls,
    log: pino({ level: 'silent' }),
    maySend: () => true,
    capabilities: {},
    onCapability: () => undefined,
  });
  const ids: string[] = [];
  for (const asset of Object.keys(OWN) as (keyof typeof OWN)[]) {
    await exchange.control.transfer(asset, OWN[asset]);
    const placed = await venue.place({
      clientOrderId: `by-hand-${asset}`,
      productId: `${asset}-USD`,
      side: 'sell',
      terms: {
        type: 'limit',
        size: dec(OWN[asset]).div(2).toFixed(),
        price: FAR_AWAY[asset],
        timeInForce: 'gtc',
      },
    });
    if (placed.outcome !== 'accepted') throw new Error(`not placed: ${JSON.stringify(placed)}`);
    ids.push(placed.venueOrderId);
  }
  await venue.close();
  return ids;
}

const tellings = async ({ discord }: BotProcess) =>
  (await discord.messages('pilotfish')).filter(({ embeds }) =>
    /A backup was put back|lies in another place|is an older one|is an older copy/.test(
      JSON.stringify(embeds),
    ),
  ).length;

async function stopAll(bot: BotProcess): Promise<void> {
  await bot.kill();
  await bot.killDatabase();
  await delay(200);
}

async function startAgain(bot: BotProcess): Promise<void> {
  const said = bot.lines.length;
  bot.start();
  await untilNone(
    async () =>
      bot.lines.slice(said).some((line) => line.includes('connected to Discord'))
        ? []
        : [`it does not start: ${bot.lastLines().slice(-3).join(' | ')}`],
    60_000,
  );
}

async function script(name: string, args: readonly string[], dataDir: string): Promise<void> {
  const lines: string[] = [];
  const child = startChild(`scripts/${name}.ts`, {
    args,
    env: { DATA_DIR: dataDir, DATABASE_URL: '' },
    onLine: (line) => lines.push(line),
  });
  const code = await child.ended;
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${lines.join(' ')}`);
}

export function printRestores(seed: number, { wrong, ...numbers }: RestoreRun): void {
  const counts = Object.entries({ ...numbers, wrong: wrong.length })
    .map(([what, number]) => `${what} ${number}`)
    .join(', ');
  process.stdout.write(
    `an older copy put back, seed ${seed}: ${counts}\n${wrong.map((line) => `${line}\n`).join('')}`,
  );
}
