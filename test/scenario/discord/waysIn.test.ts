import { expect, test } from 'vitest';
import type { Post } from '../../../sandbox/discord/control/control.ts';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { notice } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';

const SIGNAL = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000';
const CLOSE = 'BTC: close now';

async function watching(channel: string): Promise<TestNetwork> {
  const network = await testNetwork({ watch: false });
  await network.coinbase.setPrice('BTC-USD', '60000');
  await network.discord.command('owner', 'pilotfish', 'watch add', {
    channel,
    follow: 'automatic',
  });
  return network;
}

/** A signal is taken, and what the same provider says later reaches its position. */
async function followed(network: TestNetwork, say: (content: string) => Promise<unknown>) {
  await say(SIGNAL);
  await notice(network.discord, /^Open: long/);
  await network.pilotfish().processAll();
  await say(CLOSE);
  await notice(network.discord, /^Closed long BTC-USD/);
  const [position] = await listPositions(network.pilotfish().app.db, { limit: 1 });
  return position?.source;
}

test('a webhook that writes in embeds', async () => {
  const network = await watching('signals');
  const post = (description: string): Post => ({ webhook: 'Hooky', embeds: [{ description }] });
  const source = await followed(network, (text) =>
    network.discord.post('signals', 'provider', post(text)),
  );
  expect(source?.providerName).toBe('Hooky');
});

test('another bot, in a thread of the channel', async () => {
  const network = await watching('signals');
  const thread = await network.discord.startThread('signals', 'signalbot', 'calls');
  const source = await followed(network, (text) => network.discord.post(thread, 'signalbot', text));
  expect(source).toMatchObject({ providerName: 'Signal Bot', channelId: thread });
});

test('a forum: each signal a post of its own, followed up by replies in it', async () => {
  const network = await watching('ideas');
  const { discord } = network;
  let thread: string | null = null;
  const source = await followed(network, async (text) => {
    if (thread === null)
      thread = await discord.startThread('ideas', 'provider', 'BTC', { first: text });
    else await discord.post(thread, 'provider', text);
  });
  expect(source).toMatchObject({ providerName: 'Percy Provider', watchId: '1' });
});

test('a followed announcement channel', async () => {
  const network = await watching('following');
  const { discord } = network;
  const source = await followed(network, async (text) => {
    const announced = await discord.post('announcements', 'provider', text);
    await discord.post('following', 'provider', { crosspostOf: announced });
  });
  expect(source?.providerId).toBe(sandboxIds.announcements);
});

test('forwards, by whoever, from one channel', async () => {
  const network = await watching('signals');
  const { discord } = network;
  const forwarders = ['owner', 'stranger'];
  const source = await followed(network, async (text) => {
    const original = await discord.post('Elsewhere/calls', 'provider', text);
    await discord.post('signals', forwarders.shift() ?? 'owner', { forwardOf: original });
  });
  expect(source?.providerId).toBe(sandboxIds.calls);
});
