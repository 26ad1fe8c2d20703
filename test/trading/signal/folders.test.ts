import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../src/trading/signal/', import.meta.url));
const architecture = readFileSync(
  new URL('../../../docs/architecture.md', import.meta.url),
  'utf8',
);

/** The line of docs/architecture.md that says which way the reader's folders point. */
const arrows = /`(vocabulary ← [^`]+)`/u.exec(architecture)?.[1]?.split(' ← ') ?? [];

/** Files at the root stand furthest to the right. */
function placeOf(file: string): number {
  const [folder = ''] = relative(root, file).split('/');
  return folder.endsWith('.ts') ? arrows.length : arrows.indexOf(folder);
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join(root, file));

it('the folders are those of the documentation', () => {
  const folders = new Set(files.map((file) => relative(root, file)).filter((f) => f.includes('/')));
  const named = new Set([...folders].map((file) => file.split('/')[0]));
  expect(named).toEqual(new Set(arrows.slice(0, -1)));
  expect(arrows.at(-1)).toBe('readMessage');
});

it('no folder imports one to its right, except the words for what is read', () => {
  const wrong = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:import|export) [^;]*? from '(\.[^']+)'/gu)]
      .map(([, path = '']) => join(dirname(file), path))
      .filter((to) => to.startsWith(root) && !to.endsWith('/signal/reading.ts'))
      .filter((to) => placeOf(to) > placeOf(file))
      .map((to) => `${relative(root, file)} → ${relative(root, to)}`),
  );
  expect(wrong).toEqual([]);
});
