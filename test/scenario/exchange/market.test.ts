import { expect, test } from 'vitest';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { listSignals } from '../../../src/trading/store/messages/signals.ts';
import { notice } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';

const BTC = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000';
const ETH = 'LONG #ETH/USDT\nEntry: market\nSL: 2900\nTP1: 3300';

async function started(options: Parameters<typeof testNetwork>[0] = {}): Promise<TestNetwork> {
  const network = await testNetwork(options);
  await network.coinbase.setPrice('BTC-USD', '60000');
  await network.coinbase.setPrice('ETH-USD', '3000');
  return network;
}

/** Resolves when the exchange was asked for a price in vain. */
function askedInVain({ coinbase }: TestNetwork) {
  return coinbase.waitFor(
    (event) => event.type === 'request' && event.route === 'trades' && event.status === 503,
  );
}

/** The exchange tells no price, neither when asked nor by itself. */
async function outage({ coinbase }: TestNetwork, times: number): Promise<void> {
  await coinbase.behave({ silent: true });
  await coinbase.fault({ kind: 'status', on: 'trades', status: 503, times });
}

test('a signal whose market can not be asked is asked about again, and taken', async () => {
  const network = await started();
  await outage(network, 5);
  await network.post(BTC);
  const taken = await notice(network.discord, /^Signal taken: long BTC-USD/);
  expect(taken).toBeDefined();
});

test('it is told as denied, with why, once its provider writes what must not wait behind it', async () => {
  const network = await started();
  const { discord, pilotfish } = network;
  await outage(network, 1_000);
  const asked = askedInVain(network);
  await discord.post('signals', 'provider', BTC);
  await asked;
  await discord.post('signals', 'provider', 'Close ETH now at market');
  const denied = await notice(discord, /^Not taken: long BTC/);
  expect(JSON.stringify(denied)).toMatch(/could not be asked about BTC/);
  await network.settled();
  const outcomes = (await listSignals(pilotfish().app.db, { limit: 5 })).map((row) => row.outcome);
  expect(outcomes).toHaveLength(2);
  expect(await listPositions(pilotfish().app.db, { limit: 5 })).toEqual([]);
});

test('two signals of one message do not spend the same money', async () => {
  const network = await started({ balances: { USD: '150' } });
  await network.post(`${BTC}\n\n${ETH}`);
  await notice(network.discord, /^Signal taken: long BTC-USD/);
  const denied = await notice(network.discord, /^Not taken: long ETH/);
  expect(JSON.stringify(denied)).toMatch(/it costs 100.6 USD with fees, and 49.4 USD is free/);
});
