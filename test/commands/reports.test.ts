import { expect, test } from 'vitest';
import { answer, openPosition } from '../support/openPosition.ts';
import { textOf } from '../support/press.ts';
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

test('without a venue the balance is refused with where to look', async () => {
  const { discord } = await startTestBot(await testParts());
  expect(textOf(await discord.command('owner', 'pilotfish', 'balance'))).toContain('see /status');
});
