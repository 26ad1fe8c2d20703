import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { untilNone } from '../../support/bot/botProcess.ts';
import { notice } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';

const SIGNAL = 'LONG BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000';

test('an order leaves only once its intent is committed', async () => {
  const network = await testNetwork();
  const { discord, coinbase } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  const other = new pg.Client({ connectionString: network.config.databaseUrl ?? '' });
  await other.connect();
  onTestFinished(() => other.end());
  const rows = async (query: string) => (await other.query(query)).rows;

  // As long as this lock is held, the bot can write an intent down, but not get to its commit.
  await other.query('begin');
  await other.query('lock table intents in share mode');
  await discord.post('signals', 'provider', SIGNAL);
  await untilNone(async () => {
    const waiting = await rows(
      "select 1 from pg_locks where relation = 'intents'::regclass and not granted",
    );
    return waiting.length > 0 ? [] : ['the bot has not come to writing its intent down'];
  }, 15_000);
  expect(await coinbase.orders()).toEqual([]);

  const arrived = coinbase.waitFor((event) => event.type === 'order', {
    after: await coinbase.lastEvent(),
    timeoutMs: 15_000,
  });
  await other.query('rollback');
  const event = await arrived;
  if (event.type !== 'order') throw new Error('it was waited for an order');
  const intents = await rows(
    `select kind from intents where order_id = '${event.order.clientOrderId}'`,
  );
  expect(intents).toEqual([{ kind: 'place' }]);
  await notice(discord, /^Open: long/);
});
