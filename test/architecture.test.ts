import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const page = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');

/** "src/trading: money.ts ← signal, venue ← strategy": what stands to the left knows nothing of what is to its right. */
type Arrows = { folder: string; ranks: string[][] };

function arrowsOf(text: string): Arrows[] {
  return text.split('\n').flatMap((line) => {
    const [, folder, ranks] = /^ {4}([a-z][\w/]*): (.+ ← .+)$/.exec(line) ?? [];
    if (!folder || !ranks) return [];
    return [{ folder, ranks: ranks.split(' ← ').map((rank) => rank.split(', ')) }];
  });
}

function filesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name));
}

/** Files that a file imports values of; types are gone when it runs. */
function valueImports(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const found: string[] = [];
  for (const [, type, names, from] of text.matchAll(
    /^(?:import|export)\s+(type\s+)?([^;]*?)\s*from\s*'(\.[^']+)';/gm,
  )) {
    const onlyTypes = /^\{(\s*type\s[^,}]+,?)+\s*\}$/.test(names ?? '');
    if (!type && !onlyTypes) found.push(path.join(path.dirname(file), from ?? ''));
  }
  return found;
}

const arrows = arrowsOf(page);

test('the page has the arrows of the folders that matter', () => {
  expect(arrows.map(({ folder }) => folder)).toEqual([
    'src',
    'src/trading',
    'src/trading/signal',
    'src/trading/signal/words',
    'src/trading/signal/order',
    'src/trading/strategy',
    'src/trading/strategy/hold',
    'src/trading/store',
    'src/trading/venue/coinbase',
    'sandbox/discord',
    'sandbox/coinbase',
  ]);
});

describe.each(arrows)('in $folder no arrow points the other way', ({ folder, ranks }) => {
  const rankOf = new Map(
    ranks.flatMap((units, rank) => units.map((unit) => [unit, rank] as const)),
  );
  /** The folder or the file, as the page names it; a file of its own that is not named is `files`. */
  const unitOf = (file: string) => {
    const [first = '', ...more] = path.relative(folder, file).split(path.sep);
    return more.length > 0 || rankOf.has(first) ? first : 'files';
  };

  test('and every part is named', () => {
    const units = new Set(filesIn(folder).map(unitOf));
    expect([...units].filter((unit) => !rankOf.has(unit))).toEqual([]);
    expect([...rankOf.keys()].filter((unit) => !units.has(unit))).toEqual([]);
  });

  test('and none leads back', () => {
    const wrong: string[] = [];
    for (const file of filesIn(folder)) {
      for (const target of valueImports(file)) {
        if (path.relative(folder, target).startsWith('..')) continue;
        const [from, to] = [unitOf(file), unitOf(target)];
        if (from === to) continue;
        if ((rankOf.get(to) ?? 0) >= (rankOf.get(from) ?? 0))
          wrong.push(`${file} imports ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

test('what is pure imports nothing that does anything', () => {
  const wrong: string[] = [];
  for (const folder of ['src/trading/signal', 'src/trading/strategy']) {
    for (const file of filesIn(folder)) {
      const text = readFileSync(path.join(root, file), 'utf8');
      for (const [, from = ''] of text.matchAll(/from '([^'.][^']*)'/g)) {
        if (!['immutable', 'zod', 'decimal.js', 'node:util'].includes(from))
          wrong.push(`${file}: ${from}`);
      }
      if (/\bDate\.now\(|\bnew Date\(\)|Math\.random|\basync\b|\bawait\b|setTimeout/.test(text)) {
        wrong.push(`${file} is not pure`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('every rule that the page places is where it says', () => {
  const rows = [...page.matchAll(/^\| (.+?) \| `([\w/]+\.ts)` \| `(\w+)` \|$/gm)];
  expect(rows.length).toBeGreaterThanOrEqual(25);
  const lost = rows.filter(([, , file = '', name = '']) => {
    const full = path.join(root, 'src', file);
    if (!existsSync(full)) return true;
    return !new RegExp(`\\b(function|const|type) ${name}\\b`).test(readFileSync(full, 'utf8'));
  });
  expect(lost.map(([row]) => row)).toEqual([]);
});

test('what talks with Discord reaches what trades only by the trader and the database', () => {
  const trades =
    /^src\/trading\/(engine|start|secondReader|venue\/(coinbase|simulated))\/|^src\/trading\/(startTrading|trader\/directTrader|execution\/(executor|emergency)|accounts\/open\w+|reconcile\/reconcile)\.ts$/;
  const wrong = ['src/commands', 'src/events', 'src/discord', 'src/notices', 'src/bot']
    .flatMap(filesIn)
    .flatMap((file) =>
      valueImports(file)
        .filter((target) => trades.test(target))
        .map((target) => `${file} imports ${target}`),
    );
  expect(wrong).toEqual([]);
});
