import { expect, test } from 'vitest';
import { dec } from '../../../src/trading/money.ts';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { writeSettings } from '../../../src/trading/store/settings/settings.ts';
import type { OwnerAct } from '../../../src/trading/strategy/model/event.ts';
import type { Position } from '../../../src/trading/strategy/model/state.ts';
import { openSize } from '../../../src/trading/strategy/model/sums.ts';
import { notice, noticesIn } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';

/** What the owner does by hand in Coinbase's app, with coins of the same kind of their own beside the bot's. */

const SIGNAL = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000\nTP2: 66000';
const FUTURE = 'BIP-20DEC30-CDE';
const OWN = '5';

async function desk(signal: string, opened = /^Open: /) {
  let ahead = 0;
  const network = await testNetwork({
    balances: { USD: '1000000', BTC: OWN },
    now: () => Date.now() + ahead,
  });
  const { coinbase, discord, pilotfish } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  await coinbase.setPrice(FUTURE, '60000');
  await writeSettings(pilotfish().app.db, 'defaults', { quoteSize: '3000' }, 'owner', Date.now());
  await network.post(signal);
  await notice(discord, opened);
  await pilotfish().processAll();

  return {
    ...network,
    /** Lets the bot's clock run on, and everything that is due by then happen. */
    async later(ms: number): Promise<void> {
      ahead += ms;
      const { app } = pilotfish();
      await app.engine.submit({ type: 'time', at: app.now() });
      await pilotfish().processAll();
    },
    async reconcile(): Promise<void> {
      await pilotfish().app.reconcile();
      await pilotfish().processAll();
    },
    async position(): Promise<Position> {
      const [position] = await listPositions(pilotfish().app.db, { limit: 1 });
      if (!position) throw new Error('there is no position');
      return position;
    },
    resting: async () => (await coinbase.orders()).filter(({ status }) => status === 'open'),
    async cancelAllByHand(): Promise<void> {
      for (const { id, status } of await coinbase.orders()) {
        if (status === 'open') await coinbase.cancelOrder(id);
      }
      await notice(discord, /^By hand at the venue/);
      await pilotfish().processAll();
    },
    btc: async () => (await coinbase.balances()).find(({ asset }) => asset === 'BTC')?.total,
    owner: (act: OwnerAct) =>
      pilotfish().app.engine.submit({ type: 'owner', at: Date.now(), by: 'owner', act }),
  };
}

test('sold by hand after its stop was cancelled: it is closed at that price, and the owner’s own coins stay', async () => {
  const { coinbase, pilotfish, position, cancelAllByHand, reconcile, later, resting, btc } =
    await desk(SIGNAL);
  const { fills: bought } = { fills: await coinbase.fills() };
  await cancelAllByHand();
  expect(await resting()).toEqual([]);
  await coinbase.setPrice('BTC-USD', '61000');
  const size = openSize(await position()).toFixed();
  await coinbase.closePosition('BTC-USD', size);
  await reconcile();

  const closed = await position();
  expect(closed).toMatchObject({ status: 'closed', closeReason: 'outside' });
  const sold = (await coinbase.fills()).slice(bought.length);
  const brought = sold.reduce(
    (sum, fill) => sum.add(dec(fill.price).mul(fill.size)).sub(fill.fee),
    dec(0),
  );
  expect(dec(closed.outside.value).toDecimalPlaces(8).toFixed()).toBe(
    brought.toDecimalPlaces(8).toFixed(),
  );
  await later(120_000);
  await reconcile();
  expect(await btc()).toBe(OWN);
  expect(await resting()).toEqual([]);
  await pilotfish().processAll();
});

test('orders that the owner places by hand are the owner’s: not cancelled, not moved, not counted, and no protection', async () => {
  const { coinbase, discord, pilotfish, position, reconcile, later, resting, owner, btc } =
    await desk(SIGNAL);
  const size = openSize(await position()).toFixed();
  const before = (await resting()).map(({ id }) => id);
  const own = [
    await coinbase.placeOrder({ productId: 'BTC-USD', side: 'buy', size: '0.1', price: '30000' }),
    await coinbase.placeOrder({ productId: 'BTC-USD', side: 'sell', size: '2', price: '90000' }),
    await coinbase.placeOrder({ productId: 'BTC-USD', side: 'buy', size: '0.2' }),
    await coinbase.placeOrder({ productId: 'BTC-USD', side: 'sell', size: '0.5' }),
  ];
  const told = (await noticesIn(discord)).length;
  for (const _ of [1, 2]) {
    await reconcile();
    await later(61_000);
  }
  expect(openSize(await position()).toFixed()).toBe(size);
  expect((await resting()).map(({ id }) => id)).toEqual([...before, ...own.slice(0, 2)]);
  expect(await noticesIn(discord)).toHaveLength(told);

  await owner({ act: 'panic', reason: 'called' });
  await notice(discord, /^PANIC: done/);
  await reconcile();
  expect((await position()).status).toBe('closed');
  expect((await resting()).map(({ id }) => id)).toEqual(own.slice(0, 2));
  expect(await btc()).toBe(dec(OWN).sub('0.3').toFixed());
  await pilotfish().processAll();
});

test('half of it sold by hand: what is left is protected again, to its size', async () => {
  const { coinbase, position, cancelAllByHand, reconcile, later, resting } = await desk(SIGNAL);
  const half = openSize(await position())
    .div(2)
    .toDecimalPlaces(8, 1);
  await cancelAllByHand();
  await coinbase.closePosition('BTC-USD', half.toFixed());
  await later(61_000);
  await reconcile();
  await reconcile();
  const left = openSize(await position());
  const rests = (await resting()).reduce(
    (sum, { terms }) => sum.add('size' in terms ? terms.size : 0),
    dec(0),
  );
  expect(rests.toFixed()).toBe(left.toFixed());
  expect((await position()).outside.size).toBe(half.toFixed());
});

