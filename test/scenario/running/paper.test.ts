import { expect, test } from 'vitest';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { notice } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';

const SIGNAL = ['LONG #BTC/USDT', 'Entry: market', 'SL: 58000', 'TP1: 63000', 'TP2: 66000'].join(
  '\n',
);

async function started() {
  const network = await testNetwork({ paper: true, key: null });
  await network.coinbase.setPrice('BTC-USD', '60000');
  return network;
}

test('with a token alone signals trade on paper at real prices, and every notice says so', async () => {
  const { discord, coinbase, post, pilotfish } = await started();
  await post(SIGNAL);
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();
  await coinbase.setPrice('BTC-USD', '63100');
  await notice(discord, /^Sold/);
  await coinbase.setPrice('BTC-USD', '66100');
  await notice(discord, /^Closed long BTC-USD: \+/);
  await pilotfish().processAll();
  const messages = (await discord.messages('pilotfish')).filter((one) => one.embeds[0]?.author);
  expect(messages.map((one) => one.embeds[0]?.author?.name)).toEqual(['PAPER · position 1']);
  const alerts = (await discord.messages('pilotfish')).filter(
    (one) => one.content !== '' && !one.interaction_metadata,
  );
  expect(alerts.length).toBeGreaterThan(1);
  expect(alerts.every((one) => one.content.startsWith('PAPER · '))).toBe(true);
  expect((await discord.presence())?.activities[0]?.state).toBe('paper trading');
  expect(await coinbase.orders()).toEqual([]);
});

test('a paper position survives a restart and is stopped out by the price', async () => {
  const network = await started();
  await network.post(SIGNAL);
  await notice(network.discord, /^Open: long/);
  await network.pilotfish().processAll();
  await network.restart();
  await network.coinbase.setPrice('BTC-USD', '57900');
  await notice(network.discord, /^Closed long BTC-USD: −/);
  const [position] = await listPositions(network.pilotfish().app.db, { limit: 1 });
  expect(position).toMatchObject({ account: 'paper', status: 'closed', closeReason: 'stop' });
});

test('without a key there is nothing to switch on', async () => {
  const { discord } = await started();
  const answer = await discord.command('owner', 'pilotfish', 'live on');
  expect(JSON.stringify(answer.message)).toContain('There is no Coinbase key');
});
