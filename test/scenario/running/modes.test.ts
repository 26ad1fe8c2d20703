import { onTestFinished, test } from 'vitest';
import { playInEveryMode } from '../../support/runs/modesRun.ts';

test('history, paper and live come to the same orders, to the fee', async () => {
  await playInEveryMode(2, onTestFinished);
}, 120_000);
