import { isFilledAmount } from '../../order/frame/newTrade.ts';
import { isCandleClose } from '../../order/walk/neighbours.ts';
import { isKind } from '../../words/kinds.ts';
import { ENDS, groupOf } from '../../words/roleGroups.ts';
import { placeOf } from '../../words/terms/term.ts';
import { type Evidence, quoted } from '../evidence.ts';
import { TURNS, turning } from './plan.ts';
import type { OrderScene } from './scene.ts';

/** A word for what becomes of a trade that is on: "TP1 hit, long from 142", "closed the SOL short". */
export const reported: Evidence<OrderScene> = {
  name: 'reported',
  weight: TURNS,
  examples: ['OP short: holding, will trail the stop once under 1.60'],
  find: ({ terms, bearing, frame: { market }, order: { structured } }) => {
    const reports = structured ? REPORTS : INSTRUCTIONS;
    return bearing.find((t) => {
      if (!structured && isKind(t, 'profitTaken')) return true;
      if (!reports.has(t.role) || market.includes(t)) return false;
      const at = placeOf(terms, t);
      return !isFilledAmount(terms, at) && !(t.role === 'close' && isCandleClose(terms, at));
    });
  },
  say: turning(quoted),
};

/** These stand before an order's entry only when it is told, not given. */
const REPORTS = groupOf(...ENDS);

const INSTRUCTIONS = groupOf(...ENDS, 'move', 'reduce', 'secure', 'hold', 'add');
