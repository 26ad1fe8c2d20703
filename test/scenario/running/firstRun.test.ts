import { expect, test } from 'vitest';
import { dec } from '../../../src/trading/money.ts';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { listSignals } from '../../../src/trading/store/messages/signals.ts';
import { openSize } from '../../../src/trading/strategy/model/sums.ts';
import { notice } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';
import { press, textOf } from '../../support/press.ts';

const SIGNAL = ['LONG #BTC/USDT', 'Entry: market', 'SL: 58000', 'TP1: 63000', 'TP2: 66000'].join(
  '\n',
);

async function started() {
  const network = await testNetwork();
  await network.coinbase.setPrice('BTC-USD', '60000');
  return network;
}

async function baseTotal(network: Awaited<ReturnType<typeof testNetwork>>, asset: string) {
  const balances = await network.coinbase.balances();
  return balances.find((balance) => balance.asset === asset)?.total ?? '0';
}

test('the first notice leads to the setup, and after a restart a line says what is open and protected', async () => {
  const network = await testNetwork({ watch: false });
  const { discord, coinbase, restart, settled } = network;
  const { text, message } = await notice(discord, /^Pilotfish is running/);
  expect(text).toMatch(/No channel is followed yet/);
  const setup = await press(discord, 'owner', message, 'Set up');
  expect(textOf(setup)).toContain('Three steps to the first signal');
  await coinbase.setPrice('BTC-USD', '60000');
  await discord.command('owner', 'pilotfish', 'watch add', {
    channel: 'signals',
    follow: 'automatic',
  });
  await discord.post('signals', 'provider', SIGNAL);
  await notice(discord, /^Open: long/);
  await settled();
  await restart();
  await notice(
    discord,
    /Open: 1 position \(BTC-USD 1\)\. The stop of each rests at the exchange\.|Open\\: 1 position/,
  );
});

test('a wrong key is said for what it is, and nobody is sent to look at the connection', async () => {
  const key = { name: 'organizations/a/apiKeys/b', privateKey: 'nonsense'.repeat(8) };
  const failed = await testNetwork({ key }).catch((error: Error) => error.message);
  expect(failed).toMatch(/^The Coinbase private key is .* Mend that and start again\.$/);
  expect(failed).not.toMatch(/internet/);
});

test('a posted signal is bought, protected at the exchange, and each step is told', async () => {
  const { discord, coinbase, pilotfish, post } = await started();
  await post(SIGNAL);

  await notice(discord, /^Signal taken: long BTC-USD/);
  await notice(discord, /^Order placed: buy BTC-USD/);
  await notice(discord, /^Bought .* at \$60,000/);
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();

  const [position] = await listPositions(pilotfish().app.db, { open: true, limit: 5 });
  expect(position?.status).toBe('open');
  const resting = (await coinbase.orders()).filter((order) => order.status === 'open');
  const covered = resting.reduce(
    (sum, order) => sum.add('size' in order.terms ? order.terms.size : '0'),
    dec(0),
  );
  expect(resting.every((order) => order.side === 'sell')).toBe(true);
  expect(covered.toFixed()).toBe(position ? openSize(position).toFixed() : '');
  expect(await discord.violations()).toEqual([]);
});

test('targets are taken, the position closes with its profit told, and nothing is left resting', async () => {
  const network = await started();
  const { discord, coinbase, pilotfish, post } = network;
  const before = await baseTotal(network, 'BTC');
  await post(SIGNAL);
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();

  await coinbase.setPrice('BTC-USD', '63100');
  await notice(discord, /^Sold .* at \$63,000/);
  await coinbase.setPrice('BTC-USD', '66100');
  const closed = await notice(discord, /^Closed long BTC-USD: \+/);
  expect(closed.text).toMatch(/target/i);
  await pilotfish().processAll();

  expect((await coinbase.orders()).filter((order) => order.status === 'open')).toEqual([]);
  const [position] = await listPositions(pilotfish().app.db, { limit: 1 });
  expect(position?.status).toBe('closed');
  expect(await baseTotal(network, 'BTC')).toBe(before);
  expect(
    dec(await baseTotal(network, 'BTC'))
      .sub('0')
      .toFixed(),
  ).toBe(await baseTotal(network, 'BTC'));
});

test('the stop at the exchange closes the position when the price falls', async () => {
  const { discord, coinbase, pilotfish, post } = await started();
  await post(SIGNAL);
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();
  await coinbase.setPrice('BTC-USD', '57900');
  const closed = await notice(discord, /^Closed long BTC-USD: −/);
  expect(closed.text).toMatch(/stop/i);
});

test("the provider's updates move the stop and close the position", async () => {
  const { discord, coinbase, pilotfish, post } = await started();
  const signal = await post(SIGNAL);
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();

  await coinbase.setPrice('BTC-USD', '62000');
  await post({ content: 'Move SL to entry', replyTo: signal });
  await notice(discord, /^Stop of BTC-USD is now/);
  await pilotfish().processAll();

  await post({ content: 'Close BTC now', replyTo: signal });
  await notice(discord, /^Closed long BTC-USD: \+/);
  await pilotfish().processAll();
  expect((await coinbase.orders()).filter((order) => order.status === 'open')).toEqual([]);
});

