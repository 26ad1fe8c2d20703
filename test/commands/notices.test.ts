import { MessageFlags } from 'discord.js';
import { expect, test } from 'vitest';
import { formatCustomId } from '../../src/notices/components/customId.ts';
import { addingNotices } from '../../src/trading/store/notices/notices.ts';
import type { Notice } from '../../src/trading/strategy/model/notice.ts';
import { openPosition } from '../support/openPosition.ts';
import { choose, press, textOf } from '../support/press.ts';
import { startTestBot, type TestBot, testParts } from '../support/testBot.ts';

const started = async () => startTestBot(await testParts());

async function set(bot: TestBot, kind: string, mode: string) {
  const panel = await bot.discord.command('owner', 'pilotfish', 'notices');
  const one = await choose(bot.discord, 'owner', panel, 'Change a kind of notice', kind);
  return press(bot.discord, 'owner', one, mode);
}

async function tell(bot: TestBot, nonce: string, notice: Notice): Promise<void> {
  const { db, now } = bot.app;
  await db.executeQuery(addingNotices(db, [{ nonce, notice, at: now() }]));
  await bot.bot.notices.drain();
}

/** What is in the private channel beside answers to commands. */
async function told({ discord }: TestBot) {
  const messages = await discord.messages('pilotfish');
  return messages.filter((message) => !message.interaction_metadata);
}

const digest: Notice = {
  kind: 'daily_summary',
  account: 'paper',
  day: '2026-05-04',
  signals: { read: 0, taken: 0, denied: 0, unclear: 0 },
  denials: [],
  closed: [],
  open: [],
  equity: null,
  errors: 0,
};
const failure: Notice = { kind: 'error', what: 'Failed', lost: 'nothing', todo: 'nothing' };

test('the panel says what rings, what is silent and what stands on the card alone', async () => {
  const bot = await started();
  const panel = textOf(await bot.discord.command('owner', 'pilotfish', 'notices'));
  expect(panel).toMatch(/Rings: Signal taken, Position opened, Target reached/);
  expect(panel).toMatch(/Silent.*: Signal not taken/);
  expect(panel).toMatch(/On the card only: Stop moved, Each fill/);
  expect(panel).toMatch(/Off: nothing/);
  expect(await bot.discord.violations()).toEqual([]);
});

test('a kind is made silent or left out, it stays so after a restart, and can be taken back', async () => {
  const parts = await testParts();
  const bot = await startTestBot(parts);
  await tell(bot, 'n1', { kind: 'resumed', by: 'owner' });
  expect((await told(bot)).at(-1)?.flags).toBe(MessageFlags.SuppressNotifications);

  expect(textOf(await set(bot, 'Trading goes on', 'Rings'))).toContain('Trading goes on: Rings.');
  await tell(bot, 'n2', { kind: 'resumed', by: 'owner' });
  expect((await told(bot)).at(-1)?.flags ?? 0).toBe(0);

  const off = await set(bot, 'Daily digest', 'Off');
  expect(textOf(off)).toMatch(/Off: Daily digest/);
  await bot.bot.stop();
  const again = await startTestBot(parts);
  const before = (await told(again)).length;
  await tell(again, 'n3', digest);
  expect(await told(again)).toHaveLength(before);

  const panel = await again.discord.command('owner', 'pilotfish', 'notices');
  expect(textOf(await press(again.discord, 'owner', panel, 'As at first'))).toMatch(/Off: nothing/);
  await tell(again, 'n4', digest);
  expect(await told(again)).toHaveLength(before + 1);
  const history = await again.discord.command('owner', 'pilotfish', 'history', {
    what: 'changes',
  });
  expect(textOf(history)).toContain(
    'notices: Trading goes on on → Trading goes on on, Daily digest off',
  );
});

test('a position told on its card alone posts nothing beside it', async () => {
  const bot = await started();
  await set(bot, 'Position opened', 'On the card only');
  await set(bot, 'Signal taken', 'Silent');
  await openPosition(bot.app.engine);
  await bot.bot.notices.drain();
  const messages = await told(bot);
  expect(messages.map((message) => message.embeds[0]?.title)).toEqual(['long BTC-USD: open']);
  expect(messages[0]?.flags).toBe(MessageFlags.SuppressNotifications);
  const rows = await bot.app.db.selectFrom('notices').selectAll().execute();
  expect(rows.every((row) => row.message_id === messages[0]?.id)).toBe(true);
});

test('errors can be silent, and never off: not by the panel, and not by an old button', async () => {
  const bot = await started();
  const panel = await bot.discord.command('owner', 'pilotfish', 'notices');
  const one = await choose(bot.discord, 'owner', panel, 'Change a kind of notice', 'Errors');
  expect(textOf(one)).toMatch(/never off[\s\S]*\[Rings \(off\)\] \[Silent\] \[Back\]/);
  const forged = formatCustomId({
    action: 'notices_set',
    args: ['error', 'off'],
    userId: null,
    expiresAt: null,
  });
  await bot.app.db
    .insertInto('settings_changes')
    .values({
      scope: 'bot',
      value: JSON.stringify({ notices: { error: 'off' } }),
      changed_by: '1',
      changed_at: new Date(),
    })
    .execute();
  const bad = await bot.discord.post('pilotfish', 'pilotfish', {
    content: 'an old panel',
    components: [{ type: 1, components: [{ type: 2, style: 2, label: 'x', custom_id: forged }] }],
  });
  const refused = await bot.discord.click('owner', bad, forged);
  expect(refused.followups.at(-1)?.content).toMatch(/can be silent, but not off/);
  await tell(bot, 'e1', failure);
  expect((await told(bot)).at(-1)?.embeds[0]?.title).toBe('Failed');
});

test('it is for the owner alone, and the database away is said', async () => {
  const bot = await started();
  const no = await bot.discord.command('provider', 'general', 'notices');
  expect(no.message?.content).toMatch(/only its owner|owner/i);
  const panel = await bot.discord.command('owner', 'pilotfish', 'notices');
  const one = await choose(bot.discord, 'owner', panel, 'Change a kind of notice', 'Errors');
  await bot.app.db.schema.alterTable('settings_changes').renameTo('settings_away').execute();
  const failed = await press(bot.discord, 'owner', one, 'Silent');
  expect(failed.followups.at(-1)?.content).toMatch(/did not work/);
  const still = await bot.discord.command('owner', 'pilotfish', 'notices');
  expect(textOf(still)).toMatch(/Rings: .*Errors/);
});

test('pictures are switched to light and off, and it stays so', async () => {
  const bot = await started();
  const panel = await bot.discord.command('owner', 'pilotfish', 'notices');
  expect(textOf(await choose(bot.discord, 'owner', panel, 'Pictures', 'light'))).toContain(
    'Pictures are light.',
  );
  const again = await bot.discord.command('owner', 'pilotfish', 'notices');
  expect(textOf(await choose(bot.discord, 'owner', again, 'Pictures', 'off'))).toContain(
    'Pictures are off.',
  );
  const [row] = await bot.app.db
    .selectFrom('settings_changes')
    .select('value')
    .where('scope', '=', 'bot')
    .orderBy('id', 'desc')
    .execute();
  expect(row?.value).toMatchObject({ pictures: 'off' });
});