test('the owner’s own coins sold while the position’s rest in its orders are none of its business', async () => {
  const { coinbase, position, reconcile, resting, discord } = await desk(SIGNAL);
  const before = await position();
  const orders = (await resting()).map(({ id }) => id);
  await coinbase.closePosition('BTC-USD', '3');
  await reconcile();
  expect(await position()).toEqual(before);
  expect((await resting()).map(({ id }) => id)).toEqual(orders);
  expect(JSON.stringify(await noticesIn(discord))).not.toContain('By hand');
});

test('a stop cancelled by mistake is put back in a minute; again within the hour it is left off, until the owner moves it', async () => {
  const { position, cancelAllByHand, later, reconcile, resting, owner, pilotfish, discord } =
    await desk(SIGNAL);
  await cancelAllByHand();
  await later(30_000);
  await reconcile();
  expect(await resting()).toEqual([]);
  await later(31_000);
  expect(await resting()).toHaveLength(2);

  await cancelAllByHand();
  await later(120_000);
  await reconcile();
  expect(await resting()).toEqual([]);
  expect(JSON.stringify(await noticesIn(discord))).toMatch(/nothing rests there now/i);

  await owner({
    act: 'move_stop',
    positionId: (await position()).id,
    to: { price: '58500' },
    last: '60000',
  });
  await pilotfish().processAll();
  expect((await resting()).map(({ terms }) => terms)).toMatchObject([
    { stop: '58500' },
    { stop: '58500' },
  ]);
});

test('while its stop is taken away the bot holds the stop itself', async () => {
  const { coinbase, position, cancelAllByHand, pilotfish, discord } = await desk(SIGNAL);
  await cancelAllByHand();
  await coinbase.setPrice('BTC-USD', '57990');
  await notice(discord, /^Closed long/);
  await pilotfish().processAll();
  expect(await position()).toMatchObject({ status: 'closed', closeReason: 'stop' });
});

test('a stop and a target moved by hand are the position’s own from then on', async () => {
  const { coinbase, position, later, reconcile, resting, discord } = await desk(SIGNAL);
  const first = (await resting()).find(
    ({ terms }) => terms.type === 'bracket' && terms.target === '63000',
  );
  if (!first) throw new Error('nothing rests');
  await later(11_000);
  await coinbase.moveOrder(first.id, { stop: '59000', price: '64000' });
  await reconcile();
  const moved = await position();
  expect(moved.stop).toBe('59000');
  expect(moved.plan.targets.map(({ price }) => price)).toEqual(['64000', '66000']);
  expect((await resting()).map(({ terms }) => ('stop' in terms ? terms.stop : ''))).toEqual([
    '59000',
    '59000',
  ]);
  expect(JSON.stringify(await noticesIn(discord))).toContain('you moved it at the venue');
});

test('an entry moved by hand fills where it was moved to; one cancelled by hand is called off', async () => {
  const { coinbase, position, later, reconcile, resting, cancelAllByHand } = await desk(
    'LONG #BTC/USDT\nEntry: 59000\nSL: 58000\nTP1: 63000',
    /^Signal taken|^Taken|LONG|long/i,
  );
  const [entry] = await resting();
  if (!entry) throw new Error('nothing rests');
  await later(11_000);
  await coinbase.moveOrder(entry.id, { price: '58800' });
  await reconcile();
  expect((await position()).plan.entries).toMatchObject([{ terms: { price: '58800' } }]);
  expect((await resting()).map(({ id }) => id)).toEqual([entry.id]);

  await coinbase.cancelOrder(entry.id);
  await cancelAllByHand();
  await reconcile();
  expect(await position()).toMatchObject({ status: 'cancelled', closeReason: 'outside' });
  expect(await resting()).toEqual([]);
});

test('coins moved out of the account: the position is closed with them', async () => {
  const { coinbase, position, cancelAllByHand, reconcile, btc } = await desk(SIGNAL);
  const size = openSize(await position());
  await cancelAllByHand();
  await coinbase.transfer('BTC', `-${size.add(OWN).toFixed()}`);
  expect(await btc()).toBe('0');
  await reconcile();
  expect(await position()).toMatchObject({ status: 'closed', closeReason: 'outside' });
});

test('a future closed by hand is closed, and what the owner holds the other way is not taken for it', async () => {
  const { coinbase, position, reconcile, resting } = await desk(
    'SHORT #BTC/USDT\nEntry: market\nSL: 62000\nTP1: 58000',
  );
  await coinbase.closePosition(FUTURE);
  await reconcile();
  await reconcile();
  expect(await position()).toMatchObject({ status: 'closed', closeReason: 'outside' });
  expect(await coinbase.positions()).toEqual([]);
  expect(await resting()).toEqual([]);
});

test('what was done by hand while the bot was off is found when it is back', async () => {
  const network = await desk(SIGNAL);
  const { coinbase, position, resting, btc } = network;
  const size = openSize(await position()).toFixed();
  await network.stop();
  for (const { id } of await resting()) await coinbase.cancelOrder(id);
  await coinbase.closePosition('BTC-USD', size);
  await network.start();
  await network.reconcile();
  expect(await position()).toMatchObject({ status: 'closed', closeReason: 'outside' });
  expect(await btc()).toBe(OWN);
  expect(await resting()).toEqual([]);
});
