import { SnowflakeUtil } from 'discord.js';
import { expect, test } from 'vitest';
import { commandData } from '../../src/commands/index.ts';
import { listAudit } from '../../src/trading/store/upkeep/audit.ts';
import { listWatches } from '../../src/trading/store/watches/watches.ts';
import { choose, press, textOf } from '../support/press.ts';
import { startTestBot, type TestBot, testParts } from '../support/testBot.ts';

async function started(): Promise<TestBot> {
  return startTestBot(await testParts());
}

test('every command is registered, and a restart does not register them again', async () => {
  const parts = await testParts();
  const first = await startTestBot(parts);
  for (const place of [undefined, 'Sandbox']) {
    const names = (await parts.discord.commands(place)).map((command) => command.name).sort();
    expect(names).toEqual(commandData.map((command) => command.name).sort());
  }
  await first.bot.stop();
  const writes: string[] = [];
  parts.discord.onEvent((event) => {
    if (event.type === 'commands') writes.push(event.type);
  });
  await startTestBot(parts);
  expect(writes).toEqual([]);
  expect(await parts.discord.violations()).toEqual([]);
});

test('a channel is followed, listed and no longer followed', async () => {
  const { discord, app } = await started();
  const signals = await discord.channelId('signals');
  expect(
    textOf(await discord.command('owner', 'general', 'watch add', { channel: 'signals' })),
  ).toContain('Following signals');
  expect((await listWatches(app.db)).map((watch) => watch.channel_id)).toEqual([signals]);
  expect(
    textOf(await discord.command('owner', 'general', 'watch add', { channel: 'signals' })),
  ).toBe(`#${signals} is followed already.`);
  expect(textOf(await discord.command('owner', 'general', 'watch list'))).toContain(
    `signals #${signals}`,
  );
  const { choices } = await discord.autocomplete('owner', 'general', 'watch remove', 'watch', {
    watch: 'sig',
  });
  expect(choices).toEqual([{ name: 'signals', value: '1' }]);
  const asked = await discord.command('owner', 'general', 'watch remove', { watch: '1' });
  expect(textOf(asked)).toContain('Stop following signals?');
  expect(await listWatches(app.db)).toHaveLength(1);
  const removed = await press(discord, 'owner', asked, 'Stop following');
  expect(textOf(removed)).toContain('No longer following signals');
  expect(await listWatches(app.db)).toEqual([]);
  expect(
    textOf(await discord.command('owner', 'general', 'watch remove', { watch: '1' })),
  ).toContain('There is no such watch');
});

test('a watch keeps its settings for the next time, and its last message is the one of now', async () => {
  const bot = await started();
  const { discord, app } = bot;
  await discord.command('owner', 'general', 'watch add', { channel: 'signals', follow: 'confirm' });
  const { id } = await discord.post('signals', 'provider', 'BTC long');
  await bot.takenIn(1);
  const list = await discord.command('owner', 'general', 'watch list');
  const card = await choose(discord, 'owner', list, 'Show one', 'signals');
  const at = Math.floor(SnowflakeUtil.timestampFrom(id) / 1_000);
  expect(card.message?.embeds[0]?.description).toContain(`Last message <t:${at}:R>`);
  await press(discord, 'owner', await press(discord, 'owner', card, 'Remove'), 'Stop following');
  const again = await discord.command('owner', 'general', 'watch add', { channel: 'signals' });
  expect(textOf(again)).toContain('It has its settings of the last time again');
  expect((await listWatches(app.db)).map(({ settings }) => settings)).toEqual([
    { follow: 'confirm' },
  ]);
});

test('a followed channel is read from then on', async () => {
  const bot = await started();
  await bot.discord.command('owner', 'general', 'watch add', { channel: 'signals' });
  await bot.discord.post('signals', 'provider', 'BTC long');
  await bot.takenIn(1);
});

test('a channel the bot can not read is refused with where to click', async () => {
  const { discord, app } = await started();
  const answer = await discord.command('owner', 'general', 'watch add', { channel: 'unseen' });
  expect(textOf(answer)).toMatch(/lacks View Channel.*channel’s settings under Permissions/);
  expect(await listWatches(app.db)).toEqual([]);
});

test('a channel of a server that the bot is not in is refused with the ways in', async () => {
  const { discord, app } = await started();
  const elsewhere = await discord.channelId('Elsewhere/calls');
  const answer = await discord.command('owner', 'dm:owner', 'watch add', { elsewhere });
  expect(textOf(answer)).toMatch(/can not see.*\/invite.*announcement channel/);
  expect(await listWatches(app.db)).toEqual([]);
});

test('an intent that was switched off meanwhile is named with where to click', async () => {
  const { discord, app } = await started();
  await discord.setMessageContent(false);
  const answer = await discord.command('owner', 'general', 'watch add', { channel: 'signals' });
  expect(textOf(answer)).toMatch(/Message Content Intent.*Privileged Gateway Intents/);
  expect(await listWatches(app.db)).toEqual([]);
});

