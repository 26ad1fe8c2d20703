import { fold, toLatin } from '../text/normalize.ts';
import { KNOWN_TICKERS } from '../vocabulary/assets.ts';
import { type MarkMeaning, meaningOfMark } from '../vocabulary/marks.ts';
import type { Role, Sense } from '../vocabulary/roles.ts';
import { connectiveOf, isPreposition } from './betweenNumbers.ts';
import { isWithoutSpaces } from './characters.ts';
import { splitCommaLists } from './commaLists.ts';
import { splitGluedWords } from './gluedWords.ts';
import { isKind, type KindsOfWord, kindsOf } from './kinds.ts';
import { lexiconFor } from './lexicon.ts';
import { withoutNotCoins } from './notCoins.ts';
import type { NumberLiteral } from './numbers.ts';
import { remembering } from './remembering.ts';
import { withLevelLetters, withSideLetters } from './sideLetters.ts';
import {
  leveragedTokenAt,
  pairAt,
  type TermOptions,
  type Ticker,
  ticker,
  tickerBesideRole,
  tickerOfDigits,
  tickerOfLettersAndDigits,
  tickerOfTag,
  tickerOfWord,
  withoutTag,
} from './tickers.ts';
import { type Token, tokenize } from './tokens.ts';
import { withLabelsInFront } from './trailingLabels.ts';
import { endOfRun, isNumberBehind, meaningOf, piecesOf } from './wordsInside.ts';

/** A token or a phrase, with what it can mean. */
export type Term = {
  kind: 'word' | 'number' | 'index' | 'timeframe' | 'mark' | 'break' | 'gap' | 'other';
  /** Folded (words) or as it stands (the rest). */
  text: string;
  start: number;
  end: number;
  glued: boolean;
  role?: Role | undefined;
  sense?: Sense | undefined;
  ticker?: Ticker | undefined;
  number?: NumberLiteral | undefined;
  index?: number | undefined;
  timeframe?: string | undefined;
  mark?: MarkMeaning | undefined;
  /** Of a condition: which way the price has to go. */
  direction?: 'above' | 'below' | undefined;
  /** What else the word is. */
  kinds?: KindsOfWord | undefined;
  /** Which line and which clause (a line's part up to a full stop, ! or ?) it stands in. */
  line: number;
  clause: number;
  /** How many brackets are open around it. */
  depth: number;
  /** Its place among the message's terms. */
  at: number;
};

/** The place of a term in `terms`, which are a stretch of the message without gaps. */
export function placeOf(terms: readonly Term[], term: Term): number {
  return term.at - (terms[0]?.at ?? 0);
}

