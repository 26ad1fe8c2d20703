import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ORDER_TABLE } from '../../../../src/trading/strategy/model/orderStatus.ts';
import { POSITION_TABLE } from '../../../../src/trading/strategy/model/positionStatus.ts';
import { REFUSAL_TABLE } from '../../../../src/trading/strategy/model/wayOut.ts';

const page = readFileSync(new URL('../../../../docs/states.md', import.meta.url), 'utf8');

/** The text under a heading of the page. */
function section(heading: string): string {
  const [, text] = page.split(`\n## ${heading}\n`);
  return text?.split('\n## ')[0] ?? '';
}

/** The arrows of a section's diagram between two states, as "from > to". */
function arrowsIn(heading: string): string[] {
  return [...section(heading).matchAll(/^ {4}(\w+) --> (\w+)/gm)]
    .map(([, from, to]) => `${from} > ${to}`)
    .sort();
}

/** The changes that a table knows, as "from > to". */
function changesIn(table: Readonly<Record<string, Readonly<Record<string, string>>>>): string[] {
  const changes = Object.entries(table).flatMap(([from, row]) =>
    Object.values(row).flatMap((to) => (to === from ? [] : [`${from} > ${to}`])),
  );
  return [...new Set(changes)].sort();
}

test('the diagram of a position has the changes of its table, and no others', () => {
  expect(arrowsIn('A position')).toEqual(changesIn(POSITION_TABLE));
});

test('the diagram of an order has only changes of its table', () => {
  const arrows = arrowsIn('An order');
  expect(arrows.length).toBeGreaterThan(10);
  // A refused order is one that is rejected and that the venue never had.
  const known = changesIn(ORDER_TABLE).map((change) => change.replace(/^refused/, 'rejected'));
  expect(arrows.filter((arrow) => !known.includes(arrow))).toEqual([]);
});

test('the diagram of refusals has the changes of their table, and no others', () => {
  expect(arrowsIn('The way out')).toEqual(changesIn(REFUSAL_TABLE));
});

test('the table of refusals on the page is the one that is gone by', () => {
  const [head, , ...rows] = section('The way out')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').slice(1, -1).map(nameOf));
  const news = head?.slice(1) ?? [];
  const written = rows.map(([stage, ...then]) => [
    stage,
    Object.fromEntries(news.map((name, i) => [name, then[i]])),
  ]);
  expect(Object.fromEntries(written)).toEqual(REFUSAL_TABLE);
});

function nameOf(cell: string): string {
  return cell.trim().replaceAll(' ', '_');
}
