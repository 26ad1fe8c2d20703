import { expect, test } from 'vitest';
import { notice } from '../support/notices.ts';
import { testNetwork } from '../support/pilotfish.ts';
import { choose, press, textOf } from '../support/press.ts';

test('signals are listed with what became of them, and one is shown in full', async () => {
  const network = await testNetwork();
  const { discord, coinbase, pilotfish, post } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  await post('LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000');
  await notice(discord, /^Open: long/);
  await post('LONG #BTC/USDT\nEntry: market\nSL: 61000\nTP1: 63000');
  await post('good morning everybody');
  await pilotfish().processAll();

  const list = await discord.command('owner', 'pilotfish', 'signals');
  expect(textOf(list)).toMatch(/🟢.*long BTC from signals, taken, position 1/);
  expect(textOf(list)).not.toContain('good morning');
  const taken = await discord.command('owner', 'pilotfish', 'signals', { outcome: 'taken' });
  const card = await choose(discord, 'owner', taken, 'Show one in full', 'long BTC, taken');
  expect(textOf(card)).toContain('long BTC/USDT: taken');
  expect(card.message?.embeds[0]?.description).toMatch(/\*\*.*58000.*\*\*/);
  const position = await press(discord, 'owner', card, 'Position 1');
  expect(textOf(position)).toContain('long BTC-USD: open');
  expect(await discord.violations()).toEqual([]);
});
