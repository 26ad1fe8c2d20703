import { describe, expect, test } from 'vitest';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { writeSettings } from '../../../src/trading/store/settings/settings.ts';
import { notice, noticesIn } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { press, textOf } from '../../support/press.ts';

const SIGNAL = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000\nTP2: 66000';

const FUTURE = 'BIP-20DEC30-CDE';
const SHORT = 'SHORT #BTC/USDT\nEntry: market\nSL: 62000\nTP1: 58000\nTP2: 57000';

/** A short in contracts whose two brackets rest. */
async function withShort(): Promise<TestNetwork> {
  const network = await testNetwork();
  await writeSettings(network.pilotfish().app.db, 'defaults', { quoteSize: '2000' }, 'owner', 1);
  await network.coinbase.setPrice(FUTURE, '60000');
  await network.post(SHORT);
  await notice(network.discord, /^Open: short/);
  await network.settled();
  expect(await resting(network)).toEqual(['bracket', 'bracket']);
  return network;
}

async function withPosition(): Promise<TestNetwork> {
  const network = await testNetwork();
  await network.coinbase.setPrice('BTC-USD', '60000');
  await network.post(SIGNAL);
  await notice(network.discord, /^Open: long/);
  await network.settled();
  expect(await resting(network)).toEqual(['bracket', 'bracket']);
  return network;
}

const resting = async ({ coinbase }: TestNetwork) =>
  (await coinbase.orders())
    .filter(({ status }) => status === 'open')
    .map(({ terms }) => terms.type);

async function position({ pilotfish }: TestNetwork) {
  const [one] = await listPositions(pilotfish().app.db, { limit: 1 });
  return one;
}

const close = ({ pilotfish }: TestNetwork) => {
  const act = { act: 'close', positionId: '1', percent: '100' } as const;
  return pilotfish().app.engine.submit({ type: 'owner', at: Date.now(), by: 'owner', act });
};

describe('a product that takes only limit orders', () => {
  test('a position is closed by a limit that trades at once', async () => {
    const network = await withPosition();
    await network.coinbase.setProduct('BTC-USD', { status: 'limit_only' });
    await close(network);
    await notice(network.discord, /^Closed long BTC-USD/);
    expect(await position(network)).toMatchObject({ status: 'closed', closeReason: 'owner' });
    expect(await resting(network)).toEqual([]);
  });

  test('a panic closes it too', async () => {
    const network = await withPosition();
    await network.coinbase.setProduct('BTC-USD', { status: 'limit_only' });
    const asked = await network.discord.command('owner', 'pilotfish', 'panic');
    const pressed = await press(network.discord, 'owner', asked, 'Close everything');
    await network.discord.waitForAnswer(pressed.id, (answer) =>
      textOf(answer).includes('PANIC: done'),
    );
    expect(await position(network)).toMatchObject({ status: 'closed', closeReason: 'panic' });
  });

  test('a short in contracts is bought back by a limit above the price', async () => {
    const network = await withShort();
    await network.coinbase.setProduct(FUTURE, { status: 'limit_only' });
    await close(network);
    await notice(network.discord, /^Closed short/);
    expect(await position(network)).toMatchObject({ status: 'closed', closeReason: 'owner' });
    expect(await resting(network)).toEqual([]);
    expect(await network.coinbase.positions()).toEqual([]);
  });

  test('so does a panic with a short in contracts', async () => {
    const network = await withShort();
    await network.coinbase.setProduct(FUTURE, { status: 'limit_only' });
    const asked = await network.discord.command('owner', 'pilotfish', 'panic');
    const pressed = await press(network.discord, 'owner', asked, 'Close everything');
    await network.discord.waitForAnswer(pressed.id, (answer) =>
      textOf(answer).includes('PANIC: done'),
    );
    expect(await network.coinbase.positions()).toEqual([]);
    expect(await resting(network)).toEqual([]);
  });
});

describe.each(['view_only', 'cancel_only', 'post_only'] as const)(
  'a product that is %s',
  (status) => {
    test('a position that can not be left keeps its stop, says so, and is closed when it can be', async () => {
      const network = await withPosition();
      const { coinbase, discord, pilotfish } = network;
      await coinbase.setProduct('BTC-USD', { status });
      await close(network);
      await notice(discord, /can.?t be left now/);
      await network.settled();
      expect(await resting(network)).toEqual(['bracket', 'bracket']);
      expect((await position(network))?.closedAt).toBeNull();
      // Nothing is asked again and again meanwhile.
      await pilotfish().app.reconcile();
      await network.settled();
      expect(
        (await noticesIn(discord)).filter((line) => line.includes('is to be closed')),
      ).toHaveLength(1);

      await coinbase.setProduct('BTC-USD', { status: 'online' });
      await pilotfish().app.reconcile();
      await notice(discord, /^Closed long BTC-USD/);
      expect(await resting(network)).toEqual([]);
    });
  },
);

test('steps that became larger: what can be sold is sold', async () => {
  const network = await withPosition();
  await network.coinbase.setProduct('BTC-USD', { baseIncrement: '0.001', minBaseSize: '0.001' });
  await close(network);
  await notice(network.discord, /^Closed long BTC-USD/);
  expect(await position(network)).toMatchObject({ status: 'closed', closeReason: 'owner' });
  expect(await resting(network)).toEqual([]);
});
