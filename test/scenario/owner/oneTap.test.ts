import { expect, test } from 'vitest';
import { readSettings, writeSettings } from '../../../src/trading/store/settings/settings.ts';
import { notice } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { fill, press, textOf } from '../../support/press.ts';

/** A network with these settings for all watches, BTC at 60,000. */
async function withSettings(settings: Record<string, unknown>): Promise<TestNetwork> {
  const network = await testNetwork();
  const { app } = network.pilotfish();
  await network.coinbase.setPrice('BTC-USD', '60000');
  await writeSettings(app.db, 'defaults', settings, 'test', Date.now());
  return network;
}

test('“Which position?” names the coins, and a tap does to one what was said', async () => {
  const { discord, post, pilotfish, settled } = await withSettings({});
  await post('LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000');
  await post('LONG #BTC/USDT\nEntry: market\nSL: 57000\nTP1: 64000');
  await settled();
  await post('move SL of BTC to 59000');
  const { text, message } = await notice(discord, /^Which position\?/);
  expect(text).toContain('A tap on the coin does what was said.');
  expect(textOf(message)).toContain('[BTC-USD long (1)] [BTC-USD long (2)] [None of them]');
  const done = await press(discord, 'owner', message, 'BTC-USD long (2)');
  expect(textOf(done)).toMatch(/Done: position 2[\s\S]*\[Position 2\]/);
  await settled();
  const { positions } = pilotfish().app.engine.state();
  expect([positions.get('1')?.stop, positions.get('2')?.stop]).toEqual(['58000', '59000']);
  // It was said once.
  expect(textOf(done)).not.toContain('None of them');
});

test('a refused signal is traded anyway by taps where the rule allows it, with what it costs in between', async () => {
  const { discord, post, pilotfish } = await withSettings({ runAwayPercent: '1' });
  await post('LONG #BTC/USDT\nEntry: 58000\nSL: 56000\nTP1: 63000');
  const { message } = await notice(discord, /^Not taken: long BTC/);
  expect(textOf(message)).toMatch(/\[Trade anyway …\].*\[Set: /);
  const looked = await press(discord, 'owner', message, 'Trade anyway …');
  expect(textOf(looked)).toMatch(
    /“price ran away” set aside for this one signal[\s\S]*Costs: \$100\.00[\s\S]*\[Trade\]/,
  );
  expect(pilotfish().app.engine.state().positions.size).toBe(0);
  const taken = await press(discord, 'owner', looked, 'Trade');
  expect(textOf(taken)).toMatch(/Taken: position 1[\s\S]*\[Position 1\]/);
});

test('a limit that said no is set by its button, and no limit on money is ever set aside', async () => {
  const { discord, post, pilotfish } = await withSettings({ mostOpen: 1 });
  const { app } = pilotfish();
  await post('LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000');
  await post('LONG #BTC/USDT\nEntry: market\nSL: 57000\nTP1: 64000');
  const { message } = await notice(discord, /^Not taken: long BTC/);
  expect(textOf(message)).not.toContain('Trade anyway');
  const form = await press(discord, 'owner', message, 'Limit: Most open positions');
  const set = await fill(discord, 'owner', form, { value: '4' });
  expect(textOf(set)).toContain('Most open positions: 4');
  expect(await readSettings(app.db, 'limits')).toMatchObject({ mostOpen: 4 });
  const setting = await press(discord, 'owner', message, 'Set: Most positions');
  expect(textOf(setting)).toMatch(/Most positions: all watches[\s\S]*Now: 1/);
});

test('breakeven has the fees in it, and where the stop can’t go there yet that is said, whoever moves it', async () => {
  const { discord, coinbase, post, settled } = await withSettings({});
  await post('LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000');
  const { message } = await notice(discord, /^Open: long|^long BTC-USD: open/);
  await settled();
  await coinbase.setPrice('BTC-USD', '60100');
  const card = (await discord.messages('pilotfish')).find(({ embeds }) =>
    embeds[0]?.title?.includes('open'),
  );
  const short =
    /(can only go to \$60,000\.\d\d, where it still loses the fees|breakeven is 60,\d{3}(\.\d+)?, and the price is not beyond it yet)/;
  const tapped = await press(discord, 'owner', card ?? message, 'Stop to breakeven');
  const done = await discord.waitForAnswer(tapped.id, (one) => short.test(textOf(one)), 20_000);
  expect(textOf(done)).toMatch(short);
  await settled();
  // The card keeps it.
  const kept = (await discord.messages('pilotfish')).find(({ id }) => id === (card ?? message).id);
  expect(kept?.embeds[0]?.description).toMatch(/breakeven is 60,\d{3}/);

  // Beyond it, the stop goes where nothing is lost.
  await coinbase.setPrice('BTC-USD', '62000');
  await post('move SL to entry');
  await settled();
  const page = textOf(await discord.command('owner', 'pilotfish', 'position'));
  expect(page).toMatch(/Stop: \$60,[1-9]\d\d\.\d\d \(\+\d\.\d\d %\), \+?\$0\.0\d/);
  expect(page).toContain('At risk: nothing: the stop is where it loses no more');
});

test('prices have all digits of the product’s increment, a hundred thousandth here, on the card, in its story and in each message', async () => {
  const { discord, coinbase, post, settled } = await withSettings({});
  await coinbase.setPrice('DOGE-USD', '0.2');
  await post('LONG #DOGE/USDT\nEntry: market\nSL: 0.19\nTP1: 0.22');
  await notice(discord, /^Open: long/);
  await settled();
  const told = (await discord.messages('pilotfish')).find(({ content }) =>
    content.includes('Open: long'),
  );
  expect(told?.content).toMatch(/Stop \$0\.19000 .*TP1 \$0\.22000/);
  const page = textOf(await discord.command('owner', 'pilotfish', 'position'));
  expect(page).toMatch(/target and stop.*target \$0\.22000, stop \$0\.19000/);
  expect(page).toMatch(/Price now: \$0\.20000 /);
  expect(page).not.toMatch(/\$0\.(19|2|22)0?\b/);
});
