import { SnowflakeUtil } from 'discord.js';
import { expect, test } from 'vitest';
import { sandboxIds } from '../../sandbox/discord/world/sandboxWorld.ts';
import { countIgnored } from '../../src/trading/store/messages/posters.ts';
import type { Trusted } from '../../src/trading/store/tables/watches.ts';
import { changeWatch } from '../../src/trading/store/watches/watches.ts';
import { startTestBot, type TestBot, testParts, watchChannel } from '../support/testBot.ts';

async function partsTrusting(channel: string, trusted: Partial<Trusted>) {
  const parts = await testParts();
  await watchChannel(parts, channel);
  await trust(parts, trusted);
  return parts;
}

async function botTrusting(channel: string, trusted: Partial<Trusted>): Promise<TestBot> {
  return startTestBot(await partsTrusting(channel, trusted));
}

const trust = ({ app }: Pick<TestBot, 'app'>, trusted: Partial<Trusted>) =>
  changeWatch(app.db, 1, { trusted: { posters: [], roles: [], ...trusted } }, '1', Date.now());

async function inbox({ app }: Pick<TestBot, 'app'>) {
  const rows = await app.db.selectFrom('inbox').selectAll().orderBy('seq').execute();
  return rows.map((row) => `${row.kind} ${row.author_name}: ${row.body.text}`);
}

const ignored = async ({ app }: Pick<TestBot, 'app'>) => (await countIgnored(app.db)).get(1) ?? 0;

test('only who is trusted is read; the others are counted, also over a restart once', async () => {
  const parts = await partsTrusting('signals', { posters: [sandboxIds.provider] });
  await parts.discord.post('signals', 'stranger', 'from before the start');
  const first = await startTestBot(parts);
  await first.discord.post('signals', 'signalbot', 'ETH short');
  await first.discord.post('signals', 'provider', 'BTC long');
  await first.takenIn(1);
  expect(await inbox(first)).toEqual(['posted Percy Provider: BTC long']);
  expect(await ignored(first)).toBe(2);
  await first.bot.stop();
  const second = await startTestBot(parts);
  expect(await ignored(second)).toBe(2);
});

test('what was ignored stays so through edits, also when its author is trusted meanwhile', async () => {
  const parts = await partsTrusting('signals', { posters: [sandboxIds.provider] });
  const first = await startTestBot(parts);
  const message = await first.discord.post('signals', 'stranger', 'BTC short');
  await first.discord.edit(message, 'BTC short, SL 70000');
  await first.discord.post('signals', 'provider', 'SOL long');
  await first.takenIn(1);
  await first.bot.stop();
  await trust(parts, {});
  const bot = await startTestBot(parts);
  await bot.discord.edit(message, 'BTC long, SL 60000');
  await bot.discord.post('signals', 'stranger', 'ETH long');
  await bot.takenIn(2);
  expect(await inbox(bot)).toEqual([
    'posted Percy Provider: SOL long',
    'posted Sam Stranger: ETH long',
  ]);
  expect(await ignored(bot)).toBe(1);
});

test('an edit by somebody who is trusted no more changes nothing', async () => {
  const parts = await partsTrusting('signals', {});
  const first = await startTestBot(parts);
  const message = await first.discord.post('signals', 'stranger', 'BTC short');
  await first.takenIn(1);
  await first.bot.stop();
  await trust(parts, { posters: [sandboxIds.provider] });
  const bot = await startTestBot(parts);
  await bot.discord.edit(message, 'BTC long, SL 60000');
  await bot.discord.post('signals', 'provider', 'done');
  await bot.takenIn(2);
  expect(await inbox(bot)).toEqual([
    'posted Sam Stranger: BTC short',
    'posted Percy Provider: done',
  ]);
});

test('a role is trusted, in what the gateway tells and in what is caught up', async () => {
  const parts = await partsTrusting('signals', { roles: [sandboxIds.adminRole] });
  await parts.discord.post('signals', 'admin', 'while it was down');
  await parts.discord.post('signals', 'provider', 'nor this');
  const bot = await startTestBot(parts);
  await bot.discord.post('signals', 'admin', 'while it runs');
  await bot.discord.post('signals', 'stranger', 'not this');
  await bot.discord.post('signals', 'provider', {
    content: 'no hook has a role',
    webhook: 'Hooky',
  });
  await bot.takenIn(2);
  await bot.bot.settled();
  expect(await inbox(bot)).toEqual([
    'posted Ada Admin: while it was down',
    'posted Ada Admin: while it runs',
  ]);
});

test('a followed channel is trusted by its origin, and a forward by where it is from or who forwards', async () => {
  const bot = await botTrusting('following', { posters: [sandboxIds.announcements] });
  const announced = await bot.discord.post('announcements', 'provider', 'BTC long');
  const elsewhere = await bot.discord.post('general', 'provider', 'SOL long');
  await bot.discord.post('following', 'provider', { crosspostOf: announced });
  await bot.discord.post('following', 'stranger', { forwardOf: elsewhere });
  await bot.discord.post('following', 'stranger', { forwardOf: announced });
  await bot.takenIn(2);
  await bot.bot.settled();
  const rows = await bot.app.db.selectFrom('inbox').selectAll().orderBy('seq').execute();
  expect(rows.map((row) => row.author_id)).toEqual([
    sandboxIds.announcements,
    sandboxIds.announcements,
  ]);
  expect(rows[1]?.author_name).toBe('#announcements');
  expect(rows[1]?.posted_at.getTime()).toBe(SnowflakeUtil.timestampFrom(announced.id));
});

test('whoever is trusted may forward from anywhere, and is not who said it', async () => {
  const bot = await botTrusting('following', { posters: [sandboxIds.provider] });
  const elsewhere = await bot.discord.post('general', 'stranger', 'SOL long');
  await bot.discord.post('following', 'stranger', { forwardOf: elsewhere });
  await bot.discord.post('following', 'admin', { forwardOf: elsewhere });
  await bot.discord.post('following', 'provider', { forwardOf: elsewhere });
  await bot.takenIn(1);
  await bot.bot.settled();
  const rows = await bot.app.db.selectFrom('inbox').selectAll().orderBy('seq').execute();
  expect(rows.map((row) => [row.author_id, row.author_name])).toEqual([
    [await bot.discord.channelId('general'), '#general'],
  ]);
  expect(rows[0]?.posted_at.getTime()).toBe(SnowflakeUtil.timestampFrom(elsewhere.id));
  expect(await ignored(bot)).toBe(2);
});

test('a copy follows its announcement: it is edited, and deleted, with it', async () => {
  const bot = await botTrusting('following', {});
  const announced = await bot.discord.post('announcements', 'provider', 'BTC long');
  await bot.discord.post('following', 'provider', { crosspostOf: announced });
  await bot.discord.edit(announced, 'BTC long, SL 60000');
  await bot.takenIn(2);
  await bot.discord.delete(announced);
  await bot.takenIn(3);
  expect((await inbox(bot)).map((line) => line.replace(/ .*:/, ':'))).toEqual([
    'posted: BTC long',
    'edited: BTC long, SL 60000',
    'deleted: ',
  ]);
});

test('who holds which role can not be asked: the message waits, and is not lost', async () => {
  const parts = await partsTrusting('signals', { roles: [sandboxIds.adminRole] });
  await parts.discord.post('signals', 'admin', 'while it was down');
  await parts.discord.failRequests({
    method: 'GET',
    path: '/guilds/*/members/*',
    kind: 'status',
    status: 500,
    times: 5,
  });
  const bot = await startTestBot(parts);
  expect(await inbox(bot)).toEqual(['posted Ada Admin: while it was down']);
});
