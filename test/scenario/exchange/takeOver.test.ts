import { expect, onTestFinished, test } from 'vitest';
import { copyDatabase } from '../../support/database/database.ts';
import { notice } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { press, textOf } from '../../support/press.ts';

/** An older copy of the database runs: the exchange has position 2, of 2,000 USD of ETH, which it does not know. */
async function onOlderCopy(balances: Record<string, string> = {}): Promise<TestNetwork> {
  const network = await testNetwork({ balances: { USD: '10000', ...balances } });
  const { coinbase, discord, post, config } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  await coinbase.setPrice('ETH-USD', '3000');
  await post('LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000');
  await notice(discord, /^Open: long .* BTC at/);
  await network.settled();
  await network.stop();
  const original = config.databaseUrl ?? '';
  const older = await copyDatabase(original);
  await network.start();
  await post('LONG #ETH/USDT\nEntry: market\nSL: 2900\nTP1: 3200\nTP2: 3300');
  await notice(discord, /^Open: long .* ETH at/);
  await network.settled();
  await network.stop();
  config.databaseUrl = older.url;
  onTestFinished(() => older.drop());
  await network.start();
  await notice(discord, /of this bot that its database does not know.*ETH.?-USD/);
  return network;
}

const ordersOf = async ({ coinbase }: TestNetwork, productId: string) =>
  (await coinbase.orders()).filter((order) => order.productId === productId);

test('a position that only the exchange knows is listed, left as it is, and taken over at a word', async () => {
  const network = await onOlderCopy({ ETH: '1' });
  const { coinbase, discord, pilotfish } = network;
  const before = await ordersOf(network, 'ETH-USD');

  const listed = await discord.command('owner', 'pilotfish', 'order found');
  expect(textOf(listed)).toMatch(
    /2 long 0\.\d+ ETH-USD: stop \$2,900\.00 with target \$3,200\.00, \$2,900\.00 with target \$3,300\.00/,
  );
  await pilotfish().app.reconcile();
  expect(await ordersOf(network, 'ETH-USD')).toEqual(before);

  const taken = await press(discord, 'owner', listed, 'Take over 2');
  expect(textOf(taken)).toContain('Position 2 is taken over');
  await network.settled();
  // Nothing was placed, changed or cancelled for it: what rested is its protection.
  expect((await ordersOf(network, 'ETH-USD')).map(({ id, status }) => [id, status])).toEqual(
    before.map(({ id, status }) => [id, status]),
  );
  const position = pilotfish().app.engine.state().positions.get('2');
  expect(position).toMatchObject({ status: 'open', stop: '2900', side: 'long' });
  expect(position?.plan.targets.map(({ price }) => price)).toEqual(['3200', '3300']);
  expect(textOf(await discord.command('owner', 'pilotfish', 'order found'))).toContain(
    'Nothing is open at the exchange that the database does not know',
  );

  await coinbase.setPrice('ETH-USD', '3310');
  await notice(discord, /^Closed long ETH-USD/);
  await network.settled();
  // The owner's own coin is still there.
  const eth = (await coinbase.balances()).find(({ asset }) => asset === 'ETH');
  expect(Number(eth?.total)).toBe(1);
});

test('one without a stop is taken over with a stop of the owner’s only, and not beyond the price', async () => {
  const network = await onOlderCopy();
  const { coinbase, discord } = network;
  for (const { id, status } of await ordersOf(network, 'ETH-USD')) {
    if (status === 'open') await coinbase.cancelOrder(id);
  }
  const listed = await discord.command('owner', 'pilotfish', 'order found');
  expect(textOf(listed)).toContain('no stop rests');
  expect(textOf(await press(discord, 'owner', listed, 'Take over 2'))).toContain(
    'say where it is to be',
  );
  const takeOver = async (stop: string) => {
    const asked = await discord.command('owner', 'pilotfish', 'order takeover', {
      position: '2',
      stop,
    });
    return textOf(await press(discord, 'owner', asked, 'Take over 2'));
  };
  expect(await takeOver('3100')).toContain('is beyond a stop at 3,100 already');
  expect(await takeOver('2,850')).toContain('Position 2 is taken over');
  await network.settled();
  const resting = (await ordersOf(network, 'ETH-USD')).filter(({ status }) => status === 'open');
  expect(resting.map(({ terms }) => terms)).toEqual([
    expect.objectContaining({ type: 'stop_limit', stopPrice: '2850' }),
  ]);
});
