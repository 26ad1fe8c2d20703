import { expect, test } from 'vitest';
import { answer, openPosition } from '../support/openPosition.ts';
import { fill, press, textOf } from '../support/press.ts';
import { startTestBot, type TestBot, testParts } from '../support/testBot.ts';

async function withPosition(): Promise<TestBot & { id: string }> {
  const parts = await testParts();
  const { id } = await openPosition(parts.app.engine);
  return { ...(await startTestBot(parts)), id };
}

test('positions are listed, and one is shown in full with what rests at the venue', async () => {
  const { discord, id } = await withPosition();
  const list = await discord.command('owner', 'pilotfish', 'position');
  expect(textOf(list)).toContain(`${id} PAPER long BTC-USD, open`);
  const { choices } = await discord.autocomplete('owner', 'pilotfish', 'position', 'id', {
    id: 'btc',
  });
  expect(choices).toEqual([{ name: `${id}: long BTC-USD, open`, value: id }]);
  const card = textOf(await discord.command('owner', 'pilotfish', 'position', { id }));
  expect(card).toContain('Entered at: $50,000');
  expect(card).toContain('Open: 0.02 BTC');
  expect(card).toMatch(/At the venue: target and stop.*target \$52,000.*stop \$48,000/);
  expect(card).toContain('[Close] [Close part] [Stop to breakeven] [Move stop]');
});

test('closing asks once, then closes at market', async () => {
  const bot = await withPosition();
  const card = await bot.discord.command('owner', 'pilotfish', 'position', { id: bot.id });
  const asked = await press(bot.discord, 'owner', card, 'Close');
  expect(textOf(asked)).toContain('Close all of it at market now?');
  const kept = await press(bot.discord, 'owner', asked, 'No');
  expect(textOf(kept)).toContain('long BTC-USD: open');
  const again = await press(bot.discord, 'owner', kept, 'Close');
  const done = await press(bot.discord, 'owner', again, 'Close at market');
  expect(textOf(done)).toContain('long BTC-USD: being closed');
});

test('a part is closed by a form, and nonsense in it is refused', async () => {
  const bot = await withPosition();
  const card = await bot.discord.command('owner', 'pilotfish', 'position', { id: bot.id });
  const form = await press(bot.discord, 'owner', card, 'Close part');
  const refused = await fill(bot.discord, 'owner', form, { percent: 'half' });
  expect(refused.followups.at(-1)?.content).toMatch(
    /must be a number above zero.*Nothing was changed/,
  );
  const once = await press(bot.discord, 'owner', card, 'Close part');
  await fill(bot.discord, 'owner', once, { percent: '25 %' });
  expect(bot.submitted.at(-1)).toMatchObject({ act: { act: 'close', percent: '25' } });
});

test.each([
  ['Move stop', { price: '$49,000' }, { act: 'move_stop', to: { price: '49000' } }],
  [
    'Move target',
    { number: '2', price: '56000' },
    { act: 'move_target', target: 2, price: '56000' },
  ],
])('%s is taken from a form', async (label, typed, act) => {
  const bot = await withPosition();
  const card = await bot.discord.command('owner', 'pilotfish', 'position', { id: bot.id });
  const form = await press(bot.discord, 'owner', card, label);
  const done = await fill(bot.discord, 'owner', form, typed);
  expect(bot.submitted.at(-1)).toMatchObject({ type: 'owner', act });
  expect(textOf(done)).toContain('Done.');
});

test('what the core will not do is said on the card', async () => {
  const bot = await withPosition();
  const card = await bot.discord.command('owner', 'pilotfish', 'position', { id: bot.id });
  const form = await press(bot.discord, 'owner', card, 'Move target');
  const done = await fill(bot.discord, 'owner', form, { number: '9', price: '56000' });
  expect(textOf(done)).toContain('Not done: position 1\\: it has no target 9'.replace('\\', ''));
});

test('a card of a position that has ended meanwhile offers nothing more', async () => {
  const bot = await withPosition();
  const card = await bot.discord.command('owner', 'pilotfish', 'position', { id: bot.id });
  const closing = await bot.app.engine.submit({
    type: 'owner',
    at: Date.now(),
    by: '1',
    act: { act: 'close', positionId: bot.id, percent: '100' },
  });
  await answer(bot.app.engine, closing, '51000');
  const stale = await press(bot.discord, 'owner', card, 'Stop to breakeven');
  expect(textOf(stale)).toContain('Not done');
  expect(textOf(stale)).toContain('long BTC-USD: closed, +$7.88');
  expect(stale.message?.components).toEqual([]);
});

test('panic says for each position what happens to it', async () => {
  const bot = await withPosition();
  const asked = await bot.discord.command('owner', 'pilotfish', 'panic');
  expect(textOf(asked)).toContain('1 position will be closed');
  const button = press(bot.discord, 'owner', asked, 'Close everything');
  const shown = await button;
  expect(textOf(shown)).toMatch(/PANIC: in progress[\s\S]*BTC-USD long \(position 1\)/);
  expect(textOf(await bot.discord.command('owner', 'pilotfish', 'status'))).toContain(
    'Halted (panic)',
  );
  expect(textOf(await bot.discord.command('owner', 'pilotfish', 'resume'))).toContain(
    'Trading goes on',
  );
});

test('a position that is not there is said', async () => {
  const bot = await startTestBot(await testParts());
  expect(textOf(await bot.discord.command('owner', 'pilotfish', 'position', { id: '77' }))).toBe(
    'There is no position 77. /position lists them.',
  );
});
