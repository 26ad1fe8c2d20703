import { onTestFinished, test } from 'vitest';
import { playInEveryMode } from '../support/runs/modesRun.ts';

test('history, paper and live come to the same orders over 200 signals, to the fee', async () => {
  await playInEveryMode(40, onTestFinished);
}, 1_200_000);