/** Reads a normalized text into terms: phrases of the vocabulary, tickers, numbers, marks. */
export function readTerms(text: string, options: TermOptions = {}): readonly Term[] {
  const tokens = splitCommaLists(splitGluedWords(tokenize(text)));
  const folded = tokens.map((token) => (token.kind === 'word' ? formOf(token.text).folded : ''));
  const lexicon = lexiconFor(tokens, folded, text, options.labels);
  const terms: Term[] = [];
  const shouted = text === text.toUpperCase();
  let line = 0;
  let clause = 0;
  let depth = 0;

  const push = (
    kind: Term['kind'],
    text: string,
    { start, glued }: Place,
    end: number,
    { role, sense, ticker, number, index, timeframe, mark, direction }: Meaning = MEANS_NOTHING,
  ): void => {
    // One shape for all of them: whatever asks a term for a field finds it in the same place.
    terms.push({
      kind,
      text,
      start,
      end,
      glued,
      role,
      sense,
      ticker,
      number,
      index,
      timeframe,
      mark,
      direction,
      kinds: kind === 'word' ? kindsOf(text) : undefined,
      line,
      clause,
      depth: Math.max(0, depth),
      at: terms.length,
    });
  };

  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) break;
    const { end } = token;
    switch (token.kind) {
      case 'break':
        push('break', '\n', token, end);
        line++;
        clause++;
        depth = 0;
        break;
      case 'mark': {
        if (token.text === '(' || token.text === '[') depth++;
        if (isOrdinalDot(tokens, at) && lexicon.matchAt(at + 1)?.phrase.role === 'target') break;
        push('mark', token.text, token, end, { mark: meaningOfMark(token.text) });
        if (token.text === ')' || token.text === ']') depth--;
        if (endsClause(tokens, at)) clause++;
        break;
      }
      case 'number': {
        const joined = tickerOfDigits(tokens, at);
        if (joined) {
          push('word', joined.ticker.base.toLowerCase(), token, joined.end, {
            ticker: joined.ticker,
          });
          at += joined.tokens - 1;
          break;
        }
        push('number', token.text, token, end, token);
        at += suffixBehind(tokens, folded, at);
        break;
      }
      case 'word': {
        const coded = tickerOfLettersAndDigits(tokens, at) ?? leveragedTokenAt(tokens, at);
        if (coded) {
          push('word', folded[at] ?? '', token, coded.end, { ticker: coded.ticker });
          at += coded.tokens - 1;
          break;
        }
        const connective = isBetweenNumbers(tokens, at)
          ? connectiveOf(folded[at] ?? '')
          : undefined;
        if (connective) {
          push('word', folded[at] ?? '', token, end, { role: connective });
          break;
        }
        const match = lexicon.matchAt(at);
        const verbal = match?.phrase.role === 'move' && coinBehindEntered(tokens, terms, at);
        if (verbal) {
          push('word', folded[at] ?? '', token, end, { ticker: verbal });
          break;
        }
        if (isDominance(tokens, at)) {
          const last = tokens[at + 2] ?? token;
          push('word', `${folded[at]}.d`, token, last.end, { role: 'filler' });
          at += 2;
          break;
        }
        const pair = pairAt(tokens, at);
        // "Targets(USDT)" is a label, "GUN(USDT)" a pair.
        const isLabel =
          match !== null && match.phrase.role !== 'filler' && tokens[at + 1]?.text === '(';
        if (pair && !isLabel) {
          push('word', folded[at] ?? '', token, pair.end, { ticker: pair.ticker });
          at += pair.tokens - 1;
          break;
        }
        const isCoin =
          match && MEANINGLESS.has(match.phrase.role) && tickerOfTag(token, folded[at] ?? '');
        const tagged = token.tag === '#' && match && TAG_ROLES.has(match.phrase.role);
        if (
          token.tag &&
          (!tagged || (isCoin && (KNOWN_TICKERS.has(isCoin.base) || isShortTag(token.text))))
        ) {
          const ticker = tickerOfTag(token, folded[at] ?? '');
          push(
            'word',
            folded[at] ?? '',
            token,
            end,
            ticker ? { ticker } : { role: 'filler' as const },
          );
          break;
        }
        // "Cancel LINK" in a message that is not all capitals means the coin.
        const named =
          match?.tokens === 1 &&
          !shouted &&
          YIELDS_TO_TICKER.has(match.phrase.role) &&
          (match.phrase.role !== 'not' || isCoinNot(folded[at + 1])) &&
          tickerBesideRole(token.text, options).ticker;
        if (named) {
          push('word', folded[at] ?? '', token, end, {
            ticker: { ...named, form: 'known', alsoWord: match.phrase.role === 'filler' },
          });
          break;
        }
        if (match) {
          const last = tokens[at + match.tokens - 1] ?? token;
          const written = match.tokens === 1 ? token.text : '';
          push('word', match.phrase.text, token, last.end, {
            ...meaningOf(match.phrase),
            ...tickerBesideRole(written, options, shouted),
          });
          at += match.tokens - 1;
          break;
        }
        const beforeNumber = tokens[at - 1]?.kind === 'word' && tokens[at + 1]?.kind === 'number';
        if (beforeNumber && isPreposition(folded[at] ?? '')) {
          push('word', folded[at] ?? '', token, end, { role: 'at' });
          break;
        }
        if (isWithoutSpaces(token.text)) {
          const last = endOfRun(tokens, at);
          const run = folded.slice(at, last + 1).join(' ');
          const numberBehind = isNumberBehind(tokens, last + 1);
          for (const piece of piecesOf(token, run, tokens[last]?.end ?? end, numberBehind, lexicon))
            push(piece.kind, piece.text, piece, piece.end, piece);
          at = last;
          break;
        }
        const plain = tickerOfWord(token.text, folded[at] ?? '', options);
        const last =
          plain.ticker?.form === 'name' && isKind(folded[at + 1], 'coinWord') ? at + 1 : at;
        push('word', folded[at] ?? '', token, tokens[last]?.end ?? end, plain);
        at = last;
        break;
      }
      default:
        push(token.kind, token.text, token, end, token);
    }
  }
  return withSideLetters(withLevelLetters(withLabelsInFront(withoutNotCoins(terms))));
}

