import { test } from 'vitest';
import { playPaths } from './tickPaths.ts';

// A thousand of them are played by npm run test:deep.
test('what happened lies between the worse and the better', () => playPaths(1, 60));
