import type { Role } from '../../vocabulary/roles.ts';
import { isKind } from '../../words/kinds.ts';
import { termsByLine } from '../../words/layout/lines.ts';
import type { Term } from '../../words/terms/term.ts';

/** What a column may hold, by the role of its heading. */
const COLUMNS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'coin',
  'entry',
  'stop',
  'target',
  'leverage',
]);
const SIDE_ROLES: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'long',
  'short',
  'buy',
  'sell',
]);
/** What may stand above or below a table without bearing on it. */
const BESIDE: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  undefined,
  'filler',
  'new',
  'order',
  'spot',
  'futures',
]);

/**
 * The rows of a table as orders of their own ("PAIR DOTUSDT", "SIDE SHORT", "ENTRY 6.84" … a line
 * each). Null unless all of it can be told: each column has a heading that the reader knows, with a
 * coin, an entry, a stop and, unless bars part them, a side among them, and each row a value under
 * every heading.
 */
export function tableRows(terms: readonly Term[]): Term[][] | null {
  if (!namesCoins(terms)) return null;
  const lines = termsByLine(terms.filter(({ kind }) => kind !== 'break'));
  const at = lines.findIndex((line) => isHeading(columnsOf(line), isBarred(line)));
  const head = columnsOf(lines[at] ?? []);
  if (at < 0) return null;
  const cells = lines.map(columnsOf);
  const sided = head.some(([name]) => isKind(name, 'sideColumn'));
  const isRow = (row: readonly Term[][]): boolean =>
    row.some((cell) => (sided ? SIDE_ROLES.has(cell[0]?.role) : cell[0]?.ticker)) &&
    row.some((cell) => cell[0]?.number);
  const rows = cells.filter((row, i) => i > at && isRow(row));
  const isRule = (line: readonly Term[]): boolean => line.every((t) => t.kind === 'mark');
  const others = lines.filter(
    (line, i) => i !== at && !isRule(line) && !(i > at && isRow(cells[i] ?? [])),
  );
  const quiet = others.flat().every((t) => t.kind !== 'number' && BESIDE.has(t.role));
  const fits = rows.every(
    (row) => row.length === head.length && row.every((cell, i) => fitsUnder(head[i], cell)),
  );
  return rows.length > 0 && quiet && fits ? rows.map((row) => asOrder(head, row)) : null;
}

/** A line of it heads the columns of orders: then what stands around is no instruction. */
export function hasTable(terms: readonly Term[]): boolean {
  return (
    namesCoins(terms) &&
    termsByLine(terms.filter(({ kind }) => kind !== 'break')).some((line) =>
      isHeading(columnsOf(line), isBarred(line)),
    )
  );
}

/** A column for the coins has a heading. */
const namesCoins = (terms: readonly Term[]): boolean => terms.some((t) => t.role === 'coin');

function isBarred(line: readonly Term[]): boolean {
  return line.some((t) => t.text === '|');
}

/** The cells of a line: what bars part, or each term; "TP1" is one. */
function columnsOf(line: readonly Term[]): Term[][] {
  const barred = isBarred(line);
  const cells: Term[][] = [];
  let fresh = true;
  for (const term of line) {
    if (term.kind === 'mark' && (term.text === '|' || (term.text === '-' && !barred))) {
      fresh = true;
      continue;
    }
    const joins = barred ? !fresh : term.glued && term.kind === 'number';
    if (joins && cells.length > 0) cells.at(-1)?.push(term);
    else cells.push([term]);
    fresh = false;
  }
  return cells;
}

function isHeading(columns: readonly Term[][], barred: boolean): boolean {
  const names = columns.map(([name]) => name);
  const known = columns.every(
    ([name, index, ...more]) =>
      name !== undefined &&
      (COLUMNS.has(name.role) || isKind(name, 'sideColumn')) &&
      (index === undefined || index.kind === 'number') &&
      more.length === 0,
  );
  const count = (role: Role): number => names.filter((n) => n?.role === role).length;
  const sides = names.filter((n) => isKind(n, 'sideColumn')).length;
  return (
    known &&
    count('coin') === 1 &&
    (sides === 1 || (sides === 0 && barred)) &&
    count('entry') >= 1 &&
    count('stop') === 1
  );
}

function fitsUnder(heading: readonly Term[] | undefined, cell: readonly Term[]): boolean {
  const [name] = heading ?? [];
  const [value] = cell;
  if (!name || !value) return false;
  const [first, ...more] = cell;
  const lists = name.role === 'entry' || name.role === 'target';
  const isList = lists && more.every((t) => t.kind === 'number' || '-/~'.includes(t.text));
  if (more.length > 0 && !(first?.kind === 'number' && isList)) return false;
  if (isKind(name, 'sideColumn')) return SIDE_ROLES.has(value.role);
  return name.role === 'coin' ? value.ticker !== undefined : value.kind === 'number';
}

/** Heading and value in turn, each pair in a line of its own; the places in the text stay. */
function asOrder(head: readonly Term[][], row: readonly Term[][]): Term[] {
  const order: Term[] = [];
  const put = (term: Term, line: number): void => {
    order.push({ ...term, line, clause: line, depth: 0, at: order.length });
  };
  for (const [line, cell] of row.entries()) {
    for (const term of [...(head[line] ?? []), ...cell]) put(term, line);
    const { start = 0, end = 0 } = cell.at(-1) ?? {};
    put(
      { kind: 'break', text: '\n', start, end, glued: false, line, clause: line, depth: 0, at: 0 },
      line,
    );
  }
  return order;
}
