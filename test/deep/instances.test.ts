import { expect, test } from 'vitest';
import { HARMS, instancesRun, printInstances } from '../support/runs/instancesRun.ts';
import { seededRandom } from '../support/runs/seededRandom.ts';

/** ROUNDS: how many, 100 by default. SEED: plays an earlier run again; printed with the counts. */
const rounds = Number(process.env.ROUNDS ?? 100);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

test(`two instances, ${rounds} times stopped, cut off or killed: one acts, nothing doubled`, async () => {
  const random = seededRandom(seed);
  const harms = Array.from({ length: rounds }, () => random.pick(HARMS) ?? 'stop');
  const run = await instancesRun({
    seed,
    harms,
    onRound: (sofar) => {
      if (sofar.rounds % 5 === 0) printInstances(seed, sofar);
    },
  });
  printInstances(seed, run);
  expect(run.strays).toEqual([]);
  expect(run.late).toBe(0);
});
