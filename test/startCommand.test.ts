import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { NODE_FLAGS } from '../sandbox/terminal/child.ts';

const root = path.resolve(import.meta.dirname, '..');

test.each([
  'package.json',
  'deploy/Dockerfile',
  'deploy/pilotfish.service',
  'deploy/com.pilotfish.plist',
])('%s starts the bot as its tests do', (file) => {
  const words: readonly string[] =
    readFileSync(path.join(root, file), 'utf8').match(/[\w./=-]+/g) ?? [];
  const at = words.indexOf('src/start.js');
  const flags = words.slice(0, at).filter((word) => word.startsWith('--max-'));
  expect(at).toBeGreaterThan(0);
  expect(flags).toEqual(NODE_FLAGS);
});
