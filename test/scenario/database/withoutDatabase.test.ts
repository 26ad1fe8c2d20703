import { expect, onTestFinished, test } from 'vitest';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { dec } from '../../../src/trading/money.ts';
import { untilNone } from '../../support/bot/botProcess.ts';
import {
  type LosableDatabase,
  type Loss,
  losableDatabase,
} from '../../support/database/lostDatabase.ts';
import { notice } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { disagreements, unprotected } from '../../support/runs/agreement.ts';

/** The bot on a database that can be lost; it acts without it after half a second. */
async function withLosable(loss: Loss): Promise<TestNetwork & { database: LosableDatabase }> {
  let database: LosableDatabase | undefined;
  const network = await testNetwork({
    start: false,
    databaseBy: async (url) => {
      database = await losableDatabase(loss, url);
      return database.url;
    },
  });
  if (!database) throw new Error('there is no database');
  const { close } = database;
  onTestFinished(close);
  network.config.databasePatienceMs = 500;
  await network.start();
  await network.discord.command('owner', 'pilotfish', 'watch add', {
    channel: sandboxIds.signals,
    follow: 'automatic',
  });
  await network.coinbase.setPrice('BTC-USD', '60000');
  return { ...network, database };
}

const SIGNAL = 'LONG BTC/USDT\nEntry: 59000\nSL: 58000\nTP1: 63000\nTP2: 66000';

async function before({ coinbase }: TestNetwork) {
  return new Map((await coinbase.balances()).map(({ asset, total }) => [asset, dec(total)]));
}

test.each(['refuse', 'lock'] as const)(
  'an entry that fills while the database is lost (%s) is protected at the exchange by itself, told, and the database then has it once',
  async (loss) => {
    const network = await withLosable(loss);
    const { coinbase, discord, database, pilotfish } = network;
    const held = await before(network);
    const { id } = await network.post(SIGNAL);
    await pilotfish().processAll();

    const told = discord.waitForMessage(
      'pilotfish',
      ({ embeds }) => /without the database/.test(embeds[0]?.title ?? ''),
      { timeoutMs: 20_000 },
    );
    await database.lose();
    await coinbase.setPrice('BTC-USD', '58900');
    await untilNone(async () => {
      const bare = await unprotected(coinbase, held);
      const orders = await coinbase.orders();
      return orders.length < 3 ? ['nothing protects it'] : bare;
    }, 10_000);
    expect(JSON.stringify(await told)).toMatch(/BTC.*position 1.*bracket/);
    const sent = (await coinbase.orders()).length;

    await database.giveBack();
    await untilNone(async () => {
      const { db } = pilotfish().app;
      return disagreements(
        { db, discord, coinbase, before: held },
        { posted: [id], edited: new Map() },
      );
    }, 20_000);
    expect(await coinbase.orders()).toHaveLength(sent);
    await notice(discord, /^Open: long .* BTC at/);
  },
  60_000,
);

test('what protected an entry without the database is its own at the next start too, when the bot ended before it was back', async () => {
  const network = await withLosable('refuse');
  const { coinbase, discord, database } = network;
  const held = await before(network);
  const { id } = await network.post(SIGNAL);
  await network.pilotfish().processAll();
  await database.lose();
  await coinbase.setPrice('BTC-USD', '58900');
  await untilNone(async () => {
    const bare = await unprotected(coinbase, held);
    return (await coinbase.orders()).length < 3 ? ['nothing protects it'] : bare;
  }, 10_000);
  const sent = (await coinbase.orders()).map(({ id: order }) => order);

  await network.stop();
  await database.giveBack();
  await network.start();
  await untilNone(async () => {
    const { db } = network.pilotfish().app;
    return disagreements(
      { db, discord, coinbase, before: held },
      { posted: [id], edited: new Map() },
    );
  }, 20_000);
  expect((await coinbase.orders()).map(({ id: order }) => order)).toEqual(sent);
  expect(network.pilotfish().app.engine.state().halt).toBeNull();
}, 60_000);
