import { expect, test } from 'vitest';
import { instancesRun } from '../../support/runs/instancesRun.ts';

// The same 100 times at random moments: npm run test:instances.
test('of two bots on one database one acts: the other takes over from one that is stopped or cut off, and that sends and writes nothing more', {
  timeout: 240_000,
}, async () => {
  const run = await instancesRun({ seed: 7, harms: ['stop', 'half-open'] });
  expect(run.takeovers).toBe(2);
  expect(run.strays).toEqual([]);
  expect(run.positions).toBeGreaterThan(0);
});
