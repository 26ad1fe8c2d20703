import { expect, test } from 'vitest';
import { notice } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';
import { textOf } from '../../support/press.ts';

const TIMING = { silence: 400, orderAnswer: 2_000, readAnswer: 2_000, patience: 500 };

test.each([
  ['refuses the key', 401],
  ['answers nothing but errors', 503],
])('a venue that %s is told, with what waits for it, and is red in /status', async (_, status) => {
  const network = await testNetwork({ venueTiming: TIMING });
  const { coinbase, discord, post, pilotfish } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  // The entry only waits: it may fill while nobody can ask.
  await post('LONG #BTC/USDT\nEntry: 59000\nSL: 58000\nTP1: 63000');
  await network.settled();
  await coinbase.fault({ kind: 'status', on: 'any', status, times: 100_000 });
  await pilotfish()
    .app.reconcile()
    .catch(() => undefined);
  const told = await notice(discord, /^The sandbox account can.?t be asked/);
  expect(told.text).toMatch(/BTC.*position 1/);
  const red = textOf(await discord.command('owner', 'pilotfish', 'status'));
  expect(red).toContain('Something needs attention');
  expect(red).toMatch(/account can.?t be asked since/);

  await coinbase.clearFaults();
  await pilotfish().app.reconcile();
  await notice(discord, /^The sandbox account answers again/);
});
