import { expect, test } from 'vitest';
import { notice, noticesIn } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';

const SIGNAL = ['LONG #BTC/USDT', 'Entry: market', 'SL: 58000', 'TP: 66000'].join('\n');

/** Coinbase's lists hold what nobody has seen before; the position must not pay for it. */
test('a wallet and an order that can not be read close nothing, and are said', async () => {
  const network = await testNetwork({ balances: { USD: '10000' } });
  const { coinbase, discord, post } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  await post(SIGNAL);
  await notice(discord, /^Open: long/);
  await network.settled();

  const [wallet, resting] = [
    { match: '"currency":"BTC"', field: 'hold', value: '' },
    { match: '"BRACKET"', field: 'side', value: 'UNKNOWN_ORDER_SIDE' },
  ];
  await coinbase.fault({ kind: 'odd_entry', on: 'accounts', ...wallet, times: 1000 });
  await coinbase.fault({ kind: 'odd_entry', on: 'list_orders', ...resting, times: 1000 });
  // Each connect is a reconcile.
  const reconciled = () =>
    network.logged.filter((line) => line.includes('reconciled with the venue')).length;
  const before = reconciled();
  await coinbase.dropSockets('user');
  await expect.poll(reconciled, { timeout: 10_000 }).toBeGreaterThan(before);
  const shown = await discord.command('owner', 'pilotfish', 'balance');
  expect(JSON.stringify(shown.message)).toContain('**BTC** could not be read');
  await network.settled();

  const { positions } = network.pilotfish().app.engine.state();
  expect(
    positions
      .valueSeq()
      .map(({ status, outside }) => [status, outside.size])
      .toArray(),
  ).toEqual([['open', '0']]);
  const live = (await coinbase.orders()).filter(({ status }) => status === 'open');
  expect(live.map(({ terms }) => terms.type)).toEqual(['bracket']);
  expect((await noticesIn(discord)).filter((line) => /^By hand at the venue/.test(line))).toEqual(
    [],
  );
});
