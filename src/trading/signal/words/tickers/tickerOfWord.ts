import { toLatin } from '../../text/normalize.ts';
import {
  COIN_NAMES,
  FIAT,
  KNOWN_TICKERS,
  NOT_CRYPTO,
  WORD_TICKERS,
} from '../../vocabulary/assets.ts';
import { isKind } from '../kinds.ts';
import { isWithoutSpaces } from '../tokens/characters.ts';
import type { Token } from '../tokens/tokens.ts';
import { quoteOf } from './quotes.ts';
import { isForexPair, type TermOptions, type Ticker, ticker } from './ticker.ts';

export function tickerOfTag(token: Token, folded: string): Ticker | null {
  const word = token.text.slice(1);
  if (
    isKind(folded, 'hashtagWord') &&
    !(token.tag === '$' && KNOWN_TICKERS.has(word.toUpperCase()))
  )
    return null;
  const latin = toLatin(word) ?? word;
  const name = COIN_NAMES.get(folded) ?? COIN_NAMES.get(latin.toLowerCase());
  if (name) return ticker(name, null, 'tag');
  if (NOT_CRYPTO.has(latin.toUpperCase())) return ticker(latin, null, 'tag');
  return /^[a-z0-9]{1,12}$/iu.test(latin) ? ticker(latin, null, 'tag') : null;
}

export function tickerOfWord(
  raw: string,
  folded: string,
  options: TermOptions,
): { ticker?: Ticker } {
  const written = toLatin(raw) ?? raw;
  // "ETH'de", "SOL's": a suffix behind a ticker in capitals.
  const [head = written, tail] = written.split("'");
  // "d'ETH": an article in front.
  const bare = head.length === 1 && tail !== undefined && KNOWN_TICKERS.has(tail) ? tail : head;
  const isName = bare.length >= 3 && !WORD_TICKERS.has(bare.toUpperCase());
  const known = KNOWN_TICKERS.has(isName ? bare.toUpperCase() : bare);
  const word = known ? bare : written;
  const upper = word.toUpperCase();
  const name = COIN_NAMES.get(folded) ?? COIN_NAMES.get(word.toLowerCase());
  if (name) return { ticker: ticker(name, null, 'name') };
  if (NOT_CRYPTO.has(upper) || NOT_CRYPTO.has(raw)) return { ticker: ticker(word, null, 'known') };
  if (isForexPair(upper)) return { ticker: ticker(word, null, 'known') };
  if (quoteOf(upper) && FIAT.has(upper)) return {};
  if (upper === 'USDT' || upper === 'USDC') return {};
  const wordlike = WORD_TICKERS.has(upper) || upper.length <= 2;
  if ((KNOWN_TICKERS.has(upper) || options.symbols?.has(upper)) && (!wordlike || word === upper)) {
    return { ticker: ticker(word, null, wordlike ? 'capitals' : 'known') };
  }
  if (!/^[a-z0-9]{1,12}$/iu.test(word)) return {};
  if (word === upper && /[A-Z]/u.test(word)) return { ticker: ticker(word, null, 'capitals') };
  return { ticker: ticker(word, null, 'word') };
}

/** A word of the vocabulary that is also a coin (NEAR, OP, LINK): said so when it stands in capitals. */
export function tickerBesideRole(
  written: string,
  options: TermOptions,
  shouted = false,
): { ticker?: Ticker } {
  if (written.length === 0 || written !== written.toUpperCase()) return {};
  const known = KNOWN_TICKERS.has(written) || options.symbols?.has(written);
  return known ? { ticker: { ...ticker(written, null, 'capitals'), shouted } } : {};
}

const LONGEST_COIN_NAME = 8;
const FIRST_OF_NAMES: ReadonlySet<string> = new Set(
  [...COIN_NAMES.keys(), ...NOT_CRYPTO].map((name) => name.charAt(0)).filter(isWithoutSpaces),
);

export function coinNameAt(text: string, at: number): { base: string; length: number } | null {
  if (!FIRST_OF_NAMES.has(text.charAt(at))) return null;
  for (let length = LONGEST_COIN_NAME; length >= 1; length--) {
    const name = text.slice(at, at + length);
    const base = COIN_NAMES.get(name);
    if (base) return { base, length };
    if (length > 1 && NOT_CRYPTO.has(name)) return { base: name, length };
  }
  return null;
}
