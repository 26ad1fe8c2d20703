import { isKind } from '../../words/kinds.ts';
import type { Term } from '../../words/terms/term.ts';

/** "New position", "… opened a position": a trade that has just been made, at its average price. */
export function announcesTrade(terms: readonly Term[]): boolean {
  const first = terms.find((t) => t.role === 'order');
  return terms.some(
    (t) =>
      (t.role === 'new' || isKind(t, 'opened')) &&
      terms.some(
        (o) => o.role === 'order' && o.line === first?.line && o.line === t.line && o.at > t.at,
      ),
  );
}

/** "Filled 182,400 DOGE @ 0.2187", "Filled: 0.2187": where a new trade was taken, and perhaps how much. */
export function isFilledAmount(terms: readonly Term[], at: number): boolean {
  const [amount, coin, mark] = terms.slice(at + 1, at + 4);
  if (terms[at]?.role !== 'filled') return false;
  if (amount?.text === ':') return coin?.kind === 'number';
  return amount?.kind === 'number' && coin?.ticker !== undefined && mark?.text === '@';
}
