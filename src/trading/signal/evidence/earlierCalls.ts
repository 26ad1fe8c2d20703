import { ENDS, groupOf } from '../words/roleGroups.ts';
import type { Term } from '../words/terms/term.ts';
import { isSure } from '../words/tickers/ticker.ts';

/** What an earlier trade has come to. */
const ENDED = groupOf(...ENDS, 'result', 'secure');

/** What an order is made of: a sentence with one of these may be about that. */
const OF_AN_ORDER = groupOf('entry', 'stop', 'target', 'buy', 'sell', 'long', 'short');

/**
 * The sentences below an order that tell of another, earlier one: "Previous call: CHZ closed at target
 * 4", "Yesterday's ETC trade: closed at 19.30", "STEEM did +61 % on 10x". A word for earlier opens such
 * a sentence and it says how that trade ended, or it tells a gain and nothing that an order is made of;
 * and its coin is named nowhere else: without one of its own it may speak of the order itself. What
 * follows in its line without a word of an order goes with it.
 */
export function clausesOfEarlierCalls(terms: readonly Term[]): Set<number> {
  const clauses = new Set<number>();
  if (!terms.some((t) => t.role === 'past' || isGain(t))) return clauses;
  const first = terms.find((t) => t.kind === 'word')?.clause;
  const byClause = Map.groupBy(terms, (t) => t.clause);
  /** In how many clauses each coin is named. */
  const named = new Map<string, number>();
  for (const clause of byClause.values())
    for (const base of basesIn(clause)) named.set(base, (named.get(base) ?? 0) + 1);
  /** The line that tells of one. */
  let line = -1;
  for (const [clause, said] of byClause) {
    const words = said.filter((t) => t.kind !== 'break');
    const [head] = words;
    if (clause === first || head === undefined) continue;
    const isOfOrder = words.some((t) => OF_AN_ORDER.has(t.role));
    const coins = basesIn(words);
    const ended = words.some((t) => ENDED.has(t.role) || t.number?.sign);
    const tells = opensWithPast(words) ? ended : words.some(isGain) && !isOfOrder;
    const own = coins.size > 0 && [...coins].every((base) => named.get(base) === 1);
    const isOther = tells && own && named.size > coins.size;
    if (isOther) line = head.line;
    if (isOther || (head.line === line && coins.size === 0 && !isOfOrder)) clauses.add(clause);
  }
  return clauses;
}

/** "+61 %". */
const isGain = ({ number }: Term) => number?.sign === '+' && number.unit === 'percent';

function basesIn(terms: readonly Term[]): Set<string> {
  return new Set(
    terms.flatMap(({ ticker }) =>
      ticker && isSure(ticker) && !ticker.notCrypto ? [ticker.base] : [],
    ),
  );
}

/** Only marks stand before the word for earlier. */
function opensWithPast(clause: readonly Term[]): boolean {
  return clause.find((t) => t.kind !== 'mark' && t.kind !== 'gap')?.role === 'past';
}
