import { KNOWN_TICKERS } from '../../vocabulary/assets.ts';
import type { Role } from '../../vocabulary/roles.ts';
import { isKind } from '../kinds.ts';
import { connectiveOf, isPreposition } from '../phrases/betweenNumbers.ts';
import type { Lexicon } from '../phrases/lexicon.ts';
import { leveragedTokenAt, tickerOfLettersAndDigits } from '../tickers/digitTickers.ts';
import { pairAt } from '../tickers/pairs.ts';
import { type TermOptions, type Ticker, ticker } from '../tickers/ticker.ts';
import { tickerBesideRole, tickerOfTag, tickerOfWord } from '../tickers/tickerOfWord.ts';
import { isWithoutSpaces } from '../tokens/characters.ts';
import type { Token } from '../tokens/tokens.ts';
import type { Term } from './term.ts';
import { meaningOf } from './wordsInside.ts';

/** What a term can mean beside its text. */
export type Meaning = Partial<
  Pick<Term, 'role' | 'sense' | 'ticker' | 'number' | 'index' | 'timeframe' | 'mark' | 'direction'>
>;

/** The words of a message while they are read, with the terms before. */
export type Words = {
  tokens: readonly Token[];
  folded: readonly string[];
  lexicon: Lexicon;
  terms: readonly Term[];
  options: TermOptions;
  /** The whole message is in capitals. */
  shouted: boolean;
};

/** A word as a term: where it ends, and how many tokens it is. */
type WordRead = { text: string; end: number; meaning: Meaning; tokens: number };

/** What the word at `at` means; null where words are written without spaces between. */
export function readWord(
  { tokens, folded, lexicon, terms, options, shouted }: Words,
  at: number,
): WordRead | null {
  const token = tokens[at];
  if (!token) return null;
  const { end } = token;
  const text = folded[at] ?? '';
  const one = (meaning: Meaning): WordRead => ({ text, end, meaning, tokens: 1 });
  const coded = tickerOfLettersAndDigits(tokens, at) ?? leveragedTokenAt(tokens, at);
  if (coded) {
    return { text, end: coded.end, meaning: { ticker: coded.ticker }, tokens: coded.tokens };
  }
  const connective = isBetweenNumbers(tokens, at) ? connectiveOf(text) : undefined;
  if (connective) return one({ role: connective });
  const match = lexicon.matchAt(at);
  const verbal = match?.phrase.role === 'move' && coinBehindEntered(tokens, terms, at);
  if (verbal) return one({ ticker: verbal });
  if (isDominance(tokens, at)) {
    const last = tokens[at + 2] ?? token;
    return { text: `${text}.d`, end: last.end, meaning: { role: 'filler' }, tokens: 3 };
  }
  const pair = pairAt(tokens, at);
  // "Targets(USDT)" is a label, "GUN(USDT)" a pair.
  const isLabel = match !== null && match.phrase.role !== 'filler' && tokens[at + 1]?.text === '(';
  if (pair && !isLabel) {
    return { text, end: pair.end, meaning: { ticker: pair.ticker }, tokens: pair.tokens };
  }
  const isCoin = match && MEANINGLESS.has(match.phrase.role) && tickerOfTag(token, text);
  const tagged = token.tag === '#' && match && TAG_ROLES.has(match.phrase.role);
  if (
    token.tag &&
    (!tagged || (isCoin && (KNOWN_TICKERS.has(isCoin.base) || isShortTag(token.text))))
  ) {
    const ticker = tickerOfTag(token, text);
    return one(ticker ? { ticker } : { role: 'filler' });
  }
  // "Cancel LINK" in a message that is not all capitals means the coin.
  const named =
    match?.tokens === 1 &&
    !shouted &&
    YIELDS_TO_TICKER.has(match.phrase.role) &&
    (match.phrase.role !== 'not' || isCoinNot(folded[at + 1])) &&
    tickerBesideRole(token.text, options).ticker;
  if (named)
    return one({ ticker: { ...named, form: 'known', alsoWord: match.phrase.role === 'filler' } });
  if (match) {
    const last = tokens[at + match.tokens - 1] ?? token;
    const written = match.tokens === 1 ? token.text : '';
    return {
      text: match.phrase.text,
      end: last.end,
      meaning: {
        ...meaningOf(match.phrase),
        ...tickerBesideRole(written, options, shouted),
      },
      tokens: match.tokens,
    };
  }
  const beforeNumber = tokens[at - 1]?.kind === 'word' && tokens[at + 1]?.kind === 'number';
  if (beforeNumber && isPreposition(text)) return one({ role: 'at' });
  if (isWithoutSpaces(token.text)) return null;
  const plain = tickerOfWord(token.text, text, options);
  const last = plain.ticker?.form === 'name' && isKind(folded[at + 1], 'coinWord') ? at + 1 : at;
  return { text, end: tokens[last]?.end ?? end, meaning: plain, tokens: last - at + 1 };
}

function isBetweenNumbers(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]?.text === '$' ? tokens[at - 2] : tokens[at - 1];
  const [token, next] = [tokens[at], tokens[at + 1]];
  if (before?.kind !== 'number' || next?.kind !== 'number') return false;
  // "E1 0.925 E2 0.94": a letter with its list number.
  return !(token?.text.length === 1 && !token.glued && next.glued && next.number?.whole);
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

/** By what stands behind it: no word, or one of trading. */
const isCoinNot = (behind: string | undefined): boolean =>
  !behind || isKind(behind, 'behindCoinNot');

/** "Longed move at 0.612": behind a verb that has taken a trade, and before its price, a verb is a coin. */
function coinBehindEntered(
  tokens: readonly Token[],
  terms: readonly Omit<Term, 'at'>[],
  at: number,
): Ticker | null {
  const written = tokens[at]?.text.toUpperCase() ?? '';
  const [next, afterNext] = [tokens[at + 1], tokens[at + 2]];
  const before = terms.at(-1)?.role;
  const takes = before === 'entered' || before === 'long' || before === 'short';
  const atPrice = isKind(next?.text.toLowerCase(), 'at') || next?.text === '@' ? afterNext : next;
  const priced = atPrice?.kind === 'number' && atPrice.number?.unit === null;
  return takes && priced && KNOWN_TICKERS.has(written) ? ticker(written, null, 'known') : null;
}

/** "BTC.D", "USDT.D": a share of the market, no coin. */
function isDominance(tokens: readonly Token[], at: number): boolean {
  const [dot, letter] = [tokens[at + 1], tokens[at + 2]];
  return dot?.text === '.' && dot.glued && letter?.glued === true && /^d$/iu.test(letter.text);
}

/** What a tag may be beside a ticker: a side or a kind of trade (#LONG, #Swing). */
const TAG_ROLES: ReadonlySet<Role> = new Set<Role>([
  'long',
  'short',
  'buy',
  'sell',
  'close',
  'cancel',
  'entry',
  'stop',
  'target',
  'leverage',
  'limit',
  'market',
  'spot',
  'futures',
  'risk',
  'new',
  'ad',
  'filler',
  'noise',
]);

/** "#GO": in capitals and no longer than a small word. */
const isShortTag = (tag: string): boolean => /^#[A-Z]{2,3}$/u.test(tag);

/** A tag that is a known coin is none of these (#LINK is no link). */
const MEANINGLESS: ReadonlySet<Role> = new Set<Role>(['ad', 'filler', 'noise']);

// Languages without spaces
