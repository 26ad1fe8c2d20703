import { expect, onTestFinished, test } from 'vitest';
import { startOwnProcess } from '../../support/bot/ownProcess.ts';
import { type DatabaseProxy, databaseProxy } from '../../support/database/databaseProxy.ts';
import { testNetwork } from '../../support/pilotfish.ts';
import { press, textOf } from '../../support/press.ts';

test('while the database server is down the bot stays on Discord, and a panic then halts trading for good', async () => {
  let proxy: DatabaseProxy | undefined;
  const network = await testNetwork({
    start: false,
    databaseBy: async (url) => {
      proxy = await databaseProxy(url);
      return proxy.url;
    },
  });
  if (!proxy) throw new Error('there is no way to the database');
  onTestFinished(() => proxy?.close());
  const { discord } = network;
  let logIns = 0;
  const running = discord.waitForMessage(
    'pilotfish',
    ({ embeds }) => embeds.some(({ title }) => title?.startsWith('Pilotfish is running')),
    { timeoutMs: 60_000 },
  );
  const registered = discord.waitForEvent(
    (event) => event.type === 'commands' && event.guildId !== null,
    60_000,
  );
  const { said } = startOwnProcess(network, {}, (line) => {
    if (line.includes('connected to Discord')) logIns += 1;
  });
  await Promise.all([running, registered]);

  const away = said('the database can not be written to');
  proxy.refuse();
  await away;
  const status = await discord.command('owner', 'pilotfish', 'status');
  expect(textOf(status)).toMatch(/The database can not be reached .* since \d\d:\d\d:\d\d UTC/);
  const asked = await discord.command('owner', 'pilotfish', 'panic');
  const done = await press(discord, 'owner', asked, 'Close everything');
  expect(textOf(done)).toContain('PANIC');

  const back = said('the database is back');
  proxy.release();
  await back;
  const after = async () => textOf(await discord.command('owner', 'pilotfish', 'status'));
  await expect.poll(after, { timeout: 30_000, interval: 1_000 }).toContain('Halted (panic)');
  // It was there all the while, on the one log-in it had.
  expect(logIns).toBe(1);
}, 120_000);

test('a start that the database ends half-way leaves no connection to the exchange behind', async () => {
  let proxy: DatabaseProxy | undefined;
  const { coinbase, start } = await testNetwork({
    start: false,
    databaseBy: async (url) => {
      proxy = await databaseProxy(url);
      return proxy.url;
    },
  });
  if (!proxy) throw new Error('there is no way to the database');
  onTestFinished(() => proxy?.close());
  const open = new Map<string, number>();
  const follow = coinbase.follow((event) => {
    if (event.type !== 'socket') return;
    const change = event.what === 'opened' ? 1 : -1;
    open.set(event.endpoint, (open.get(event.endpoint) ?? 0) + change);
  });
  onTestFinished(follow);

  // The start is still asking for the open orders when the database goes.
  await coinbase.fault({ kind: 'delay', on: 'list_orders', ms: 1_500, times: 3 });
  const listening = coinbase.waitFor(
    (event) => event.type === 'subscribed' && event.endpoint === 'user',
  );
  const started = start();
  started.catch(() => undefined);
  await listening;
  proxy.refuse();
  await expect(started).rejects.toThrow('the database was lost');
  await expect.poll(() => Object.fromEntries(open)).toEqual({ market: 0, user: 0 });
});

test('a bot whose database hangs says so and ends when it is asked to; the next start goes on', async () => {
  let proxy: DatabaseProxy | undefined;
  const network = await testNetwork({
    start: false,
    databaseBy: async (url) => {
      proxy = await databaseProxy(url);
      return proxy.url;
    },
  });
  if (!proxy) throw new Error('there is no way to the database');
  onTestFinished(() => proxy?.close());
  const { child, said } = startOwnProcess(network);
  await said('connected to Discord');
  const away = said('the database can not be written to');
  proxy.hang();
  await away;
  const status = await network.discord.command('owner', 'pilotfish', 'status');
  expect(textOf(status)).toContain('The database does not answer');
  child.process.kill('SIGTERM');
  expect(await child.ended).toBe(0);

  proxy.release();
  await startOwnProcess(network).said('connected to Discord');
}, 120_000);
