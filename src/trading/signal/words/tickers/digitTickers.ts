import { KNOWN_TICKERS, NOT_CRYPTO } from '../../vocabulary/assets.ts';
import { isKind } from '../kinds.ts';
import type { Token } from '../tokens/tokens.ts';
import { splitPair } from './pairs.ts';
import { cleanQuote, quoteOf } from './quotes.ts';
import { type Ticker, ticker } from './ticker.ts';

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
