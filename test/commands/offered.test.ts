import { expect, test } from 'vitest';
import { sandboxIds } from '../../sandbox/discord/world/sandboxWorld.ts';
import { commandData } from '../../src/commands/index.ts';
import { listWatches } from '../../src/trading/store/watches/watches.ts';
import { choose, textOf } from '../support/press.ts';
import { startTestBot, type TestBot, testParts } from '../support/testBot.ts';

const EVERYTHING = commandData.map(({ name }) => name).sort();
const MENUS = ['Read signal', 'Trade signal'];
const COMMANDS = EVERYTHING.filter((name) => !MENUS.includes(name));

/** In a server of the owner's, and in one of a provider's, "Elsewhere". */
async function inBoth(): Promise<TestBot> {
  const parts = await testParts();
  await parts.discord.setInstalled('owner', false);
  await parts.discord.setBotMember('Elsewhere', true);
  return startTestBot(parts);
}

async function offered({ discord }: TestBot, user: string, channel: string): Promise<string[]> {
  return (await discord.offered(user, channel)).map(({ name }) => name).sort();
}

test('in a provider’s server nobody is offered a command, in the owner’s own everybody is', async () => {
  const bot = await inBoth();
  for (const user of ['provider', 'stranger', 'owner'])
    expect(await offered(bot, user, 'Elsewhere/calls')).toEqual([]);
  for (const user of ['stranger', 'viewer', 'admin', 'owner'])
    expect(await offered(bot, user, 'general')).toEqual(EVERYTHING);
  for (const user of ['stranger', 'owner'])
    expect(await offered(bot, user, `dm:${user}`)).toEqual(COMMANDS);
  await expect(bot.discord.command('stranger', 'Elsewhere/calls', 'status')).rejects.toThrow(
    'Not offered',
  );
});

test('with the bot on their account the owner reads the messages of a provider’s server from their menu', async () => {
  const bot = await inBoth();
  await bot.discord.setInstalled('owner', true);
  expect(await offered(bot, 'owner', 'Elsewhere/calls')).toEqual(MENUS);
  expect(await offered(bot, 'owner', 'dm:owner')).toEqual(EVERYTHING);
  expect(await offered(bot, 'owner', 'general')).toEqual(EVERYTHING);
});

test('a server that the bot is added to tells its owner what comes next, and is offered no command unless it is theirs', async () => {
  const parts = await testParts();
  const bot = await startTestBot(parts);
  const { discord } = bot;
  const told = discord.waitForMessage('dm:owner', ({ content }) => content.includes('Elsewhere'));
  await discord.setBotMember('Elsewhere', true);
  expect((await told).content).toContain('`/watch add elsewhere:`');
  await bot.bot.settled();
  expect(await offered(bot, 'stranger', 'Elsewhere/calls')).toEqual([]);
});

test('a server that the owner may manage, or a role of which is let in, is one of theirs as long as that is so', async () => {
  const parts = await testParts();
  const { discord } = parts;
  await discord.setInstalled('owner', false);
  await discord.setBotMember('Elsewhere', true);
  const everyone = sandboxIds.elsewhere;
  await discord.setRolePermissions(everyone, { allow: ['manageGuild'] });
  const first = await startTestBot(parts);
  expect(await offered(first, 'stranger', 'Elsewhere/calls')).toEqual(EVERYTHING);
  const letIn = { who: everyone, as: 'viewers' };
  await discord.command('owner', 'Elsewhere/calls', 'access allow', letIn);
  await discord.setRolePermissions(everyone, { deny: ['manageGuild'] });
  await first.bot.stop();

  const second = await startTestBot(parts);
  expect(await offered(second, 'stranger', 'Elsewhere/calls')).toEqual(EVERYTHING);
  await discord.command('owner', 'Elsewhere/calls', 'access remove', { who: everyone });
  await second.bot.settled();
  expect(await offered(second, 'owner', 'Elsewhere/calls')).toEqual([]);
});

test('a channel of a provider’s server is followed from a direct message: chosen by its name, or by its link', async () => {
  const bot = await inBoth();
  const { discord, app } = bot;
  const calls = await discord.channelId('Elsewhere/calls');
  const { choices } = await discord.autocomplete('owner', 'dm:owner', 'watch add', 'elsewhere', {
    elsewhere: 'elsewh',
  });
  expect(choices).toEqual([{ name: '#calls in Elsewhere', value: calls }]);
  const link = `https://discord.com/channels/${sandboxIds.elsewhere}/${calls}`;
  const added = await discord.command('owner', 'dm:owner', 'watch add', { elsewhere: link });
  expect(textOf(added)).toContain('Following calls');
  expect((await listWatches(app.db)).map(({ channel_id }) => channel_id)).toEqual([calls]);
  const say = async (options: Record<string, string>) =>
    textOf(await discord.command('owner', 'general', 'watch add', options));
  expect(await say({})).toContain('Which channel?');
  expect(await say({ elsewhere: 'the calls' })).toContain('That is no channel');
  expect(await say({ channel: 'signals', elsewhere: calls })).toContain('not both');
  expect(await listWatches(app.db)).toHaveLength(1);
});

test('/setup leads through its steps in a direct message too, where Discord lists no channels', async () => {
  const bot = await inBoth();
  const { discord, app } = bot;
  const steps = await discord.command('owner', 'dm:owner', 'setup');
  const done = await choose(discord, 'owner', steps, 'Follow channels', '#calls in Elsewhere');
  expect(textOf(done)).toContain('is followed from now on');
  const [watch] = await listWatches(app.db);
  expect(watch?.channel_id).toBe(await discord.channelId('Elsewhere/calls'));
});
