import { type Lexicon, lexiconFor } from './lexicon.ts';
import { fold, toLatin } from './normalize.ts';
import type { NumberLiteral } from './numbers.ts';
import { isWithoutSpaces, type Token, tokenize } from './tokens.ts';
import {
  COIN_NAMES,
  CRYPTO_QUOTES,
  FIAT,
  KNOWN_TICKERS,
  NOT_CRYPTO,
  QUOTES,
  WORD_TICKERS,
} from './vocabulary/assets.ts';
import { type MarkMeaning, meaningOfMark } from './vocabulary/marks.ts';
import type { Role } from './vocabulary/roles.ts';

/** How a ticker is written; the further up, the surer. */
export type TickerForm =
  | 'pair' // BTC/USDT, BTCUSDT
  | 'tag' // #BTC, $BTC
  | 'name' // bitcoin, 比特币
  | 'known' // BTC, sol
  | 'capitals' // an unknown word in capitals
  | 'word'; // any unknown word: only in a ticker's place

export type Ticker = { base: string; quote: string | null; form: TickerForm; notCrypto: boolean };

/** A token or a phrase, with what it can mean. */
export type Term = {
  kind: 'word' | 'number' | 'index' | 'timeframe' | 'mark' | 'break' | 'gap' | 'other';
  /** Folded (words) or as it stands (the rest). */
  text: string;
  start: number;
  end: number;
  glued: boolean;
  role?: Role;
  ticker?: Ticker;
  number?: NumberLiteral;
  index?: number;
  timeframe?: string;
  mark?: MarkMeaning;
  /** Which line and which clause (a line's part up to a full stop, ! or ?) it stands in. */
  line: number;
  clause: number;
  /** How many brackets are open around it. */
  depth: number;
  /** Its place among the message's terms. */
  at: number;
};

export type TermOptions = {
  labels?: Readonly<Record<string, string>>;
  /** Base assets that can be traded. */
  symbols?: ReadonlySet<string>;
};

/** The place of a term in `terms`, which are a stretch of the message without gaps. */
export function placeOf(terms: readonly Term[], term: Term): number {
  return term.at - (terms[0]?.at ?? 0);
}

