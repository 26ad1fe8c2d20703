import { expect, test } from 'vitest';
import { sandboxIds } from '../../sandbox/discord/world/sandboxWorld.ts';
import { startTestBot, type TestBot, testParts, watchChannel } from '../support/testBot.ts';

/** What is in the inbox, in order. */
async function inbox({ app }: Pick<TestBot, 'app'>) {
  const rows = await app.db.selectFrom('inbox').selectAll().orderBy('seq').execute();
  return rows.map((row) => `${row.kind} ${row.author_name}: ${row.body.text}`);
}

async function botWatching(channel: string): Promise<TestBot> {
  const parts = await testParts();
  await watchChannel(parts, channel);
  return startTestBot(parts);
}

test('messages of a watched channel are taken in, in order; others are not', async () => {
  const bot = await botWatching('signals');
  await bot.discord.post('signals', 'provider', 'BTC long 65000');
  await bot.discord.post('general', 'provider', 'hello');
  await bot.discord.post('signals', 'pilotfish', 'my own words');
  await bot.discord.post('signals', 'signalbot', 'ETH short');
  await bot.takenIn(2);
  expect(await inbox(bot)).toEqual([
    'posted Percy Provider: BTC long 65000',
    'posted Signal Bot: ETH short',
  ]);
});

test('an edit is taken in, a link preview is none', async () => {
  const bot = await botWatching('signals');
  const message = await bot.discord.post('signals', 'provider', 'BTC long https://example.org');
  await bot.discord.linkPreview(message);
  await bot.discord.edit(message, 'BTC long, SL 60000');
  await bot.discord.linkPreview(message);
  await bot.discord.post('signals', 'provider', 'done');
  await bot.takenIn(3);
  expect(await inbox(bot)).toEqual([
    'posted Percy Provider: BTC long https://example.org',
    'edited Percy Provider: BTC long, SL 60000',
    'posted Percy Provider: done',
  ]);
});

test('deletions are taken in, one or many at once', async () => {
  const bot = await botWatching('signals');
  const posts = [];
  for (const text of ['one', 'two', 'three']) {
    posts.push(await bot.discord.post('signals', 'provider', text));
  }
  const [one, two, three] = posts;
  if (!one || !two || !three) throw new Error('three were posted');
  await bot.discord.delete(one);
  await bot.discord.delete(two, three);
  await bot.takenIn(6);
  const rows = await bot.app.db
    .selectFrom('inbox')
    .select('message_id')
    .where('kind', '=', 'deleted')
    .orderBy('seq')
    .execute();
  expect(rows.map((row) => row.message_id)).toEqual([one.id, two.id, three.id]);
});

test('a message from before the start that is edited and deleted is known by its id alone', async () => {
  const parts = await testParts();
  const old = await parts.discord.post('signals', 'provider', 'from before');
  await watchChannel(parts, 'signals');
  const bot = await startTestBot(parts);
  await bot.discord.edit(old, 'changed later');
  await bot.discord.delete(old);
  await bot.takenIn(2);
  expect(await inbox(bot)).toEqual(['edited Percy Provider: changed later', 'deleted : ']);
});

test('threads and forum posts belong to the watch of their channel', async () => {
  const parts = await testParts();
  await watchChannel(parts, 'signals');
  await watchChannel(parts, 'ideas');
  const bot = await startTestBot(parts);
  const thread = await bot.discord.startThread('signals', 'provider', 'updates');
  await bot.discord.post(thread, 'provider', 'TP1 hit');
  await bot.takenIn(1);
  await bot.discord.startThread('ideas', 'provider', 'SOL', { first: 'SOL long' });
  await bot.takenIn(2);
  expect(await inbox(bot)).toEqual([
    'posted Percy Provider: TP1 hit',
    'posted Percy Provider: SOL long',
  ]);
});

test('a reply carries what it replies to, a forward its snapshot', async () => {
  const bot = await botWatching('signals');
  const signal = await bot.discord.post('signals', 'provider', 'BTC long 65000');
  await bot.discord.post('signals', 'provider', { content: 'close', replyTo: signal });
  const elsewhere = await bot.discord.post('calls', 'provider', 'SOL long 150');
  await bot.discord.post('signals', 'owner', { forwardOf: elsewhere });
  await bot.takenIn(3);
  const rows = await bot.app.db.selectFrom('inbox').selectAll().orderBy('seq').execute();
  expect(rows[1]?.replied_to_message_id).toBe(signal.id);
  expect(rows[1]?.body.repliedTo).toEqual({ text: 'BTC long 65000' });
  expect(rows[2]?.body).toMatchObject({ text: '', forwarded: [{ text: 'SOL long 150' }] });
  expect(rows[2]?.replied_to_message_id).toBeNull();
});

