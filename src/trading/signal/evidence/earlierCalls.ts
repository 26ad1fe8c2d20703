import { ENDS, groupOf } from '../words/roleGroups.ts';
import type { Term } from '../words/terms.ts';
import { isSure } from '../words/tickers.ts';

/** What an earlier trade has come to. */
const ENDED = groupOf(...ENDS, 'result', 'secure');

/**
 * The sentences below an order that tell of another, earlier one: "Previous call: CHZ closed at target
 * 4", "Yesterday's ETC trade: closed at 19.30". A word for earlier opens such a sentence, it says how
 * that trade ended, and its coin is named nowhere else: without one of its own it may speak of the
 * order itself.
 */
export function clausesOfEarlierCalls(terms: readonly Term[]): Set<number> {
  const clauses = new Set<number>();
  const first = terms.find((t) => t.kind === 'word')?.clause;
  for (const [at, term] of terms.entries()) {
    if (term.role !== 'past' || term.clause === first || !opensClause(terms, at)) continue;
    const said = terms.filter((t) => t.clause === term.clause && t.kind !== 'break');
    const coins = basesIn(said);
    const others = basesIn(terms.filter((t) => t.clause !== term.clause));
    const ended = said.some((t) => ENDED.has(t.role) || t.number?.sign);
    const own = [...coins].every((base) => !others.has(base));
    if (ended && own && coins.size > 0 && others.size > 0) clauses.add(term.clause);
  }
  return clauses;
}

function basesIn(terms: readonly Term[]): Set<string> {
  return new Set(
    terms.flatMap(({ ticker }) =>
      ticker && isSure(ticker) && !ticker.notCrypto ? [ticker.base] : [],
    ),
  );
}

/** Only marks stand before it in its clause. */
function opensClause(terms: readonly Term[], at: number): boolean {
  const clause = terms[at]?.clause;
  for (let i = at - 1; i >= 0 && terms[i]?.clause === clause; i--)
    if (terms[i]?.kind !== 'mark' && terms[i]?.kind !== 'gap') return false;
  return true;
}
