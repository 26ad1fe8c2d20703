import { toLatin } from '../text/normalize.ts';
import {
  COIN_NAMES,
  CRYPTO_QUOTES,
  FIAT,
  KNOWN_TICKERS,
  NOT_CRYPTO,
  QUOTES,
  WORD_TICKERS,
} from '../vocabulary/assets.ts';
import { isWithoutSpaces } from './characters.ts';
import { isKind } from './kinds.ts';
import { remembering } from './remembering.ts';
import type { Token } from './tokens.ts';

/** How a ticker is written; the further up, the surer. */
type TickerForm =
  | 'pair' // BTC/USDT, BTCUSDT
  | 'tag' // #BTC, $BTC
  | 'name' // bitcoin, 比特币
  | 'known' // BTC, sol
  | 'capitals' // an unknown word in capitals
  | 'word'; // any unknown word: only in a ticker's place

export type Ticker = {
  base: string;
  quote: string | null;
  form: TickerForm;
  notCrypto: boolean;
  /** The whole message is in capitals, so that they say nothing. */
  shouted?: boolean;
  /** A common word as well, as QUICK is: a tag or a pair beside it says that the word is meant. */
  alsoWord?: boolean;
};

export type TermOptions = {
  labels?: Readonly<Record<string, string>>;
  /** Base assets that can be traded. */
  symbols?: ReadonlySet<string>;
};

export function ticker(base: string, quote: string | null, form: TickerForm): Ticker {
  const upper = base.toUpperCase();
  const name = COIN_NAMES.get(base.toLowerCase());
  const forex = (FIAT.has(upper) && (quote === null || FIAT.has(quote))) || isForexPair(upper);
  return {
    base: name ?? upper.replace(/^XBT$/u, 'BTC'),
    quote,
    form,
    notCrypto:
      NOT_CRYPTO.has(upper) ||
      /^XA[UG]/u.test(upper) ||
      forex ||
      (quote !== null && NOT_CRYPTO.has(upper + quote)),
  };
}

/** "EURAUD", "CADJPY". */
function isForexPair(word: string): boolean {
  return word.length === 6 && FIAT.has(word.slice(0, 3)) && FIAT.has(word.slice(3));
}

const NAMES_OF_QUOTES: ReadonlySet<string> = new Set(QUOTES);
const QUOTE_LENGTHS = QUOTES.map((quote) => quote.length);
const [SHORTEST_QUOTE, LONGEST_QUOTE] = [Math.min(...QUOTE_LENGTHS), Math.max(...QUOTE_LENGTHS)];
const QUOTE_ENDINGS: ReadonlySet<string> = new Set(
  QUOTES.map((quote) => quote.slice(-SHORTEST_QUOTE)),
);

/** "#BTC", "$BTC": without the sign before it. */
export function withoutTag(word: string): string {
  return word.startsWith('#') || word.startsWith('$') ? word.slice(1) : word;
}

function quoteOf(word: string | undefined): string | null {
  if (word === undefined || word.length < SHORTEST_QUOTE || word.length > LONGEST_QUOTE + 1)
    return null;
  const upper = withoutTag(word.toUpperCase());
  return NAMES_OF_QUOTES.has(upper) ? upper : null;
}

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
    const bracket = mark.text === '(' && tokens[at + 3]?.text === ')';
    if ((slash || bracket) && quoteOf(word) !== 'USDT') {
      const perpetual = perpetualSuffix(tokens, at + (bracket ? 4 : 3));
      const last = tokens[at + (bracket ? 3 : 2) + perpetual] ?? quoteToken;
      return {
        ticker: ticker(word, cleanQuote(quote), 'pair'),
        tokens: (bracket ? 4 : 3) + perpetual,
        end: last.end,
      };
    }
  }
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

function cleanQuote(quote: string): string | null {
  return quote === 'PERP' ? null : quote;
}

