import { expect, test } from 'vitest';
import { printRestores, restoreRun } from '../support/runs/restoreRun.ts';

/** RESTORES: how many, 20 by default. SEED: plays an earlier run again; printed with the counts. */
const restores = Number(process.env.RESTORES ?? 20);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

test(`an older copy put back ${restores} times at random moments: nothing foreign cancelled or sold, the owner told`, async () => {
  const run = await restoreRun({ restores, seed });
  printRestores(seed, run);
  expect(run.wrong).toEqual([]);
  expect(run.told).toBe(restores);
});
