import type { PricedLevel } from '../signal/levels/scale.ts';
import type { Term } from '../signal/words/terms/term.ts';
import type { Asked } from './asked.ts';
import type { Cited } from './citedLevels.ts';
import { isLevelNumber, type SaidRole } from './saidRole.ts';

/** A number within so many times the entry may be a level of the trade, wherever it stands. */
const NEAR = 3;

/**
 * A number that the answer does not explain: any of the order's lines that may be a level or its
 * leverage, any elsewhere under a level's label, and any near the entry. What words call something else
 * is explained by them.
 */
export function isLeftOver(
  { terms }: Asked,
  order: readonly Term[],
  cited: readonly Cited[],
  said: ReadonlyMap<Term, SaidRole>,
  settled: readonly PricedLevel[],
): boolean {
  const used = new Set(cited.map(({ term }) => term));
  const inOrder = new Set(order);
  const near = settled.find(({ role }) => role !== 'target')?.value ?? settled[0]?.value;
  return terms.some((term) => {
    const { number } = term;
    if (!number || used.has(term))
      return (
        term.kind === 'other' &&
        inOrder.has(term) &&
        /\d/u.test(term.text) &&
        !/[-:/]/u.test(term.text)
      );
    if (number.unit === 'times') return true;
    if (!isLevelNumber(terms, term)) return false;
    const role = said.get(term) ?? null;
    if (role === 'other') return false;
    if (number.unit === 'percent') return role !== null;
    if (role !== null || inOrder.has(term)) return true;
    return (
      near !== undefined && number.values.some(({ value }) => isNear(Number(value), Number(near)))
    );
  });
}

/** For comparing sizes only. */
function isNear(a: number, b: number): boolean {
  return a > 0 && b > 0 && a / b < NEAR && b / a < NEAR;
}
