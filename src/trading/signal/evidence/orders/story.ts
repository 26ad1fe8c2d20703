import type { Term } from '../../words/terms/term.ts';
import { isWithoutSpaces } from '../../words/tokens/characters.ts';
import type { Evidence } from '../evidence.ts';
import type { OrderScene } from './scene.ts';

/** More unknown words than this around a side make it a story. */
const MOST_UNKNOWN_WORDS = 6;

/** The side stands in a long sentence of words that the reader doesn't know, or someone else is its subject. */
export const story: Evidence<OrderScene> = {
  name: 'story',
  weight: 'ends',
  examples: ['LINK at 14.20. I want 13.00 to go long'],
  find: ({ order: { structured }, terms, symbol, sideTerms }) => {
    if (structured) return undefined;
    const clauses = new Set(sideTerms.map((t) => t.clause));
    const said = terms.filter((t) => clauses.has(t.clause));
    const unknown = said.filter(
      (t) =>
        t.kind === 'word' &&
        (!t.role || t.role === 'told' || t.role === 'date') &&
        t !== symbol &&
        (!t.ticker || t.ticker.form === 'word'),
    );
    const firstSide = Math.min(...sideTerms.map((t) => t.start));
    const subject = unknown.find(
      (t) =>
        t.start < firstSide && t.depth === 0 && !isWithoutSpaces(t.text) && !isFieldValue(terms, t),
    );
    return (
      subject ??
      said.find((t) => t.number?.unit === 'big') ??
      (unknown.length > MOST_UNKNOWN_WORDS ? unknown[0] : undefined)
    );
  },
  say: () => 'a sentence, not an order',
};

/** A colon stands before it in its line: "Strategy: Drawdown Long". */
function isFieldValue(terms: readonly Term[], term: Term): boolean {
  return terms.some((t) => t.line === term.line && t.start < term.start && t.text === ':');
}