test.each(['stranger', 'admin', 'provider'])(
  'the %s gets a polite no that only they see, and it is kept',
  async (who) => {
    const { discord, app, bot, logged } = await started();
    const said = logged('refused');
    const answer = await discord.command(who, 'general', 'panic');
    expect(textOf(answer)).toBe(
      'Sorry, only the owner of this bot and their traders can use this.',
    );
    expect(answer.ephemeral).toBe(true);
    expect(await said).toMatchObject({ user: who, action: '/panic' });
    await bot.settled();
    expect(await listAudit(app.db, { limit: 1 })).toMatchObject([
      { user_name: who, action: '/panic', allowed: false },
    ]);
  },
);

test('answers are for the owner alone in a shared channel, and for all in the private one', async () => {
  const { discord } = await started();
  expect((await discord.command('owner', 'general', 'status')).ephemeral).toBe(true);
  expect((await discord.command('owner', 'pilotfish', 'status')).ephemeral).toBe(false);
  expect((await discord.command('owner', 'dm:owner', 'status')).ephemeral).toBe(false);
});

test('panic asks once, then halts, and says so', async () => {
  const { discord, submitted } = await started();
  const asked = await discord.command('owner', 'pilotfish', 'panic');
  expect(textOf(asked)).toContain('Close everything now?');
  expect(submitted).toEqual([]);
  const done = await press(discord, 'owner', asked, 'Close everything');
  expect(textOf(done)).toContain('PANIC: done');
  expect(submitted).toMatchObject([{ type: 'owner', act: { act: 'panic' } }]);
});

test('status says how many orders are under way and what waits for the rate limit', async () => {
  const { discord, app } = await started();
  const { status } = app.trader;
  const ask = async () => textOf(await discord.command('owner', 'pilotfish', 'status'));
  expect(await ask()).toMatch(/Orders under way:? *none/);
  app.trader.status = async () => ({
    ...(await status()),
    waiting: { orders: 3, requests: 12 },
  });
  expect(await ask()).toMatch(/3, 12 requests wait for the venue's rate limit/);
});

test('panic can be called off', async () => {
  const { discord, submitted } = await started();
  const asked = await discord.command('owner', 'pilotfish', 'panic');
  expect(textOf(await press(discord, 'owner', asked, 'No'))).toContain('Nothing was done');
  expect(submitted).toEqual([]);
});

test('a stale button, somebody else’s and an unknown one each get their answer', async () => {
  const parts = await testParts();
  const { discord, app, submitted } = await startTestBot(parts);
  const asked = await discord.command('owner', 'pilotfish', 'panic');
  expect(textOf(await press(discord, 'admin', asked, 'Close everything'))).toBe(
    'Sorry, only the owner of this bot and their traders can use this.',
  );
  const now = app.now;
  app.now = () => now() + 61_000;
  const stale = await press(discord, 'owner', asked, 'Close everything');
  expect(stale.followups.at(-1)?.content ?? textOf(stale)).toContain('This has expired');
  expect(submitted).toEqual([]);
});

test('the database away: acknowledged at once, then one sentence with an error id', async () => {
  const { discord, app } = await started();
  await app.db.schema.alterTable('positions').renameTo('positions_away').execute();
  const answer = await discord.command('owner', 'general', 'position');
  expect(answer.acknowledgedAfterMs).toBeLessThan(1_000);
  expect(textOf(answer)).toMatch(/^That did not work.*error [0-9a-f]{6}\.$/);
});

test.each([
  ['watch pause', { watch: '1' }, 'watches'],
  ['watch resume', { watch: '1' }, 'watches'],
  ['watch trust', { watch: '1' }, 'ignored_messages'],
  ['watch list', {}, 'ignored_messages'],
  ['watch edit', { watch: '1' }, 'watches'],
  ['signals', {}, 'readings'],
  ['order show', { order: '1-1' }, 'orders'],
  ['history', { what: 'changes' }, 'settings_changes'],
] as const)(
  '/%s without its table: one sentence, nothing changed',
  async (name, options, table) => {
    const { discord, app } = await started();
    await discord.command('owner', 'general', 'watch add', { channel: 'signals' });
    if (name === 'watch resume')
      await discord.command('owner', 'general', 'watch pause', { watch: '1' });
    const before = await listWatches(app.db);
    await app.db.schema.alterTable(table).renameTo('away').execute();
    const answer = await discord.command('owner', 'general', name, options);
    expect(answer.acknowledgedAfterMs).toBeLessThan(1_000);
    expect(textOf(answer)).toMatch(/^That did not work.*error [0-9a-f]{6}\.$/);
    await app.db.schema.alterTable('away').renameTo(table).execute();
    expect(await listWatches(app.db)).toEqual(before);
  },
);

test('invite gives both links, with just the permissions needed', async () => {
  const { discord } = await started();
  const answer = await discord.command('owner', 'general', 'invite');
  const urls = JSON.stringify(answer.message?.components)
    .match(/https:[^"]+/g)
    ?.map((url) => new URL(url));
  expect(urls?.map((url) => Object.fromEntries(url.searchParams))).toMatchObject([
    { scope: 'bot applications.commands', permissions: '117760' },
    { scope: 'applications.commands', integration_type: '1' },
  ]);
});

test('help lists every command', async () => {
  const { discord } = await started();
  const shown = textOf(await discord.command('owner', 'general', 'help'));
  for (const command of await discord.commands()) expect(shown).toContain(command.name);
});
