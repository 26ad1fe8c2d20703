import type { OrderCandidate } from '../../order/orderCandidate.ts';
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
        (terms[i + 1]?.text === 'c' || terms[i + 1]?.text === 'p'),
    ),
  say: () => 'an option',
};
