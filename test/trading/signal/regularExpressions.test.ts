import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/**
 * Provider text is hostile, so no regular expression that it meets may backtrack: in
 * src/trading/signal one may use at most two repetitions without a bound, never side by side, none inside a
 * group that repeats, and no choice of alternatives under a repetition.
 */
const files = globSync('src/trading/signal/**/*.ts');
const literals = files.flatMap((file) =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /(?<=[=(,:!&|?]\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n[])+\/[a-z]*/gu,
    ),
  ].map(([source]) => ({ file, source })),
);

function withoutClasses(source: string): string {
  return source.replaceAll(/\\./gu, 'x').replaceAll(/\[[^\]]*\]/gu, 'c');
}

describe('regular expressions that meet provider text', () => {
  it('are found', () => {
    expect(literals.length).toBeGreaterThan(10);
  });

  it.each(literals)('can not backtrack: $source in $file', ({ source }) => {
    const bare = withoutClasses(source);
    const groups = [...bare.matchAll(/\(([^()]*)\)([*+{?]?)/gu)];
    const repeatedGroups = groups.filter(
      ([, , after]) => after === '*' || after === '+' || after === '{',
    );
    expect(repeatedGroups, 'a group that repeats').toEqual([]);
    const branches = bare
      .split('|')
      .map((branch) => [...branch].filter((c) => c === '*' || c === '+').length);
    expect(Math.max(...branches), 'more than one open repetition').toBeLessThanOrEqual(2);
    expect(/[*+][a-z]?[*+]/u.test(bare), 'two repetitions side by side').toBe(false);
  });

  it('are not built from strings', () => {
    for (const file of files) expect(readFileSync(file, 'utf8'), file).not.toMatch(/new RegExp\(/u);
  });
});
