import { ENDS, groupOf } from '../words/roleGroups.ts';
import type { Term } from '../words/terms/term.ts';
import { isSure } from '../words/tickers/ticker.ts';

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
  if (!terms.some((t) => t.role === 'past')) return clauses;
  const first = terms.find((t) => t.kind === 'word')?.clause;
  const byClause = Map.groupBy(terms, (t) => t.clause);
  /** In how many clauses each coin is named. */
  const named = new Map<string, number>();
  for (const clause of byClause.values())
    for (const base of basesIn(clause)) named.set(base, (named.get(base) ?? 0) + 1);
  for (const [at, term] of terms.entries()) {
    if (term.role !== 'past' || term.clause === first || !opensClause(terms, at)) continue;
    if (clauses.has(term.clause)) continue;
    const said = byClause.get(term.clause) ?? [];
    const coins = basesIn(said);
    const ended = said.some((t) => t.kind !== 'break' && (ENDED.has(t.role) || t.number?.sign));
    const own = [...coins].every((base) => named.get(base) === 1);
    if (ended && own && coins.size > 0 && named.size > coins.size) clauses.add(term.clause);
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
