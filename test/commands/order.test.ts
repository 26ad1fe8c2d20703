import { expect, test } from 'vitest';
import { listPositions } from '../../src/trading/store/core/positions.ts';
import { notice } from '../support/notices.ts';
import { type TestNetwork, testNetwork } from '../support/pilotfish.ts';
import { press, textOf } from '../support/press.ts';

const LIMITS = 'LONG #BTC/USDT\nEntry 1: 59000\nEntry 2: 58000\nSL: 55000\nTP1: 63000';

async function withEntries(): Promise<TestNetwork> {
  const network = await testNetwork();
  await network.coinbase.setPrice('BTC-USD', '60000');
  await network.post(LIMITS);
  await network.pilotfish().processAll();
  return network;
}

const order = ({ discord }: TestNetwork, what: string, options: Record<string, string> = {}) =>
  discord.command('owner', 'pilotfish', `order ${what}`, options);

test('open orders are listed, one is shown in full, and one entry is cancelled while the other stays', async () => {
  const network = await withEntries();
  const { discord, coinbase, pilotfish } = network;
  const list = await order(network, 'list');
  expect(textOf(list)).toMatch(/1-1 SANDBOX buy BTC-USD, entry 1: limit .* BTC at \$59,000/);
  expect(textOf(list)).toContain('1-3 SANDBOX buy BTC-USD, entry 2');
  const { choices } = await discord.autocomplete('owner', 'pilotfish', 'order show', 'order', {
    order: 'btc',
  });
  expect(choices?.map(({ value }) => value).sort()).toEqual(['1-1', '1-3']);
  const shown = await order(network, 'show', { order: '1-3' });
  expect(textOf(shown)).toMatch(/State: resting at the exchange/);

  const asked = await press(discord, 'owner', shown, 'Cancel this entry');
  const kept = await press(discord, 'owner', asked, 'No');
  expect(textOf(kept)).toContain('[Cancel this entry]');
  const again = await press(discord, 'owner', kept, 'Cancel this entry');
  const done = await press(discord, 'owner', again, 'Cancel it');
  expect(textOf(done)).toContain('Cancelled');
  await pilotfish().processAll();
  const open = (await coinbase.orders()).filter(({ status }) => status === 'open');
  expect(open).toHaveLength(1);
  expect(textOf(await order(network, 'list'))).not.toContain('1-3 SANDBOX');
  expect(textOf(await order(network, 'show', { order: '1-3' }))).toContain('State: cancelled');
  expect(textOf(await order(network, 'cancel', { order: '1-3' }))).toContain('has ended already');
  const [position] = await listPositions(pilotfish().app.db, { limit: 1 });
  expect(position).toMatchObject({ status: 'pending', entriesEnded: null });

  const last = await order(network, 'cancel', { order: '1-1' });
  await press(discord, 'owner', last, 'Cancel it');
  await pilotfish().processAll();
  const [ended] = await listPositions(pilotfish().app.db, { limit: 1 });
  expect(ended?.status).toBe('cancelled');
  expect(await discord.violations()).toEqual([]);
});

test('an order that protects is not cancelled: the reason and what to do instead are said', async () => {
  const network = await withEntries();
  const { discord, coinbase, pilotfish } = network;
  await coinbase.setPrice('BTC-USD', '58900');
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();
  const list = textOf(await order(network, 'list'));
  const [, stop = ''] = /(1-\d+) SANDBOX sell/.exec(list) ?? [];
  const refused = await order(network, 'cancel', { order: stop });
  expect(textOf(refused)).toMatch(/protects position 1.*\/position 1 you can move its stop/);
  const shown = await order(network, 'show', { order: stop });
  expect(textOf(shown)).not.toContain('[Cancel this entry]');
  const { app } = pilotfish();
  const orderId = `${app.engine.state().install}-${stop}`;
  const act = { act: 'cancel_order', positionId: '1', orderId } as const;
  const { changed } = await app.engine.submit({ type: 'owner', at: app.now(), by: '1', act });
  expect(changed).toEqual([]);
});

test('a viewer looks and cancels nothing, a wrong number is said, a stale button does nothing', async () => {
  const network = await withEntries();
  const { discord, coinbase, pilotfish } = network;
  await discord.command('owner', 'pilotfish', 'access allow', { who: 'stranger', as: 'viewers' });
  const shown = await discord.command('stranger', 'general', 'order show', { order: '1-1' });
  expect(shown.ephemeral).toBe(true);
  expect(textOf(await press(discord, 'stranger', shown, 'Cancel this entry'))).toContain('Sorry');
  expect(textOf(await order(network, 'show', { order: '9-9' }))).toContain('There is no order 9-9');
  const asked = await order(network, 'cancel', { order: '1-1' });
  await coinbase.setPrice('BTC-USD', '58900');
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();
  const stale = await press(discord, 'owner', asked, 'Cancel it');
  expect(textOf(stale)).toContain('Not done: that order has ended already');
});

test('an order that the owner placed at the exchange is listed as theirs; without an answer that is said', async () => {
  const network = await withEntries();
  const { coinbase, discord, pilotfish } = network;
  await pilotfish().app.venues.sandbox?.place({
    clientOrderId: 'my-own-1',
    productId: 'ETH-USD',
    side: 'buy',
    terms: { type: 'limit', size: '0.1', price: '1000', timeInForce: 'gtc' },
  });
  expect(textOf(await order(network, 'list'))).toContain(
    'not the bot’s: buy ETH-USD: limit 0.1 ETH at $1,000.00',
  );
  await coinbase.fault({ kind: 'delay', on: 'list_orders', ms: 6_000, times: 3 });
  const list = await order(network, 'list');
  expect(list.acknowledgedAfterMs).toBeLessThan(1_000);
  expect(textOf(list)).toContain('does not answer');
  expect(textOf(list)).toContain('1-1');
  expect(await discord.violations()).toEqual([]);
});
