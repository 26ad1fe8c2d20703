import type { Side } from '../signal/reading.ts';
import { isKind } from '../signal/words/kinds.ts';
import { sideOfRole } from '../signal/words/sides.ts';
import type { Term } from '../signal/words/terms/term.ts';
import { isCoin } from './asked.ts';

/** The term that names this coin; null where none of them does. */
export function coinIn(terms: readonly Term[], symbol: string): Term | null {
  const base = symbol
    .trim()
    .toUpperCase()
    .replace(/^[#$]/u, '')
    .split(/[/\-_]/u)[0];
  return terms.find((term) => isCoin(term) && term.ticker?.base === base) ?? null;
}

/** The side that an order's lines say in words; null: none does. */
export function sideIn(order: readonly Term[]): Side | 'both' | null {
  const sides = new Set(order.map(sideOf).filter((side) => side !== null));
  if (sides.size > 1) return 'both';
  return [...sides][0] ?? null;
}

/** "Long", "longed", "go short". */
export function sideOf(term: Term): Side | null {
  if (term.role === 'long' || isKind(term, 'enteredLong')) return 'long';
  return term.role === 'short' || isKind(term, 'enteredShort') ? 'short' : null;
}

/** Its verb may say it as well: who buys is long. */
export function saysSide(term: Term, side: Side): boolean {
  return (sideOf(term) ?? sideOfRole(term.role)) === side;
}

/** The lines from the first to the last of these terms, with those that stand next to them up to an empty line. */
export function blockOf(terms: readonly Term[], of: readonly (Term | undefined)[]): Term[] {
  const lines = of.flatMap((term) => (term ? [term.line] : []));
  const written = new Set(terms.filter(({ kind }) => kind !== 'break').map(({ line }) => line));
  let [first, last] = [Math.min(...lines), Math.max(...lines)];
  while (written.has(first - 1)) first--;
  while (written.has(last + 1)) last++;
  return terms.filter(({ line }) => line >= first && line <= last);
}

/**
 * The coin is the only one of the order's lines; and where the text names others, it stands in front of
 * the levels, and none between.
 */
export function isCoinOf(
  terms: readonly Term[],
  order: readonly Term[],
  coin: Term,
  { line }: Term,
): boolean {
  const others = (of: readonly Term[]): Term[] =>
    of.filter((term) => term.ticker?.base !== coin.ticker?.base && isCoin(term));
  if (order.some(({ ticker }) => ticker?.notCrypto) || others(order).length > 0) return false;
  const elsewhere = others(terms);
  if (elsewhere.length === 0) return true;
  return coin.line <= line && !elsewhere.some((term) => term.line > coin.line && term.line < line);
}
