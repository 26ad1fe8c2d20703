import { expect, test } from 'vitest';
import type { SandboxEvent } from '../../../sandbox/coinbase/control/control.ts';
import { notice } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';

const signal = (stop: string) => `LONG #BTC/USDT\nEntry: market\nSL: ${stop}\nTP1: 63000`;

/** One signal was traded, and what the account holds was looked at after it. */
async function warm(options: Parameters<typeof testNetwork>[0] = {}): Promise<TestNetwork> {
  const network = await testNetwork(options);
  await network.coinbase.setPrice('BTC-USD', '60000');
  const looked = network.coinbase.waitFor(
    (event) => event.type === 'request' && event.route === 'accounts',
    { after: await network.coinbase.lastEvent() },
  );
  await network.post(signal('58000'));
  await notice(network.discord, /^Open: long/);
  await network.pilotfish().processAll();
  await looked;
  return network;
}

/** What the exchange was asked from now on until it has an order to buy; resolves to that. */
async function askedBeforeOrder({ coinbase }: TestNetwork, post: () => Promise<unknown>) {
  const asked: string[] = [];
  const bought = Promise.withResolvers<void>();
  const stop = coinbase.follow(
    (event: SandboxEvent) => {
      if (event.type === 'request') asked.push(event.route);
      if (event.type === 'order' && event.order.side === 'buy') bought.resolve();
    },
    await coinbase.lastEvent(),
  );
  await post();
  await bought.promise;
  stop();
  // The order itself is told before the request that brought it.
  return asked.filter((route) => route !== 'create');
}

test('a bot that is warm asks nothing of the exchange before an order', async () => {
  const network = await warm();
  expect(await askedBeforeOrder(network, () => network.post(signal('58100')))).toEqual([]);
});

test('a no is given only by what the exchange says now: money that came meanwhile is spent', async () => {
  const network = await warm({ balances: { USD: '150' } });
  await network.coinbase.transfer('USD', '1000');
  await network.post(signal('58100'));
  await network.settled();
  expect((await network.coinbase.orders()).filter(({ side }) => side === 'buy')).toHaveLength(2);
});

test('money that is gone meanwhile ends as the exchange’s refusal, told, and nothing is sent twice', async () => {
  const network = await warm({ balances: { USD: '1000' } });
  await network.coinbase.transfer('USD', '-850');
  await network.post(signal('58100'));
  const told = await notice(network.discord, /insufficient/i);
  expect(told.text).toMatch(/refused/i);
  await network.settled();
  const bought = (await network.coinbase.orders()).filter(({ side }) => side === 'buy');
  expect(bought.map(({ status }) => status)).toEqual(['filled']);
});

test('ten signals at once do not spend the same money', async () => {
  const network = await warm({ balances: { USD: '650' } });
  const posts = Array.from({ length: 10 }, (_, i) => network.post(signal(`${58200 + i * 10}`)));
  await Promise.all(posts);
  await network.settled();
  const bought = (await network.coinbase.orders()).filter(({ side }) => side === 'buy');
  expect(bought).toHaveLength(6);
  expect(bought.every(({ status }) => status === 'filled')).toBe(true);
});
