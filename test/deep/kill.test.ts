import { expect, test } from 'vitest';
import { killRun, printRun } from '../support/killRun.ts';

/**
 * KILLS: how many moments, 50 by default. SEED: plays an earlier run again; printed with the counts.
 */
const kills = Number(process.env.KILLS ?? 50);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

test(`kill -9 of the bot at ${kills} random moments: nothing lost, nothing doubled`, async () => {
  const run = await killRun({ what: 'bot', kills, seed });
  printRun('kill -9 of the bot', seed, run);
  expect(run.late).toBe(0);
});

test(`kill -9 of the database at ${kills} random moments: nothing lost, nothing doubled`, async () => {
  const run = await killRun({ what: 'database', kills, seed });
  printRun('kill -9 of the database', seed, run);
  expect(run.late).toBe(0);
});
