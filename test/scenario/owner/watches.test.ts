import { expect, test } from 'vitest';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { listSignals } from '../../../src/trading/store/messages/signals.ts';
import { listSettingsChanges } from '../../../src/trading/store/settings/settings.ts';
import { notice } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { choose, fill, press, textOf } from '../../support/press.ts';

const SIGNAL = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000';

async function started(options: Parameters<typeof testNetwork>[0] = {}): Promise<TestNetwork> {
  const network = await testNetwork(options);
  await network.coinbase.setPrice('BTC-USD', '60000');
  return network;
}

const positions = ({ pilotfish }: TestNetwork) => listPositions(pilotfish().app.db, { limit: 10 });
const signals = ({ pilotfish }: TestNetwork) => listSignals(pilotfish().app.db, { limit: 10 });
const command = ({ discord }: TestNetwork, name: string, options: Record<string, string> = {}) =>
  discord.command('owner', 'pilotfish', name, options);

test('a paused watch notes its signals, follows what is said of open positions, and trades none later', async () => {
  const network = await started();
  const { discord, coinbase, post, pilotfish } = network;
  await post(SIGNAL);
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();
  expect(textOf(await command(network, 'watch pause', { watch: 'signals' }))).toContain('Paused');

  await coinbase.setPrice('ETH-USD', '3000');
  const meanwhile = await post('LONG #ETH/USDT\nEntry: market\nSL: 2900\nTP1: 3300');
  await pilotfish().processAll();
  const [noted] = await signals(network);
  expect(noted).toMatchObject({ symbol: 'ETH', outcome: 'noted' });
  expect(noted?.why).toMatch(/^the watch is paused; it would be taken: long ETH-USD for 100 USD/);
  await post('BTC: close now');
  await notice(discord, /^Closed long BTC-USD/);

  const again = await command(network, 'watch pause', { watch: 'signals' });
  expect(textOf(again)).toBe('signals is paused already.');
  const list = await command(network, 'watch list');
  expect(textOf(list)).toContain('⏸ paused');
  const card = await choose(discord, 'owner', list, 'Show one', 'signals');
  expect(textOf(await press(discord, 'owner', card, 'Resume'))).toContain('is not');

  await discord.edit(meanwhile, 'LONG #ETH/USDT\nEntry: market\nSL: 2890\nTP1: 3300');
  await post(SIGNAL.replace('58000', '58100'));
  await pilotfish().processAll();
  expect((await positions(network)).map((one) => one.product.id)).toEqual(['BTC-USD', 'BTC-USD']);
  expect((await signals(network)).map((one) => one.outcome).slice(0, 2)).toEqual([
    'taken',
    'noted',
  ]);
  expect(textOf(await command(network, 'watch resume', { watch: 'signals' }))).toBe(
    'signals is not paused.',
  );
  expect(await discord.violations()).toEqual([]);
});

test('a pause outlasts a restart, and what came while the bot was down is not traded either', async () => {
  const network = await started();
  await command(network, 'watch pause', { watch: 'signals' });
  await network.stop();
  await network.discord.post('signals', 'provider', SIGNAL);
  await network.start();
  await network.pilotfish().processAll();
  expect(await positions(network)).toEqual([]);
  expect(await signals(network)).toMatchObject([{ outcome: 'noted' }]);
});

async function watchOnly(network: TestNetwork): Promise<void> {
  const { discord } = network;
  const panel = await command(network, 'watch edit', { watch: 'signals' });
  const entries = await choose(discord, 'owner', panel, 'Another group', 'Entries');
  const choices = await choose(
    discord,
    'owner',
    entries,
    'Look at one, or change it',
    'Follow signals',
  );
  await choose(discord, 'owner', choices, 'Follow signals', 'Watch only (paper)');
}

