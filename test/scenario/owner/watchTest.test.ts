import { expect, test } from 'vitest';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { listSignals } from '../../../src/trading/store/messages/signals.ts';
import { testNetwork } from '../../support/pilotfish.ts';
import { choose, press, textOf } from '../../support/press.ts';

const SIGNAL = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000';

test('a test shows what would become of the last messages, and trades and keeps nothing', async () => {
  const network = await testNetwork();
  const { discord, coinbase, pilotfish } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  const asked = await discord.command('owner', 'pilotfish', 'watch remove', { watch: 'signals' });
  await press(discord, 'owner', asked, 'Stop following');
  for (let i = 0; i < 12; i += 1) await discord.post('signals', 'stranger', `good morning ${i}`);
  await discord.post('signals', 'provider', SIGNAL);
  await discord.post('signals', 'provider', SIGNAL.replace('58000', '61000'));
  await discord.post('signals', 'provider', 'BTC: close now');
  await discord.post(
    'signals',
    'provider',
    'BTC looks great, buy now, SL 58000 or maybe SL 55000, TP 63000',
  );
  const added = await discord.command('owner', 'pilotfish', 'watch add', {
    channel: 'signals',
    follow: 'automatic',
  });

  const shown = await press(discord, 'owner', added, 'Test');
  expect(textOf(shown)).toContain('The last 16 messages of signals');
  expect(textOf(shown)).toContain(
    '🟢 1 taken, ⛔ 1 refused, 🔵 1 update, ❔ 1 unclear, ▫️ 12 with nothing to act on',
  );
  expect(textOf(shown)).toMatch(
    /long BTC\/USDT → BTC-USD for \$100\.00, stop \$58,000\.00 \(−3\.33 %\)/,
  );
  expect(textOf(shown)).toMatch(/stop on the wrong side: the stop 61,000 is not below/);
  expect(textOf(shown)).toContain('Sam Stranger (12), Percy Provider (4)');
  await discord.post('signals', 'provider', 'posted since');
  const older = await press(discord, 'owner', shown, 'Older');
  expect(textOf(older)).toContain('good morning 0');
  expect(textOf(older)).not.toContain('posted since');
  expect(textOf(await press(discord, 'owner', older, 'Newer'))).toContain('Percy Provider');
  await pilotfish().processAll();
  expect(await listPositions(pilotfish().app.db, { limit: 1 })).toEqual([]);
  expect(await listSignals(pilotfish().app.db, { limit: 5 })).toEqual([]);

  const panel = await press(discord, 'owner', shown, 'Who is read');
  await choose(discord, 'owner', panel, 'Read only these of who posts there', 'Percy Provider');
  const again = await discord.command('owner', 'general', 'watch test', { watch: 'signals' });
  expect(again.ephemeral).toBe(true);
  expect(textOf(again)).toContain('🚫 12 ignored');
  expect(await discord.violations()).toEqual([]);
});

test('a test where the bot may not read says what it lacks, and one of an empty channel that it is', async () => {
  const network = await testNetwork();
  const { discord } = network;
  const empty = await discord.command('owner', 'pilotfish', 'watch test', { watch: 'signals' });
  expect(textOf(empty)).toContain('signals has no messages yet');
  await discord.setPermissions('signals', 'pilotfish', { deny: ['readMessageHistory'] });
  const refused = await discord.command('owner', 'pilotfish', 'watch test', { watch: 'signals' });
  expect(textOf(refused)).toMatch(/can not be read: the bot lacks Read Message History\. Give/);
  const list = await discord.command('owner', 'pilotfish', 'watch list');
  expect(textOf(list)).toContain('⚠ can not be read');
  const gone = await discord.command('owner', 'pilotfish', 'watch test', { watch: 'nowhere' });
  expect(textOf(gone)).toContain('There is no such watch');
});

test('a test while the exchange fails says so for each signal, and is acknowledged at once', async () => {
  const network = await testNetwork();
  const { discord, coinbase } = network;
  await discord.command('owner', 'pilotfish', 'watch pause', { watch: 'signals' });
  await network.post(SIGNAL);
  await coinbase.fault({ kind: 'status', on: 'accounts', status: 500, times: 20 });
  const shown = await discord.command('owner', 'pilotfish', 'watch test', { watch: 'signals' });
  expect(shown.acknowledgedAfterMs).toBeLessThan(1_000);
  expect(textOf(shown)).toMatch(/⛔ 1 refused[\s\S]*market not known: .*could not be asked/);
});
