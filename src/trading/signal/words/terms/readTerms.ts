import { meaningOfMark } from '../../vocabulary/marks.ts';
import { isKind, kindsOf } from '../kinds.ts';
import { lexiconFor } from '../phrases/lexicon.ts';
import { tickerOfDigits } from '../tickers/digitTickers.ts';
import type { TermOptions } from '../tickers/ticker.ts';
import { splitCommaLists } from '../tokens/commaLists.ts';
import { splitGluedWords } from '../tokens/gluedWords.ts';
import { splitListNumbers } from '../tokens/lostBreaks.ts';
import { type Token, tokenize } from '../tokens/tokens.ts';
import { endsClause, isOrdinalDot } from './clauseEnds.ts';
import { withoutNotCoins } from './notCoins.ts';
import { type Meaning, readWord, type Words } from './readWord.ts';
import { withLevelLetters, withSideLetters } from './sideLetters.ts';
import type { Term } from './term.ts';
import { withLabelsInFront } from './trailingLabels.ts';
import { formOf } from './wordForms.ts';
import { endOfRun, isNumberBehind, piecesOf } from './wordsInside.ts';

/** Reads a normalized text into terms: phrases of the vocabulary, tickers, numbers, marks. */
export function readTerms(text: string, options: TermOptions = {}): readonly Term[] {
  const tokens = splitCommaLists(splitListNumbers(splitGluedWords(tokenize(text))));
  const folded = tokens.map((token) => (token.kind === 'word' ? formOf(token.text).folded : ''));
  const lexicon = lexiconFor(tokens, folded, text, options.labels);
  const terms: Term[] = [];
  const words: Words = {
    tokens,
    folded,
    lexicon,
    terms,
    options,
    shouted: text === text.toUpperCase(),
  };
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
        const read = readWord(words, at);
        if (read) {
          push('word', read.text, token, read.end, read.meaning);
          at += read.tokens - 1;
          break;
        }
        const last = endOfRun(tokens, at);
        const run = folded.slice(at, last + 1).join(' ');
        const numberBehind = isNumberBehind(tokens, last + 1);
        for (const piece of piecesOf(token, run, tokens[last]?.end ?? end, numberBehind, lexicon))
          push(piece.kind, piece.text, piece, piece.end, piece);
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

type Place = Pick<Term, 'start' | 'glued'>;
const MEANS_NOTHING: Meaning = {};
