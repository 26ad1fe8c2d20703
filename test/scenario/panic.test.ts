import { expect, test } from 'vitest';
import { listPositions } from '../../src/trading/store/positions.ts';
import { notice } from '../support/notices.ts';
import { type TestNetwork, testNetwork } from '../support/pilotfish.ts';
import { press, textOf } from '../support/press.ts';

const SIGNAL = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000';

async function withPosition(): Promise<TestNetwork & { bought: string; before: string }> {
  const network = await testNetwork();
  await network.coinbase.setPrice('BTC-USD', '60000');
  const before = await held(network);
  await network.post(SIGNAL);
  await notice(network.discord, /^Open: long/);
  await network.pilotfish().processAll();
  return { ...network, before, bought: await held(network) };
}

async function held({ coinbase }: Pick<TestNetwork, 'coinbase'>): Promise<string> {
  const balances = await coinbase.balances();
  return balances.find((balance) => balance.asset === 'BTC')?.total ?? '0';
}

const resting = async ({ coinbase }: TestNetwork) =>
  (await coinbase.orders()).filter((order) => order.status === 'open');

test('panic cancels what rests, sells what is open, and reports to the end', async () => {
  const network = await withPosition();
  const asked = await network.discord.command('owner', 'pilotfish', 'panic');
  const pressed = await press(network.discord, 'owner', asked, 'Close everything');
  const done = await network.discord.waitForAnswer(pressed.id, (answer) =>
    textOf(answer).includes('PANIC: done'),
  );
  expect(textOf(done)).toMatch(/BTC-USD long \(position 1\): closed/);
  expect(await resting(network)).toEqual([]);
  expect(await held(network)).toBe(network.before);
});

test('the word alone in a direct message does the same', async () => {
  const network = await withPosition();
  await network.discord.post('dm:owner', 'owner', 'Panic!');
  await network.discord.waitForMessage('dm:owner', (message) =>
    (message.embeds[0]?.title ?? '').includes('PANIC: done'),
  );
  expect(await held(network)).toBe(network.before);
});

test('a stranger’s panic does nothing', async () => {
  const network = await withPosition();
  await network.discord.post('dm:stranger', 'stranger', 'panic');
  await network.discord.command('stranger', 'general', 'status');
  expect(await held(network)).toBe(network.bought);
});

test('with the database away it closes at the venue, says so, and the books follow later', async () => {
  const network = await withPosition();
  const { db } = network.pilotfish().app;
  await db.schema.alterTable('journal').renameTo('journal_away').execute();
  await network.discord.post('dm:owner', 'owner', 'panic');
  const report = await network.discord.waitForMessage('dm:owner', (message) =>
    (message.embeds[0]?.title ?? '').includes('PANIC: done'),
  );
  expect(textOf(report)).toContain('The database is not answering');
  expect(textOf(report)).toMatch(/position 1\): closing .* at market/);
  expect(await resting(network)).toEqual([]);
  expect(await held(network)).toBe(network.before);

  await db.schema.alterTable('journal_away').renameTo('journal').execute();
  await notice(network.discord, /^PANIC: trading is halted/);
  await network.pilotfish().app.reconcile();
  await network.pilotfish().processAll();
  const [position] = await listPositions(db, { limit: 1 });
  expect(position?.status).toBe('closed');
  expect(await held(network)).toBe(network.before);
});
