import type { OrderCandidate } from '../../order/candidate/orderCandidate.ts';
import { isKind } from '../../words/kinds.ts';
import type { Term } from '../../words/terms/term.ts';
import type { Evidence } from '../evidence.ts';
import type { OrderScene } from './scene.ts';

/** "ROI +20%", "PnL: 34%" beside a side and an entry: a position shown, not an order. */
export const resultCard: Evidence<OrderScene> = {
  name: 'result',
  weight: 'ends',
  examples: ['Trade recap: LONG SOL entry 140 exit 151, profit 7.8%'],
  find: ({ terms, frame, order }) =>
    order.structured && frame.stops.length > 0
      ? undefined
      : (terms.find(
          (t, i) =>
            t.role === 'result' &&
            !isOfPeriod(terms, i) &&
            terms
              .slice(i + 1, i + 5)
              .some((n) => n.line - t.line <= 1 && n.number?.unit === 'percent'),
        ) ?? resultBeside(terms, order)),
  say: () => 'a result',
};

/** "STOP LOSS: 13.6 🚫15.1% loss": of a trade the stop, and what it has cost. */
function resultBeside(terms: readonly Term[], order: OrderCandidate): Term | undefined {
  const { structured, entries, targets } = order;
  if (structured || targets.length > 0 || entries.length > 0) return undefined;
  return terms.find((t, i) => t.number?.unit === 'percent' && isKind(terms[i + 1], 'loss'));
}

/** "Long from 14.2 now 15.5, +9%": two prices, and what lies between them. */
export const moved: Evidence<OrderScene> = {
  name: 'price_moved',
  weight: 'doubts',
  examples: ['LINK long from 14.2 now 15.5, +9% 🔥'],
  find: ({ terms, order: { structured, entries, targets } }) => {
    if (structured || targets.length > 0 || entries.length < 2) return undefined;
    const lines = new Set(entries.map((l) => l.term.line));
    return terms.find((t) => t.number?.unit === 'percent' && t.number.sign && lines.has(t.line));
  },
  say: () => 'two prices with a change beside them, as of a trade that is on',
};

/** "PnL: +1.6%", "PnL so far +2%": what a trade has made that is on or over, whatever levels stand beside it. */
export const positionCard: Evidence<OrderScene> = {
  name: 'position_with_profit',
  weight: 'ends',
  examples: ['TON long 5.30; SL 5.10; TP 5.60; PnL so far +2%'],
  find: ({ terms }) =>
    terms.find(
      (t, i) =>
        t.role === 'result' &&
        t.depth === 0 &&
        isKind(t, 'profitLabel') &&
        !isOfPeriod(terms, i) &&
        terms.slice(i + 1, i + 4).some((n) => n.line === t.line && n.number?.sign),
    ),
  say: () => 'a position that is on, with its profit',
};

/** "7d ROI +41%": what a provider has made, not the trade. */
function isOfPeriod(terms: readonly Term[], at: number): boolean {
  return terms[at - 1]?.kind === 'timeframe';
}

/** "Current: 64,020 (+0.96%)": where a trade stands that is on, or where the coin stands today. */
export const priceChange: Evidence<OrderScene> = {
  name: 'price_with_change',
  weight: 'doubts',
  examples: ['BTC/USD LONG\nOpened @ 63,410\nCurrent: 64,020 (+0.96%)\nSL 62,700 | TP 65,900'],
  find: ({ terms }) =>
    terms.find((t, i) => {
      if (!isKind(t, 'currentPrice') || terms[i + 1]?.text !== ':') return false;
      const [price, bracket, change] = terms.slice(i + 2, i + 5);
      return (
        price?.kind === 'number' && bracket?.text === '(' && change?.number?.sign !== undefined
      );
    }),
  say: () => 'a price with its change beside the levels, as of a trade that is on',
};
