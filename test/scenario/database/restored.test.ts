import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startChild } from '../../../sandbox/terminal/child.ts';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { testNetwork } from '../../support/pilotfish.ts';
import { textOf } from '../../support/press.ts';

/** Runs a script of this project as its owner does; what it said, and its exit code. */
async function script(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; said: string }> {
  const lines: string[] = [];
  const child = startChild(`scripts/${name}.ts`, { args, env, onLine: (line) => lines.push(line) });
  onTestFinished(() => child.stop());
  const code = await child.ended;
  return { code, said: lines.join('\n') };
}

test('a backup that is put back opens nothing new until the owner says so, cancels no stop of the time after it, and uses no order id again', async () => {
  const network = await testNetwork();
  const { coinbase, discord, config, post, pilotfish } = network;
  const env = { DATABASE_URL: config.databaseUrl ?? '', DATA_DIR: config.dataDir };
  await coinbase.setPrice('BTC-USD', '60000');
  const file = path.join(config.dataDir, 'old.backup');
  const backup = await script('backup', [file], env);
  expect(backup).toMatchObject({ code: 0, said: expect.stringContaining(file) });

  // What the backup knows nothing of.
  await post('LONG BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000');
  await pilotfish().processAll();
  const used = new Set((await coinbase.orders()).map(({ clientOrderId }) => clientOrderId));
  const resting = async () =>
    (await coinbase.orders()).filter(({ status }) => status === 'open').map(({ id }) => id);
  const protection = await resting();
  expect(protection).toHaveLength(1);

  const early = await script('restore', [file, '--replace'], env);
  expect(early).toMatchObject({ code: 1, said: expect.stringContaining('is running') });
  await network.stop();
  const unsaid = await script('restore', [file], env);
  expect(unsaid).toMatchObject({ code: 1, said: expect.stringContaining('--replace') });
  const restored = await script('restore', [file, '--replace'], env);
  expect(restored).toMatchObject({ code: 0, said: expect.stringContaining('was put back') });

  const told = discord.waitForMessage('pilotfish', ({ embeds }) =>
    JSON.stringify(embeds).includes('A backup was put back'),
  );
  await network.start();
  await told;
  expect(await resting()).toEqual(protection);
  expect(textOf(await discord.command('owner', 'pilotfish', 'status'))).toContain('Halted (pause)');
  await post('LONG BTC/USDT\nEntry: market\nSL: 57000\nTP1: 64000');
  await pilotfish().processAll();
  expect(await listPositions(pilotfish().app.db, { open: true, limit: 5 })).toEqual([]);

  await discord.command('owner', 'pilotfish', 'resume');
  await post('LONG BTC/USDT\nEntry: market\nSL: 57500\nTP1: 65000');
  await pilotfish().processAll();
  const [position] = await listPositions(pilotfish().app.db, { open: true, limit: 5 });
  expect(position?.orders.length).toBeGreaterThan(0);
  for (const { id } of position?.orders ?? []) expect(used.has(id)).toBe(false);
}, 120_000);