function splitPair(word: string): { base: string; quote: string } | null {
  const upper = word.toUpperCase();
  const underscore = upper.indexOf('_');
  if (underscore > 0) {
    const quote = quoteOf(upper.slice(underscore + 1).replace(/_?PERP$/u, ''));
    const base = upper.slice(0, underscore);
    return quote && BASE.test(base) ? { base, quote } : null;
  }
  if (KNOWN_TICKERS.has(upper) || upper.length < 4 || upper.length > 20) return null;
  if (!QUOTE_ENDINGS.has(upper.slice(-SHORTEST_QUOTE))) return null;
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

/** "API3", "C98", "US30", "API3USDT": letters with digits glued behind that are a name together. */
export function tickerOfLettersAndDigits(
  tokens: readonly Token[],
  at: number,
): { ticker: Ticker; tokens: number; end: number } | null {
  const [letters, digits, rest] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (!letters || !digits?.number?.whole || !digits.glued || digits.number.unit || letters.tag)
    return null;
  const base = (letters.text + digits.number.digits).toUpperCase();
  if (!KNOWN_TICKERS.has(base) && !NOT_CRYPTO.has(base)) return null;
  const quote = rest?.kind === 'word' && rest.glued ? quoteOf(rest.text) : null;
  if (quote && rest)
    return { ticker: ticker(base, cleanQuote(quote), 'pair'), tokens: 3, end: rest.end };
  const slashed = rest?.text === '/' ? tokens[at + 3] : undefined;
  const behind = slashed ? quoteOf(slashed.text) : null;
  if (slashed && behind)
    return { ticker: ticker(base, cleanQuote(behind), 'pair'), tokens: 4, end: slashed.end };
  if (rest?.kind === 'word' && rest.glued) return null;
  return { ticker: ticker(base, null, 'known'), tokens: 2, end: digits.end };
}

/** "ETH3S", "BTC5L", "XRP3LUSDT": a token with leverage of its own, which is not its coin. */
export function leveragedTokenAt(
  tokens: readonly Token[],
  at: number,
): { ticker: Ticker; tokens: number; end: number } | null {
  const [coin, times, letter] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (coin?.kind !== 'word' || !times?.glued) return null;
  if (times.kind !== 'number' && times.kind !== 'timeframe') return null;
  const upper = coin.text.replace(/^[#$]/u, '').toUpperCase();
  if (!KNOWN_TICKERS.has(upper) && coin.text !== upper) return null;
  // "3S" is scanned as three hours.
  const whole = /^[2-9]S$/iu.test(times.text);
  const digit = times.kind === 'number' && /^[2-9]$/u.test(times.text);
  const behind = digit && letter?.kind === 'word' && letter.glued ? letter.text.toUpperCase() : '';
  const [, side, tail = ''] = /^([LS])([A-Z]*)$/u.exec(behind) ?? [];
  const quote = quoteOf(tail);
  if (!whole && !(side && (tail === '' || quote))) return null;
  const base = `${upper}${times.text.toUpperCase()}${side ?? ''}`;
  const used = whole ? 2 : 3;
  const end = (whole ? times : letter)?.end ?? times.end;
  const [slash, quoteToken] = [tokens[at + used], tokens[at + used + 1]];
  const slashed = slash?.text === '/' && quoteToken ? quoteOf(quoteToken.text) : null;
  if (slashed && quoteToken)
    return { ticker: ticker(base, slashed, 'pair'), tokens: used + 2, end: quoteToken.end };
  return { ticker: ticker(base, quote, quote ? 'pair' : 'known'), tokens: used, end };
}

/** "1000PEPE", "1INCH", "4USDT", "$1000SATS", "0G"; "$4" alone is left a number. */
export function tickerOfDigits(
  tokens: readonly Token[],
  at: number,
): { ticker: Ticker; tokens: number; end: number } | null {
  const number = tokens[at];
  const word = tokens[at + 1];
  if (!number?.number?.whole || number.number.unit !== null || number.number.sign) return null;
  if (word?.kind !== 'word' || !word.glued || word.tag || !/^[a-z]+$/iu.test(word.text))
    return null;
  const digits = number.number.digits;
  const upper = word.text.toUpperCase();
  if (isKind(word.text.toLowerCase(), 'behindDigits')) {
    // "4USDT" is a pair only for the tickers that are digits.
    const sats = upper === 'SATS' && digits === '1000';
    if (!(sats || (quoteOf(upper) && KNOWN_DIGIT_TICKERS.has(digits)))) return null;
    if (sats)
      return {
        ticker: ticker('1000SATS', null, number.number.currency ? 'tag' : 'known'),
        tokens: 2,
        end: word.end,
      };
    const ticked = ticker(digits, quoteOf(upper), 'pair');
    return { ticker: ticked, tokens: 2, end: word.end };
  }
  const joined = splitPair(digits + upper);
  const base = joined?.base ?? digits + upper;
  const leading = /^(1|1000|10000|1000000|0|2|4|42|9)$/u.test(digits) || KNOWN_TICKERS.has(upper);
  if (!leading || (word.text !== upper && !joined)) return null;
  if (tokens[at + 2]?.text === '/' && quoteOf(tokens[at + 3]?.text)) {
    const last = tokens[at + 3] ?? word;
    return { ticker: ticker(base, quoteOf(last.text), 'pair'), tokens: 4, end: last.end };
  }
  return {
    ticker: ticker(base, joined?.quote ?? null, joined ? 'pair' : 'capitals'),
    tokens: 2,
    end: word.end,
  };
}

export const KNOWN_DIGIT_TICKERS: ReadonlySet<string> = new Set(['4', '42', '0', '2', '9']);

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

/** Written as only coins are (a pair, a tag, a name), and not a word that is a ticker as well. */
export function isSure(ticker: Ticker): boolean {
  return ticker.form !== 'word' && ticker.form !== 'capitals';
}