/** Reads a normalized text into terms: phrases of the vocabulary, tickers, numbers, marks. */
export function readTerms(text: string, options: TermOptions = {}): Term[] {
  const tokens = splitGluedWords(tokenize(text));
  const folded = tokens.map((token) =>
    token.kind === 'word' ? foldWord(token.text.replace(/^[#$]/u, '')) : '',
  );
  const lexicon = lexiconFor(tokens, folded, text, options.labels);
  const terms: Term[] = [];
  const shouted = text === text.toUpperCase();
  let line = 0;
  let clause = 0;
  let depth = 0;

  const push = (term: Omit<Term, 'line' | 'clause' | 'depth' | 'at'>): void => {
    terms.push({ ...term, line, clause, depth: Math.max(0, depth), at: terms.length });
  };

  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) break;
    const { start, end, glued } = token;
    switch (token.kind) {
      case 'break':
        push({ kind: 'break', text: '\n', start, end, glued });
        line++;
        clause++;
        depth = 0;
        break;
      case 'mark': {
        if (token.text === '(' || token.text === '[') depth++;
        push({ kind: 'mark', text: token.text, start, end, glued, ...withMeaning(token.text) });
        if (token.text === ')' || token.text === ']') depth--;
        if (endsClause(tokens, at)) clause++;
        break;
      }
      case 'number': {
        const joined = tickerOfDigits(tokens, at);
        if (joined) {
          push({
            kind: 'word',
            text: joined.ticker.base.toLowerCase(),
            start,
            end: joined.end,
            glued,
            ticker: joined.ticker,
          });
          at += joined.tokens - 1;
          break;
        }
        push({
          kind: 'number',
          text: token.text,
          start,
          end,
          glued,
          ...(token.number ? { number: token.number } : {}),
        });
        break;
      }
      case 'word': {
        const coded = tickerOfLettersAndDigits(tokens, at);
        if (coded) {
          push({
            kind: 'word',
            text: folded[at] ?? '',
            start,
            end: coded.end,
            glued,
            ticker: coded.ticker,
          });
          at += coded.tokens - 1;
          break;
        }
        const match = lexicon.matchAt(at);
        const pair = pairAt(tokens, at);
        // "Targets(USDT)" is a label, "GUN(USDT)" a pair.
        const isLabel =
          match !== null && match.phrase.role !== 'filler' && tokens[at + 1]?.text === '(';
        if (pair && !isLabel) {
          const tagged = token.tag ? start : start;
          push({
            kind: 'word',
            text: folded[at] ?? '',
            start: tagged,
            end: pair.end,
            glued,
            ticker: pair.ticker,
          });
          at += pair.tokens - 1;
          break;
        }
        if (token.tag && !(token.tag === '#' && match && isTagRole(match.phrase.role))) {
          const ticker = tickerOfTag(token, folded[at] ?? '');
          push({
            kind: 'word',
            text: folded[at] ?? '',
            start,
            end,
            glued,
            ...(ticker ? { ticker } : { role: 'filler' as const }),
          });
          break;
        }
        // "Cancel LINK" in a message that is not all capitals means the coin.
        const named =
          match?.tokens === 1 &&
          !shouted &&
          YIELDS_TO_TICKER.has(match.phrase.role) &&
          tickerBesideRole(token.text, options).ticker;
        if (named) {
          push({
            kind: 'word',
            text: folded[at] ?? '',
            start,
            end,
            glued,
            ticker: { ...named, form: 'known' },
          });
          break;
        }
        if (match) {
          const last = tokens[at + match.tokens - 1] ?? token;
          const written = match.tokens === 1 ? token.text : '';
          push({
            kind: 'word',
            text: match.phrase.words.join(' '),
            start,
            end: last.end,
            glued,
            role: match.phrase.role,
            ...tickerBesideRole(written, options),
          });
          at += match.tokens - 1;
          break;
        }
        if (isWithoutSpaces(token.text)) {
          for (const piece of piecesOf(token, folded[at] ?? '', lexicon)) push(piece);
          break;
        }
        push({
          kind: 'word',
          text: folded[at] ?? '',
          start,
          end,
          glued,
          ...tickerOfWord(token.text, folded[at] ?? '', options),
        });
        break;
      }
      default:
        push({
          kind: token.kind,
          text: token.text,
          start,
          end,
          glued,
          ...(token.index === undefined ? {} : { index: token.index }),
          ...(token.timeframe === undefined ? {} : { timeframe: token.timeframe }),
        });
    }
  }
  return terms;
}

function withMeaning(mark: string): { mark?: MarkMeaning } {
  const meaning = meaningOfMark(mark);
  return meaning ? { mark: meaning } : {};
}

/** The looked-up form of a word; one with letters of two scripts is read in Latin ("ВTC" with a Cyrillic В). */
function foldWord(word: string): string {
  const latin = /[a-z]/iu.test(word) ? toLatin(word) : null;
  return fold(latin ?? word);
}

/** Roles that a known ticker in capitals is likelier to be than the word of the vocabulary. */
const YIELDS_TO_TICKER: ReadonlySet<Role> = new Set<Role>([
  'ad',
  'filler',
  'noise',
  'first',
  'not',
  'past',
  'maybe',
  'later',
  'all',
  'risk',
]);

const SENTENCE_END: ReadonlySet<string> = new Set(['.', '!', '?', '。', '…', '؟', '।']);

function endsClause(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (!token || !SENTENCE_END.has(token.text)) return false;
  const next = tokens[at + 1];
  if (token.text !== '.') return true;
  // "Entry." then a space ends a sentence; "stop. loss" does not occur.
  return !next?.glued;
}

/** A tag may be a side or a kind of trade (#LONG, #Swing) as well as a ticker. */
function isTagRole(role: Role): boolean {
  return (
    role === 'long' ||
    role === 'short' ||
    role === 'spot' ||
    role === 'futures' ||
    role === 'filler' ||
    role === 'noise' ||
    role === 'buy' ||
    role === 'sell' ||
    role === 'limit' ||
    role === 'market' ||
    role === 'ad' ||
    role === 'risk' ||
    role === 'new'
  );
}

// Tickers

function ticker(base: string, quote: string | null, form: TickerForm): Ticker {
  const upper = base.toUpperCase();
  const name = COIN_NAMES.get(base.toLowerCase());
  const forex = FIAT.has(upper) && (quote === null || FIAT.has(quote));
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

function quoteOf(word: string | undefined): string | null {
  const upper = word?.toUpperCase().replace(/^[#$]/u, '') ?? '';
  return QUOTES.find((quote) => quote === upper) ?? null;
}

const BASE = /^[\p{L}\p{N}]{1,15}$/u;

/** "BTC/USDT", "BTC-USDT", "WOO / USDT", "GUN(USDT)", "BTCUSDT", "BTCUSDT.P", "BTC_USDT", with or without a tag. */
function pairAt(
  tokens: readonly Token[],
  at: number,
): { ticker: Ticker; tokens: number; end: number } | null {
  const token = tokens[at];
  if (!token) return null;
  const raw = token.text.replace(/^[#$]/u, '');
  const word = toLatin(raw) ?? raw;
  const mark = tokens[at + 1];
  const quoteToken = tokens[at + 2];
  const quote = quoteToken?.kind === 'word' ? quoteOf(quoteToken.text) : null;
  if (mark?.kind === 'mark' && quote && quoteToken && BASE.test(word)) {
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
  const joined = splitPair(word);
  if (!joined) return null;
  const perpetual = perpetualSuffix(tokens, at + 1);
  const last = tokens[at + perpetual] ?? token;
  return {
    ticker: ticker(joined.base, cleanQuote(joined.quote), 'pair'),
    tokens: 1 + perpetual,
    end: last.end,
  };
}

/** ".P" and "-PERP" behind a pair: how many tokens. */
function perpetualSuffix(tokens: readonly Token[], at: number): number {
  const mark = tokens[at];
  const word = tokens[at + 1];
  if (mark?.kind !== 'mark' || !mark.glued || !word?.glued) return 0;
  return (mark.text === '.' || mark.text === '-') && /^(p|perp)$/iu.test(word.text) ? 2 : 0;
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
  const plain = upper.endsWith('USDTPERP') ? upper.slice(0, -4) : upper;
  const quote = QUOTES.find((q) => plain.endsWith(q) && plain.length > q.length);
  if (!quote) return null;
  const base = plain.slice(0, -quote.length);
  if (CRYPTO_QUOTES.has(quote) || quote === 'DAI' || quote === 'PERP' || FIAT.has(quote)) {
    // Only in capitals and with a base that is known or looks like one: WORDS ending in these letters exist.
    const known =
      KNOWN_TICKERS.has(base) ||
      FIAT.has(base) ||
      NOT_CRYPTO.has(base) ||
      COIN_NAMES.has(base.toLowerCase());
    const capitals = word === upper && base.length >= 2;
    if (quote === 'DAI' || quote === 'PERP') return known && capitals ? { base, quote } : null;
    return known || (capitals && (quote === 'USD' || quote === 'BTC')) ? { base, quote } : null;
  }
  return BASE.test(base) ? { base, quote } : null;
}

const HASHTAG_WORDS: ReadonlySet<string> = new Set(
  'signal signals crypto cryptocurrency trading trade scalp scalping swing vip free premium long short spot futures future binance bybit okx mexc bingx update news analysis ta alert altcoin altcoins defi nft meme memes ai rwa rewards airdrop megadrop usdt setup result results profit breakout сигнал сделка крипта скальп свинг سیگنال coin coins token gem bullish bearish buy sell hodl blockchain'.split(
    ' ',
  ),
);

function tickerOfTag(token: Token, folded: string): Ticker | null {
  const word = token.text.slice(1);
  if (HASHTAG_WORDS.has(folded) && !(token.tag === '$' && KNOWN_TICKERS.has(word.toUpperCase())))
    return null;
  const latin = toLatin(word) ?? word;
  const name = COIN_NAMES.get(folded) ?? COIN_NAMES.get(latin.toLowerCase());
  if (name) return ticker(name, null, 'tag');
  if (NOT_CRYPTO.has(latin.toUpperCase())) return ticker(latin, null, 'tag');
  return /^[a-z0-9]{1,12}$/iu.test(latin) ? ticker(latin, null, 'tag') : null;
}

/** "API3", "C98", "US30", "API3USDT": letters with digits glued behind that are a name together. */
function tickerOfLettersAndDigits(
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

/** "1000PEPE", "1INCH", "4USDT", "$1000SATS", "0G"; "$4" alone is left a number. */
function tickerOfDigits(
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
  if (
    /^(usdt?|usdc|busd|k|x|r|sats?|st|nd|rd|th|am|pm|u|pips?|hr?s?|hours?|days?|mins?|min|sec|pt|bin|rb|mil|tp|sl|lot|lots|part|step)$/iu.test(
      word.text,
    )
  ) {
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

function tickerOfWord(raw: string, folded: string, options: TermOptions): { ticker?: Ticker } {
  const word = toLatin(raw) ?? raw;
  const upper = word.toUpperCase();
  const name = COIN_NAMES.get(folded) ?? COIN_NAMES.get(word.toLowerCase());
  if (name) return { ticker: ticker(name, null, 'name') };
  if (NOT_CRYPTO.has(upper) || NOT_CRYPTO.has(raw)) return { ticker: ticker(word, null, 'known') };
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
function tickerBesideRole(written: string, options: TermOptions): { ticker?: Ticker } {
  if (written.length === 0 || written !== written.toUpperCase()) return {};
  const known = KNOWN_TICKERS.has(written) || options.symbols?.has(written);
  return known ? { ticker: ticker(written, null, 'capitals') } : {};
}

// Words that stick together

/** Takes apart words that lost the space between them: "LONGLeverage", "USDTLeverage", "XAUUSDSELL". */
function splitGluedWords(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token) => {
    if (token.kind !== 'word' || token.text.length < 5) return [token];
    const cut = camelCut(token.text) ?? sideCut(token.text);
    if (cut === null) return [token];
    const head: Token = { ...token, text: token.text.slice(0, cut), end: token.start + cut };
    const tail: Token = {
      kind: 'word',
      text: token.text.slice(cut),
      start: token.start + cut,
      end: token.end,
      glued: true,
    };
    return [head, tail];
  });
}

/** "LONGLeverage" → 4: capitals, then a capital that begins a small-letter word of three letters or more. */
function camelCut(word: string): number | null {
  for (let at = 2; at < word.length - 2; at++) {
    const here = word[at] ?? '';
    const next = word[at + 1] ?? '';
    const before = word.slice(word[0] === '#' || word[0] === '$' ? 1 : 0, at);
    if (
      isUpper(here) &&
      isLower(next) &&
      before === before.toUpperCase() &&
      isUpper(word[at - 1] ?? '')
    ) {
      const tail = word.slice(at).toLowerCase();
      return GLUED_TAILS.some((label) => tail.startsWith(label)) ? at : null;
    }
    if (isUpper(here) && isLower(word[at - 1] ?? '')) {
      const tail = word.slice(at).toLowerCase();
      return GLUED_TAILS.includes(tail) ? at : null;
    }
  }
  return null;
}

const GLUED_TAILS = [
  'leverage',
  'entry',
  'targets',
  'target',
  'take',
  'stop',
  'stoploss',
  'trailing',
  'exchange',
  'signal',
  'side',
  'direction',
  'long',
  'short',
  'buy',
  'sell',
  'lev',
  'margin',
];

/** "BTCUSDTLONG", "XAUUSDSELL" → where the side begins. */
function sideCut(word: string): number | null {
  const upper = word.toUpperCase();
  for (const side of ['LONG', 'SHORT', 'BUY', 'SELL']) {
    const cut = upper.length - side.length;
    if (
      cut >= 5 &&
      upper.endsWith(side) &&
      QUOTES.some((quote) => upper.slice(0, cut).endsWith(quote))
    )
      return cut;
  }
  return null;
}

function isUpper(c: string): boolean {
  return c !== c.toLowerCase();
}

function isLower(c: string): boolean {
  return c !== c.toUpperCase();
}

// Languages without spaces

/** Takes a run of characters apart by the vocabulary, longest first; what it doesn't know stays as words. */
function piecesOf(
  token: Token,
  folded: string,
  lexicon: Lexicon,
): Omit<Term, 'line' | 'clause' | 'depth' | 'at'>[] {
  const pieces: Omit<Term, 'line' | 'clause' | 'depth' | 'at'>[] = [];
  const offset = token.end - folded.length;
  let unknownFrom = 0;
  const flush = (to: number): void => {
    if (to <= unknownFrom) return;
    const text = folded.slice(unknownFrom, to);
    const latin = /^[a-z0-9]+$/u.test(text);
    pieces.push({
      kind: 'word',
      text,
      start: offset + unknownFrom,
      end: offset + to,
      glued: unknownFrom > 0 || token.glued,
      ...(latin ? tickerOfWord(text.toUpperCase(), text, {}) : {}),
    });
  };
  let at = 0;
  while (at < folded.length) {
    const coin = coinNameAt(folded, at);
    const match = coin ? null : lexicon.matchInside(folded, at);
    const length = coin?.length ?? match?.length ?? latinLength(folded, at);
    if (coin || match || length > 0) {
      flush(at);
      const text = folded.slice(at, at + length);
      const common = {
        kind: 'word' as const,
        text,
        start: offset + at,
        end: offset + at + length,
        glued: at > 0 || token.glued,
      };
      if (coin) pieces.push({ ...common, ticker: ticker(coin.base, null, 'name') });
      else if (match) pieces.push({ ...common, role: match.phrase.role });
      else pieces.push({ ...common, ...tickerOfWord(token.text.slice(at, at + length), text, {}) });
      at += length;
      unknownFrom = at;
    } else at++;
  }
  flush(folded.length);
  return pieces;
}

function latinLength(text: string, at: number): number {
  let end = at;
  while (end < text.length && /^[a-z0-9]$/u.test(text[end] ?? '')) end++;
  return end - at;
}

const LONGEST_COIN_NAME = 8;

function coinNameAt(text: string, at: number): { base: string; length: number } | null {
  if (!isWithoutSpaces(text.charAt(at))) return null;
  for (let length = LONGEST_COIN_NAME; length >= 2; length--) {
    const name = text.slice(at, at + length);
    const base = COIN_NAMES.get(name);
    if (base) return { base, length };
    if (NOT_CRYPTO.has(name)) return { base: name, length };
  }
  return null;
}
