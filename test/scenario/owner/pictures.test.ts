import { expect, test } from 'vitest';
import { listSignals } from '../../../src/trading/store/messages/signals.ts';
import { notice, noticesIn } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';
import { choose, fill, press, textOf } from '../../support/press.ts';

const chart = { filename: 'chart.png', content: 'a chart', contentType: 'image/png' };

test('a message that is nothing but a picture is told once, and can be filled in', async () => {
  const { discord, coinbase, pilotfish, settled } = await testNetwork();
  await coinbase.setPrice('BTC-USD', '60000');
  const told = async () =>
    (await noticesIn(discord)).filter((line) => line.startsWith('A picture I can’t read'));

  await discord.post('signals', 'provider', { content: '', files: [chart] });
  const { text, message } = await notice(discord, /^A picture I can’t read/);
  expect(text).toContain('Nothing was traded');
  const [read] = await listSignals(pilotfish().app.db, { limit: 1, includeNone: true });
  expect(read).toMatchObject({ outcome: 'none', why: expect.stringContaining('picture') });

  const form = await press(discord, 'owner', message, 'Fill in and trade');
  const filled = await fill(discord, 'owner', form, {
    symbol: 'BTC',
    side: 'long',
    entry: '60000',
    stop: '58000',
    targets: '63000',
  });
  expect(textOf(filled)).toMatch(/long BTC[\s\S]*\[Trade\]/);

  // A file that is no picture is nothing; one that can't be read beside words is told as well.
  await discord.post('signals', 'provider', {
    content: '',
    files: [{ filename: 'all.csv', content: 'a,b', contentType: 'text/csv' }],
  });
  await settled();
  // The form's answer stands where it was told.
  expect(await told()).toEqual([]);
  await discord.post('signals', 'provider', { content: 'what a day', files: [chart] });
  await settled();
  expect(await told()).toHaveLength(1);
});

test('an edit of it is not told again; a picture by a link alone is one too; and it can be switched off', async () => {
  const { discord, settled } = await testNetwork();
  const told = async () =>
    (await noticesIn(discord)).filter((line) => line.startsWith('A picture I can’t read'));
  const posted = await discord.post('signals', 'provider', { content: '', files: [chart] });
  await notice(discord, /^A picture I can’t read/);
  await discord.edit(posted, {
    content: 'https://charts.example/x/1',
    embeds: [{ image: { url: 'https://charts.example/1.png' } }],
  });
  await settled();
  expect(await told()).toHaveLength(1);

  await discord.post('signals', 'provider', {
    content: 'https://charts.example/x/2',
    embeds: [{ image: { url: 'https://charts.example/2.png' } }],
  });
  await settled();
  expect(await told()).toHaveLength(2);

  const panel = await discord.command('owner', 'pilotfish', 'notices');
  const one = await choose(
    discord,
    'owner',
    panel,
    'Change a kind of notice',
    'Unclear message, or only a picture',
  );
  await press(discord, 'owner', one, 'Off');
  await discord.post('signals', 'provider', { content: '', files: [chart] });
  await settled();
  expect(await told()).toHaveLength(2);
});
