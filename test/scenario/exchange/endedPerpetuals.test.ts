import pg from 'pg';
import { expect, test } from 'vitest';
import { writeSettings } from '../../../src/trading/store/settings/settings.ts';
import { notice } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';

const SIGNAL = ['LONG #BTC/USDT', 'Entry: market', 'SL: 58000', 'TP: 66000'].join('\n');

/** Coinbase took its perpetuals for accounts outside the US off this API; a database may still hold one. */
test('a database that knew a perpetual of Coinbase outside the US still starts, closes it in the books, and trades on', async () => {
  const network = await testNetwork({ balances: { USD: '10000' } });
  const { coinbase, discord, post } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  await coinbase.setPrice('ETH-USD', '3000');
  await post(SIGNAL);
  await notice(discord, /^Open: long/);

  const { app } = network.pilotfish();
  await writeSettings(app.db, 'defaults', { marginType: 'cross', quoteSize: '150' }, 'a test', 1);
  await network.stop();
  const perpetual = JSON.stringify({
    id: 'BTC-PERP-INTX',
    type: 'future',
    contractSize: '1',
    choosesMarginType: true,
  });
  const db = new pg.Client(network.config.databaseUrl ?? '');
  await db.connect();
  await db.query(
    `update positions set product_id = 'BTC-PERP-INTX', body = jsonb_set(
       jsonb_set(body, '{product}', body->'product' || $1), '{plan,marginType}', '"cross"')`,
    [perpetual],
  );
  await db.query(
    `insert into products (account, id, body, refreshed_at)
     select account, 'BTC-PERP-INTX', body || $1, refreshed_at from products where id = 'BTC-USD'`,
    [perpetual],
  );
  await db.end();

  const again = await network.start();
  await notice(discord, /^Closed long BTC-PERP-INTX/);
  const status = await discord.command('owner', 'pilotfish', 'status');
  expect(status.message).not.toBeNull();
  expect(
    again.app.engine
      .state()
      .positions.valueSeq()
      .map(({ status }) => status)
      .toArray(),
  ).toEqual(['closed']);

  await discord.post(
    'signals',
    'provider',
    SIGNAL.replace('BTC', 'ETH').replace('58000', '2800').replace('66000', '3300'),
  );
  await notice(discord, /^Open: long .* ETH at/);
  const bought = (await coinbase.orders()).find(({ productId }) => productId === 'ETH-USD');
  expect(bought?.terms).toMatchObject({ type: 'limit' });
});