test('watched only while live is on: traded on paper, and shown in the performance of paper', async () => {
  const network = await started({ paper: true });
  const { discord, coinbase, post, pilotfish } = network;
  await discord.command('owner', 'pilotfish', 'limits set', { position: '500', 'daily-loss': '5' });
  await pilotfish().app.trader.turnLive(true, '1', 'now');
  expect(pilotfish().app.account).toBe('live');
  await watchOnly(network);

  const refused = SIGNAL.replace('58000', '61000');
  await post(refused);
  await notice(discord, /^Not taken/);
  const list = await command(network, 'signals', { outcome: 'denied' });
  const one = await choose(discord, 'owner', list, 'Show one in full', 'long BTC, refused');
  await coinbase.setPrice('BTC-USD', '61500');
  expect(textOf(await press(discord, 'owner', one, 'What it would do now'))).toContain('(PAPER)');
  await coinbase.setPrice('BTC-USD', '60000');

  await post(SIGNAL);
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();
  expect(await positions(network)).toMatchObject([{ account: 'paper', status: 'open' }]);
  expect(await coinbase.orders()).toEqual([]);
  await coinbase.setPrice('BTC-USD', '61000');
  await post('BTC: close now');
  await notice(discord, /^Closed long BTC-USD/);
  await pilotfish().processAll();
  const paper = await command(network, 'performance', { account: 'paper' });
  expect(textOf(paper)).toMatch(/PAPER[\s\S]*Percy Provider[\s\S]*1 trade/);
  expect(textOf(await command(network, 'performance'))).toContain('No position was closed');
  expect(textOf(await command(network, 'watch list'))).toContain('watched only, on paper');
});

test('watched only in the sandbox, which has no paper: noted with its plan', async () => {
  const network = await started({ watch: false });
  const added = await command(network, 'watch add', { channel: 'signals', follow: 'paper' });
  expect(textOf(added)).toContain('signals: watched only, on paper');
  await network.post(SIGNAL);
  await network.pilotfish().processAll();
  expect(await positions(network)).toEqual([]);
  const [row] = await signals(network);
  expect(row?.why).toMatch(/watched only.*it would be taken: long BTC-USD for 100 USD, stop 58000/);
});

test('a watch is renamed and removed by its buttons, and the history has who did', async () => {
  const network = await started();
  const { discord, pilotfish } = network;
  const list = await command(network, 'watch list');
  const card = await choose(discord, 'owner', list, 'Show one', 'signals');
  const form = await press(discord, 'owner', card, 'Rename');
  expect(textOf(await fill(discord, 'owner', form, { name: 'Percy' }))).toContain('Percy');
  expect(textOf(await press(discord, 'admin', card, 'Pause'))).toContain('only the owner');
  const asked = await press(discord, 'owner', card, 'Remove');
  const removed = await press(discord, 'owner', asked, 'Stop following');
  expect(textOf(removed)).toContain('No longer following Percy');
  const gone = await choose(discord, 'owner', list, 'Show one', 'signals');
  expect(textOf(gone)).toContain('There is no such watch');
  const changes = await listSettingsChanges(pilotfish().app.db, { limit: 3 });
  expect(changes.map(({ scope, value }) => [scope, value.name, value.followed])).toEqual([
    ['watch:1', 'Percy', false],
    ['watch:1', 'Percy', true],
    ['watch:1', 'signals', true],
  ]);
});

test('how a provider writes is told in a form, and read so from the next message on', async () => {
  const network = await started();
  const { discord, pilotfish, post } = network;
  const list = await command(network, 'watch list');
  const card = await choose(discord, 'owner', list, 'Show one', 'signals');
  const form = await press(discord, 'owner', card, 'How it writes');
  const values = { side: 'none', thousands: 'no' };
  const odd = await fill(discord, 'owner', form, { ...values, words: 'Zielzone : target' });
  expect(odd.followups.at(-1)?.content).toMatch(/“Zielzone .* target” does not say which word/);
  const wrong = await fill(discord, 'owner', form, { ...values, symbol: 'b t c' });
  expect(wrong.followups.at(-1)?.content).toContain('The coin must be one such as BTC');
  const told = await fill(discord, 'owner', form, {
    ...values,
    symbol: 'btc',
    words: 'Zielzone = target\nAbsicherung = stop',
  });
  expect(textOf(told)).toContain('BTC is meant when no coin is named');
  expect(textOf(told)).toContain('“absicherung” means stop');
  await post('LONG now\nAbsicherung: 58000\nZielzone: 63000');
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();
  const [row] = await signals(network);
  expect(row?.reading).toMatchObject({ symbol: 'BTC', stop: { price: '58000' } });
  const again = await press(discord, 'owner', told, 'How it writes');
  expect(JSON.stringify(again.modal)).toContain('zielzone = target');
});
