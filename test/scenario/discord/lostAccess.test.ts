import { expect, test } from 'vitest';
import type { DiscordServer } from '../../../sandbox/discord/server.ts';
import { notice, noticesIn } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { textOf } from '../../support/press.ts';

const SIGNAL = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000';

type Change = (discord: DiscordServer) => Promise<unknown>;

const view = { allow: ['viewChannel' as const] };
const noView = { deny: ['viewChannel' as const] };

/** How the right to read #signals can go, and come back. `before`: what it rests on at first. */
const WAYS: Record<string, { before?: Change; lose: Change; regain: Change; why: RegExp }> = {
  'an overwrite for the bot itself': {
    lose: (discord) => discord.setPermissions('signals', 'pilotfish', noView),
    regain: (discord) => discord.setPermissions('signals', 'pilotfish', {}),
    why: /the bot lacks View Channel/,
  },
  'the history alone, by an overwrite for its role': {
    lose: (discord) =>
      discord.setPermissions('signals', 'Pilotfish', { deny: ['readMessageHistory'] }),
    regain: (discord) => discord.setPermissions('signals', 'Pilotfish', {}),
    why: /the bot lacks Read Message History/,
  },
  'an overwrite for everybody': {
    lose: (discord) => discord.setPermissions('signals', '@everyone', noView),
    regain: (discord) => discord.setPermissions('signals', 'Pilotfish', view),
    why: /the bot lacks View Channel/,
  },
  'a role that may do less in the whole server': {
    before: async (discord) => {
      await discord.setRolePermissions('@everyone', { deny: ['readMessageHistory'] });
    },
    lose: (discord) => discord.setRolePermissions('Pilotfish', { deny: ['readMessageHistory'] }),
    regain: (discord) => discord.setRolePermissions('Pilotfish', { allow: ['readMessageHistory'] }),
    why: /the bot lacks Read Message History/,
  },
  'a role that is taken from the bot': {
    before: async (discord) => {
      await discord.setPermissions('signals', '@everyone', noView);
      await discord.setPermissions('signals', 'Pilotfish', view);
    },
    lose: (discord) => discord.setRoles('pilotfish', []),
    regain: (discord) => discord.setRoles('pilotfish', ['Pilotfish']),
    why: /the bot lacks View Channel/,
  },
  'a role that is deleted': {
    before: async (discord) => {
      await discord.setPermissions('signals', '@everyone', noView);
      await discord.setPermissions('signals', 'Pilotfish', view);
    },
    lose: (discord) => discord.deleteRole('Pilotfish'),
    regain: (discord) => discord.setPermissions('signals', 'pilotfish', view),
    why: /the bot lacks View Channel/,
  },
};

async function started(before?: Change): Promise<TestNetwork> {
  const network = await testNetwork({
    watch: false,
    discordTiming: { patienceMs: 300, roundMs: 60_000 },
  });
  const { discord, coinbase } = network;
  await before?.(discord);
  await coinbase.setPrice('BTC-USD', '60000');
  const channel = await discord.channelId('signals');
  await discord.command('owner', 'pilotfish', 'watch add', { channel, follow: 'automatic' });
  await network.post('good morning');
  return network;
}

test.each(Object.keys(WAYS))(
  'the right to read is lost and given back (%s): told at once, and what was posted between is taken in',
  async (name) => {
    const { before, lose, regain, why } = WAYS[name] as (typeof WAYS)[string];
    const network = await started(before);
    const { discord } = network;
    await lose(discord);
    const told = await notice(discord, /^signals can not be read/);
    expect(JSON.stringify(told.message)).toMatch(why);
    const status = await discord.command('owner', 'pilotfish', 'status');
    expect(textOf(status)).toMatch(/Something needs attention[\s\S]*signals can not be read/);

    await discord.post('signals', 'provider', SIGNAL);
    await regain(discord);
    await notice(discord, /^Signal taken: long BTC-USD/);
    await notice(discord, /^signals can be read again/);
    await network.settled();
    const after = await discord.command('owner', 'pilotfish', 'status');
    expect(textOf(after)).toContain('All is well');
  },
);

test('it is lost and given back while the bot is away: nothing of what was posted is missed', async () => {
  const network = await started();
  const { discord } = network;
  await network.stop();
  await discord.setPermissions('signals', 'pilotfish', noView);
  await discord.post('signals', 'provider', SIGNAL);
  await network.start();
  await notice(discord, /^signals can not be read/);
  await network.restart();
  await discord.setPermissions('signals', 'pilotfish', {});
  await notice(discord, /^Signal taken: long BTC-USD/);
  // Told once, however often the bot starts.
  const told = (await noticesIn(discord)).filter((line) => line === 'signals can not be read');
  expect(told).toHaveLength(1);
});

test('a thread under a channel that lost and got back access, and a second watch that is gone for good', async () => {
  const network = await started();
  const { discord } = network;
  const ideas = await discord.channelId('ideas');
  await discord.command('owner', 'pilotfish', 'watch add', { channel: ideas, follow: 'automatic' });
  const thread = await discord.startThread('signals', 'provider', 'updates');
  await discord.post(thread, 'provider', 'a word');
  await network.settled();

  await discord.deleteChannel('ideas');
  const gone = await notice(discord, /^ideas can not be read/);
  expect(gone.text).toBeDefined();
  await discord.setPermissions('signals', 'pilotfish', noView);
  await notice(discord, /^signals can not be read/);
  await discord.post(thread, 'provider', SIGNAL);
  await discord.setPermissions('signals', 'pilotfish', {});
  await notice(discord, /^Signal taken: long BTC-USD/);
  const status = await discord.command('owner', 'pilotfish', 'status');
  expect(textOf(status)).toContain('ideas can not be read');
  expect(textOf(status)).not.toContain('signals can not be read');
});

test('the bot is removed from the server and added again: what was posted meanwhile is taken in', async () => {
  const network = await started();
  const { discord, untilLogged } = network;
  await discord.setBotMember('Sandbox', false);
  await untilLogged('can not be read');
  await discord.post('signals', 'provider', SIGNAL);
  await discord.setBotMember('Sandbox', true);
  await notice(discord, /^signals can not be read/);
  await notice(discord, /^Signal taken: long BTC-USD/);
});

test('a server that is out of order at Discord’s: told, and caught up when it is back', async () => {
  const network = await started();
  const { discord } = network;
  await discord.setAvailable('Sandbox', false);
  const told = await notice(discord, /^signals can not be read/);
  expect(JSON.stringify(told.message)).toMatch(/its server is out of order/);
  await discord.post('signals', 'provider', SIGNAL);
  await discord.setAvailable('Sandbox', true);
  await notice(discord, /^Signal taken: long BTC-USD/);
});