test('the provider is the webhook that posts, or the channel a followed announcement is from', async () => {
  const bot = await botWatching('following');
  await bot.discord.post('following', 'provider', { content: 'by a hook', webhook: 'Hooky' });
  const announcement = await bot.discord.post('announcements', 'provider', 'BTC long 65000');
  await bot.discord.post('following', 'provider', { crosspostOf: announcement });
  await bot.takenIn(2);
  const rows = await bot.app.db.selectFrom('inbox').selectAll().orderBy('seq').execute();
  expect(rows[0]?.author_name).toBe('Hooky');
  expect(rows[0]?.author_id).not.toBe(sandboxIds.provider);
  expect(rows[1]?.author_id).toBe(sandboxIds.announcements);
  expect(rows[1]?.body.text).toBe('BTC long 65000');
});

test('a session that goes on replays what was missed, and nothing twice', async () => {
  const bot = await botWatching('signals');
  await bot.discord.post('signals', 'provider', 'before');
  await bot.takenIn(1);
  await bot.discord.dropGateway();
  await bot.discord.post('signals', 'provider', 'while away');
  await bot.discord.post('signals', 'provider', 'after');
  await bot.takenIn(3);
  expect(await inbox(bot)).toEqual([
    'posted Percy Provider: before',
    'posted Percy Provider: while away',
    'posted Percy Provider: after',
  ]);
});

test('a session that is lost: what was posted, edited and deleted meanwhile is fetched, in order', async () => {
  const bot = await botWatching('signals');
  const first = await bot.discord.post('signals', 'provider', 'first');
  const second = await bot.discord.post('signals', 'provider', 'second');
  await bot.takenIn(2);
  await bot.discord.refuseGateway(true);
  await bot.discord.invalidateSessions();
  await bot.discord.dropGateway();
  await bot.discord.post('signals', 'provider', 'third');
  const thread = await bot.discord.startThread('signals', 'provider', 'thread');
  await bot.discord.post(thread, 'provider', 'fourth, in a thread');
  await bot.discord.post('signals', 'provider', 'fifth');
  await bot.discord.edit(first, 'first, edited');
  await bot.discord.delete(second);
  await bot.discord.refuseGateway(false);
  await bot.takenIn(7);
  expect(await inbox(bot)).toEqual([
    'posted Percy Provider: first',
    'posted Percy Provider: second',
    'posted Percy Provider: third',
    'posted Percy Provider: fourth, in a thread',
    'posted Percy Provider: fifth',
    'edited Percy Provider: first, edited',
    'deleted : ',
  ]);
});

test('what was posted while the bot was not running is taken in when it starts, over several pages', async () => {
  const parts = await testParts();
  await watchChannel(parts, 'signals');
  for (let i = 0; i < 205; i += 1) await parts.discord.post('signals', 'provider', `number ${i}`);
  const bot = await startTestBot(parts);
  const texts = await inbox(bot);
  expect(texts).toHaveLength(205);
  expect(texts.at(0)).toBe('posted Percy Provider: number 0');
  expect(texts.at(-1)).toBe('posted Percy Provider: number 204');
});

test('a thread or a forum post that was archived while the bot was not running is read too, an old one is not', async () => {
  const parts = await testParts();
  const { discord } = parts;
  const old = await discord.startThread('signals', 'provider', 'long ago');
  await discord.post(old, 'provider', 'from before');
  await discord.archiveThread(old);
  await watchChannel(parts, 'signals');
  await watchChannel(parts, 'ideas');
  const before = await startTestBot(parts);
  const thread = await discord.startThread('signals', 'provider', 'updates');
  await discord.post(thread, 'provider', 'TP1 hit');
  await before.takenIn(1);
  await before.bot.stop();
  await discord.post(thread, 'provider', 'TP2 hit');
  await discord.archiveThread(thread);
  const idea = await discord.startThread('ideas', 'provider', 'SOL', { first: 'SOL long' });
  await discord.archiveThread(idea);
  await discord.post('signals', 'provider', 'BTC long');
  const bot = await startTestBot(parts);
  await bot.takenIn(4);
  expect((await inbox(bot)).sort()).toEqual([
    'posted Percy Provider: BTC long',
    'posted Percy Provider: SOL long',
    'posted Percy Provider: TP1 hit',
    'posted Percy Provider: TP2 hit',
  ]);
  expect(await discord.violations()).toEqual([]);
});

