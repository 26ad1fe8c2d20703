import { expect, onTestFinished, test } from 'vitest';
import { type DatabaseProxy, databaseProxy } from '../../support/database/databaseProxy.ts';
import { notice } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';
import { textOf } from '../../support/press.ts';

const TIMING = { silence: 400, orderAnswer: 2_000, readAnswer: 2_000, patience: 500 };

test.each([
  ['refuses the key', 401],
  ['answers nothing but errors', 503],
])('a venue that %s is told, with what waits for it, and is red in /status', async (_, status) => {
  const network = await testNetwork({ venueTiming: TIMING });
  const { coinbase, discord, post, pilotfish } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  // The entry only waits: it may fill while nobody can ask.
  await post('LONG #BTC/USDT\nEntry: 59000\nSL: 58000\nTP1: 63000');
  await network.settled();
  await coinbase.fault({ kind: 'status', on: 'any', status, times: 100_000 });
  await pilotfish()
    .app.reconcile()
    .catch(() => undefined);
  const told = await notice(discord, /^The sandbox account can.?t be asked/);
  expect(told.text).toMatch(/BTC.*position 1/);
  const red = textOf(await discord.command('owner', 'pilotfish', 'status'));
  expect(red).toContain('Something needs attention');
  expect(red).toMatch(/account can.?t be asked since/);

  await coinbase.clearFaults();
  await pilotfish().app.reconcile();
  await notice(discord, /^The sandbox account answers again/);
});

test('a key that is refused is told soon though nothing is open and nobody asks, and so is that it is taken again', async () => {
  const network = await testNetwork({ venueTiming: TIMING });
  const { coinbase, discord } = network;
  await network.settled();
  await coinbase.fault({ kind: 'status', on: 'any', status: 401, times: 100_000 });
  const told = await notice(discord, /^The sandbox account can.?t be asked/);
  expect(told.text).toMatch(/401.*Check the API key/s);
  expect(textOf(told.message)).toMatch(/Nothing is open there/);
  expect(textOf(await discord.command('owner', 'pilotfish', 'status'))).toMatch(
    /account can.?t be asked since/,
  );
  await coinbase.clearFaults();
  await notice(discord, /^The sandbox account answers again/);
});

test.each(['hang', 'refuse'] as const)(
  'a key that is refused while the database is away (%s) is told without it, and red in /status',
  async (how) => {
    let proxy: DatabaseProxy | undefined;
    const network = await testNetwork({
      venueTiming: TIMING,
      discordTiming: { databaseMs: 500 },
      databaseBy: async (url) => {
        proxy = await databaseProxy(url);
        return proxy.url;
      },
    });
    onTestFinished(() => proxy?.close());
    const { coinbase, discord, post, pilotfish } = network;
    await coinbase.setPrice('BTC-USD', '60000');
    await post('LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000');
    await notice(discord, /^Open: long .* BTC at/);
    await network.settled();
    const told = discord.waitForMessage(
      'pilotfish',
      ({ embeds }) => /account can.?t be asked/.test(embeds[0]?.title ?? ''),
      { timeoutMs: 20_000 },
    );
    proxy?.[how]();
    await coinbase.fault({ kind: 'status', on: 'any', status: 401, times: 100_000 });
    const [embed] = (await told).embeds;
    expect(embed?.description).toMatch(/401.*Check the API key/s);
    expect(embed?.description).toMatch(/BTC.*position 1/);
    expect(pilotfish().app.databaseTrouble()).not.toBeNull();
    expect(textOf(await discord.command('owner', 'pilotfish', 'status'))).toMatch(
      /account can.?t be asked since/,
    );
    await coinbase.clearFaults();
    proxy?.release();
    await notice(discord, /^The sandbox account answers again/);
  },
  60_000,
);
