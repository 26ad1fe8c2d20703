import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync(new URL('../docs/architecture.md', import.meta.url), 'utf8');

/** The rows of "Where is it decided that …": what, in which file, under which name. */
const rows = [...page.matchAll(/^\| (.+) \| `(src\/[^`]+\.ts)` \| `(\w+)` \|$/gmu)];

describe('where the documentation says it is decided that', () => {
  it('there are rows', () => {
    expect(rows.length).toBeGreaterThan(10);
  });

  for (const [, what, file = '', name = ''] of rows)
    it(`${what}: ${name} in ${file}`, () => {
      const source = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
      expect(source).toMatch(
        new RegExp(`export (?:async )?(?:function|const|class) ${name}\\b`, 'u'),
      );
    });
});
