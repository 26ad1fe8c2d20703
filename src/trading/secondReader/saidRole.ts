import type { Role } from '../signal/vocabulary/roles.ts';
import { HIGHEST_INDEX, isIndex } from '../signal/words/layout/listNumbers.ts';
import { sideOfRole } from '../signal/words/sides.ts';
import type { Term } from '../signal/words/terms/term.ts';

/**
 * What the words around a number say that it is. exit: out of the trade there, at a loss or a profit.
 * other: no level at all ("support", "RSI", "risk"). null: no word says it, or several may.
 */
export type SaidRole = 'entry' | 'stop' | 'target' | 'exit' | 'other' | null;

const SAYS: Readonly<Partial<Record<Role, NonNullable<SaidRole>>>> = {
  entry: 'entry',
  average: 'entry',
  limit: 'entry',
  buy: 'entry',
  entered: 'entry',
  add: 'entry',
  stop: 'stop',
  stoppedOut: 'stop',
  target: 'target',
  secure: 'target',
  sell: 'exit',
  close: 'exit',
  reduce: 'exit',
  risk: 'other',
  skip: 'other',
  result: 'other',
};

/** Between the numbers of one list. */
const JOINS: ReadonlySet<Role> = new Set<Role>([
  'to',
  'and',
  'first',
  'second',
  'thirdOf',
  'fourth',
]);
/** Between a side and the price at which it is taken. */
const AT_ONCE: ReadonlySet<Role> = new Set<Role>(['at', 'market', 'limit', 'spot', 'futures']);

/** Numbers that belong together, and what is said before them in their sentence. */
type List = { numbers: Term[]; before: readonly Term[] };

/**
 * What is said of each price and percent of a text. In a sentence either all labels stand before their
 * numbers or all behind them; where it can't be told which, nothing is said. A line of numbers alone is
 * told by the heading above it.
 */
export function saidRoles(terms: readonly Term[]): ReadonlyMap<Term, SaidRole> {
  const said = new Map<Term, SaidRole>();
  const lists: (List & { clause: number })[] = [];
  let last: Term | null = null;
  for (const term of terms) {
    if (!isLevelNumber(terms, term)) continue;
    const between: readonly Term[] = terms.slice(last === null ? 0 : last.at + 1, term.at);
    const list = lists.at(-1);
    if (list && isList(terms, between)) list.numbers.push(term);
    else lists.push({ numbers: [term], before: between, clause: term.clause });
    last = term;
  }
  for (const ofClause of Map.groupBy(lists, ({ clause }) => clause).values()) {
    for (const [i, role] of rolesIn(terms, ofClause).entries())
      for (const number of ofClause[i]?.numbers ?? []) said.set(number, role);
  }
  return said;
}

function rolesIn(
  terms: readonly Term[],
  lists: readonly (List & { clause: number })[],
): SaidRole[] {
  const [first] = lists;
  const end = lists.at(-1)?.numbers.at(-1);
  if (!first || !end) return [];
  const own = (list: List & { clause: number }): readonly Term[] =>
    list.before.filter(({ clause }) => clause === list.clause);
  const tail = terms.slice(end.at + 1).filter(({ clause }) => clause === end.clause);
  const leading = roleBefore(own(first)) ?? headingOf(first);
  const behind = firstRole(tail);
  if (leading !== null && (behind === null || agrees(leading, behind, lists.length)))
    return lists.map((list, i) => (i === 0 ? leading : roleBefore(own(list))));
  if (leading === null && behind !== null)
    return lists.map((_, i) => {
      const next = lists[i + 1];
      return next ? firstRole(own(next)) : behind;
    });
  return lists.map(() => null);
}

/** "SL 138 (close below)": what is behind says the same once more. */
function agrees(leading: SaidRole, behind: SaidRole, lists: number): boolean {
  if (lists > 1) return false;
  return leading === behind || (behind === 'exit' && (leading === 'stop' || leading === 'target'));
}

function roleBefore(terms: readonly Term[]): SaidRole {
  const word = terms.findLast((term) => roleOf(term) !== null);
  if (word) return roleOf(word);
  // "Long SOL 142": what stands between is the coin alone.
  const side = terms.findLast(({ role }) => sideOfRole(role) !== null);
  if (!side) return null;
  const between = terms.filter((term) => term.at > side.at);
  const direct = between.every(
    (term) =>
      term.kind !== 'word' ||
      term.ticker !== undefined ||
      (term.role !== undefined && AT_ONCE.has(term.role)),
  );
  return direct ? 'entry' : null;
}

function firstRole(terms: readonly Term[]): SaidRole {
  const word = terms.find((term) => roleOf(term) !== null);
  return word ? roleOf(word) : null;
}

function roleOf({ role }: Term): SaidRole {
  return (role && SAYS[role]) ?? null;
}

/** What the line above says, where that is a heading: without a number, and of one role. */
function headingOf({ before, numbers: [number] }: List): SaidRole {
  if (!number) return null;
  const own = before.filter(({ line }) => line === number.line);
  if (own.some(({ kind }) => kind === 'word')) return null;
  const above = before.filter(({ line }) => line === number.line - 1);
  const roles = new Set(above.map(roleOf).filter((role) => role !== null));
  const [role] = roles;
  return roles.size === 1 && role !== undefined ? role : null;
}

/** Only marks, joining words and list numbers between them, and no empty line. */
function isList(terms: readonly Term[], between: readonly Term[]): boolean {
  if (between.filter(({ kind }) => kind === 'break').length > 1) return false;
  return between.every(
    (term) =>
      (term.kind !== 'word' && (term.kind !== 'number' || !isLevelNumber(terms, term))) ||
      (term.role !== undefined && JOINS.has(term.role)),
  );
}

/** A price or a percent, and no list number. */
export function isLevelNumber(terms: readonly Term[], term: Term): boolean {
  const unit = term.number?.unit;
  if (term.kind !== 'number' || unit === 'times' || unit === 'ratio' || unit === 'big')
    return false;
  return !isListNumber(terms, term.at);
}

/** "1)", the 2 of "TP 2: 150". */
function isListNumber(terms: readonly Term[], at: number): boolean {
  const { number } = terms[at] ?? {};
  if (!number?.whole || number.unit !== null || number.digits.length > 2) return false;
  const value = Number(number.digits);
  return value <= HIGHEST_INDEX && isIndex(terms, at, value, false);
}
