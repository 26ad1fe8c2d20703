import { sql } from 'kysely';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../../src/trading/store/server/connections.ts';
import { startOwnProcess } from '../../support/bot/ownProcess.ts';
import { testNetwork } from '../../support/pilotfish.ts';

test('in the hour that the zone of the machine repeats, the jobs run by the minute as ever', async () => {
  const network = await testNetwork({ start: false, paper: true, key: null });
  const { said } = startOwnProcess(network, {
    // 01:59:52 in New York; in 8 s its clocks go back to 01:00.
    CLOCK_AT: '2026-11-01T05:59:52Z',
    TZ: 'America/New_York',
    NODE_OPTIONS: `--import ${new URL('../../support/bot/clockAt.js', import.meta.url).href}`,
    PILOTFISH_SANDBOX: '',
    COINBASE_KEY_NAME: '',
    COINBASE_PRIVATE_KEY: '',
  });
  await said('connected to Discord');
  const db = connect(network.config.databaseUrl ?? '', pino({ level: 'silent' }));
  onTestFinished(() => db.destroy());
  const lastRun = async () => {
    const { rows } = await sql<{ at: Date }>`
      select last_run_at as at from jobs where name = 'reconcile'`.execute(db);
    return rows[0]?.at.toISOString();
  };
  await expect
    .poll(lastRun, { timeout: 90_000, interval: 500 })
    .toMatch(/^2026-11-01T06:0[0-2]:00\.000Z$/);
}, 180_000);
