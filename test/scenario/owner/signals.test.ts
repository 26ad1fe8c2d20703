import { expect, test } from 'vitest';
import { notice } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';
import { choose, press, textOf } from '../../support/press.ts';

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
  expect(textOf(list)).toMatch(/🟢.*long BTC by Percy Provider in signals, taken, position 1/);
  expect(textOf(list)).not.toContain('good morning');
  const taken = await discord.command('owner', 'pilotfish', 'signals', { outcome: 'taken' });
  const card = await choose(discord, 'owner', taken, 'Show one in full', 'long BTC, taken');
  expect(textOf(card)).toContain('long BTC/USDT: taken');
  expect(card.message?.embeds[0]?.description).toMatch(/\*\*.*58000.*\*\*/);
  const position = await press(discord, 'owner', card, 'Position 1');
  expect(textOf(position)).toContain('long BTC-USD: open');
  expect(await discord.violations()).toEqual([]);
});

test('signals are filtered by provider, coin and outcome, with choices offered, over pages', async () => {
  const network = await testNetwork();
  const { discord, coinbase, pilotfish, post } = network;
  await coinbase.setPrice('ETH-USD', '3000');
  for (let i = 0; i < 12; i += 1)
    await post(`LONG #ETH/USDT\nEntry: market\nSL: ${3100 + i}\nTP1: 3300`);
  await post({
    content: 'SHORT #BTC/USDT\nEntry: market\nSL: 68000\nTP1: 63000',
    webhook: 'Hooky',
  });
  await post('good morning everybody');
  await pilotfish().processAll();

  const offered = async (option: string, typed: string) => {
    const call = discord.autocomplete('owner', 'pilotfish', 'signals', option, { [option]: typed });
    return ((await call).choices ?? []).map(({ name }) => name);
  };
  expect(await offered('symbol', '')).toEqual(['BTC', 'ETH']);
  expect(await offered('symbol', 'e')).toEqual(['ETH']);
  expect(await offered('provider', '')).toEqual(['Hooky', 'Percy Provider']);
  const { choices = [] } = await discord.autocomplete('owner', 'pilotfish', 'signals', 'provider', {
    provider: 'percy',
  });
  const percy = String(choices[0]?.value);
  const options = { provider: percy, symbol: 'ETH', outcome: 'denied', watch: '1' };
  const first = await discord.command('owner', 'general', 'signals', options);
  expect(first.ephemeral).toBe(true);
  expect(textOf(first)).not.toContain('BTC');
  const older = await press(discord, 'owner', first, 'Older');
  expect(textOf(older).match(/⛔/g)).toHaveLength(3);
  expect(textOf(await press(discord, 'owner', older, 'Newest'))).toContain('[Older]');
  const chatter = await discord.command('owner', 'pilotfish', 'signals', { outcome: 'none' });
  expect(textOf(chatter)).toContain('nothing to act on');
  const hooky = await discord.command('owner', 'pilotfish', 'signals', { symbol: 'btc' });
  expect(textOf(hooky)).toMatch(/short BTC by Hooky in signals, refused/);
});