test('when hundreds of forum posts were archived, all pages of them are read', async () => {
  const parts = await testParts();
  const { discord } = parts;
  await watchChannel(parts, 'ideas');
  for (let i = 0; i < 102; i += 1) {
    const first = `number ${i}`;
    await discord.archiveThread(await discord.startThread('ideas', 'provider', first, { first }));
  }
  const bot = await startTestBot(parts);
  expect(await inbox(bot)).toEqual(
    Array.from({ length: 102 }, (_, i) => `posted Percy Provider: number ${i}`),
  );
}, 30_000);

test('an old thread that the bot has never heard of, and somebody writes in again', async () => {
  const parts = await testParts();
  const { discord } = parts;
  const old = await discord.startThread('signals', 'provider', 'long ago');
  await discord.post(old, 'provider', 'from before');
  await discord.archiveThread(old);
  // More than one page of archived threads ago.
  for (let i = 0; i < 101; i += 1) {
    await discord.archiveThread(await discord.startThread('signals', 'provider', `thread ${i}`));
  }
  await watchChannel(parts, 'signals');
  const bot = await startTestBot(parts);
  await discord.post(old, 'provider', 'TP1 hit');
  await bot.takenIn(1);
  expect(await inbox(bot)).toEqual(['posted Percy Provider: TP1 hit']);
});

test('an edit and a deletion in an old thread that the bot has not met since its start', async () => {
  const parts = await testParts();
  const { discord } = parts;
  await watchChannel(parts, 'signals');
  const first = await startTestBot(parts);
  const old = await discord.startThread('signals', 'provider', 'ideas');
  const one = await discord.post(old, 'provider', 'BTC long 65000');
  const two = await discord.post(old, 'provider', 'ETH long 3000');
  await first.takenIn(2);
  await discord.archiveThread(old);
  await first.bot.stop();
  // More than one page of archived threads ago, all of them before the newest message known.
  for (let i = 0; i < 101; i += 1) {
    await discord.archiveThread(await discord.startThread('signals', 'provider', `thread ${i}`));
  }
  const mark = (await discord.post('signals', 'stranger', 'a word')).id;
  await parts.app.db.updateTable('watches').set({ last_message_id: mark }).execute();
  const bot = await startTestBot(parts);
  await discord.edit(one, 'BTC long 65000, SL 60000');
  await discord.delete(two);
  await bot.takenIn(4);
  expect(await inbox(bot)).toEqual([
    'posted Percy Provider: BTC long 65000',
    'posted Percy Provider: ETH long 3000',
    'edited Percy Provider: BTC long 65000, SL 60000',
    'deleted : ',
  ]);
});

test('messages that come while the database is away are taken in when it is back', async () => {
  const bot = await botWatching('signals');
  await bot.app.db.schema.alterTable('inbox').renameTo('inbox_away').execute();
  const failed = bot.logged('trying again');
  await bot.discord.post('signals', 'provider', 'during the outage');
  await bot.discord.post('signals', 'provider', 'also');
  await failed;
  await bot.app.db.schema.alterTable('inbox_away').renameTo('inbox').execute();
  await bot.takenIn(2);
  expect(await inbox(bot)).toEqual([
    'posted Percy Provider: during the outage',
    'posted Percy Provider: also',
  ]);
});

test('a channel that may not be read any more is said, and nothing is taken for deleted', async () => {
  const parts = await testParts();
  await watchChannel(parts, 'signals');
  const before = await startTestBot(parts);
  await before.discord.post('signals', 'provider', 'still there');
  await before.takenIn(1);
  await before.bot.stop();
  await parts.discord.setPermissions('signals', 'pilotfish', { deny: ['readMessageHistory'] });
  const said = parts.logged('can not be read');
  await startTestBot(parts);
  expect(await said).toMatchObject({ error: 'the bot lacks Read Message History' });
  expect(await inbox(parts)).toEqual(['posted Percy Provider: still there']);
});

test.each(['not json', 'unknown op', 'unknown event', 'missing fields', 'not an object'] as const)(
  'a gateway frame that is %s does no harm',
  async (frame) => {
    const bot = await botWatching('signals');
    await bot.discord.sendMalformed(frame);
    await bot.discord.post('signals', 'provider', 'still alive');
    await bot.takenIn(1);
    expect(await inbox(bot)).toEqual(['posted Percy Provider: still alive']);
  },
);
