import { test } from 'vitest';
import { playPaths } from '../trading/history/tickPaths.ts';

test(
  'what happened lies between the worse and the better, on a thousand paths',
  () => playPaths(1, 1000),
  600_000,
);
