import { expect, test } from 'vitest';
import { readSettings } from '../../src/trading/store/settings.ts';
import { findWatch } from '../../src/trading/store/watches.ts';
import { choose, fill, press, textOf } from '../support/press.ts';
import { startTestBot, testParts, watchChannel } from '../support/testBot.ts';

test('a setting is changed by a form, its effect said in words, and the change undone', async () => {
  const { discord, app } = await startTestBot(await testParts());
  const panel = await discord.command('owner', 'pilotfish', 'settings');
  expect(textOf(panel)).toContain('Each position spends 100 of the quote currency.');
  const form = await choose(discord, 'owner', panel, 'Change a setting', 'Amount per position');
  const changed = await fill(discord, 'owner', form, { value: '$1,250.50' });
  expect(textOf(changed)).toContain('Amount per position: 100 → 1250.5');
  expect(textOf(changed)).toContain('Each position spends 1250.5 of the quote currency.');
  expect(await readSettings(app.db, 'defaults')).toEqual({ quoteSize: '1250.5' });
  const undone = await press(discord, 'owner', changed, 'Undo');
  expect(textOf(undone)).toContain('Amount per position: 1250.5 → 100');
  expect(await readSettings(app.db, 'defaults')).toEqual({});
  expect(await discord.violations()).toEqual([]);
});

test('a setting with choices is changed by a menu', async () => {
  const { discord, app } = await startTestBot(await testParts());
  const panel = await discord.command('owner', 'general', 'settings');
  const stops = await choose(discord, 'owner', panel, 'Another group', 'Stop');
  expect(textOf(stops)).toContain('A signal without a stop is not taken.');
  const choices = await choose(
    discord,
    'owner',
    stops,
    'Change a setting',
    'Signal without a stop',
  );
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
  const form = await choose(discord, 'owner', panel, 'Change a setting', label);
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
  const form = await choose(discord, 'owner', panel, 'Change a setting', 'Amount per position');
  const changed = await fill(discord, 'owner', form, { value: '25' });
  expect((await findWatch(app.db, watch.id))?.settings).toEqual({ quoteSize: '25' });
  const again = await choose(discord, 'owner', changed, 'Change a setting', 'Amount per position');
  await fill(discord, 'owner', again, { value: '' });
  expect((await findWatch(app.db, watch.id))?.settings).toEqual({});
});

test('a stranger’s choice in somebody else’s menu changes nothing', async () => {
  const { discord, app } = await startTestBot(await testParts());
  const panel = await discord.command('owner', 'pilotfish', 'settings');
  const answer = await choose(discord, 'admin', panel, 'Change a setting', 'Amount per position');
  expect(textOf(answer)).toContain('only the owner');
  expect(await readSettings(app.db, 'defaults')).toEqual({});
});
