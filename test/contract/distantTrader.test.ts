import { sql } from 'kysely';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { openCalls, TO_LISTENER, TO_TRADER } from '../../src/trading/store/halves/calls.ts';
import { listen } from '../../src/trading/store/server/listening.ts';
import { createTasks } from '../../src/trading/tasks.ts';
import { answerCalls } from '../../src/trading/trader/answerCalls.ts';
import { distantTrader } from '../../src/trading/trader/distantTrader.ts';
import { untilNone } from '../support/bot/botProcess.ts';
import { type TestNetwork, testNetwork } from '../support/pilotfish.ts';
import { traderContract } from './trader.ts';

/** The trader of a network by way of its database. */
async function reach(network: TestNetwork, { answers = true } = {}) {
  const { app } = network.pilotfish();
  const { databaseUrl } = network.config;
  if (databaseUrl === null) throw new Error('a network has a server');
  const log = pino({ level: 'silent' });
  const tasks = createTasks(log);
  const onTurned = async () => {};
  const calls = answerCalls({ ...app, tasks, onTurned, doneWithoutDatabase: () => [] });
  const trader = distantTrader({ db: app.db, now: app.now, onTurned });
  const ears = await Promise.all([
    listen(databaseUrl, TO_TRADER, () => answers && calls.heard(), log),
    listen(databaseUrl, TO_LISTENER, trader.heard, log),
  ]);
  onTestFinished(async () => {
    await Promise.all(ears.map((ear) => ear.stop()));
    await tasks.stop();
  });
  return trader;
}

traderContract(reach);

test('where nobody trades any more it says so, and what it says was not done is never done', async () => {
  const network = await testNetwork();
  const trader = await reach(network, { answers: false });
  const { db, now } = network.pilotfish().app;
  const pause = { act: 'pause', reason: 'x' } as const;
  const event = { type: 'owner', at: now(), by: '7', act: pause } as const;
  const asking = trader.act(event, 'pause').catch((error: unknown) => error);
  await untilNone(async () => ((await openCalls(db)).length === 1 ? [] : ['not asked']), 30_000);
  // As it is when its holder has ended.
  await db.updateTable('lease').set({ holder: null }).where('id', '=', 1).execute();
  expect(String(await asking)).toMatch(/The trader is away since .* Nothing was done/);
  expect(await openCalls(db)).toEqual([]);
  const panic = { ...event, act: { act: 'panic', reason: 'x' } } as const;
  await expect(trader.act(panic, 'panic')).rejects.toThrow('is written down');
  expect(await openCalls(db)).toMatchObject([{ id: 'panic' }]);
});

test('with the connections that it hears by gone, it is answered all the same', async () => {
  const network = await testNetwork();
  const trader = await reach(network);
  const { db } = network.pilotfish().app;
  const cut = () =>
    sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database()
        and application_name like 'pilotfish pilotfish_%'`.execute(db);
  await cut();
  expect(await trader.status()).toMatchObject({ venue: { up: true } });
  await cut();
  expect((await trader.balances()).unreadable).toEqual([]);
});