test('chatter that looks like a signal trades nothing', async () => {
  const { coinbase, pilotfish, post } = await started();
  await post('Might long BTC around 60k later, who is in?');
  await post('BTC +35% PROFIT 🔥 all targets hit, join VIP');
  await pilotfish().processAll();
  expect(await coinbase.orders()).toEqual([]);
  expect(await listPositions(pilotfish().app.db, { limit: 5 })).toEqual([]);
});

test('a signal that contradicts itself is not traded, and the owner is told what is wrong', async () => {
  const { discord, coinbase, pilotfish, post } = await started();
  await post('LONG BTC\nEntry: 60000\nSL: 65000\nTP: 70000');
  await notice(discord, /^(Unclear|Not taken)/);
  await pilotfish().processAll();
  expect(await coinbase.orders()).toEqual([]);
});

test('a message that Discord replays after a lost connection is acted on once', async () => {
  const { discord, coinbase, pilotfish, post } = await started();
  await post(SIGNAL);
  await notice(discord, /^Open: long/);
  const resumed = discord.waitForEvent(
    (event) =>
      event.type === 'connection' && (event.change === 'resumed' || event.change === 'identified'),
    15_000,
  );
  await discord.invalidateSessions();
  await discord.dropGateway();
  await resumed;
  await pilotfish().processAll();
  const buys = (await coinbase.orders()).filter((order) => order.side === 'buy');
  expect(buys).toHaveLength(1);
  const signals = await listSignals(pilotfish().app.db, { limit: 10 });
  expect(signals.map((signal) => signal.outcome)).toEqual(['taken']);
});

test('what was posted while the bot was down is caught up, once', async () => {
  const network = await started();
  const { discord, coinbase } = network;
  await network.stop();
  await discord.post('signals', 'provider', SIGNAL);
  await network.start();
  await notice(discord, /^Open: long/);
  await network.restart();
  await network.pilotfish().processAll();
  expect((await coinbase.orders()).filter((order) => order.side === 'buy')).toHaveLength(1);
});

test('a restart goes on with the open position as it was', async () => {
  const network = await started();
  const { discord, coinbase, post } = network;
  await post(SIGNAL);
  await notice(discord, /^Open: long/);
  await network.pilotfish().processAll();
  const before = await listPositions(network.pilotfish().app.db, { open: true, limit: 5 });

  await network.restart();
  await network.pilotfish().processAll();
  expect(await listPositions(network.pilotfish().app.db, { open: true, limit: 5 })).toEqual(before);
  await coinbase.setPrice('BTC-USD', '57900');
  await notice(discord, /^Closed long BTC-USD: −/);
});

test('what happened at the exchange while the bot was down is taken over', async () => {
  const network = await started();
  const { discord, coinbase, post } = network;
  await post(SIGNAL);
  await notice(discord, /^Open: long/);
  await network.pilotfish().processAll();
  await network.stop();
  await coinbase.setPrice('BTC-USD', '57900');
  await network.start();
  await notice(discord, /^Closed long BTC-USD: −/);
});

test('an order whose answer was lost ends in one order', async () => {
  const { discord, coinbase, pilotfish, post } = await started();
  await coinbase.fault({ kind: 'lose_answer', on: 'create', times: 1 });
  await post(SIGNAL);
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();
  expect((await coinbase.orders()).filter((order) => order.side === 'buy')).toHaveLength(1);
});

test('a venue that refuses the order is reported and nothing is open', async () => {
  const { discord, coinbase, pilotfish, post } = await started();
  await coinbase.fault({ kind: 'reject_create', reason: 'INSUFFICIENT_FUND', times: 1 });
  await post(SIGNAL);
  await notice(discord, /^Order refused: BTC-USD/);
  await pilotfish().processAll();
  expect(await listPositions(pilotfish().app.db, { open: true, limit: 5 })).toEqual([]);
});

test('panic closes everything and halts; resume lets new signals in', async () => {
  const { discord, coinbase, pilotfish, post } = await started();
  await post(SIGNAL);
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();

  const asked = await discord.command('owner', 'pilotfish', 'panic');
  const row = asked.message?.components?.[0];
  const button = row && 'components' in row ? row.components[0] : undefined;
  if (!asked.message || !button || !('custom_id' in button))
    throw new Error('no button to confirm');
  await discord.click('owner', asked.message, button.custom_id);
  await notice(discord, /^Closed long BTC-USD/);
  await pilotfish().processAll();
  expect((await coinbase.orders()).filter((order) => order.status === 'open')).toEqual([]);

  await post(SIGNAL.replace('58000', '58001'));
  await notice(discord, /^Not taken/);
  await discord.command('owner', 'pilotfish', 'resume');
  await post(SIGNAL.replace('58000', '58002'));
  await pilotfish().processAll();
  expect(await listPositions(pilotfish().app.db, { open: true, limit: 5 })).toHaveLength(1);
});

test('malformed frames of the gateway and of the venue leave a running bot', async () => {
  const { discord, coinbase, pilotfish, post, logged } = await started();
  await coinbase.sendRaw('market', 'this is no JSON');
  await coinbase.sendRaw(
    'user',
    '{"channel":"user","events":[{"type":"update","orders":[{"order_id":5}]}]}',
  );
  await coinbase.sendRaw('user', '[]');
  await post(SIGNAL);
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();
  expect(logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
});

test('a signal posted in another channel, or by the bot itself, is not heard', async () => {
  const { discord, coinbase, pilotfish, post } = await started();
  await discord.post('general', 'provider', SIGNAL);
  await post('good morning');
  await pilotfish().processAll();
  expect(await coinbase.orders()).toEqual([]);
});
