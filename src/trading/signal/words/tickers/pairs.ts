import { toLatin } from '../../text/normalize.ts';
import {
  COIN_NAMES,
  CRYPTO_QUOTES,
  FIAT,
  KNOWN_TICKERS,
  NOT_CRYPTO,
  QUOTES,
} from '../../vocabulary/assets.ts';
import { isKind } from '../kinds.ts';
import { remembering } from '../remembering.ts';
import type { Token } from '../tokens/tokens.ts';
import { cleanQuote, endsAsQuote, quoteOf, withoutTag } from './quotes.ts';
import { type Ticker, ticker } from './ticker.ts';

const BASE = /^[\p{L}\p{N}]{1,15}$/u;

/** "BTC/USDT", "BTC-USDT", "WOO / USDT", "GUN(USDT)", "BTCUSDT", "BTCUSDT.P", "BTC_USDT", with or without a tag. */
export function pairAt(
  tokens: readonly Token[],
  at: number,
): { ticker: Ticker; tokens: number; end: number } | null {
  const token = tokens[at];
  if (!token) return null;
  const { word, pair: joined } = pairForms(token.text);
  const mark = tokens[at + 1];
  const quoteToken = tokens[at + 2];
  const quote = quoteToken?.kind === 'word' ? quoteOf(quoteToken.text) : null;
  // "BTCUSDT (Perp)": the pair is whole, and what follows is the kind of its contract.
  const isWhole = joined !== null && quote === 'PERP';
  if (!isWhole && mark?.kind === 'mark' && quote && quoteToken && BASE.test(word)) {
    const slash = mark.text === '/' || (mark.text === '-' && mark.glued && quoteToken.glued);
    // "On Bybit (perp)" names no coin.
    const bracket =
      mark.text === '(' &&
      tokens[at + 3]?.text === ')' &&
      (quote !== 'PERP' || isKnownBase(word.toUpperCase()));
    // "Ethereum (ETH)" is one coin.
    const itself = COIN_NAMES.get(word.toLowerCase()) === quote;
    if ((slash || bracket) && !itself && quoteOf(word) !== 'USDT') {
      const perpetual = perpetualSuffix(tokens, at + (bracket ? 4 : 3));
      const last = tokens[at + (bracket ? 3 : 2) + perpetual] ?? quoteToken;
      return {
        ticker: ticker(word, cleanQuote(quote), 'pair'),
        tokens: (bracket ? 4 : 3) + perpetual,
        end: last.end,
      };
    }
  }
  // "FET -> BTC pair".
  const arrowed = arrowedPair(tokens, at);
  if (arrowed) return arrowed;
  // "CHAT#BTC".
  const tagged = mark?.tag === '#' && mark.glued ? quoteOf(mark.text) : null;
  if (!joined && tagged && mark && BASE.test(word) && !isKind(word.toLowerCase(), 'sideWord'))
    return { ticker: ticker(word, tagged, 'pair'), tokens: 2, end: mark.end };
  if (!joined) return null;
  const perpetual = perpetualSuffix(tokens, at + 1);
  const last = tokens[at + perpetual] ?? token;
  return {
    ticker: ticker(joined.base, cleanQuote(joined.quote), 'pair'),
    tokens: 1 + perpetual,
    end: last.end,
  };
}

/** "FET -> BTC pair", "FET → BTC (pair)": an arrow between a coin and what it is priced in, and the word for it behind. */
function arrowedPair(
  tokens: readonly Token[],
  at: number,
): { ticker: Ticker; tokens: number; end: number } | null {
  const mark = tokens[at + 1];
  if (mark?.text !== '→' && !(mark?.text === '-' && tokens[at + 2]?.text === '>')) return null;
  const from = mark.text === '→' ? at + 2 : at + 3;
  const [token, quoteToken] = [tokens[at], tokens[from]];
  const quote = quoteOf(quoteToken?.text);
  const behind = tokens[from + 1]?.text === '(' ? tokens[from + 2] : tokens[from + 1];
  if (!token || !quote || !quoteToken || !isKind(behind?.text.toLowerCase(), 'pairWord'))
    return null;
  const { word } = pairForms(token.text);
  if (!BASE.test(word) || quoteOf(word) !== null) return null;
  return {
    ticker: ticker(word, cleanQuote(quote), 'pair'),
    tokens: from - at + 1,
    end: quoteToken.end,
  };
}

/** A word in Latin letters and without its tag, and the pair that it is by itself. */
const pairForms = remembering((text: string) => {
  const raw = withoutTag(text);
  const word = toLatin(raw) ?? raw;
  return { word, pair: splitPair(word) };
});

/** ".P" and "-PERP" behind a pair: how many tokens. */
function perpetualSuffix(tokens: readonly Token[], at: number): number {
  const mark = tokens[at];
  const word = tokens[at + 1];
  if (mark?.kind !== 'mark' || !mark.glued || !word?.glued) return 0;
  return (mark.text === '.' || mark.text === '-') &&
    isKind(word.text.toLowerCase(), 'perpetualEnding')
    ? 2
    : 0;
}

export function splitPair(word: string): { base: string; quote: string } | null {
  const upper = word.toUpperCase();
  const underscore = upper.indexOf('_');
  if (underscore > 0) {
    const quote = quoteOf(upper.slice(underscore + 1).replace(/_?PERP$/u, ''));
    const base = upper.slice(0, underscore);
    return quote && BASE.test(base) ? { base, quote } : null;
  }
  if (KNOWN_TICKERS.has(upper) || upper.length < 4 || upper.length > 20) return null;
  if (!endsAsQuote(upper)) return null;
  const plain = upper.endsWith('USDTPERP') ? upper.slice(0, -4) : upper;
  const quotes = QUOTES.filter((q) => plain.endsWith(q) && plain.length > q.length);
  // "XBTUSD" is XBT in dollars, though it ends in TUSD.
  const quote = quotes.find((q) => isKnownBase(plain.slice(0, -q.length))) ?? quotes[0];
  if (!quote) return null;
  const base = plain.slice(0, -quote.length);
  if (CRYPTO_QUOTES.has(quote) || quote === 'DAI' || quote === 'PERP' || FIAT.has(quote)) {
    // Only in capitals and with a base that is known or looks like one: WORDS ending in these letters exist.
    const known = isKnownBase(base);
    const capitals = word === upper && base.length >= 2;
    if (quote === 'DAI' || quote === 'PERP') return known && capitals ? { base, quote } : null;
    return known || (capitals && (quote === 'USD' || quote === 'BTC')) ? { base, quote } : null;
  }
  return BASE.test(base) ? { base, quote } : null;
}

function isKnownBase(base: string): boolean {
  return (
    KNOWN_TICKERS.has(base) ||
    FIAT.has(base) ||
    NOT_CRYPTO.has(base) ||
    COIN_NAMES.has(base.toLowerCase())
  );
}
