import { WORD_TICKERS } from '../vocabulary/assets.ts';
import { isKind } from '../words/kinds.ts';
import { distinct } from '../words/layout/clauses.ts';
import { NEAR_INSTRUCTION } from '../words/layout/nearness.ts';
import { placeOf, type Term } from '../words/terms/term.ts';
import { isSure, type Ticker } from '../words/tickers/ticker.ts';
import { type InstructionCandidate, isReport } from './instructionCandidate.ts';

/** A coin where it is named. */
export type Subject = { ticker: Ticker; term: Term };

/** Between two coins stands nothing but a mark or a word ("ETH and SOL"), or what is in brackets ("ETH (+3%), SOL"). */
function areNeighbours(
  clause: readonly Term[],
  a: { term: Term } | undefined,
  b: { term: Term } | undefined,
): boolean {
  if (!a || !b) return false;
  const gap = clause.slice(placeOf(clause, a.term) + 1, placeOf(clause, b.term));
  return gap.filter((t) => t.depth === 0).length <= 1;
}

/** "On SUI", "for SUI". */
function isPointedAt(clause: readonly Term[], coin: Term): boolean {
  const before = clause[placeOf(clause, coin) - 1];
  return before?.role === 'at' || isKind(before, 'for');
}

/** The coins of a clause that a candidate is about: those in its own part, else those named before it, else one right behind. */
export function subjectsOf(
  clause: readonly Term[],
  tickers: readonly Subject[],
  candidate: InstructionCandidate,
): Subject[] {
  const { within } = candidate;
  const named = tickers.filter(({ term }) => term.at >= within.start && term.at <= within.end);
  // "… SEI 💥 SL to entry on SUI": the coin that the verb points at outweighs one before it.
  const carrier = Math.min(...candidate.terms.map((term) => term.at));
  const pointed = named.filter(({ term }) => term.at > carrier && isPointedAt(clause, term));
  const inside = pointed.length > 0 ? pointed : named;
  const last = Math.max(...candidate.terms.map((term) => term.at));
  const near = inside.filter(({ term }) => term.at <= last + NEAR_INSTRUCTION);
  const [first] = near;
  if (first) {
    // "BTC, ETH: …" and "… for ETH and SOL": coins in a row belong together.
    const from = tickers.indexOf(first);
    const joined = (a: number, b: number): boolean => areNeighbours(clause, tickers[a], tickers[b]);
    let start = from;
    let until = from;
    while (start > 0 && joined(start - 1, start)) start--;
    while (until + 1 < tickers.length && joined(until, until + 1)) until++;
    return tickers.filter((t, i) => (i >= start && i <= until) || near.includes(t));
  }
  const earlier = tickers.filter(({ term }) => term.at < within.start);
  if (earlier.length > 0) return earlier;
  // "Closing both, JTO at 3.12 and PYTH at 0.418".
  const both =
    candidate.all &&
    clause.some((t) => isKind(t, 'both') && t.at >= within.start && t.at <= within.end);
  const pair = distinct(tickers);
  if (both && pair.length === 2 && pair.every(({ term }) => term.at > last)) return pair;
  // "All shorts closed, BTC looks strong".
  if (candidate.all && !isReport(candidate)) return [];
  return tickers.filter(({ term }) => term.at > last && term.at <= last + NEAR_INSTRUCTION);
}

/** It stands in the candidate's own part of the clause, or before it by itself: "BTC: close half", "BTC close". */
export function isObjectOf(
  clause: readonly Term[],
  { term }: Subject,
  { within }: InstructionCandidate,
): boolean {
  if (term.at >= within.start && term.at <= within.end) return true;
  const between = clause.filter((t) => t.at > term.at && t.at < within.start);
  return (
    term.at < within.start &&
    between.every((t) => t.kind === 'mark' || (t.ticker && isSure(t.ticker)))
  );
}

/** "Close it. 3,344 $SOL", "ETH price: 3110": beside the coin stand no words of another sentence. */
export function isSetApart(terms: readonly Term[], coin: Term): boolean {
  const at = placeOf(terms, coin);
  const isField = terms.some((t) => t.text === ':' && t.clause === coin.clause && t.at > coin.at);
  const isWord = (t: Term | undefined): boolean =>
    t?.kind === 'word' &&
    t.clause === coin.clause &&
    (!t.ticker || t.ticker.form === 'word') &&
    t.role !== 'and';
  return isField || !(isWord(terms[at - 1]) || isWord(terms[at + 1]));
}

const SURE: ReadonlySet<Ticker['form']> = new Set<Ticker['form']>(['pair', 'tag']);

/** "AI Signal | IMX/USDT": beside a pair or a tag, a word that is also a ticker is a word. */
export function withoutWords(subjects: readonly Subject[]): readonly Subject[] {
  const sure = subjects.some(({ ticker }) => SURE.has(ticker.form));
  return sure
    ? subjects.filter(({ ticker }) => SURE.has(ticker.form) || !WORD_TICKERS.has(ticker.base))
    : subjects;
}
