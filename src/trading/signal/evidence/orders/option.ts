import type { OrderCandidate } from '../../order/candidate/orderCandidate.ts';
import { isKind } from '../../words/kinds.ts';
import type { Evidence } from '../evidence.ts';

/** A strike with its kind, as options are written: "5200C", "130P". */
export const option: Evidence<OrderCandidate> = {
  name: 'option',
  weight: 'ends',
  examples: ['SPX 5200C 3.40 stop 2.50'],
  find: ({ frame: { terms } }) =>
    terms.find(
      (t, i) =>
        t.number?.whole &&
        t.number.unit === null &&
        terms[i + 1]?.glued &&
        isKind(terms[i + 1], 'optionLetter'),
    ),
  say: () => 'an option',
};
