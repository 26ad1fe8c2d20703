import pg from 'pg';
import { expect, test } from 'vitest';
import { startOwnProcess } from '../../support/bot/ownProcess.ts';
import { notice } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';

const SIGNAL = ['LONG #BTC/USDT', 'Entry: 59000', 'SL: 58000', 'TP1: 66000'].join('\n');
const away = { path: '/applications/@me', kind: 'status', status: 503, times: 1_000 } as const;

/** Ends every connection to a database, as a server that is stopped does. */
async function cutDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await client.end();
}

test('what is open is traded while Discord is out of reach at the start, and told once it is back', async () => {
  const { discord, coinbase, stop, start, post } = await testNetwork();
  await coinbase.setPrice('BTC-USD', '60000');
  await post(SIGNAL);
  await notice(discord, /^Order placed: buy BTC-USD/);
  await stop();

  await discord.failRequests(away);
  const before = await coinbase.lastEvent();
  const restarted = start();
  await coinbase.setPrice('BTC-USD', '58990');
  // What was bought meanwhile gets its stop.
  await coinbase.waitFor(
    (event) =>
      event.type === 'order' && event.order.side === 'sell' && event.order.status === 'open',
    { after: before },
  );
  await discord.clearFaults();
  await restarted;
  await notice(discord, /^Open: long .* BTC at \$59,000/);
});

test('the database lost while Discord is out of reach at the start: the bot goes on by itself, and ends when asked to', async () => {
  const network = await testNetwork({ start: false });
  const { discord, config } = network;
  await discord.failRequests(away);
  const { child, said } = startOwnProcess(network);

  await said('Discord is out of order (status 503)');
  await cutDatabase(config.databaseUrl ?? '');
  const connected = said('connected to Discord');
  await discord.clearFaults();
  await connected;

  const lost = said('connection to Discord lost');
  await discord.refuseGateway(true);
  await discord.dropGateway();
  await lost;
  child.process.kill('SIGTERM');
  expect(await child.ended).toBe(0);
}, 120_000);
