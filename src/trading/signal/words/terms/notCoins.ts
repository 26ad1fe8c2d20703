import { CRYPTO_QUOTES, WORD_TICKERS } from '../../vocabulary/assets.ts';
import type { Role } from '../../vocabulary/roles.ts';
import { isKind } from '../kinds.ts';
import { groupOf } from '../roleGroups.ts';
import { sideOfRole } from '../sides.ts';
import { isSure, type Ticker } from '../tickers/ticker.ts';
import { firstValue } from '../tokens/numbers.ts';
import type { Term } from './term.ts';

/**
 * The terms without the tickers that name no coin where they stand: the zone of a time ("14:00 GMT"), a
 * program ("MT4"), the name of a field or its value ("ALGO: Trend Rider"), and the unit of a price ("0.0003 BTC" under
 * another coin, which is then quoted in it).
 */
export function withoutNotCoins(terms: readonly Term[]): Term[] {
  let quote: string | null = null;
  const said = terms.map((term, at) => {
    if (!term.ticker) return term;
    const behind = quoteBehind(terms, at);
    if (behind) return { ...term, ticker: { ...term.ticker, quote: behind } };
    if (term.ticker.form === 'pair' || term.ticker.form === 'tag') return term;
    if (quoteBehind(terms, at - 1)) return withoutTicker(term);
    if (isUnitOfPrice(terms, at)) {
      quote = term.ticker.base;
      return withoutTicker(term);
    }
    if (isFieldValue(terms, at)) return withoutTicker(term);
    if (term.role !== undefined) return term;
    if (isZone(terms, at) || isFieldName(terms, at)) return withoutTicker(term);
    return isCode(terms, at) ? withoutTicker(term) : term;
  });
  return quote === null ? said : said.map((term) => quotedIn(term, quote));
}

/** "#ORN USDT", "#ENJ BTC" at the end of a line: what a tagged coin is priced in. */
function quoteBehind(terms: readonly Term[], at: number): string | null {
  const [term, next, end] = [terms[at], terms[at + 1], terms[at + 2]];
  if (term?.ticker?.form !== 'tag' || term.ticker.quote !== null || next?.kind !== 'word')
    return null;
  const quote = next.text.toUpperCase();
  if (STABLE.has(quote)) return quote;
  const ends = end === undefined || end.kind === 'break';
  return ends && CRYPTO_QUOTES.has(quote) && term.ticker.base !== quote ? quote : null;
}

const STABLE: ReadonlySet<string> = new Set(['USDT', 'USDC', 'BUSD', 'USD']);

function withoutTicker(term: Term): Term {
  return { ...term, ticker: undefined };
}

function quotedIn(term: Term, quote: string | null): Term {
  const { ticker } = term;
  const plain = ticker && isSure(ticker) && ticker.quote === null && ticker.base !== quote;
  return plain ? { ...term, ticker: { ...ticker, quote } satisfies Ticker } : term;
}

/** "14:00 GMT", "9 am EST". */
function isZone(terms: readonly Term[], at: number): boolean {
  const [before, term] = [terms[at - 1], terms[at]];
  const clock = before?.kind === 'other' || isKind(before, 'dayHalf');
  return clock && before?.line === term?.line && isKind(term, 'timeZone');
}

/** "MT4", "V2": a whole number is glued to a word that is no known coin. */
function isCode(terms: readonly Term[], at: number): boolean {
  const [term, next] = [terms[at], terms[at + 1]];
  const unknown = term?.ticker?.form === 'capitals' || term?.ticker?.form === 'word';
  const glued = next?.glued === true && next.number?.whole === true;
  return unknown && term.text.length > 1 && glued && next.number?.unit === null;
}

/** "Risk: HIGH": a word that is a ticker as well, as the value of a field that no coin stands under. */
function isFieldValue(terms: readonly Term[], at: number): boolean {
  const [name, colon, term] = [terms[at - 2], terms[at - 1], terms[at]];
  const word = WORD_TICKERS.has(term?.ticker?.base ?? '');
  return word && colon?.text === ':' && OTHER_FIELDS.has(name?.role);
}

const OTHER_FIELDS = groupOf('risk', 'skip', 'result', 'leverage', 'noise');

/** "ALGO: Trend Rider 9": behind the colon no side, no price and no level. */
function isFieldName(terms: readonly Term[], at: number): boolean {
  const [term, colon, value] = [terms[at], terms[at + 1], terms[at + 2]];
  if (!isKind(term, 'fieldName') || colon?.text !== ':') return false;
  const isOrder = sideOfRole(value?.role) !== null || value?.number !== undefined;
  return value !== undefined && !isOrder && (value.role === undefined || QUIET.has(value.role));
}

const QUIET: ReadonlySet<Role> = new Set<Role>(['filler', 'topic', 'noise', 'order', 'new']);

/** "0.0000312 BTC" where another coin is named before: what its price is counted in. */
function isUnitOfPrice(terms: readonly Term[], at: number): boolean {
  const [number, term, next] = [terms[at - 1], terms[at], terms[at + 1]];
  const base = term?.ticker?.base ?? '';
  if (!CRYPTO_QUOTES.has(base) || number?.number?.unit !== null || number.number.whole)
    return false;
  if (firstValue(number) >= 1 || next?.role === 'at' || next?.text === '@') return false;
  return terms.some(
    (t, i) => i < at && t.ticker !== undefined && isSure(t.ticker) && t.ticker.base !== base,
  );
}
