import { expect, test } from 'vitest';
import { answer, openPosition } from '../support/openPosition.ts';
import { choose, fill, press, textOf } from '../support/press.ts';
import { startTestBot, type TestBot, testParts } from '../support/testBot.ts';

/** One position that was entered at 50,000 and closed at 51,000: 20 gained, 12.12 in fees. */
async function afterATrade(): Promise<TestBot> {
  const parts = await testParts();
  const { engine } = parts.app;
  const { id } = await openPosition(engine, { source: { providerName: 'Whale *Calls*' } });
  const act = { act: 'close', positionId: id, percent: '100' } as const;
  const closing = await engine.submit({ type: 'owner', at: Date.now(), by: '1', act });
  await answer(engine, closing, '51000');
  return startTestBot(parts);
}

test('performance is told in all and by what was asked for', async () => {
  const { discord } = await afterATrade();
  const byProvider = textOf(await discord.command('owner', 'pilotfish', 'performance'));
  expect(byProvider).toContain('+$7.88 from 1 trade, $12.12 in fees');
  expect(byProvider).toContain('Whale *Calls*: +$7.88 · 1 trade · won 100 %');
  const bySymbol = await discord.command('owner', 'pilotfish', 'performance', {
    by: 'symbol',
    days: 7,
  });
  expect(textOf(bySymbol)).toContain('BTC-USD: +$7.88');
});

test.each(['daily', 'weekly', 'monthly'])('%s tells what was closed in it', async (name) => {
  const { discord } = await afterATrade();
  expect(textOf(await discord.command('owner', 'pilotfish', name))).toContain(
    '+$7.88 from 1 trade',
  );
});

test('nothing closed yet is said', async () => {
  const { discord } = await startTestBot(await testParts());
  expect(textOf(await discord.command('owner', 'pilotfish', 'daily'))).toContain(
    'No position was closed',
  );
});

test('all trades come as CSV', async () => {
  const { discord } = await afterATrade();
  const answered = await discord.command('owner', 'pilotfish', 'export');
  const [trades, fills] = answered.message?.attachments ?? [];
  expect(trades?.filename).toBe('trades-paper.csv');
  expect(fills?.filename).toBe('fills-paper.csv');
  const csv = await (await fetch(trades?.url ?? '')).text();
  expect(csv.split('\r\n')[0]).toBe('position,product,side,opened,closed,net,fees,quote,provider');
  expect(csv.split('\r\n')[1]).toMatch(
    /^1,BTC-USD,long,[^,]+,[^,]+,7\.88,12\.12,USD,Whale \*Calls\*$/,
  );
  expect(await discord.violations()).toEqual([]);
});

test('history tells who did what, refusals too', async () => {
  const { discord, bot } = await startTestBot(await testParts());
  await discord.command('admin', 'general', 'panic');
  await discord.command('owner', 'pilotfish', 'pause', { reason: 'holiday' });
  await bot.settled();
  const shown = textOf(await discord.command('owner', 'pilotfish', 'history'));
  expect(shown).toMatch(/\/pause holiday/);
  expect(shown).toMatch(/\/panic \(refused\)/);
});

test('history tells what was changed by whom, from what to what, over pages', async () => {
  const { discord, bot } = await startTestBot(await testParts());
  const owner = (name: string, options = {}) =>
    discord.command('owner', 'pilotfish', name, options);
  await owner('watch add', { channel: 'signals' });
  await owner('watch pause', { watch: '1' });
  const panel = await owner('settings');
  const form = await choose(discord, 'owner', panel, 'Change a setting', 'Amount per position');
  await fill(discord, 'owner', form, { value: '250' });
  await owner('limits set', { position: '500' });
  await owner('access allow', { who: 'stranger', as: 'viewers' });
  await owner('watch remove', { watch: '1' });
  await bot.settled();

  const changes = await owner('history', { what: 'changes' });
  const lines = textOf(changes);
  expect(lines).toMatch(/signals no longer followed[\s\S]*signals followed: /);
  expect(lines).toMatch(/signals paused: no → yes/);
  expect(lines).toMatch(/all watches Amount per position: as it was made → 250/);
  expect(lines).toMatch(/limits [\s\S]*Most one position may cost: as it was made → 500/);
  expect(lines).toMatch(/the bot .*viewers: .* → @/);
  const commands = await press(discord, 'owner', changes, 'Commands');
  expect(textOf(commands)).toMatch(/button settings enter all quoteSize 250/);
  for (let i = 0; i < 16; i += 1) await owner('status');
  await bot.settled();
  const first = await owner('history', { by: 'owner' });
  const older = await press(discord, 'owner', first, 'Older');
  expect(textOf(older)).toContain('/watch add');
  const newest = await press(discord, 'owner', older, 'Newest');
  expect(textOf(newest)).toContain('[Older]');
  expect(textOf(await owner('history', { by: 'admin' }))).toContain('Nothing yet');
  expect(textOf(await press(discord, 'admin', newest, 'Older'))).toContain('only the owner');
  expect(await discord.violations()).toEqual([]);
});

test('without a venue the balance is refused with where to look', async () => {
  const { discord } = await startTestBot(await testParts());
  expect(textOf(await discord.command('owner', 'pilotfish', 'balance'))).toContain('see /status');
});
