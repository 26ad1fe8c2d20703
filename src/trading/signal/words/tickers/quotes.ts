import { QUOTES } from '../../vocabulary/assets.ts';

const NAMES_OF_QUOTES: ReadonlySet<string> = new Set(QUOTES);
const QUOTE_LENGTHS = QUOTES.map((quote) => quote.length);
const [SHORTEST_QUOTE, LONGEST_QUOTE] = [Math.min(...QUOTE_LENGTHS), Math.max(...QUOTE_LENGTHS)];
const QUOTE_ENDINGS: ReadonlySet<string> = new Set(
  QUOTES.map((quote) => quote.slice(-SHORTEST_QUOTE)),
);

/** The word in capitals may end in the name of a quote. */
export const endsAsQuote = (upper: string): boolean =>
  QUOTE_ENDINGS.has(upper.slice(-SHORTEST_QUOTE));

/** "#BTC", "$BTC": without the sign before it. */
export function withoutTag(word: string): string {
  return word.startsWith('#') || word.startsWith('$') ? word.slice(1) : word;
}

export function quoteOf(word: string | undefined): string | null {
  if (word === undefined || word.length < SHORTEST_QUOTE || word.length > LONGEST_QUOTE + 1)
    return null;
  const upper = withoutTag(word.toUpperCase());
  return NAMES_OF_QUOTES.has(upper) ? upper : null;
}

export function cleanQuote(quote: string): string | null {
  return quote === 'PERP' ? null : quote;
}
