import { isYear } from '../../words/layout/dates.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import { type Evidence, quoted } from '../evidence.ts';
import { TURNS, turning } from './plan.ts';
import type { OrderScene } from './scene.ts';

/** "En mayo abrí long SOL en 150": the day or the month in which it was done leads to the order. */
export const datedBefore: Evidence<OrderScene> = {
  name: 'dated_before',
  weight: TURNS,
  examples: ['En mayo abrí long SOL en 150, stop 144, objetivo 162'],
  find: dayBefore,
  say: turning(quoted),
};

function dayBefore({ terms, sideTerms, frame: { entries } }: OrderScene): Term | undefined {
  const order = sideTerms[0] ?? entries[0]?.term;
  if (!order) return undefined;
  for (let at = placeOf(terms, order) - 1; terms[at]?.clause === order.clause; at--) {
    const term = terms[at];
    if (term?.kind === 'mark' || term?.kind === 'gap') return undefined;
    if (term?.role === 'date' || isYear(terms, at)) return term;
  }
  return undefined;
}