const SHORTEST_WITH_ENDING = 3;

/** How many tokens behind the number at `at` are only its case ending. */
function suffixBehind(tokens: readonly Token[], folded: readonly string[], at: number): number {
  const [number, next, afterNext] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  const quoted = next?.text === "'" && next.glued;
  const [word, text] = quoted ? [afterNext, folded[at + 2]] : [next, folded[at + 1]];
  if (word?.kind !== 'word' || !word.glued || !isKind(text, 'caseEnding')) return 0;
  if (!quoted && (number?.text.length ?? 0) < SHORTEST_WITH_ENDING) return 0;
  return quoted ? 2 : 1;
}

function isBetweenNumbers(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]?.text === '$' ? tokens[at - 2] : tokens[at - 1];
  return before?.kind === 'number' && tokens[at + 1]?.kind === 'number';
}

type Place = Pick<Term, 'start' | 'glued'>;
type Meaning = Partial<
  Pick<Term, 'role' | 'sense' | 'ticker' | 'number' | 'index' | 'timeframe' | 'mark' | 'direction'>
>;
const MEANS_NOTHING: Meaning = {};

const formOf = remembering((text: string) => ({ folded: foldWord(withoutTag(text)) }));

/**
 * The looked-up form of a word; one with letters of two scripts is read in Latin ("ВTC" with a
 * Cyrillic В), and so is a label in capitals that no word of the other script is ("ТР").
 */
function foldWord(word: string): string {
  const latin = toLatin(word);
  const meant = latin !== null && (/[a-z]/iu.test(word) || isSpelledAlike(latin));
  return fold(meant ? latin : word);
}

/** In capitals alone. */
const isSpelledAlike = (latin: string): boolean =>
  latin === latin.toUpperCase() && isKind(latin.toLowerCase(), 'spelledAlike');

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

const SENTENCE_END: ReadonlySet<string> = new Set(['.', '!', '?', '。', '…', '؟', '।']);

/** "2. hedef", "1. Ziel": the dot makes an ordinal of the number. */
function isOrdinalDot(tokens: readonly Token[], at: number): boolean {
  const [number, dot] = [tokens[at - 1], tokens[at]];
  return (
    dot?.text === '.' && dot.glued && number?.number?.whole === true && number.text.length === 1
  );
}

function endsClause(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (!token || !SENTENCE_END.has(token.text)) return false;
  const [before, next] = [tokens[at - 1], tokens[at + 1]];
  if (token.text !== '.') return true;
  if (before?.kind === 'word' && isKind(before.text.toLowerCase(), 'abbreviation')) return false;
  // "Entry." then a space ends a sentence; "stop. loss" does not occur.
  return !next?.glued;
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

/** A coin told by more than a word that may be its ticker. */
export const isName = ({ ticker }: Term): boolean => ticker !== undefined && ticker.form !== 'word';
