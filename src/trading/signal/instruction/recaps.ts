import type { Role } from '../vocabulary/roles.ts';
import { isKind } from '../words/kinds.ts';
import { termsByLine } from '../words/layout/lines.ts';
import type { Term } from '../words/terms/term.ts';
import { isSure } from '../words/tickers/ticker.ts';

/** A heading with more words is a sentence. */
const MOST_WORDS_OF_A_HEADING = 8;

/**
 * The clauses of a recap, in which nothing is asked for: those under a heading of the past ("Week 31
 * recap", "Итоги недели") that tell a result, or all of them when several do, or several coins have
 * ended ("Weekly results: BTC hit TP2, SOL closed at BE"); those under a heading of rules ("House
 * rules:"); and those with a result and a remark of the past.
 */
export function recapClauses(terms: readonly Term[]): ReadonlySet<number> {
  const listed = linesOfResults(terms);
  if (listed) return listed;
  const results = terms.filter(isResult);
  const first = terms.find((t) => t.kind === 'word');
  const line = terms.filter((t) => t.line === first?.line);
  const colon = line.find((t) => t.text === ':');
  const heading = line.filter((t) => t.kind === 'word' && t.at < (colon?.at ?? Infinity));
  const isRecap =
    heading.length <= MOST_WORDS_OF_A_HEADING &&
    heading.some((t) => t.role === 'past') &&
    (colon !== undefined || terms.some((t) => t.line !== first?.line));
  const ofTrade = heading.some(
    (t) => t.role === 'long' || t.role === 'short' || (t.ticker && t.ticker.form !== 'word'),
  );
  // "House rules:", and what is done with every trade.
  const isRule = colon !== undefined && heading.some((t) => isKind(t, 'habit'));
  if (isRule && heading.length <= MOST_WORDS_OF_A_HEADING && !ofTrade)
    return new Set(terms.map((t) => t.clause));
  const inList = isRecap && !ofTrade && (results.length > 1 || colon !== undefined);
  if (inList && (results.length > 1 || coinsWithOutcome(terms).size > 1)) {
    return new Set(terms.map((t) => t.clause));
  }
  const asides = Map.groupBy(
    terms.filter((t) => t.depth > 0),
    (t) => t.clause,
  );
  const told = isRecap ? results : results.filter((t) => isRemarked(asides, t));
  const introduced = inList ? line : [];
  return new Set([...told, ...introduced].map((t) => t.clause));
}

/** The coins of the clauses that tell how a trade ended. */
function coinsWithOutcome(terms: readonly Term[]): ReadonlySet<string | undefined> {
  const ended = new Set(terms.flatMap((t) => (t.role && OUTCOMES.has(t.role) ? [t.clause] : [])));
  const coins = terms.filter((t) => ended.has(t.clause) && t.ticker && isSure(t.ticker));
  return new Set(coins.map((t) => t.ticker?.base));
}

/** Fewer trades than this are told one by one. */
const FEWEST_LISTED = 3;

/**
 * "XTZ SELL TP2 +12.2% ✅", "LIT BUY canceled", a line each: the clauses of a list of what several trades
 * have come to, when at least two of its lines say how much they brought. Null when it is none.
 */
function linesOfResults(terms: readonly Term[]): ReadonlySet<number> | null {
  const lines = termsByLine(terms).filter(
    (line) =>
      line.some((t) => t.ticker && isSure(t.ticker)) &&
      line.some(
        (t) =>
          isGain(t) || t.mark === 'done' || t.mark === 'failed' || (t.role && OUTCOMES.has(t.role)),
      ),
  );
  const bases = new Set(
    lines.map((line) => line.find((t) => t.ticker && isSure(t.ticker))?.ticker?.base),
  );
  const brought = lines.filter(
    (line) =>
      line.some(isGain) ||
      (line.some((t) => t.number?.unit === 'percent') && line.some((t) => t.mark !== undefined)),
  );
  const listed = bases.size >= FEWEST_LISTED && brought.length >= 2;
  return listed ? new Set(lines.flat().map((t) => t.clause)) : null;
}

const isGain = ({ number }: Term): boolean => number?.unit === 'percent' && number.sign !== null;

const OUTCOMES: ReadonlySet<Role> = new Set<Role>(['cancel', 'close', 'hit', 'stoppedOut']);

/** "+2.4R (last week)", and not "(was 3300)", which tells the value that another one replaces. */
function isRemarked(asides: ReadonlyMap<number, readonly Term[]>, { clause }: Term): boolean {
  const aside = asides.get(clause) ?? [];
  return (
    aside.some((t) => t.role === 'past' || t.role === 'date') &&
    aside.every((t) => t.kind !== 'number')
  );
}

/**
 * "SOL closed +2.4R, ETH -1R, BNB 0R": the clauses that tell what several trades brought, counted in
 * risks as a recap does.
 */
export function listedResults(terms: readonly Term[]): ReadonlySet<number> {
  const clauses = new Set<number>();
  const told = new Set<string>();
  let coin: string | undefined;
  for (const { ticker, number, clause } of terms) {
    if (ticker && ticker.form !== 'word') coin = ticker.base;
    if (coin === undefined || number?.unit !== 'ratio') continue;
    if (number.sign || Number(number.digits) === 0) {
      told.add(coin);
      clauses.add(clause);
    }
    coin = undefined;
  }
  return told.size > 1 ? clauses : new Set();
}

function isResult({ number }: Term): boolean {
  return number?.unit === 'ratio' || (number?.unit === 'percent' && number.sign !== undefined);
}
