import { expect, test } from 'vitest';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { writeSettings } from '../../../src/trading/store/settings/settings.ts';
import { notice } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { press, textOf } from '../../support/press.ts';

const SIGNAL = ['LONG #BTC/USDT', 'Entry: market', 'SL: 58000', 'TP: 66000'].join('\n');

async function started() {
  const network = await testNetwork({ paper: true });
  await network.coinbase.setPrice('BTC-USD', '60000');
  return network;
}

const setLimits = (network: TestNetwork) =>
  network.discord.command('owner', 'pilotfish', 'limits set', {
    position: '500',
    'daily-loss': '5',
  });

async function liveOn({ discord }: TestNetwork, words: string) {
  const check = await discord.command('owner', 'pilotfish', 'live on');
  const row = check.message?.components?.[0];
  const button = row && 'components' in row ? row.components[0] : undefined;
  if (!check.message || !button || !('custom_id' in button)) return { check, answer: null };
  const form = await discord.click('owner', check.message, button.custom_id);
  return { check, answer: await discord.submitModal('owner', form, { words }) };
}

test('a key alone still trades on paper; going live takes limits, a look and a typed word', async () => {
  const network = await started();
  const { discord, coinbase, post, pilotfish } = network;
  await post(SIGNAL);
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();
  expect(await coinbase.orders()).toEqual([]);

  const early = await liveOn(network, 'real money');
  expect(early.answer).toBeNull();
  expect(JSON.stringify(early.check.message)).toContain('A limit was never set');

  await setLimits(network);
  const wrong = await liveOn(network, 'yes');
  expect(JSON.stringify(wrong.answer)).toContain('nothing was changed');
  expect(pilotfish().app.account).toBe('paper');

  const right = await liveOn(network, 'Real money');
  expect(JSON.stringify(right.answer?.message)).toContain('LIVE');
  expect((await discord.presence())?.activities[0]?.state).toBe('live trading');

  await post(SIGNAL.replace('58000', '58100'));
  await pilotfish().processAll();
  expect((await coinbase.orders()).filter((order) => order.side === 'buy')).toHaveLength(1);
  const positions = await listPositions(pilotfish().app.db, { open: true, limit: 5 });
  expect(positions.map((position) => position.account).sort()).toEqual(['live', 'paper']);
});

test('what would trade is listed before, and a new watch does not trade real money without a word', async () => {
  const network = await started();
  const { discord, pilotfish, coinbase, post } = network;
  await setLimits(network);
  await discord.command('owner', 'dm:owner', 'watch add', {
    elsewhere: await discord.channelId('calls'),
    follow: 'paper',
  });
  await discord.command('owner', 'pilotfish', 'watch add', { channel: 'announcements' });
  const { check } = await liveOn(network, 'real money');
  expect(JSON.stringify(check.message)).not.toContain('calls');
  expect(JSON.stringify(check.message)).toMatch(
    /announcements <#\d+>: trades the ways of writing you have confirmed by itself, asks about others/,
  );
  expect(JSON.stringify(check.message)).toMatch(
    /What will trade with real money[^}]*signals <#\d+>: trades by itself, reads \*\*everybody who posts there\*\*/,
  );
  expect(JSON.stringify(check.message)).not.toMatch(/-0\.0 s/);
  const remove = await discord.command('owner', 'pilotfish', 'watch remove', { watch: 'signals' });
  await press(discord, 'owner', remove, 'Stop following');
  const added = await discord.command('owner', 'pilotfish', 'watch add', { channel: 'signals' });
  expect(textOf(added)).toMatch(
    /Real money is on, so it asks you before each trade[\s\S]*you are asked first/,
  );
  await post(SIGNAL);
  await pilotfish().processAll();
  const asked = await notice(discord, /^Trade this\? long BTC\/USDT for \$100\.00/);
  expect(asked.message.embeds[0]?.author?.name).toBe('LIVE');
  expect(await coinbase.orders()).toEqual([]);
});

test('live stays on over a restart, and off needs one click', async () => {
  const network = await started();
  await setLimits(network);
  await liveOn(network, 'real money');
  const again = await network.restart();
  expect(again.app.account).toBe('live');

  const asked = await network.discord.command('owner', 'pilotfish', 'live off');
  const row = asked.message?.components?.[0];
  const button = row && 'components' in row ? row.components[0] : undefined;
  if (!asked.message || !button || !('custom_id' in button)) throw new Error('no button');
  await network.discord.click('owner', asked.message, button.custom_id);
  expect(again.app.account).toBe('paper');
});

