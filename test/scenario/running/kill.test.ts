import { expect, test } from 'vitest';
import { killRun } from '../../support/runs/killRun.ts';

// The same at many more moments, and of the database too: npm run test:deep.
test('a bot that is killed comes back with nothing lost, doubled or unprotected', {
  timeout: 120_000,
}, async () => {
  const run = await killRun({ what: 'bot', kills: 1, seed: 5 });
  expect(run.kills).toBe(1);
  expect(run.positions).toBeGreaterThan(0);
});
