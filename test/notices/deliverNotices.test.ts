import { expect, test } from 'vitest';
import { addingNotices } from '../../src/trading/store/notices/notices.ts';
import type { Notice } from '../../src/trading/strategy/model/notice.ts';
import { startTestBot, type TestBot, testParts } from '../support/testBot.ts';
import { signalOf, sourceOf } from '../trading/strategy/given.ts';

const said = (what: string): Notice => ({ kind: 'error', what, lost: 'nothing', todo: 'nothing' });

async function put(bot: Pick<TestBot, 'app'>, ...whats: string[]): Promise<void> {
  const { db, now } = bot.app;
  const notices = whats.map((what) => ({
    nonce: `n.${what}`.slice(0, 25),
    notice: said(what),
    at: now(),
  }));
  await db.executeQuery(addingNotices(db, notices));
}

/** Titles by message, as they stand in the private channel. */
async function posted({ discord }: Pick<TestBot, 'discord'>): Promise<(string | undefined)[][]> {
  const messages = await discord.messages('pilotfish');
  return messages.map((message) => message.embeds.map((embed) => embed.title));
}

test('notices are posted in order, a burst of them in few messages', async () => {
  const bot = await startTestBot(await testParts());
  await put(bot, ...Array.from({ length: 13 }, (_, i) => `notice ${i}`));
  await bot.bot.notices.drain();
  const messages = await posted(bot);
  expect(messages.map((titles) => titles.length)).toEqual([10, 3]);
  expect(messages.flat()).toEqual(Array.from({ length: 13 }, (_, i) => `notice ${i}`));
  expect(await bot.discord.violations()).toEqual([]);
});

test('a notice whose answer was lost is not posted again, and what came meanwhile is', async () => {
  const bot = await startTestBot(await testParts());
  await put(bot, 'first');
  await bot.discord.failRequests({
    path: '/channels/*/messages',
    method: 'POST',
    kind: 'lose',
    times: 5,
  });
  await expect(bot.bot.notices.drain()).rejects.toThrow();
  expect(await posted(bot)).toEqual([['first']]);
  await bot.discord.clearFaults();
  await put(bot, 'second');
  await bot.bot.notices.drain();
  expect(await posted(bot)).toEqual([['first'], ['second']]);
});

test('what can not be posted waits, is said with what to do, and is posted once it can be', async () => {
  const bot = await startTestBot(await testParts());
  const logged = bot.logged('notices can not be posted');
  await bot.discord.setPermissions('pilotfish', 'pilotfish', { deny: ['sendMessages'] });
  await put(bot, 'waiting');
  bot.bot.notices.wake();
  expect((await logged).error).toMatch(/may not post in the private channel.*Send Messages/);
  expect(bot.bot.notices.trouble()).toMatch(/may not post in the private channel/);
  await bot.discord.setPermissions('pilotfish', 'pilotfish', {
    allow: ['sendMessages', 'viewChannel'],
  });
  await bot.bot.notices.drain();
  expect(await posted(bot)).toEqual([['waiting']]);
  expect(bot.bot.notices.trouble()).toBeNull();
});

test('a private channel that is gone is said', async () => {
  const parts = await testParts();
  const bot = await startTestBot({
    ...parts,
    options: { ...parts.options, privateChannelId: '999999999999999999' },
  });
  await put(bot, 'nowhere to go');
  await expect(bot.bot.notices.drain()).rejects.toThrow();
  expect(bot.bot.notices.trouble()).toMatch(
    /^There is no such private channel.*DISCORD_CHANNEL_ID/,
  );
});

test('without a private channel the owner is written to', async () => {
  const parts = await testParts();
  const { privateChannelId: _, ...options } = parts.options;
  const bot = await startTestBot({ ...parts, options });
  await put(bot, 'to you');
  await bot.bot.notices.drain();
  const messages = await bot.discord.messages('dm:owner');
  expect(messages.map((message) => message.embeds[0]?.title)).toEqual(['to you']);
});

test('a limit on the rate is waited out', async () => {
  const bot = await startTestBot(await testParts());
  await bot.discord.failRequests({
    path: '/channels/*/messages',
    method: 'POST',
    kind: 'status',
    status: 429,
    retryAfterSeconds: 0.2,
  });
  await put(bot, 'patient');
  await bot.bot.notices.drain();
  expect(await posted(bot)).toEqual([['patient']]);
});

test('a signal that waits for others stands in one message, which is edited to what became of it', async () => {
  const bot = await startTestBot(await testParts());
  const waits: Notice = {
    kind: 'agreement',
    source: sourceOf('m1'),
    signal: signalOf(),
    needed: 2,
    agreeing: ['Percy'],
    levels: 'newest',
    until: bot.app.now() + 3_600_000,
    end: null,
  };
  const tell = async (nonce: string, notice: Notice) => {
    const { db, now } = bot.app;
    await db.executeQuery(addingNotices(db, [{ nonce, notice, at: now() }]));
    await bot.bot.notices.drain();
  };
  await tell('n.1', waits);
  await tell('n.2', { ...waits, source: sourceOf('m2') });
  await tell('n.3', { ...waits, end: { as: 'expired' } });
  expect(await posted(bot)).toEqual([['Not taken: long BTC'], ['Waits for others: long BTC']]);
  const [first] = await bot.discord.messages('pilotfish');
  expect(first?.components).toEqual([]);
});
