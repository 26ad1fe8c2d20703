import { expect, test } from 'vitest';
import type { RequestFault } from '../../../sandbox/discord/control/faults.ts';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { notice, noticesIn } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { textOf } from '../../support/press.ts';

const SIGNAL = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000';
const hasReadThread = 'can be read again';

/** The bot following #signals with a position open, and a thread of the channel that it has read in. */
async function started(): Promise<TestNetwork & { thread: string }> {
  const network = await testNetwork({ discordTiming: { patienceMs: 300, roundMs: 200 } });
  await network.coinbase.setPrice('BTC-USD', '60000');
  await network.coinbase.setPrice('ETH-USD', '3000');
  await network.post(SIGNAL);
  await notice(network.discord, /^Open: long .* BTC/);
  const thread = await network.discord.startThread('signals', 'provider', 'updates');
  await network.discord.post(thread, 'provider', 'good morning');
  await network.settled();
  return { ...network, thread };
}

const ETH = 'LONG #ETH/USDT\nEntry: market\nSL: 2900\nTP1: 3300';

/** What Discord answers for the thread, what the owner is told of it, and whether it passes. */
const TROUBLES: Record<string, { fault: (thread: string) => RequestFault; why: RegExp }> = {
  'it is gone (404)': {
    fault: (thread) => ({
      path: `/channels/${thread}/messages`,
      kind: 'status',
      status: 404,
      times: 10_000,
    }),
    why: /it is gone/,
  },
  'it may not be read (403)': {
    fault: (thread) => ({
      path: `/channels/${thread}/messages`,
      kind: 'status',
      status: 403,
      times: 10_000,
    }),
    why: /the bot may not read it/,
  },
  'Discord fails on it (500)': {
    fault: (thread) => ({
      path: `/channels/${thread}/messages`,
      kind: 'status',
      status: 500,
      times: 10_000,
    }),
    why: /Discord is out of order there .*status 500/,
  },
  'its answer can not be read': {
    fault: (thread) => ({
      path: `/channels/${thread}/messages`,
      kind: 'malformed',
      body: '{"messages": "none"',
      times: 10_000,
    }),
    why: /Discord’s answer can not be read/,
  },
};

test.each(Object.keys(TROUBLES))(
  'one thread that can not be read costs only itself, and is read once it can be: %s',
  async (what) => {
    const { fault, why } = TROUBLES[what] as (typeof TROUBLES)[string];
    const network = await started();
    const { discord, thread } = network;
    await network.stop();
    await discord.post(thread, 'provider', 'Close BTC now at market');
    await discord.post('signals', 'provider', ETH);
    await discord.failRequests(fault(thread));
    await network.start();

    await notice(discord, /^Signal taken: long ETH-USD/);
    const told = await notice(discord, /^A thread of signals can not be read/);
    expect(JSON.stringify(told.message)).toMatch(why);
    const status = await discord.command('owner', 'pilotfish', 'status');
    expect(textOf(status)).toMatch(/Something needs attention[\s\S]*can not be read/);
    expect((await noticesIn(discord)).join('\n')).not.toMatch(/Closed long BTC/);

    // What is posted meanwhile moves no mark past what was not read, not even over a restart.
    await network.post('all good here');
    await network.restart();
    await discord.clearFaults();
    await notice(discord, /^Closed long BTC-USD/);
    await notice(discord, new RegExp(hasReadThread));
    await network.settled();
    const after = await discord.command('owner', 'pilotfish', 'status');
    expect(textOf(after)).toContain('All is well');
  },
);

test.each([
  ['an answer that is no JSON', '{"threads": ['],
  ['an answer of another shape', '{"threads": "none"}'],
])(
  'a list of archived threads that can not be read is told, asked for again, and costs nothing else: %s',
  async (_, body) => {
    const network = await started();
    const { discord, thread } = network;
    await network.stop();
    await discord.post(thread, 'provider', 'Close BTC now at market');
    await discord.archiveThread(thread);
    await discord.post('signals', 'provider', ETH);
    await discord.failRequests({
      path: `/channels/${sandboxIds.signals}/threads/archived/public`,
      kind: 'malformed',
      body,
      times: 10_000,
    });
    await network.start();
    await notice(discord, /^Signal taken: long ETH-USD/);
    await notice(discord, /^The list of threads of signals can not be read/);
    await network.post('all good here');
    await discord.clearFaults();
    await notice(discord, /^Closed long BTC-USD/);
    await notice(discord, new RegExp(hasReadThread));
  },
);

test('a page that fails in the middle of a long gap: what was read is not lost, and the rest comes later, in order', async () => {
  const network = await started();
  const { discord, thread, pilotfish } = network;
  await network.stop();
  for (let i = 0; i < 150; i += 1) await discord.post(thread, 'provider', `talk ${i}`);
  await discord.post(thread, 'provider', 'Close BTC now at market');
  const pages: string[] = [];
  discord.onEvent((event) => {
    if (event.type !== 'request' || event.path !== `/channels/${thread}/messages`) return;
    // From the second page on Discord limits the rate, fails, and lets the bot read no more.
    if (pages.push(String(event.status)) !== 1) return;
    void discord.failRequests({ path: event.path, kind: 'status', status: 429, times: 2 });
    void discord.failRequests({ path: event.path, kind: 'status', status: 500, times: 1 });
    void discord.failRequests({ path: event.path, kind: 'status', status: 403, times: 10_000 });
  });
  await network.start();
  await notice(discord, /^A thread of signals can not be read/, { timeoutMs: 30_000 });
  const talk = async () => {
    const rows = await pilotfish()
      .app.db.selectFrom('inbox')
      .select('body')
      .where('channel_id', '=', thread)
      .orderBy('seq')
      .execute();
    return rows.map(({ body }) => body.text).filter((text) => text.startsWith('talk'));
  };
  expect(await talk()).toEqual(Array.from({ length: 100 }, (_, i) => `talk ${i}`));
  await discord.clearFaults();
  await notice(discord, /^Closed long BTC-USD/, { timeoutMs: 40_000 });
  expect(await talk()).toEqual(Array.from({ length: 150 }, (_, i) => `talk ${i}`));
}, 90_000);