test('a limit that live needs is not taken away without a question, and live stops without it', async () => {
  const network = await started();
  const { discord, pilotfish } = network;
  await setLimits(network);
  await liveOn(network, 'real money');
  const away = () => discord.command('owner', 'pilotfish', 'limits set', { 'daily-loss': '0' });
  const asked = await away();
  expect(textOf(asked)).toMatch(/taken away[\s\S]*Real money is not traded without it/);
  await press(discord, 'owner', asked, 'No');
  expect(pilotfish().app.account).toBe('live');

  const done = await press(discord, 'owner', await away(), 'Set, and stop live');
  expect(textOf(done)).toContain('PAPER');
  expect(pilotfish().app.account).toBe('paper');
  expect((await discord.presence())?.activities[0]?.state).toBe('paper trading');
  const again = await network.restart();
  expect(again.app.account).toBe('paper');
});

test('live is not on after a start without the limits that it needs', async () => {
  const network = await started();
  await setLimits(network);
  await liveOn(network, 'real money');
  const { app } = network.pilotfish();
  await writeSettings(app.db, 'limits', {}, '1', Date.now());
  expect((await network.restart()).app.account).toBe('paper');
});

test.each([
  ['a key that can transfer', { canTransfer: true }, 'can transfer money out'],
  ['a key without trade permission', { canTrade: false }, 'may not trade'],
])('%s is refused', async (_name, permissions, words) => {
  const network = await testNetwork({ paper: true, start: false });
  const key = await network.coinbase.addKey({ permissions });
  network.config.coinbase.key = key;
  await network.start();
  await setLimits(network);
  const { check, answer } = await liveOn(network, 'real money');
  expect(answer).toBeNull();
  expect(JSON.stringify(check.message)).toContain(words);
});

test('a clock that is off by more than 5 s is refused', async () => {
  const network = await started();
  await setLimits(network);
  await network.coinbase.behave({ clockSkewMs: 8_000 });
  const { check, answer } = await liveOn(network, 'real money');
  expect(answer).toBeNull();
  expect(JSON.stringify(check.message)).toMatch(/clock is [\d.]+ s behind/);

  // It was right when it was looked at, and is off when the word is typed.
  const { discord, coinbase, pilotfish } = network;
  await coinbase.behave({ clockSkewMs: 0 });
  const right = await discord.command('owner', 'pilotfish', 'live on');
  const form = await press(discord, 'owner', right, 'Go live …');
  await coinbase.behave({ clockSkewMs: 8_000 });
  const late = await discord.submitModal('owner', form, { words: 'real money' });
  expect(JSON.stringify(late)).toMatch(/clock is [\d.]+ s behind/);
  expect(pilotfish().app.account).toBe('paper');
});

async function withLivePosition() {
  const network = await started();
  const { coinbase, discord, post, pilotfish } = network;
  await setLimits(network);
  await liveOn(network, 'real money');
  await post(SIGNAL);
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();
  const [position] = await listPositions(pilotfish().app.db, { open: true, limit: 1 });
  if (position?.account !== 'live') throw new Error('there is no live position');
  return { ...network, resting: (await coinbase.orders()).filter((one) => one.status === 'open') };
}

test('a live position without a key to reach it is said loudly at every start, and nothing happens to it', async () => {
  const { config, restart, discord, coinbase, logged, resting, pilotfish } =
    await withLivePosition();
  config.coinbase.key = null;
  await restart();
  const told = await notice(discord, /^NOT MANAGED.* 1 live position/);
  expect(JSON.stringify(told)).toMatch(/long 0\.\d+ BTC.*USD, its stop 58,000 rested at Coinbase/);
  expect(JSON.stringify(told)).toMatch(/COINBASE.*KEY.*FILE/);
  expect(logged.some((line) => line.includes('open positions are not managed'))).toBe(true);
  await pilotfish().app.reconcile();
  await pilotfish().processAll();
  expect((await coinbase.orders()).filter((one) => one.status === 'open')).toEqual(resting);
  const positions = await listPositions(pilotfish().app.db, { open: true, limit: 5 });
  expect(positions.map(({ status }) => status)).toEqual(['open']);
});

test('a key of another portfolio is refused while live positions are open: they would look sold', async () => {
  const { config, start, stop, coinbase, exchange } = await withLivePosition();
  await stop();
  const own = config.coinbase.key;
  config.coinbase.key = await coinbase.addKey({ portfolioId: 'another-portfolio' });
  await expect(start()).rejects.toThrow(/key belongs to portfolio another-portfolio, and 1 open/);
  config.coinbase.key = own;
  const again = await start();
  expect(await listPositions(again.app.db, { open: true, limit: 5 })).toHaveLength(1);
  expect(exchange.key).toEqual(own);
});
