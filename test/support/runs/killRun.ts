import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Fault } from '../../../sandbox/coinbase/control/control.ts';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { type Decimal, dec } from '../../../src/trading/money.ts';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { leavingBecause } from '../../../src/trading/strategy/model/wayOut.ts';
import { type BotProcess, botProcess, untilNone } from '../bot/botProcess.ts';
import { press } from '../press.ts';
import { disagreements, unprotected } from './agreement.ts';
import { restlessStory } from './restlessStory.ts';
import { seededRandom } from './seededRandom.ts';

/** "Every open position protected at the venue again within 5 s of the restart." */
const PROTECTED_WITHIN_MS = 5_000;
const AGREED_WITHIN_MS = 30_000;

export type KillRun = {
  kills: number;
  counts: Record<string, number>;
  /** Kills after which something was open and not protected, and how long that lasted at most, from the start on. */
  unprotectedAtStart: number;
  slowestProtectionMs: number;
  /** How often it lasted longer than it may, and what the bot said meanwhile. */
  late: number;
  whenLate: readonly string[];
  slowestAgreementMs: number;
  /** What came into agreement last, when that took longest. */
  slowestWas: string;
  messages: number;
  orders: number;
  fills: number;
  notices: number;
  positions: number;
};

/**
 * Lets the story play while the bot, or its database, is killed at random moments and comes back,
 * and asserts after each that nothing was lost or doubled and that what is open is protected in
 * time; at the end panic closes all of it. The same seed gives the same story and moments, but for
 * how fast this machine is.
 */
export async function killRun(options: {
  what: 'bot' | 'database';
  kills: number;
  seed: number;
  faults?: readonly Fault[];
}): Promise<KillRun> {
  const random = seededRandom(options.seed);
  const bot = await botProcess();
  const { discord, exchange } = bot;
  const coinbase = exchange.control;
  const before = new Map<string, Decimal>(
    (await coinbase.balances()).map(({ asset, total }) => [asset, dec(total)]),
  );
  const story = await restlessStory({
    discord,
    coinbase,
    random,
    ...(options.faults ? { faults: options.faults } : {}),
  });
  const run: KillRun = {
    kills: 0,
    counts: story.counts,
    unprotectedAtStart: 0,
    slowestProtectionMs: 0,
    late: 0,
    whenLate: [],
    slowestAgreementMs: 0,
    slowestWas: '',
    messages: 0,
    orders: 0,
    fills: 0,
    notices: 0,
    positions: 0,
  };

  try {
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

    while (run.kills < options.kills) {
      await story.play(random.between(0, 2_500));
      await killOnce();
      await settleDown(bot);
    }

    const asked = await discord.command('owner', 'pilotfish', 'panic');
    await press(discord, 'owner', asked, 'Close everything');
    // In the middle of it, once more.
    await bot.kill();
    bot.start();
    await settleDown(bot);
    const resting = (await coinbase.orders()).filter((order) => order.status === 'open');
    expect(resting).toEqual([]);
    await count();
    return run;
  } catch (error) {
    const said = [
      `seed ${options.seed}, after ${run.kills} kills: ${(error as Error).message}`,
      ...(await positionLines(bot)),
      "the bot's last lines:",
      ...bot.lastLines(),
    ];
    throw new Error(said.join('\n'), { cause: error });
  }

  async function killOnce(): Promise<void> {
    if (options.what === 'database') {
      if (await bot.killDatabase()) run.kills++;
      await protectedInTime();
      return;
    }
    await bot.kill();
    run.kills++;
    // What happens meanwhile is caught up with.
    if (random.chance(0.5)) await story.play(random.between(0, 300));
    bot.start();
    // Some die before they are up, some more than once.
    while (run.kills < options.kills && random.chance(0.3)) {
      await delay(random.between(0, 1_500));
      await bot.kill();
      run.kills++;
      bot.start();
    }
    await protectedInTime();
  }

  async function protectedInTime(): Promise<void> {
    const bare = await unprotected(coinbase, before);
    if (bare.length === 0) return;
    run.unprotectedAtStart++;
    let elapsed = 0;
    for (let still = bare; still.length > 0; still = await unprotected(coinbase, before)) {
      elapsed = Math.round(performance.now() - (bot.startedAt() ?? performance.now()));
      if (elapsed > AGREED_WITHIN_MS) throw new Error(`not protected: ${still.join(', ')}`);
      await delay(10);
    }
    run.slowestProtectionMs = Math.max(run.slowestProtectionMs, elapsed);
    if (elapsed <= PROTECTED_WITHIN_MS) return;
    run.late++;
    const kill = `kill ${run.kills}, ${elapsed} ms: ${bare.join(', ')}`;
    run.whenLate = [...run.whenLate, kill, ...bot.lastLines()];
  }

  async function settleDown(running: BotProcess): Promise<void> {
    await coinbase.clearFaults();
    const agreed = await untilNone(async () => {
      if (!running.isRunning()) return ['the bot has ended by itself'];
      const db = await running.database();
      return disagreements({ db, discord, coinbase, before }, story.said);
    }, AGREED_WITHIN_MS);
    if (agreed.ms <= run.slowestAgreementMs) return;
    run.slowestAgreementMs = agreed.ms;
    run.slowestWas = agreed.last;
  }

  async function count(): Promise<void> {
    const db = await bot.database();
    const rows = async (table: 'notices' | 'positions') =>
      (await db.selectFrom(table).select('id').execute()).length;
    run.messages = story.said.posted.length;
    run.orders = (await coinbase.orders()).length;
    run.fills = (await coinbase.fills()).length;
    run.notices = await rows('notices');
    run.positions = await rows('positions');
  }
}

/** What the bot thinks that it has, for whoever has to find the fault. */
async function positionLines(bot: BotProcess): Promise<string[]> {
  try {
    const positions = await listPositions(await bot.database(), { limit: 100 });
    return positions.flatMap((position) => [
      `position ${position.id} ${position.product.id} ${position.status} stop ${position.stop} leaving ${leavingBecause(position)}`,
      ...position.orders.map(
        (order) =>
          `  ${order.id} ${order.purpose} ${order.leg} ${order.status} filled ${order.filledSize} ${JSON.stringify(order.terms)} ${order.message ?? ''}`,
      ),
    ]);
  } catch (error) {
    return [`its positions can't be read: ${(error as Error).message}`];
  }
}

export function printRun(name: string, seed: number, run: KillRun): void {
  const { counts, whenLate, ...numbers } = run;
  process.stdout.write(
    `${name}, seed ${seed}: ${Object.entries({ ...numbers, ...counts })
      .map(([what, number]) => `${what} ${number}`)
      .join(', ')}\n${whenLate.map((line) => `${line}\n`).join('')}`,
  );
}
