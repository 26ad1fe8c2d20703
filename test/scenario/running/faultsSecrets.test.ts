import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { notice } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';

/** Whatever gives away what must stay in the environment: each line of the key, the token, the password. */
function secretsOf(config: Awaited<ReturnType<typeof testNetwork>>['config']): string[] {
  const key = config.coinbase.key?.privateKey ?? '';
  const lines = key.split('\n').filter((line) => line.length > 10 && !line.startsWith('-----'));
  const password = new URL(config.databaseUrl ?? '').password;
  return [...lines, config.discord?.token ?? '', password];
}

test('no secret comes out in logs, notices, answers or the database, whatever goes wrong', async () => {
  const network = await testNetwork({
    logLevel: 'trace',
    venueTiming: { orderAnswer: 1_500, readAnswer: 1_500, patience: 1_500 },
  });
  const { discord, coinbase, pilotfish, post, config } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  const faults = [
    { kind: 'lose_answer', on: 'create' },
    { kind: 'status', on: 'create', status: 401 },
    { kind: 'status', on: 'order', status: 500 },
    { kind: 'malformed', on: 'fills' },
    { kind: 'lose_request', on: 'accounts' },
    { kind: 'delay', on: 'list_orders', ms: 2_500 },
    { kind: 'reject_create', reason: 'INSUFFICIENT_FUND' },
  ] as const;
  const signals: { id: string }[] = [];
  for (const [i, fault] of faults.entries()) {
    await coinbase.fault({ ...fault });
    const signal = await post(`LONG BTC/USDT\nEntry: market\nSL: ${58_000 + i}\nTP1: 63000`);
    signals.push(signal);
    await pilotfish().processAll();
  }
  await discord.failRequests({
    method: 'POST',
    path: '/channels/*/messages',
    kind: 'status',
    status: 500,
  });
  await coinbase.sendRaw('user', '{"channel":"user","events":"none"}');
  await coinbase.dropSockets();
  await discord.dropGateway();
  await coinbase.clearFaults();
  await post({ content: 'Close BTC now', replyTo: signals[0] ?? { id: '' } });
  await notice(discord, /^Closed long BTC-USD/);
  const answer = await discord.command('owner', 'pilotfish', 'status');
  await pilotfish().processAll();

  const { db } = pilotfish().app;
  const tables = await db.introspection.getTables();
  const dump: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ line: string }>`
      select row_to_json(t)::text as line from ${sql.table(name)} t`.execute(db);
    dump.push(...rows.map(({ line }) => line));
  }
  const places = {
    log: network.logged.join('\n'),
    notices: JSON.stringify(await discord.messages('pilotfish')),
    answer: JSON.stringify(answer),
    database: dump.join('\n'),
  };
  for (const [place, text] of Object.entries(places)) {
    expect(text.length, `${place} has something in it`).toBeGreaterThan(100);
    for (const secret of secretsOf(config)) {
      expect(text.includes(secret), `a secret is in the ${place}`).toBe(false);
    }
    // What a key signs opens the account for two minutes.
    expect(text, place).not.toMatch(/eyJ[\w-]{20,}\.[\w-]{20,}/);
  }
});
