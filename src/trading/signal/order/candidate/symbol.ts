import type { ReadContext } from '../../reading.ts';
import { KNOWN_TICKERS, WORD_TICKERS } from '../../vocabulary/assets.ts';
import { sideOfRole } from '../../words/sides.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import type { Ticker } from '../../words/tickers/ticker.ts';
import type { Frame } from '../frame/frame.ts';
import { isBesideOrder } from '../walk/neighbours.ts';

export type SymbolChoice =
  | { kind: 'found'; ticker: Ticker; term: Term }
  | { kind: 'several'; bases: string[]; term: Term }
  | { kind: 'notCrypto'; base: string; term: Term }
  | { kind: 'missing'; term: null };

const MOST_TICKERS = 60;

const FORM_WEIGHT = { pair: 10, tag: 8, name: 7, known: 6, capitals: 3, word: 1 } as const;

/** Ways to write a coin that no word is written in. */
const MARKED: ReadonlySet<Ticker['form']> = new Set(['pair', 'tag']);

/** The coin a frame is about: a pair over a tag over a known name over an unknown word in a ticker's place. */
export function chooseSymbol(
  frame: Pick<Frame, 'tickers' | 'sides' | 'terms'>,
  context: ReadContext,
): SymbolChoice {
  const sideClauses = new Set(frame.sides.map((s) => s.term.clause));
  const sideLines = new Set(frame.sides.map((s) => s.term.line));
  const byBase = new Map<
    string,
    { score: number; term: Term; ticker: Ticker; beside: boolean; sure: boolean }
  >();
  const marked = frame.tickers.some(({ ticker }) => MARKED.has(ticker.form) && !ticker.notCrypto);
  for (const { term, ticker, labelled } of frame.tickers.slice(0, MOST_TICKERS)) {
    const isWord = ticker.alsoWord || term.role === 'filler';
    if (marked && isWord && !MARKED.has(ticker.form)) continue;
    const at = placeOf(frame.terms, term);
    const beside = isBesideOrder(frame.terms, at);
    const sure = ticker.form !== 'word' && ticker.form !== 'capitals';
    const heading = isHeading(frame.terms, at);
    const isKnown = KNOWN_TICKERS.has(ticker.base) && !WORD_TICKERS.has(ticker.base);
    const isCoin = isKnown || ticker.notCrypto || isSetAsCoin(frame.terms, at);
    if (ticker.form === 'word' && !labelled && !(beside && isCoin)) continue;
    // "Render (RNDR)": the name of the ticker behind it.
    const inBrackets = frame.terms[at + 2]?.ticker;
    if (ticker.form === 'word' && frame.terms[at + 1]?.text === '(' && inBrackets) continue;
    if (ticker.form === 'capitals' && !beside && !labelled && !sideLines.has(term.line) && !heading)
      continue;
    if (!sure && context.symbols && !context.symbols.has(ticker.base)) continue;
    let score = FORM_WEIGHT[ticker.form] + (labelled ? 6 : 0);
    if (sideClauses.has(term.clause)) score += 3;
    if (heading) score += 2;
    if (beside) score += 2;
    if (context.symbols?.has(ticker.base)) score += 1;
    if (ticker.form === 'tag' && ticker.quote !== null) score += 4;
    const known = byBase.get(ticker.base);
    if (!known || score > known.score) {
      const better =
        known && known.ticker.quote !== null && ticker.quote === null
          ? { ...ticker, quote: known.ticker.quote }
          : ticker;
      byBase.set(ticker.base, { score, term, ticker: better, beside, sure });
    } else if (known.ticker.quote === null && ticker.quote !== null) {
      known.ticker = { ...known.ticker, quote: ticker.quote };
    }
  }
  const ranked = [...byBase.values()].sort((a, b) => b.score - a.score);
  const [best] = ranked;
  if (!best) return { kind: 'missing', term: null };
  if (best.ticker.notCrypto) return { kind: 'notCrypto', base: best.ticker.base, term: best.term };
  // Coins in a row ("ADA, DOT, LINK"), or one that is as likely in the same line.
  const rival = ranked.find(
    (other) =>
      other !== best &&
      other.sure &&
      !other.ticker.notCrypto &&
      !(isQuoted(best) && !isKnownCoin(other.ticker, context)) &&
      other.term.line === best.term.line &&
      (Math.abs(other.term.at - best.term.at) <= 2 ||
        best.score - other.score < 2 ||
        isOneLetter(best.ticker)),
  );
  if (rival)
    return { kind: 'several', bases: [best.ticker.base, rival.ticker.base], term: best.term };
  return { kind: 'found', ticker: best.ticker, term: best.term };
}

/** With the coin that it is priced in: "#ORN USDT" beside "#Ozel". */
const isQuoted = ({ ticker }: { ticker: Ticker }): boolean =>
  ticker.quote !== null || ticker.form === 'pair';

const isKnownCoin = ({ base }: Ticker, { symbols }: ReadContext): boolean =>
  KNOWN_TICKERS.has(base) || symbols?.has(base) === true;

/** "Longed mav at 0.182", "mav long 0.182": right between a side and its price, or first before a side. */
function isSetAsCoin(terms: readonly Term[], at: number): boolean {
  const [before, next] = [terms[at - 1], terms[at + 1]];
  const taken = before?.role === 'entered' || sideOfRole(before?.role) !== null;
  const priced = next?.kind === 'number' || next?.role === 'at' || next?.text === '@';
  const first = before === undefined || before.kind === 'break';
  // "Hot short 65000", "super long here": a common word there says how.
  const isWord = WORD_TICKERS.has(terms[at]?.ticker?.base ?? '');
  return (taken && priced) || (first && !isWord && sideOfRole(next?.role) !== null);
}

/** "T 6.9" beside another coin is rather a label. */
function isOneLetter({ base, form }: Ticker): boolean {
  return base.length === 1 && form === 'known';
}

/** Alone in its line, or first in it before a colon, a dash or a side. */
function isHeading(terms: readonly Term[], at: number): boolean {
  const line = terms[at]?.line;
  const isWord = (t: Term): boolean =>
    (t.kind === 'word' || t.kind === 'number') &&
    t.role !== 'filler' &&
    t.role !== 'noise' &&
    t.role !== 'order' &&
    t.role !== 'new';
  for (let i = at - 1; i >= 0 && terms[i]?.line === line; i--) {
    const term = terms[i];
    if (term && isWord(term)) return false;
  }
  if (terms[at + 1]?.text === ':') return true;
  let next = at + 1;
  while (next < terms.length && terms[next]?.line === line) {
    const term = terms[next];
    if (term && isWord(term)) return sideOfRole(term.role) !== null;
    next++;
  }
  return true;
}
