import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { dec } from '../../../src/trading/money.ts';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { writeSettings } from '../../../src/trading/store/settings/settings.ts';
import { notice } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { press, textOf } from '../../support/press.ts';

const SIGNAL = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000';
/** Of the venue, so that nobody waits for what hangs as long as an owner has to. */
const TIMING = { orderAnswer: 1_500, readAnswer: 1_500, patience: 1_500 };
const HANGS = { kind: 'delay', on: 'any', ms: 60_000, before: true, times: 100_000 } as const;

async function withPosition(
  venueTiming?: typeof TIMING,
): Promise<TestNetwork & { bought: string; before: string }> {
  const network = await testNetwork(venueTiming ? { venueTiming } : {});
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

test('however many orders rest, a panic cancels them with one request, and each has its own answer', async () => {
  const network = await withPosition();
  const { coinbase, discord, pilotfish } = network;
  for (const stop of [57_900, 57_800, 57_700]) {
    await network.post(SIGNAL.replace('58000', String(stop)).replace('TP1', 'TP2: 64000\nTP1'));
    await pilotfish().processAll();
  }
  const ids = (await resting(network)).map(({ id }) => id);
  expect(ids).toHaveLength(7);
  // One of them is gone by the time it is to be cancelled.
  await coinbase.behave({ silent: true });
  await coinbase.fillOrder(ids[0] ?? '');
  const after = await coinbase.lastEvent();
  await discord.post('dm:owner', 'owner', 'Panic!');
  await discord.waitForMessage('dm:owner', (message) =>
    (message.embeds[0]?.title ?? '').includes('PANIC: done'),
  );
  const cancels: unknown[] = [];
  coinbase.follow((event) => {
    if (event.type === 'request' && event.route === 'cancel') cancels.push(event);
  }, after)();
  expect(cancels).toHaveLength(1);
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

test('while the exchange hangs, the button is acknowledged and says what is not done; then all is closed, once', async () => {
  const network = await withPosition(TIMING);
  const { coinbase, discord } = network;
  const asked = await discord.command('owner', 'pilotfish', 'panic');
  await coinbase.fault(HANGS);
  const pressed = await press(discord, 'owner', asked, 'Close everything');
  expect(pressed.acknowledgedAfterMs).toBeLessThan(1_000);
  const stuck = await discord.waitForAnswer(pressed.id, (answer) =>
    textOf(answer).includes('does not answer'),
  );
  expect(textOf(stuck)).toMatch(/PANIC: in progress[\s\S]*BTC-USD long \(position 1\)/);
  expect(textOf(stuck)).toContain('NOT closed yet');
  await coinbase.clearFaults();
  const done = await discord.waitForAnswer(
    pressed.id,
    (answer) => textOf(answer).includes('PANIC: done'),
    40_000,
  );
  expect(textOf(done)).not.toContain('NOT closed');
  expect(await resting(network)).toEqual([]);
  expect(await held(network)).toBe(network.before);
}, 60_000);

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

test('with the database away and the exchange hanging it says what it could not do, and ends', async () => {
  const network = await withPosition(TIMING);
  const { db } = network.pilotfish().app;
  await db.schema.alterTable('journal').renameTo('journal_away').execute();
  await network.coinbase.fault(HANGS);
  await network.discord.post('dm:owner', 'owner', 'panic');
  const report = await network.discord.waitForMessage(
    'dm:owner',
    (message) => (message.embeds[0]?.title ?? '').includes('PANIC: done'),
    { timeoutMs: 40_000 },
  );
  expect(textOf(report)).toMatch(/position 1\): NOT closed for sure, look at the venue yourself/);
  await network.coinbase.clearFaults();
  await db.schema.alterTable('journal_away').renameTo('journal').execute();
}, 60_000);

/** A connection of somebody else's that lets the bot come to its commits, and not through them, until `release`. */
async function hangDatabase(network: TestNetwork): Promise<{ release(): Promise<void> }> {
  const other = new pg.Client({ connectionString: network.config.databaseUrl ?? '' });
  await other.connect();
  onTestFinished(() => other.end());
  await other.query('begin');
  await other.query('lock table journal in share mode');
  return { release: async () => void (await other.query('rollback')) };
}

test.each([
  ['a future', 'SHORT #BTC/USDT\nEntry: market\nSL: 62000\nTP1: 58000\nTP2: 57000'],
  ['coins beside the owner’s own', SIGNAL],
])(
  'a database that hangs in a panic and writes after all closes nothing twice: %s',
  async (_, signal) => {
    const network = await testNetwork({ balances: { USD: '1000000', BTC: '5' } });
    const { discord, coinbase, pilotfish } = network;
    await coinbase.setPrice('BTC-USD', '60000');
    await coinbase.setPrice('BIP-20DEC30-CDE', '60000');
    const before = await held(network);
    await writeSettings(pilotfish().app.db, 'defaults', { quoteSize: '5000' }, 'owner', Date.now());
    await network.post(signal);
    await notice(discord, /^Open: /);
    await pilotfish().processAll();

    const database = await hangDatabase(network);
    await discord.post('dm:owner', 'owner', 'panic');
    const report = await discord.waitForMessage('dm:owner', (message) =>
      (message.embeds[0]?.title ?? '').includes('PANIC: done'),
    );
    expect(textOf(report)).toMatch(/position 1\): closing .* at market/);
    expect(await resting(network)).toEqual([]);
    expect(await coinbase.positions()).toEqual([]);
    expect(await held(network)).toBe(before);

    const after = await coinbase.lastEvent();
    await database.release();
    const closed = await notice(discord, /^Closed /);
    await pilotfish().app.reconcile();
    await pilotfish().processAll();
    expect(await coinbase.positions()).toEqual([]);
    expect(await held(network)).toBe(before);
    let orders = 0;
    coinbase.follow((event) => {
      if (event.type === 'order') orders += 1;
    }, after)();
    expect(orders).toBe(0);

    const [position] = await listPositions(pilotfish().app.db, { limit: 1 });
    expect(position?.status).toBe('closed');
    expect(JSON.stringify(closed)).toMatch(/panic/i);
    const fees = (await coinbase.fills()).reduce((sum, { fee }) => sum.add(fee), dec(0));
    const paid = position?.orders.reduce((sum, order) => sum.add(order.fees), dec(0));
    expect(paid?.toFixed()).toBe(fees.toFixed());
  },
);

test('a bot that dies after a panic without its database finds at its next start what it closed', async () => {
  const network = await testNetwork({ balances: { USD: '1000000', BTC: '5' } });
  const { coinbase, discord, pilotfish } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  await network.post(SIGNAL);
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();
  const { schema } = pilotfish().app.db;
  await schema.alterTable('journal').renameTo('journal_away').execute();
  await discord.post('dm:owner', 'owner', 'panic');
  await discord.waitForMessage('dm:owner', (message) =>
    (message.embeds[0]?.title ?? '').includes('PANIC: done'),
  );
  expect(await held(network)).toBe('5');
  await schema.alterTable('journal_away').renameTo('journal').execute();
  // What it would still have written down is lost with it.
  await network.stop();
  const { app } = await network.start();
  await app.reconcile();
  await pilotfish().processAll();
  const [position] = await listPositions(app.db, { limit: 1 });
  expect(position?.status).toBe('closed');
  expect(await held(network)).toBe('5');
  expect(await resting(network)).toEqual([]);
});
