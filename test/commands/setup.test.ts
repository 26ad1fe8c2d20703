import { expect, test } from 'vitest';
import { listWatches } from '../../src/trading/store/watches/watches.ts';
import { choose, press, textOf } from '../support/press.ts';
import { startTestBot, testParts } from '../support/testBot.ts';

/** A bot with no channel of its own yet. */
async function fresh() {
  const parts = await testParts();
  const { privateChannelId: _, ...options } = parts.options;
  return startTestBot({ ...parts, options });
}

test('the private channel is chosen, and notices go there from then on', async () => {
  const { discord, bot, app } = await fresh();
  const steps = await discord.command('owner', 'general', 'setup');
  expect(textOf(steps)).toContain('Your direct messages.');
  const done = await choose(discord, 'owner', steps, 'Where the bot talks to you', 'pilotfish');
  const channelId = await discord.channelId('pilotfish');
  expect(textOf(done)).toContain(`The bot talks to you in #${channelId} from now on.`);
  expect(textOf(done)).not.toContain('Everybody');
  await app.engine.submit({
    type: 'owner',
    at: app.now(),
    by: '1',
    act: { act: 'pause', reason: 'test' },
  });
  await bot.notices.drain();
  const titles = (await discord.messages('pilotfish')).map((message) => message.embeds[0]?.title);
  expect(titles).toEqual(['Paused: no new positions']);
  expect(await discord.violations()).toEqual([]);
});

test('a channel everybody reads is warned of, one the bot can not post in is refused', async () => {
  const { discord } = await fresh();
  const steps = await discord.command('owner', 'general', 'setup');
  const open = await choose(discord, 'owner', steps, 'Where the bot talks to you', 'general');
  expect(textOf(open)).toContain('Everybody in the server can read it.');
  const refused = await choose(discord, 'owner', steps, 'Where the bot talks to you', 'read-only');
  expect(refused.followups.at(-1)?.content).toMatch(/lacks Send Messages.*under Permissions/);
});

test('channels to follow are chosen together; one that can not be read says why', async () => {
  const { discord, app } = await fresh();
  const steps = await discord.command('owner', 'general', 'setup');
  const done = await choose(discord, 'owner', steps, 'Follow channels', 'signals', 'unseen');
  expect(textOf(done)).toContain('is followed from now on');
  expect(textOf(done)).toContain('lacks View Channel');
  const signals = await discord.channelId('signals');
  expect((await listWatches(app.db)).map((watch) => watch.channel_id)).toEqual([signals]);
});

test('size and limits lead to the settings', async () => {
  const { discord } = await fresh();
  const steps = await discord.command('owner', 'general', 'setup');
  const settings = await press(discord, 'owner', steps, 'Size and limits');
  expect(textOf(settings)).toContain('Amount per position');
});
