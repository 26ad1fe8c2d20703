import { expect, test } from 'vitest';
import { PRESET_NAMES, PRESETS } from '../../src/commands/settings/presets.ts';
import { readSettings } from '../../src/trading/store/settings/settings.ts';
import { findWatch } from '../../src/trading/store/watches/watches.ts';
import { settingsSchema } from '../../src/trading/strategy/settings/settings.ts';
import { choose, fill, press, textOf } from '../support/press.ts';
import { startTestBot, testParts, watchChannel } from '../support/testBot.ts';

const PICK = 'Look at one, or change it';

test('a setting is changed by a form, its effect said in words, and the change undone', async () => {
  const { discord, app } = await startTestBot(await testParts());
  const panel = await discord.command('owner', 'pilotfish', 'settings');
  expect(textOf(panel)).toContain('Each position spends 100 of the quote currency.');
  const page = await choose(discord, 'owner', panel, PICK, 'Amount per position');
  const form = await press(discord, 'owner', page, 'Change');
  const changed = await fill(discord, 'owner', form, { value: '$1,250.50' });
  expect(textOf(changed)).toContain('Amount per position: 100 → 1,250.5');
  expect(textOf(changed)).toContain('Each position spends 1,250.5 of the quote currency.');
  expect(await readSettings(app.db, 'defaults')).toEqual({ quoteSize: '1250.5' });
  const undone = await press(discord, 'owner', changed, 'Undo');
  expect(textOf(undone)).toContain('Amount per position: 1,250.5 → 100');
  expect(await readSettings(app.db, 'defaults')).toEqual({});
  expect(await discord.violations()).toEqual([]);
});

test('a setting with choices is changed by a menu', async () => {
  const { discord, app } = await startTestBot(await testParts());
  const panel = await discord.command('owner', 'general', 'settings');
  const stops = await choose(discord, 'owner', panel, 'Another group', 'Stop');
  expect(textOf(stops)).toContain('A signal without a stop is not taken.');
  const choices = await choose(discord, 'owner', stops, PICK, 'Signal without a stop');
  const changed = await choose(
    discord,
    'owner',
    choices,
    'Signal without a stop',
    'Give it the default stop',
  );
  expect(textOf(changed)).toContain('A signal without a stop gets one 5 % from its entry.');
  expect(await readSettings(app.db, 'defaults')).toEqual({ missingStop: 'default' });
});

test.each([
  ['Amount per position', 'lots', 'must be a number'],
  ['Amount per position', '-5', 'must be a number'],
])('%s set to %j is refused with the reason, and nothing is changed', async (label, value, why) => {
  const { discord, app } = await startTestBot(await testParts());
  const panel = await discord.command('owner', 'pilotfish', 'settings');
  const page = await choose(discord, 'owner', panel, PICK, label);
  const form = await press(discord, 'owner', page, 'Change');
  const refused = await fill(discord, 'owner', form, { value });
  expect(refused.followups.at(-1)?.content).toContain(why);
  expect(await readSettings(app.db, 'defaults')).toEqual({});
});

test('a watch keeps only what differs, and goes back to what all watches have', async () => {
  const parts = await testParts();
  const watch = await watchChannel(parts, 'signals');
  const { discord, app } = await startTestBot(parts);
  const panel = await discord.command('owner', 'pilotfish', 'watch edit', { watch: 'signals' });
  expect(textOf(panel)).toContain('100 (as for all watches)');
  const page = await choose(discord, 'owner', panel, PICK, 'Amount per position');
  const form = await press(discord, 'owner', page, 'Change');
  const changed = await fill(discord, 'owner', form, { value: '25' });
  expect((await findWatch(app.db, watch.id))?.settings).toEqual({ quoteSize: '25' });
  const again = await choose(discord, 'owner', changed, PICK, 'Amount per position');
  await press(discord, 'owner', again, 'As for all watches');
  expect((await findWatch(app.db, watch.id))?.settings).toEqual({});
});

test('a stranger’s choice in somebody else’s menu changes nothing', async () => {
  const { discord, app } = await startTestBot(await testParts());
  const panel = await discord.command('owner', 'pilotfish', 'settings');
  const answer = await choose(discord, 'admin', panel, PICK, 'Amount per position');
  expect(textOf(answer)).toContain('only the owner');
  expect(await readSettings(app.db, 'defaults')).toEqual({});
});

test('one setting says what it does, an example in money, its value and its default, and is found by a word', async () => {
  const { discord, app } = await startTestBot(await testParts());
  const { choices } = await discord.autocomplete('owner', 'pilotfish', 'settings', 'find', {
    find: 'breakeven',
  });
  expect((choices ?? []).map(({ name }) => name)).toContain('Breakeven after target (Stop)');
  const page = await discord.command('owner', 'pilotfish', 'settings', { find: 'size by' });
  expect(textOf(page)).toMatch(
    /Size by: all watches[\s\S]*For example: With 10,000 USD.*“What the stop may lose” buys for 1,931\.99 USD[\s\S]*Now: A fixed amount[\s\S]*Default: A fixed amount/,
  );
  const changed = await choose(discord, 'owner', page, 'Size by', 'What the stop may lose');
  expect(await readSettings(app.db, 'defaults')).toEqual({ sizeBy: 'risk' });
  const again = await choose(discord, 'owner', changed, PICK, 'Size by');
  const back = await press(discord, 'owner', again, 'Back to Size');
  expect(textOf(back)).toContain('Size: all watches');
  const once = await choose(discord, 'owner', back, PICK, 'Size by');
  await press(discord, 'owner', once, 'Default');
  expect(await readSettings(app.db, 'defaults')).toEqual({});
  const none = await discord.command('owner', 'pilotfish', 'settings', { find: 'zebra' });
  expect(textOf(none)).toMatch(/No setting is about “zebra”/);
});

test('a preset says what it changes before it does, leaves amounts alone, and is undone at once', async () => {
  const { discord, app } = await startTestBot(await testParts());
  const panel = await discord.command('owner', 'pilotfish', 'settings');
  const form = await press(
    discord,
    'owner',
    await choose(discord, 'owner', panel, PICK, 'Amount per position'),
    'Change',
  );
  const own = await fill(discord, 'owner', form, { value: '250' });
  const presets = await press(discord, 'owner', own, 'Presets');
  expect(textOf(presets)).toMatch(/Careful: You say yes to each trade[\s\S]*Scalper: /);
  const careful = await choose(discord, 'owner', presets, 'A preset', 'Careful');
  expect(textOf(careful)).toMatch(
    /It would change:[\s\S]*Size by: A fixed amount → What the stop may lose/,
  );
  expect(await readSettings(app.db, 'defaults')).toEqual({ quoteSize: '250' });
  const set = await press(discord, 'owner', careful, 'Set: Careful');
  expect(textOf(set)).toContain('All of it is set so already.');
  expect(await readSettings(app.db, 'defaults')).toMatchObject({
    quoteSize: '250',
    sizeBy: 'risk',
    mostOpen: 3,
  });
  await press(discord, 'owner', set, 'Undo');
  expect(await readSettings(app.db, 'defaults')).toEqual({ quoteSize: '250' });
});

test.each(PRESET_NAMES)('the preset %s holds together with what is there by default', (name) => {
  expect(settingsSchema.safeParse(PRESETS[name].sets).error).toBeUndefined();
});
