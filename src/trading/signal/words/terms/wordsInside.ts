import type { Role } from '../../vocabulary/roles.ts';
import type { Lexicon } from '../phrases/lexicon.ts';
import { ticker } from '../tickers/ticker.ts';
import { coinNameAt, tickerOfWord } from '../tickers/tickerOfWord.ts';
import { isWithoutSpaces } from '../tokens/characters.ts';
import type { Token } from '../tokens/tokens.ts';
import type { Term } from './term.ts';

export function meaningOf({
  role,
  sense,
  direction,
}: Pick<Term, 'sense' | 'direction'> & { role: Role }) {
  return { role, ...(sense ? { sense } : {}), ...(direction ? { direction } : {}) };
}

/** The last of the words without spaces inside that follow each other with one space between ("손절 가격"). */
export function endOfRun(tokens: readonly Token[], from: number): number {
  let last = from;
  for (;;) {
    const [token, next] = [tokens[last], tokens[last + 1]];
    if (!token || next?.kind !== 'word' || next.tag || !isWithoutSpaces(next.text)) return last;
    if (next.start !== token.end + 1) return last;
    last++;
  }
}

/** A number comes right behind, with at most a colon between. */
export function isNumberBehind(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at]?.text === ':' ? tokens[at + 1] : tokens[at];
  return next?.kind === 'number' || next?.kind === 'index';
}

/** Takes a run of characters apart by the vocabulary, longest first; what it doesn't know stays as words. */
export function piecesOf(
  token: Token,
  folded: string,
  runEnd: number,
  numberBehind: boolean,
  lexicon: Lexicon,
): Omit<Term, 'line' | 'clause' | 'depth' | 'at'>[] {
  const pieces: Omit<Term, 'line' | 'clause' | 'depth' | 'at'>[] = [];
  const offset = runEnd - folded.length;
  let unknownFrom = 0;
  const isGlued = (from: number): boolean => (from > 0 ? folded[from - 1] !== ' ' : token.glued);
  const flush = (to: number): void => {
    if (to <= unknownFrom) return;
    const text = folded.slice(unknownFrom, to);
    const latin = /^[a-z0-9]+$/u.test(text);
    pieces.push({
      kind: 'word',
      text,
      start: offset + unknownFrom,
      end: offset + to,
      glued: isGlued(unknownFrom),
      ...(latin ? tickerOfWord(text.toUpperCase(), text, {}) : {}),
    });
  };
  let at = 0;
  while (at < folded.length) {
    if (folded[at] === ' ') {
      flush(at);
      unknownFrom = ++at;
      continue;
    }
    const name = coinNameAt(folded, at);
    const found = lexicon.matchInside(folded, at, numberBehind);
    // "비트겟" is an exchange, and no 비트.
    const coin = name && (!found || found.length <= name.length) ? name : null;
    const match = coin ? null : found;
    const length = coin?.length ?? match?.length ?? latinLength(folded, at);
    if (coin || match || length > 0) {
      flush(at);
      const text = folded.slice(at, at + length);
      const common = {
        kind: 'word' as const,
        text,
        start: offset + at,
        end: offset + at + length,
        glued: isGlued(at),
      };
      if (coin) pieces.push({ ...common, ticker: ticker(coin.base, null, 'name') });
      else if (match) pieces.push({ ...common, ...meaningOf(match.phrase) });
      else pieces.push({ ...common, ...tickerOfWord(text.toUpperCase(), text, {}) });
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
